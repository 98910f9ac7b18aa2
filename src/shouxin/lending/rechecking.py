# SPDX-License-Identifier: Apache-2.0
"""Asks the chain again about the offers of the book, where no event tells that one is void.

Contract wallets may stop accepting what they signed, and the rules may change under an offer. One
process at a time asks, a few offers a round, each on its own: one bad offer never stops the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import structlog
from sqlalchemy import Connection

from shouxin.lending.arrival import Arrivals
from shouxin.lending.offer_book import (
    TAKEABLE,
    BookedOffer,
    Clock,
    OfferStatus,
    forget_expired,
    note_checked,
    to_recheck,
)
from shouxin.lending.service import Lending
from shouxin.primitives.errors import ChainError, ShouxinError
from shouxin.store.database import Database, DatabaseError
from shouxin.store.election import Lease, LeaseLostError

LOG = structlog.get_logger("shouxin.offers")
LEASE = "offers"
VOID_CODE_CHARACTERS = 64
TOLD = {"offer.expired", "offer.epoch", "offer.gone", "offer.maker_unknown", "offer.maker_barred"}
"""What the rows tell by themselves, and take back as soon as it is over."""
PAUSED = "rulebook: new loans are paused"
"""Nothing of an offer's own; it passes."""


@dataclass(frozen=True, slots=True)
class RecheckSettings:
    """How often, and how much at a time.

    Attributes:
        poll_seconds: between two rounds.
        again_seconds: until an offer is asked about again.
        offers_max: in one round.
        kept_seconds: for which expired offers stay readable.
        lease_seconds: how long another process waits for a silent one before it asks instead.
    """

    poll_seconds: float = 5.0
    again_seconds: int = 600
    offers_max: int = 50
    kept_seconds: int = 30 * 86_400
    lease_seconds: float = 20.0


class Rechecker:
    """Runs as long as the service does: ``async with Rechecker(…)``."""

    def __init__(
        self,
        database: Database,
        lending: Lending,
        settings: RecheckSettings | None = None,
        *,
        lease: Lease | None = None,
    ) -> None:
        """Make one.

        Args:
            database: with the book.
            lending: where and when the chain is asked.
            settings: how often, and how much at a time.
            lease: of whoever asks; one of its own by default.
        """
        self._database = database
        self._lending = lending
        self._settings = settings or RecheckSettings()
        self._lease = lease or Lease(LEASE, patience_seconds=self._settings.lease_seconds)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin."""
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *reason: object) -> None:
        """End, and let another process go on at once."""
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        try:
            await self._write(self._lease.release)
        except DatabaseError as error:
            LOG.warning("lease_kept", code=error.code)

    async def look(self) -> int | None:
        """One round; gives how many offers were asked about, None while another process asks.

        Raises:
            ChainError: the node is away.
            DatabaseError: the database is away.
        """
        if not await self._write(self._lease.acquire):
            return None
        site = await self._lending.site()
        clock = Clock(site.now, site.desk.address)
        before = site.now - self._settings.again_seconds
        async with self._database.reading() as connection:
            found = await connection.run_sync(to_recheck, before, self._settings.offers_max, clock)
        arrivals = Arrivals(site)
        for booked in found:
            code = await asyncio.to_thread(_void_code, arrivals, booked)
            await self._held(note_checked, booked.digest, site.now, code)
        await self._held(forget_expired, site.now - self._settings.kept_seconds)
        return len(found)

    async def _held(self, change: Callable[..., Any], *values: Any) -> None:
        """Change the book, if the lease is still ours."""

        def changed(connection: Connection) -> None:
            self._lease.beat(connection)
            change(connection, *values)

        await self._write(changed)

    async def _write(self, change: Callable[[Connection], Any]) -> Any:
        async with self._database.begin() as connection:
            return await connection.run_sync(change)

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except (ChainError, DatabaseError, LeaseLostError) as error:
                LOG.warning("recheck_waits", code=error.code, reason=error.message)
            await asyncio.sleep(self._settings.poll_seconds)


def _void_code(arrivals: Arrivals, booked: BookedOffer) -> str | None:
    """Why an offer can't be taken though no event tells of it; None if it can, or if one does.

    Raises:
        ChainError: the node is away.
    """
    if booked.status not in {*TAKEABLE, OfferStatus.VOID}:
        return None
    try:
        arrivals.check(booked.model)
    except ChainError:
        raise
    except ShouxinError as error:
        is_told = error.code in TOLD or getattr(error, "reason", "") == PAUSED
        return None if is_told else error.code[:VOID_CODE_CHARACTERS]
    except (ValueError, ArithmeticError, AssertionError) as error:
        LOG.exception("offer_unreadable", digest=booked.digest, reason=type(error).__name__)
        return "offer.unreadable"
    return None
