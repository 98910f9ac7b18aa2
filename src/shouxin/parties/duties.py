# SPDX-License-Identifier: Apache-2.0
"""Replacements of lost wallets whose delay is over: anybody may conclude them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from shouxin.chain.abi import Address
from shouxin.chain.bindings.party_registry import PartyRegistry
from shouxin.chain.calldata import encoded_call
from shouxin.outbox.duty import Duty
from shouxin.outbox.transaction import Call
from shouxin.parties.tables import recoveries
from shouxin.store.database import Database

RECOVERIES_AT_ONCE = 200


class RecoveryDuties:
    """Finds recoveries that are due."""

    def __init__(self, registry: Address) -> None:
        """Make one.

        Args:
            registry: the address of ``PartyRegistry``.
        """
        self._registry = registry

    async def due(self, database: Database, now: int) -> Sequence[Duty]:
        """Those whose delay is over and that nothing is missing from."""
        async with database.reading() as connection:
            found = await connection.execute(
                select(recoveries.c.party, recoveries.c.due_at)
                .where(
                    recoveries.c.due_at <= now,
                    or_(
                        recoveries.c.is_contested.is_(False),
                        recoveries.c.second_provider.is_not(None),
                    ),
                )
                .order_by(recoveries.c.due_at)
                .limit(RECOVERIES_AT_ONCE)
            )
            return [self._duty(party, due_at) for party, due_at in found]

    def _duty(self, party: str, due_at: int) -> Duty:
        data = encoded_call(PartyRegistry.NAME, "conclude_recovery", [bytes.fromhex(party[2:])])
        return Duty(f"{party} recovery {due_at}", party, Call(self._registry, data))
