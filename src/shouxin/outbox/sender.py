# SPDX-License-Identifier: Apache-2.0
"""The sender: all lanes of a process, woken at once in it and by the clock otherwise."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Sequence

import structlog
from eth_account.signers.local import LocalAccount
from sqlalchemy import select

from shouxin.chain.rpc import Chain
from shouxin.outbox.lane import Lane
from shouxin.outbox.settings import SenderSettings
from shouxin.outbox.tables import transactions
from shouxin.primitives.errors import ChainError
from shouxin.store.database import Database, DatabaseError
from shouxin.store.election import LeaseLostError
from shouxin.telemetry.metrics import TRANSACTIONS_WAITING

LOG = structlog.get_logger("shouxin.outbox")


class OutboxSender:
    """Sends what the outbox keeps, with the keys that it is given.

    Several in several processes do no harm: of each key one sends at a time.
    """

    def __init__(
        self,
        database: Database,
        chain: Chain,
        accounts: Sequence[LocalAccount],
        settings: SenderSettings | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Make one.

        Args:
            database: where the outbox is.
            chain: where to send, through the gateway.
            accounts: the service's keys.
            settings: how to send.
            clock: Unix seconds of the wall.
        """
        self._database = database
        self._settings = settings or SenderSettings()
        self._lanes = [
            Lane(database, chain, account, self._settings, clock=clock)
            for account in (*accounts, None)
        ]
        self._wakers: list[asyncio.Event] = []
        self._worked_at: dict[str, float] = {}

    @property
    def key_count(self) -> int:
        """How many keys of the service's send here."""
        return len(self._lanes) - 1

    @property
    def waiting_count(self) -> int:
        """Transactions under way, as this process last saw them."""
        return sum(lane.waiting_count for lane in self._lanes)

    @property
    def silent_seconds(self) -> float:
        """How long one of the lanes has not come through a round; without end before the first."""
        last = min(self._worked_at.get(lane.name, -math.inf) for lane in self._lanes)
        return time.monotonic() - last

    def wake(self) -> None:
        """Look at once; from the loop's own thread."""
        for event in self._wakers:
            event.set()

    async def run(self) -> None:
        """Send until cancelled; node and database may go and come back meanwhile."""
        self._wakers = [asyncio.Event() for _ in self._lanes]
        async with asyncio.TaskGroup() as group:
            for lane, event in zip(self._lanes, self._wakers, strict=True):
                group.create_task(self._run(lane, event))

    async def run_until_settled(self) -> None:
        """Send until all that was handed in is settled."""
        task = asyncio.create_task(self.run())
        try:
            while not task.done() and await self._is_any_unsettled():
                await _wait(asyncio.Event(), self._settings.poll_seconds)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _is_any_unsettled(self) -> bool:
        wanted = select(transactions.c.id).where(transactions.c.is_settled.is_(False)).limit(1)
        async with self._database.reading() as connection:
            return (await connection.execute(wanted)).first() is not None

    async def _run(self, lane: Lane, event: asyncio.Event) -> None:
        try:
            while True:
                event.clear()
                pause = await self._pause_after_round(lane)
                if pause:
                    await _wait(event, pause)
        finally:
            await _release(lane)

    async def _pause_after_round(self, lane: Lane) -> float:
        """One round; gives the seconds until the next."""
        try:
            is_more = await lane.round()
        except LeaseLostError as error:
            LOG.warning("lease_lost", lane=lane.name, code=error.code)
        except (ChainError, DatabaseError) as error:
            LOG.warning("sender_waits", lane=lane.name, code=error.code, reason=error.message)
            return self._settings.node_retry_seconds
        else:
            self._worked_at[lane.name] = time.monotonic()
            TRANSACTIONS_WAITING.set(self.waiting_count)
            return 0.0 if is_more else self._settings.poll_seconds
        return self._settings.poll_seconds


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):  # wait_for may swallow a cancellation
            await event.wait()
    except TimeoutError:
        return


async def _release(lane: Lane) -> None:
    try:
        await asyncio.shield(lane.release())
    except DatabaseError as error:
        LOG.warning("lease_kept", lane=lane.name, code=error.code)
