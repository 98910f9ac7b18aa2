# SPDX-License-Identifier: Apache-2.0
"""What the lending endpoints ask: actions, offers, loans. Chain calls run beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from shouxin.chain.calls import Call as PlainCall
from shouxin.chain.clock import ChainClock
from shouxin.chain.deploy import Deployment
from shouxin.lending.actions import Prepared, brought, prepare, relayed
from shouxin.lending.actions.kind import Signatures
from shouxin.lending.actions.site import Site, Tokens, unknown_offer
from shouxin.lending.arrival import Arrivals
from shouxin.lending.matching import Matches, Wish, match
from shouxin.lending.offer_book import (
    BookedOffer,
    Clock,
    OfferFilter,
    find,
    keep,
    listed,
    withdraw,
)
from shouxin.lending.offer_files import Imported, checked_lines, exported, import_checked
from shouxin.lending.offer_schemas import WrittenSignedOffer
from shouxin.lending.row_sources import RowSources
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.transaction import Call, Transaction
from shouxin.primitives.hexadecimal import to_hex
from shouxin.primitives.money import Currency
from shouxin.store.database import Database


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
        sources = self._sources()
        return await asyncio.to_thread(lambda: prepare(self._site(sources), name, wanted))

    async def call(
        self,
        name: str,
        settled: Mapping[str, Any],
        signatures: Signatures,
        *,
        is_relayed: bool = True,
    ) -> PlainCall:
        """The call that carries out what was signed.

        Args:
            name: the kind's.
            settled: as it was signed.
            signatures: by part.
            is_relayed: whether a stranger to the action may send it.

        Raises:
            ShouxinError: as ``shouxin.lending.actions.relayed`` and ``brought``.
        """
        sources, made = self._sources(), relayed if is_relayed else brought
        return await asyncio.to_thread(lambda: made(self._site(sources), name, settled, signatures))

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
        call = await self.call(name, settled, signatures)
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
        site = await self.site()
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

    async def export(self, wanted: OfferFilter) -> list[str]:
        """The book's lines."""
        clock = await self._now()
        async with self._database.reading() as connection:
            return await connection.run_sync(lambda sync: list(exported(sync, clock, wanted)))

    async def import_lines(self, lines: Sequence[bytes]) -> Imported:
        """Take another book's lines in; a bad one stops no other."""
        site = await self.site()
        checked = await asyncio.to_thread(lambda: list(checked_lines(lines, Arrivals(site))))
        async with self._database.begin() as connection:
            return await connection.run_sync(import_checked, checked, site.now)

    async def withdraw(self, digest: bytes, wallet: str | None) -> None:
        """Take an offer off the book's list for its maker; on chain it stays what it is.

        Raises:
            NotFoundError: ``offer.unknown``.
            Forbidden: ``offer.not_yours``.
        """
        async with self._database.begin() as connection:
            await connection.run_sync(withdraw, to_hex(digest), wallet)

    async def currencies(self, addresses: Sequence[str]) -> list[tuple[Currency, str]]:
        """What tokens call themselves, code and decimals, and their names; each is asked once.

        Raises:
            ChainError: the node is away.
        """
        tokens = self._tokens
        return await asyncio.to_thread(
            lambda: [(tokens.currency(each), tokens.domain(each).name) for each in addresses]
        )

    async def now(self) -> int:
        """The chain's time, Unix seconds.

        Raises:
            ChainError: the node is away.
        """
        return await asyncio.to_thread(self._clock.now)

    def _site(self, sources: RowSources) -> Site:
        """The site for a thread; asks the node for the time."""
        now = self._clock.now()
        return Site(self._deployment, self._tokens, sources, sources, sources, now, self._offset)

    def _sources(self) -> RowSources:
        """The rows, for a thread of this loop."""
        desk = self._deployment.desk.address
        clock = self._clock
        return RowSources(
            self._database, asyncio.get_running_loop(), lambda: Clock(clock.now(), desk)
        )

    async def site(self) -> Site:
        """Where and when actions are prepared; for threads."""
        sources = self._sources()
        return await asyncio.to_thread(self._site, sources)

    async def _now(self) -> Clock:
        return Clock(await self.now(), self._deployment.desk.address)

    def _clock_of(self, site: Site) -> Clock:
        return Clock(site.now, site.desk.address)
