# SPDX-License-Identifier: Apache-2.0
"""What the lending endpoints ask: actions, offers, loans. Chain calls run beside the event loop."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from shouxin.chain.clock import ChainClock
from shouxin.chain.deploy import Deployment
from shouxin.lending.actions import Prepared, prepare, relayed
from shouxin.lending.actions.kind import Signatures
from shouxin.lending.actions.site import (
    LivingLoan,
    Site,
    Tokens,
    unknown_loan,
    unknown_offer,
)
from shouxin.lending.arrival import Arrivals
from shouxin.lending.loan_rows import terms_in_force
from shouxin.lending.matching import Matches, Wish, match
from shouxin.lending.offer_book import BookedOffer, Clock, OfferFilter, find, keep, listed
from shouxin.lending.offer_files import Imported, checked_lines, exported, import_checked
from shouxin.lending.offer_schemas import WrittenSignedOffer
from shouxin.lending.offers import SignedOffer
from shouxin.lending.tables import currencies, loans
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.transaction import Call, Transaction
from shouxin.primitives.hexadecimal import to_hex
from shouxin.primitives.money import Currency
from shouxin.store.database import Database

_HASH = re.compile("0x[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class _Known:
    """Loans and offers that were read from the database before a thread asks the chain."""

    loans: Mapping[bytes, LivingLoan]
    offers: Mapping[bytes, SignedOffer]

    def loan(self, loan: bytes) -> LivingLoan:
        """A loan that was read."""
        if loan not in self.loans:
            raise unknown_loan(loan)
        return self.loans[loan]

    def offer(self, digest: bytes) -> SignedOffer:
        """An offer that was read."""
        if digest not in self.offers:
            raise unknown_offer(digest)
        return self.offers[digest]


class Lending:
    """The lending domain over one database and one chain."""

    def __init__(
        self,
        database: Database,
        deployment: Deployment,
        outbox: Outbox,
        clock: ChainClock,
        *,
        utc_offset_minutes: int = 480,
    ) -> None:
        self._database = database
        self._deployment = deployment
        self._outbox = outbox
        self._clock = clock
        self._tokens = Tokens(deployment)
        self._offset = utc_offset_minutes

    @property
    def chain_id(self) -> int:
        """The chain's."""
        return self._deployment.chain.chain_id

    async def prepare(self, name: str, wanted: Mapping[str, Any]) -> Prepared:
        """What to sign for an action, and what it does.

        Raises:
            ShouxinError: as ``shouxin.lending.actions.prepare``.
        """
        known = await self._known(wanted)
        return await asyncio.to_thread(lambda: prepare(self._site(known), name, wanted))

    async def relay(
        self,
        name: str,
        settled: Mapping[str, Any],
        signatures: Signatures,
        *,
        subject: str,
        idempotency_key: str,
        party: str | None = None,
    ) -> Transaction:
        """Have what was signed carried out, the service paying the gas.

        Raises:
            ShouxinError: as ``shouxin.lending.actions.relayed`` and ``Outbox.submit``.
        """
        known = await self._known(settled)
        call = await asyncio.to_thread(
            lambda: relayed(self._site(known), name, settled, signatures)
        )
        return await self._outbox.submit(
            Call(call.to, call.data, call.value),
            subject=subject,
            idempotency_key=idempotency_key,
            party=party,
        )

    async def post(self, written: WrittenSignedOffer) -> tuple[BookedOffer, bool]:
        """Take a signed offer into the book; whether it is new.

        Raises:
            ShouxinError: as ``Arrivals.check`` and ``keep``.
        """
        site = await self._site_now()
        signed = await asyncio.to_thread(lambda: Arrivals(site).check(written))
        digest, clock = to_hex(signed.digest), self._clock_of(site)
        async with self._database.begin() as connection:
            is_new = await connection.run_sync(keep, signed, written, site.now)
            found = await connection.run_sync(find, digest, clock)
        assert found is not None
        return found, is_new

    async def offer(self, digest: bytes) -> BookedOffer:
        """An offer as it stands.

        Raises:
            NotFoundError: ``offer.unknown``.
        """
        clock = await self._now()
        async with self._database.reading() as connection:
            found = await connection.run_sync(find, to_hex(digest), clock)
        if found is None:
            raise unknown_offer(digest)
        return found

    async def offers(
        self, wanted: OfferFilter, before_id: int | None, count: int
    ) -> list[BookedOffer]:
        """Offers that a filter lets through, the newest first."""
        clock = await self._now()
        async with self._database.reading() as connection:
            return await connection.run_sync(
                lambda sync: listed(sync, wanted, clock, before_id=before_id, count=count)
            )

    async def match(self, wish: Wish, count: int) -> Matches:
        """The offers that fit a wish."""
        clock = await self._now()
        async with self._database.reading() as connection:
            return await connection.run_sync(match, wish, clock, self.chain_id, count)

    async def currencies(self) -> list[tuple[str, Currency, str]]:
        """Address, code and decimals, and name of the tokens that the rulebook lists."""
        query = select(currencies.c.address).where(currencies.c.is_allowed)
        async with self._database.reading() as connection:
            known = await connection.execute(query.order_by(currencies.c.currency_index))
            addresses = list(known.scalars())
        return await asyncio.to_thread(
            lambda: [
                (each, self._tokens.currency(each), self._tokens.domain(each).name)
                for each in addresses
            ]
        )

    async def export(self, wanted: OfferFilter) -> list[str]:
        """The book's lines."""
        clock = await self._now()
        async with self._database.reading() as connection:
            return await connection.run_sync(lambda sync: list(exported(sync, clock, wanted)))

    async def import_lines(self, lines: Sequence[bytes]) -> Imported:
        """Take another book's lines in; a bad one stops no other."""
        site = await self._site_now()
        checked = await asyncio.to_thread(lambda: list(checked_lines(lines, Arrivals(site))))
        async with self._database.begin() as connection:
            return await connection.run_sync(import_checked, checked, site.now)

    def _site(self, known: _Known) -> Site:
        """The site for a thread; asks the node for the time."""
        return Site(self._deployment, self._tokens, known, known, self._clock.now(), self._offset)

    async def _site_now(self) -> Site:
        return await asyncio.to_thread(self._site, _Known({}, {}))

    async def _now(self) -> Clock:
        now = await asyncio.to_thread(self._clock.now)
        return Clock(now, self._deployment.desk.address)

    def _clock_of(self, site: Site) -> Clock:
        return Clock(site.now, site.desk.address)

    async def _known(self, values: Mapping[str, Any]) -> _Known:
        """The loan and the offer that values name, as the database has them."""
        loan, digest = values.get("loan"), values.get("digest")
        found_loans: dict[bytes, LivingLoan] = {}
        found_offers: dict[bytes, SignedOffer] = {}
        async with self._database.reading() as connection:
            if _is_hash(loan):
                query = select(loans).where(loans.c.id == str(loan).lower())
                row = (await connection.execute(query)).mappings().one_or_none()
                if row is not None:
                    known = LivingLoan(_bytes(loan), terms_in_force(dict(row)).deal)
                    found_loans[known.id] = known
            if _is_hash(digest):
                clock = await self._now()
                booked = await connection.run_sync(find, str(digest).lower(), clock)
                if booked is not None:
                    found_offers[_bytes(digest)] = booked.model.signed()
        return _Known(found_loans, found_offers)


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _bytes(value: object) -> bytes:
    return bytes.fromhex(str(value)[2:])
