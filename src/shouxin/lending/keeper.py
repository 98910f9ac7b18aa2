# SPDX-License-Identifier: Apache-2.0
"""The keeper: has written what dates and terms already say, each once, whoever else does so too.

It chooses nothing. Two keepers on one database name a duty alike, so it is handed in once; two on
different machines ask the chain first, and the contract writes no entry twice.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from shouxin.chain.clock import ChainClock
from shouxin.chain.manifest import Manifest
from shouxin.chain.rpc import Chain
from shouxin.credit.duties import DisputeDuties
from shouxin.lending.duties import LoanDuties
from shouxin.lending.fee_duties import FeeDuties
from shouxin.outbox.duty import Duty, Finder
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.transaction import Status
from shouxin.parties.duties import RecoveryDuties
from shouxin.primitives.errors import ChainError, Refused, ShouxinError
from shouxin.store.database import Database, DatabaseError
from shouxin.telemetry.metrics import KEEPER_MOVES

LOG = structlog.get_logger("shouxin.keeper")
SUBJECT = "keeper"
_AWAY = (ChainError, DatabaseError)


@dataclass(frozen=True, slots=True)
class KeeperSettings:
    """How the keeper works.

    Attributes:
        poll_seconds: between two looks.
        tries_max: how often one duty is handed in, each after the one before failed.
        rest_seconds: how long a duty that the chain refuses is left alone.
    """

    poll_seconds: float = 5.0
    tries_max: int = 3
    rest_seconds: float = 600.0


class Keeper:
    """One keeper; any number of them do no harm."""

    def __init__(
        self,
        database: Database,
        chain: Chain,
        outbox: Outbox,
        finders: Sequence[Finder],
        settings: KeeperSettings | None = None,
        *,
        clock: ChainClock | None = None,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make one.

        Args:
            database: with the projected rows.
            chain: asked before a call that it would not refuse.
            outbox: sends.
            finders: who finds duties.
            settings: how it works.
            clock: the chain's time.
            stopwatch: seconds that never go back.
        """
        self._database = database
        self._chain = chain
        self._outbox = outbox
        self._finders = tuple(finders)
        self._settings = settings or KeeperSettings()
        self._clock = clock or ChainClock(chain)
        self._stopwatch = stopwatch
        self._rests_until: dict[str, float] = {}

    async def run(self) -> None:
        """Look now and then until cancelled; node and database may go and come back."""
        while True:
            try:
                await self.look()
            except _AWAY as error:
                LOG.warning("keeper_waits", code=error.code, reason=error.message)
            await asyncio.sleep(self._settings.poll_seconds)

    async def look(self) -> int:
        """Hand in what is due now; gives how much was.

        Raises:
            ChainError: the node is away.
            DatabaseError: the database is away.
        """
        now, count = await asyncio.to_thread(self._clock.now), 0
        for finder in self._finders:
            for duty in await finder.due(self._database, now):
                count += await self._see_to(duty)
        return count

    async def _see_to(self, duty: Duty) -> bool:
        """Hand one duty in, unless it is under way, done or resting; a refusal lets it rest."""
        if self._rests_until.get(duty.key, 0.0) > self._stopwatch():
            return False
        try:
            return await self._hand_in(duty)
        except _AWAY:
            raise
        except ShouxinError as error:  # somebody was faster, or it can't be done now
            level = LOG.info if isinstance(error, Refused) else LOG.error
            level("duty_refused", duty=duty.key, code=error.code, reason=error.message)
            self._rest(duty)
            return False

    async def _hand_in(self, duty: Duty) -> bool:
        key = await self._free_key(duty)
        if key is None:
            return False
        if duty.is_due is not None and not await asyncio.to_thread(duty.is_due, self._chain):
            self._rest(duty)
            return False
        kept = await self._outbox.submit(
            duty.call, subject=SUBJECT, idempotency_key=key, is_own=True
        )
        KEEPER_MOVES.labels(duty.kind).inc()
        LOG.info("duty_handed_in", duty=key, transaction_id=kept.id)
        return True

    async def _free_key(self, duty: Duty) -> str | None:
        """The name for the next try; None while one is under way, or after the last."""
        for number in range(self._settings.tries_max):
            key = duty.key if number == 0 else f"{duty.key} again {number}"
            known = await self._outbox.find(SUBJECT, key)
            if known is None:
                return key
            if not known.is_settled:
                return None
        status = known.status if known is not None else Status.DEAD
        LOG.error("duty_given_up", duty=duty.key, status=status)
        self._rest(duty)
        return None

    def _rest(self, duty: Duty) -> None:
        moment = self._stopwatch()
        self._rests_until = {key: t for key, t in self._rests_until.items() if t > moment}
        self._rests_until[duty.key] = moment + self._settings.rest_seconds


def finders_for(chain: Chain, manifest: Manifest) -> list[Finder]:
    """All that a keeper looks for in one deployment."""
    return [
        LoanDuties(manifest.address_of("LoanServicing")),
        FeeDuties(),
        DisputeDuties(chain, manifest.address_of("CreditLedger")),
        RecoveryDuties(manifest.address_of("PartyRegistry")),
    ]
