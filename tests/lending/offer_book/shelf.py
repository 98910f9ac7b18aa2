# SPDX-License-Identifier: Apache-2.0
"""A book and the rows beside it, written as the projections write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, insert

from shouxin.chain.bindings.structs import Conditions, Offer
from shouxin.lending.matching import Matches, Wish, match
from shouxin.lending.offer_book import BookedOffer, Clock, OfferStatus, find, keep
from shouxin.lending.offer_schemas import WrittenSignedOffer, written_offer
from shouxin.lending.offers import ANYONE, LEND, NOBODY, Desk, SignedOffer, offer_digest
from shouxin.lending.tables import currencies, desk_balances
from shouxin.parties.tables import parties, wallets
from shouxin.primitives.hexadecimal import to_hex
from shouxin.store.database import Database

T = TypeVar("T")
NOW, CHAIN_ID = 1_780_000_000, 31_337
DESK = "0x00000000000000000000000000000000000000D5"
TOKEN = "0x0000000000000000000000000000000000000C01"
MAKER = "0x0000000000000000000000000000000000000A01"
OTHER = "0x0000000000000000000000000000000000000A02"
PARTY, OTHER_PARTY = "0x" + "a1" * 32, "0x" + "a2" * 32
CLOCK = Clock(NOW, DESK)
CONDITIONS = Conditions(
    currency=TOKEN,
    quantum=1,
    rate_ppm=90_000,
    penalty_margin_ppm=0,
    overdue_rate_ppm=0,
    method=1,
    instalments=12,
    interest_only_periods=0,
    period_days=0,
    due_day=0,
    day_count=1,
    instalment_multiple=1,
    grace_days=3,
    tolerance=0,
    payment_order=1,
    counting=1,
    default_days=90,
    acceleration_days=90,
    notice_days=15,
    cooling_off_days=14,
    withdrawal_pay_days=30,
    utc_offset_minutes=480,
    fee_ppm=0,
    fee_receiver=NOBODY,
    all_in_rate_ppm_max=400_000,
    servicer=NOBODY,
    borrower_kind=2,
    purpose=1,
    jurisdiction=156,
    product=1,
    security_hash=bytes(32),
    documents_hash=bytes(32),
)
_nonces = count(1)


def offer(*, conditions: dict[str, Any] | None = None, **more: Any) -> Offer:
    """An offer of 12,000.00 by the maker, to anyone, whole."""
    plain = Offer(
        side=LEND,
        maker=MAKER,
        taker=ANYONE,
        payee=NOBODY,
        amount=1_200_000,
        fill_min=0,
        nonce=next(_nonces),
        epoch=0,
        expiry=NOW + 86_400,
        conditions=replace(CONDITIONS, **(conditions or {})),
    )
    return replace(plain, **more)


def signed(given: Offer) -> tuple[SignedOffer, WrittenSignedOffer]:
    """As if it had been signed: the book believes what was checked on arrival."""
    written = WrittenSignedOffer(
        chain_id=CHAIN_ID, desk=DESK, offer=written_offer(given), signature=b"\x01" * 65
    )
    digest = offer_digest(Desk(CHAIN_ID, DESK), given)
    return SignedOffer(given, digest, written.signature), written


@dataclass(frozen=True, slots=True)
class Shelf:
    """A database with a book in it."""

    database: Database

    async def run(self, function: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Something done in one transaction."""
        async with self.database.begin() as connection:
            return await connection.run_sync(function, *arguments, **named)

    async def write(self, table: Table, **values: Any) -> None:
        """A projected row."""
        await self.run(lambda connection: connection.execute(insert(table).values(**values)))

    async def fill_rules(self) -> None:
        """Two parties with a wallet each, money of the maker's at the desk, one currency."""
        for wallet, party in ((MAKER, PARTY), (OTHER, OTHER_PARTY)):
            await self.write(wallets, address=wallet, party=party, joined_block=1, joined_at=1)
            await self.write(
                parties,
                id=party,
                jurisdiction=156,
                kind=2,
                provider=OTHER,
                recovery=PARTY,
                is_licensed=False,
                enrolled_block=1,
                enrolled_at=1,
            )
        await self.write(desk_balances, lender=MAKER, currency=TOKEN, amount=10**12)
        await self.write(
            currencies, address=TOKEN, currency_index=1, is_allowed=True, rate=1, exponent=0
        )

    async def post(self, given: Offer | None = None) -> str:
        """An offer kept; gives its digest."""
        checked, written = signed(given or offer())
        await self.run(keep, checked, written, NOW)
        return to_hex(checked.digest)

    async def find(self, digest: str, clock: Clock = CLOCK) -> BookedOffer:
        """An offer as it stands."""
        found = await self.run(find, digest, clock)
        assert found is not None
        return found

    async def status(self, digest: str, clock: Clock = CLOCK) -> OfferStatus:
        """What became of an offer."""
        return (await self.find(digest, clock)).status

    async def match(self, wish: Wish, most: int = 10) -> Matches:
        """What a wish finds."""

        def matched(connection: Connection) -> Matches:
            return match(connection, wish, CLOCK, CHAIN_ID, most)

        return await self.run(matched)
