# SPDX-License-Identifier: Apache-2.0
"""Disputes of furnished entries that nobody answered in time: anybody may let the entry lapse."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqlalchemy import and_, select

from shouxin.chain.abi import Address
from shouxin.chain.bindings.credit_ledger import CreditLedger
from shouxin.chain.calldata import encoded_call
from shouxin.chain.rpc import Chain
from shouxin.credit.tables import disputes, entries
from shouxin.outbox.duty import Duty
from shouxin.outbox.transaction import Call
from shouxin.store.database import Database

DAY_SECONDS = 86_400
DISPUTES_AT_ONCE = 200


class DisputeDuties:
    """Finds entries that lapse."""

    def __init__(self, chain: Chain, ledger: Address) -> None:
        """Make one.

        Args:
            chain: where the days to answer are asked for.
            ledger: the address of ``CreditLedger``.
        """
        self._ledger = CreditLedger(chain, ledger)

    async def due(self, database: Database, now: int) -> Sequence[Duty]:
        """The disputes of statements that are older than the days to answer them."""
        days = await asyncio.to_thread(self._ledger.answer_days)
        async with database.reading() as connection:
            found = await connection.execute(
                select(disputes.c.party, disputes.c.entry_index)
                .join(
                    entries,
                    and_(
                        entries.c.party == disputes.c.party,
                        entries.c.entry_index == disputes.c.entry_index,
                    ),
                )
                .where(
                    disputes.c.is_open.is_(True),
                    disputes.c.answer.is_(None),
                    entries.c.is_stated.is_(True),
                    disputes.c.disputed_at <= now - days * DAY_SECONDS,
                )
                .order_by(disputes.c.disputed_at)
                .limit(DISPUTES_AT_ONCE)
            )
            return [self._duty(party, index) for party, index in found]

    def _duty(self, party: str, index: int) -> Duty:
        data = encoded_call(CreditLedger.NAME, "lapse", [bytes.fromhex(party[2:]), index])
        return Duty(f"{party} lapse {index}", party, Call(self._ledger.address, data))
