# SPDX-License-Identifier: Apache-2.0
"""Matching: the offers that fit a wish, the cheapest first, each with its loan's figures.

The database lets through what can fit; the rest is put in the order of a lower bound of the all-in
rate and priced exactly, by the model, only as far as an offer can still be among those asked for.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Text, and_, not_, select, type_coerce

from shouxin.lending.actions.loan_words import Cost, cost_of
from shouxin.lending.book_tables import offers
from shouxin.lending.misfits import ALL_IN, AMOUNT, COMPARED, UNFUNDED, Misfit, first_reason
from shouxin.lending.model import Terms
from shouxin.lending.offer_book import (
    TAKEABLE,
    BookedOffer,
    Clock,
    OfferFilter,
    OfferStatus,
    conditions_of,
    joined,
    remaining_of,
    standing_columns,
    status_of,
)
from shouxin.lending.offers import BORROW, LEND, Desk, Filled, SignedOffer, Taking, fill_for, fits
from shouxin.lending.pricing import (
    conditions_in,
    price,
    rate_at_least_ppm,
)
from shouxin.lending.tables import currencies, gate
from shouxin.parties.tables import wallets
from shouxin.primitives.dates import day_at
from shouxin.primitives.errors import ShouxinError
from shouxin.primitives.text import Text as BothLanguages

PRICED_AT_ONCE = 100
ANYTHING = OfferFilter()
MISFITS_MAX = 20
"""How many offers that don't fit are told of."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for.

    Attributes:
        side: what the one who looks does: ``BORROW`` looks for offers, ``LEND`` for requests.
        principal: base units.
        wanted: what else the offers must have; its side, amount and party are the wish's own.
        taker: the wallet of who looks, for whom the loans' terms are made; None for figures alone.
        party: its party, in hexadecimal, for offers that name it; None for open ones alone.
        all_in_rate_ppm_max: what the loan costs at most, in all.
    """

    side: int
    currency: str
    principal: int
    wanted: OfferFilter = ANYTHING
    taker: str | None = None
    party: str | None = None
    all_in_rate_ppm_max: int | None = None

    @property
    def filter(self) -> OfferFilter:
        """What the database asks of offers."""
        return replace(
            self.wanted,
            side=LEND if self.side == BORROW else BORROW,
            currency=self.currency,
            amount=self.principal,
            party=self.party,
        )


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that fits.

    Attributes:
        offer: as it stands.
        cost: the exact figures of the loan that it makes today.
        filled: the loan's complete terms and its id, if the wish names a wallet.
    """

    offer: BookedOffer
    cost: Cost
    filled: Filled | None


@dataclass(frozen=True, slots=True)
class Matches:
    """What a wish found; while new loans are paused, nothing fits until then."""

    fitting: list[Match]
    misfits: list[Misfit]
    paused_until: int | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An offer that the database let through; its all-in rate is at least ``bound``."""

    id: int
    bound: int
    remaining: int
    fundable: int
    fill_count: int
    status: OfferStatus


@dataclass(frozen=True, slots=True)
class _Priced:
    """A candidate that fits, with its exact price."""

    candidate: _Candidate
    row: RowMapping
    terms: Terms
    rate_ppm: int


def match(connection: Connection, wish: Wish, clock: Clock, chain_id: int, count: int) -> Matches:
    """The offers that fit a wish, in order, and some of those that don't.

    A borrower is shown the cheapest all-in rate first, a lender the highest.

    Args:
        connection: of one state of the database.
        wish: what is looked for.
        clock: the moment, and the desk.
        chain_id: for the loans' ids.
        count: how many that fit are wanted.
    """
    paused_until = connection.execute(select(gate.c.paused_until)).scalar() or 0
    if paused_until > clock.now:
        return Matches([], [], paused_until)
    best: list[tuple[int, int, _Priced]] = []
    misfits: list[Misfit] = []
    is_borrowing = wish.side == BORROW
    for priced in _priced(connection, wish, _candidates(connection, wish, clock), clock.now):
        if isinstance(priced, Misfit):
            misfits.append(priced)
            continue
        if len(best) == count and is_borrowing and priced.candidate.bound > -best[0][0]:
            break
        value = -priced.rate_ppm if is_borrowing else priced.rate_ppm
        heapq.heappush(best, (value, -priced.candidate.id, priced))
        if len(best) > count:
            heapq.heappop(best)
    best.sort(key=lambda entry: entry[:2], reverse=True)
    made = _made(connection, wish, [priced for *_, priced in best], Desk(chain_id, clock.desk))
    misfits += _left_out(connection, wish, clock, MISFITS_MAX - len(misfits))
    return Matches(made, misfits[:MISFITS_MAX])


def _candidates(connection: Connection, wish: Wish, clock: Clock) -> list[_Candidate]:
    """What can fit by the columns alone, the lowest bound first."""
    c = offers.c
    columns = (c.rate_ppm, c.fee_ppm, c.method, c.instalments, c.period_days)
    query = select(*standing_columns(clock), *columns).select_from(joined(clock))
    found = []
    for row in connection.execute(query.where(_is_fitting(wish, clock))).mappings():
        remaining, fundable = remaining_of(dict(row))
        bound = rate_at_least_ppm(dict(row), wish.principal)
        fills, status = row["fill_count"] or 0, OfferStatus(row["status"])
        found.append(_Candidate(row["id"], bound, remaining, fundable, fills, status))
    found.sort(key=lambda candidate: (candidate.bound, candidate.id))
    return found


def _is_fitting(wish: Wish, clock: Clock) -> Any:
    """What the columns of an offer that can fit say."""
    c = offers.c
    found = [*conditions_of(wish.filter), status_of(clock).in_([str(s) for s in TAKEABLE])]
    if wish.party is None:
        found.append(c.taker.is_(None))
    return and_(*found)


def _priced(
    connection: Connection, wish: Wish, candidates: Sequence[_Candidate], now: int
) -> Iterator[_Priced | Misfit]:
    """The candidates in their order, priced exactly, or why they don't fit after all."""
    c = offers.c
    columns = (c.id, c.digest, c.fill_min, c.posted_at, type_coerce(c.written, Text).label("text"))
    for first in range(0, len(candidates), PRICED_AT_ONCE):
        part = candidates[first : first + PRICED_AT_ONCE]
        query = select(*columns).where(c.id.in_([candidate.id for candidate in part]))
        rows = {row["id"]: row for row in connection.execute(query).mappings()}
        for candidate in part:
            yield _judged(wish, candidate, rows[candidate.id], now)


def _judged(wish: Wish, candidate: _Candidate, row: RowMapping, now: int) -> _Priced | Misfit:
    """A candidate's exact price, or the reason against it."""
    digest, principal = row["digest"], wish.principal
    if not fits(principal, candidate.remaining, row["fill_min"]):
        return Misfit(digest, "offer.amount", AMOUNT)
    if candidate.fundable < principal:
        return Misfit(digest, "offer.unfunded", UNFUNDED)
    conditions = conditions_in(row["text"])
    try:
        terms, rate = price(conditions, principal, day_at(now, conditions.utc_offset_minutes))
    except ShouxinError as error:
        return Misfit(digest, error.code, BothLanguages(error.message, error.message_zh))
    limits = (conditions.all_in_rate_ppm_max, wish.all_in_rate_ppm_max)
    if rate > min(limit for limit in limits if limit is not None):
        return Misfit(digest, "offer.all_in_rate", ALL_IN)
    return _Priced(candidate, row, terms, rate)


def _made(connection: Connection, wish: Wish, found: Sequence[_Priced], desk: Desk) -> list[Match]:
    """The offers as they stand, and their loans, for the wish's wallet if it names one."""
    listing = connection.execute(
        select(currencies).where(currencies.c.address == wish.currency)
    ).one_or_none()
    made = []
    for priced in found:
        booked = _booked(priced)
        cost, filled = cost_of(priced.terms, priced.rate_ppm), None
        if wish.taker is not None and wish.party is not None and listing is not None:
            exposure = -(-wish.principal * listing.rate // 10**listing.exponent)
            taking = Taking(
                principal=wish.principal,
                taker=wish.taker,
                borrower=_borrower(connection, wish, booked),
                today=priced.terms.start_day,
                exposure=exposure,
                number=booked.fill_count,
            )
            filled = fill_for(desk, _signed(booked), taking)
        made.append(Match(booked, cost, filled))
    return made


def _booked(priced: _Priced) -> BookedOffer:
    candidate, row = priced.candidate, priced.row
    return BookedOffer(
        id=candidate.id,
        digest=row["digest"],
        written=json.loads(row["text"]),
        status=candidate.status,
        remaining=candidate.remaining,
        fundable=candidate.fundable,
        fill_count=candidate.fill_count,
        posted_at=row["posted_at"],
    )


def _signed(booked: BookedOffer) -> SignedOffer:
    """The offer by the digest that it was kept under."""
    model = booked.model
    return SignedOffer(model.offer.struct(), bytes.fromhex(booked.digest[2:]), model.signature)


def _borrower(connection: Connection, wish: Wish, booked: BookedOffer) -> bytes:
    """The borrower's party: who looks, or the request's maker."""
    party = wish.party
    if wish.side == LEND:
        query = select(wallets.c.party).where(wallets.c.address == booked.written["offer"]["maker"])
        party = connection.execute(query).scalar_one()
    return bytes.fromhex(str(party)[2:])


def _left_out(connection: Connection, wish: Wish, clock: Clock, count: int) -> list[Misfit]:
    """Offers of the currency and side that the filter left out, each with its first reason."""
    if count <= 0:
        return []
    c, wanted = offers.c, wish.filter
    query = (
        select(*standing_columns(clock), *(c[name] for name in COMPARED))
        .select_from(joined(clock))
        .where(
            c.side == wanted.side,
            c.currency == wanted.currency,
            c.expiry_at >= clock.now,
            not_(_is_fitting(wish, clock)),
        )
        .order_by(c.rate_ppm, c.id)
        .limit(count)
    )
    rows = connection.execute(query).mappings()
    return [first_reason(dict(row), wanted) for row in rows]
