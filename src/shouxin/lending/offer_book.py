# SPDX-License-Identifier: Apache-2.0
"""The offer book: keeps signed offers and requests, and says what became of each.

An offer's status follows from the rows that the indexer projects: fills, cancellations, epochs,
balances at the desk, freezes. Nothing of it is written down here, so it is never stale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    func,
    insert,
    literal,
    select,
    update,
)

from shouxin.lending.book_tables import offers
from shouxin.lending.offer_schemas import WrittenSignedOffer
from shouxin.lending.offers import BORROW, LEND, SignedOffer
from shouxin.lending.tables import cancelled_nonces, desk_balances, maker_epochs, offer_fills
from shouxin.parties.tables import parties, recoveries, wallets
from shouxin.primitives.errors import Forbidden, NotFoundError, Refused
from shouxin.primitives.hexadecimal import to_hex
from shouxin.store.changes import Change, tell

OPEN_OFFERS_MAX = 2_000
"""How many offers of one maker the book keeps that have not expired."""


class OfferStatus(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    PARTLY_FILLED = "partly_filled"
    FILLED = "filled"
    CANCELLED = "cancelled"
    EPOCH_OVER = "epoch_over"
    EXPIRED = "expired"
    UNFUNDED = "unfunded"
    MAKER_BARRED = "maker_barred"
    MAKER_UNKNOWN = "maker_unknown"
    VOID = "void"


TAKEABLE = (OfferStatus.OPEN, OfferStatus.PARTLY_FILLED)
"""What can be taken now."""


@dataclass(frozen=True, slots=True)
class BookedOffer:
    """An offer of the book, as it stands now.

    Attributes:
        id: its place in the order of arrival.
        digest: names it, in hexadecimal.
        written: the whole of it with its signature, as JSON.
        status: what became of it.
        remaining: what no fill has taken, base units; 0 once it is over.
        fundable: of that, what its maker has money for; of a request all of it.
        fill_count: how often it was filled.
        posted_at: Unix seconds.
    """

    id: int
    digest: str
    written: Mapping[str, Any]
    status: OfferStatus
    remaining: int
    fundable: int
    fill_count: int
    posted_at: int

    @property
    def model(self) -> WrittenSignedOffer:
        """The offer as its model; it was checked when it arrived."""
        return WrittenSignedOffer.model_validate(self.written)


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """Which offers a list has; what is None is not asked about.

    Attributes:
        amount: base units that must be left.
        party: of the one who would take it: its own and everybody's offers.
        maker_party: whose wallets made it.
    """

    side: int | None = None
    maker: str | None = None
    currency: str | None = None
    amount: int | None = None
    method: int | None = None
    instalments_min: int | None = None
    instalments_max: int | None = None
    period_days: int | None = None
    rate_ppm_max: int | None = None
    borrower_kind: int | None = None
    purpose: int | None = None
    jurisdiction: int | None = None
    product: int | None = None
    party: str | None = None
    maker_party: str | None = None
    statuses: Sequence[OfferStatus] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment and the desk that statuses are asked for."""

    now: int
    desk: str


def keep(
    connection: Connection, signed: SignedOffer, written: WrittenSignedOffer, now: int
) -> bool:
    """Take a checked offer into the book; False if it is there already.

    Raises:
        Refused: ``offer.too_many``; its maker has very many that have not expired.
    """
    digest, maker = to_hex(signed.digest), signed.offer.maker
    if connection.execute(select(offers.c.id).where(offers.c.digest == digest)).first():
        return False
    count = connection.execute(
        select(func.count()).where(offers.c.maker == maker, offers.c.expiry_at >= now)
    ).scalar_one()
    if count >= OPEN_OFFERS_MAX:
        raise Refused(
            "offer.too_many",
            f"{maker} has {count} offers in the book that have not expired, the most there may be: "
            "let some expire, or sign larger ones",
            f"{maker} 在要约簿中未过期的要约已达上限 {count} 个：请待部分过期，或签署更大额的要约",
        )
    connection.execute(insert(offers).values(**_row(digest, signed, written, now)))
    payload = {"side": signed.offer.side, "amount_units": str(signed.offer.amount)}
    tell(connection, [Change("offer.posted", digest, payload)])
    return True


def withdraw(connection: Connection, digest: str, wallet: str | None) -> None:
    """Take an offer off the list for its maker; who has it can still take it on chain.

    Raises:
        NotFoundError: ``offer.unknown``.
        Forbidden: ``offer.not_yours``.
    """
    maker = connection.execute(select(offers.c.maker).where(offers.c.digest == digest)).scalar()
    if maker is None:
        raise NotFoundError(
            "offer.unknown",
            f"there is no offer {digest}: correct its digest",
            f"没有编号为 {digest} 的要约：请核对编号",
        )
    if maker != wallet:
        raise Forbidden(
            "offer.not_yours",
            f"offer {digest} is {maker}'s: sign in with that wallet to withdraw it",
            f"要约 {digest} 属于 {maker}：请用该钱包登录后下架",
        )
    connection.execute(offers.delete().where(offers.c.digest == digest))
    tell(connection, [Change("offer.withdrawn", digest, {})])


def find(connection: Connection, digest: str, clock: Clock) -> BookedOffer | None:
    """One offer as it stands."""
    row = connection.execute(_query(clock).where(offers.c.digest == digest)).mappings().first()
    return None if row is None else _booked(dict(row))


def listed(
    connection: Connection, wanted: OfferFilter, clock: Clock, *, before_id: int | None, count: int
) -> list[BookedOffer]:
    """Offers that a filter lets through, the newest first, from before one on."""
    query = _query(clock).where(*conditions_of(wanted))
    if wanted.statuses:
        query = query.where(status_of(clock).in_([str(status) for status in wanted.statuses]))
    if before_id is not None:
        query = query.where(offers.c.id < before_id)
    query = query.order_by(offers.c.id.desc()).limit(count)
    return [_booked(dict(row)) for row in connection.execute(query).mappings()]


def conditions_of(wanted: OfferFilter) -> list[ColumnElement[bool]]:
    """What a filter asks of the offers' own columns."""
    c, w = offers.c, wanted
    exact = {
        c.side: w.side,
        c.maker: w.maker,
        c.currency: w.currency,
        c.method: w.method,
        c.period_days: w.period_days,
        c.borrower_kind: w.borrower_kind,
        c.purpose: w.purpose,
        c.jurisdiction: w.jurisdiction,
        c.product: w.product,
    }
    found: list[ColumnElement[bool]] = [
        column == value for column, value in exact.items() if value is not None
    ]
    if w.amount is not None:
        found.append(c.amount >= w.amount)
    if w.instalments_min is not None:
        found.append(c.instalments >= w.instalments_min)
    if w.instalments_max is not None:
        found.append(c.instalments <= w.instalments_max)
    if w.rate_ppm_max is not None:
        found.append(c.rate_ppm <= w.rate_ppm_max)
    if w.party is not None:
        found.append(c.taker.is_(None) | (c.taker == w.party))
    if w.maker_party is not None:
        found.append(wallets.c.party == w.maker_party)
    return found


def status_of(clock: Clock) -> ColumnElement[str]:
    """An offer's status, in the query that ``joined`` makes."""
    c, now = offers.c, clock.now
    held, epochs = desk_balances.c, maker_epochs.c
    is_unfunded = (c.side == LEND) & (held.lender.is_(None) | (held.amount == 0))
    is_epoch_over = (epochs.epoch != c.epoch) | (epochs.maker.is_(None) & (c.epoch != 0))
    is_barred = (func.coalesce(parties.c.frozen_until, 0) > now) | recoveries.c.party.is_not(None)
    return case(
        (offer_fills.c.remaining == 0, OfferStatus.FILLED),
        (cancelled_nonces.c.nonce.is_not(None), OfferStatus.CANCELLED),
        (is_epoch_over, OfferStatus.EPOCH_OVER),
        (c.expiry_at < now, OfferStatus.EXPIRED),
        (c.void_code.is_not(None), OfferStatus.VOID),
        (wallets.c.address.is_(None), OfferStatus.MAKER_UNKNOWN),
        (wallets.c.successor.is_not(None), OfferStatus.MAKER_UNKNOWN),
        (is_barred, OfferStatus.MAKER_BARRED),
        (is_unfunded, OfferStatus.UNFUNDED),
        (offer_fills.c.digest.is_not(None), OfferStatus.PARTLY_FILLED),
        else_=literal(str(OfferStatus.OPEN)),
    )


def joined(clock: Clock) -> FromClause:
    """The offers with the rows that tell what became of them."""
    c = offers.c
    at_desk = and_(
        cancelled_nonces.c.contract == clock.desk,
        cancelled_nonces.c.signer == c.maker,
        cancelled_nonces.c.nonce == c.nonce,
    )
    balance = and_(desk_balances.c.lender == c.maker, desk_balances.c.currency == c.currency)
    return (
        offers.outerjoin(offer_fills, offer_fills.c.digest == c.digest)
        .outerjoin(cancelled_nonces, at_desk)
        .outerjoin(maker_epochs, maker_epochs.c.maker == c.maker)
        .outerjoin(desk_balances, balance)
        .outerjoin(wallets, wallets.c.address == c.maker)
        .outerjoin(parties, parties.c.id == wallets.c.party)
        .outerjoin(recoveries, recoveries.c.party == wallets.c.party)
    )


def standing_columns(clock: Clock) -> tuple[ColumnElement[Any], ...]:
    """What of an offer's standing every query takes."""
    return (
        offers.c.id,
        offers.c.digest,
        offers.c.amount,
        offers.c.side,
        status_of(clock).label("status"),
        offer_fills.c.remaining,
        offer_fills.c.fill_count,
        desk_balances.c.amount.label("balance"),
    )


def remaining_of(row: Mapping[str, Any]) -> tuple[int, int]:
    """What is left of an offer, and how much of it its maker has money for."""
    left = int(row["amount"] if row["remaining"] is None else row["remaining"])
    if row["status"] in {OfferStatus.CANCELLED, OfferStatus.EPOCH_OVER, OfferStatus.EXPIRED}:
        return 0, 0
    fundable = left if row["side"] == BORROW else min(left, row["balance"] or 0)
    return left, fundable


def to_recheck(connection: Connection, before: int, count: int, clock: Clock) -> list[BookedOffer]:
    """The offers that can be taken and were not asked about since a moment, the oldest first."""
    query = (
        _query(clock)
        .where(offers.c.checked_at < before, offers.c.expiry_at >= clock.now)
        .order_by(offers.c.checked_at)
        .limit(count)
    )
    return [_booked(dict(row)) for row in connection.execute(query).mappings()]


def note_checked(connection: Connection, digest: str, now: int, void_code: str | None) -> None:
    """Write down what asking the chain came to."""
    connection.execute(
        update(offers).where(offers.c.digest == digest).values(checked_at=now, void_code=void_code)
    )


def forget_expired(connection: Connection, before: int) -> int:
    """Drop offers that expired before a moment; gives how many."""
    done = connection.execute(offers.delete().where(offers.c.expiry_at < before))
    return int(done.rowcount)


def _query(clock: Clock) -> Select[Any]:
    columns = standing_columns(clock)
    return select(*columns, offers.c.written, offers.c.posted_at).select_from(joined(clock))


def _booked(row: Mapping[str, Any]) -> BookedOffer:
    remaining, fundable = remaining_of(row)
    return BookedOffer(
        id=row["id"],
        digest=row["digest"],
        written=row["written"],
        status=OfferStatus(row["status"]),
        remaining=remaining,
        fundable=fundable,
        fill_count=row["fill_count"] or 0,
        posted_at=row["posted_at"],
    )


def _row(digest: str, signed: SignedOffer, written: WrittenSignedOffer, now: int) -> dict[str, Any]:
    offer, conditions = signed.offer, signed.offer.conditions
    shared = (
        "currency",
        "rate_ppm",
        "fee_ppm",
        "all_in_rate_ppm_max",
        "method",
        "instalments",
        "interest_only_periods",
        "period_days",
        "borrower_kind",
        "purpose",
        "jurisdiction",
        "product",
    )
    return {
        "digest": digest,
        "side": offer.side,
        "maker": offer.maker,
        "taker": to_hex(offer.taker) if any(offer.taker) else None,
        "amount": offer.amount,
        "fill_min": offer.fill_min,
        "nonce": offer.nonce,
        "epoch": offer.epoch,
        "expiry_at": offer.expiry,
        **{name: getattr(conditions, name) for name in shared},
        "written": written.model_dump(mode="json"),
        "posted_at": now,
        "checked_at": now,
        "void_code": None,
    }
