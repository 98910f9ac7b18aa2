# SPDX-License-Identifier: Apache-2.0
"""An outbox and its sender, run by hand: what a test hands in, and rounds until it is settled."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from eth_account.signers.local import LocalAccount
from sqlalchemy import select

from shouxin.chain.rpc import Chain
from shouxin.chain.sender import new_key
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.sender import OutboxSender
from shouxin.outbox.settings import SenderSettings, SpendingLimits
from shouxin.outbox.spending import EVERYBODY
from shouxin.outbox.tables import spending
from shouxin.outbox.transaction import Call, Transaction
from shouxin.store.changes import changes_after
from shouxin.store.database import Database

QUICK = SenderSettings(poll_seconds=0.02, node_retry_seconds=0.05, resend_seconds=0.3)
SETTLED_SECONDS = 30


def to_someone(wei: int = 7) -> Call:
    """A call that only one transfer can have caused: nobody else knows the receiver."""
    return Call(str(new_key().address), b"", wei)


class Running:
    """One outbox with one key."""

    def __init__(
        self,
        database: Database,
        chain: Chain,
        account: LocalAccount,
        settings: SenderSettings = QUICK,
        limits: SpendingLimits | None = None,
    ) -> None:
        self.database, self.chain, self.account = database, chain, account
        self.settings = settings
        self.outbox = Outbox(database, chain, [str(account.address)], limits)

    async def hand_in(self, call: Call, key: str = "", subject: str = "0xuser") -> Transaction:
        return await self.outbox.submit(
            call, subject=subject, idempotency_key=key or f"to {call.to}"
        )

    @asynccontextmanager
    async def sending(self, settings: SenderSettings | None = None) -> AsyncIterator[OutboxSender]:
        """With a sender that runs."""
        sender = OutboxSender(self.database, self.chain, [self.account], settings or self.settings)
        self.outbox.wake = sender.wake
        task = asyncio.create_task(sender.run())
        try:
            yield sender
            assert not task.done(), task.exception()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def settled(self, *handed_in: Transaction) -> list[Transaction]:
        """The transactions, once nothing more will be sent for them."""
        async with asyncio.timeout(SETTLED_SECONDS):
            return [await self._settled(one.id) for one in handed_in]

    async def reached(self, one: Transaction, *statuses: str) -> Transaction:
        """The transaction, once it has one of some statuses."""
        async with asyncio.timeout(SETTLED_SECONDS):
            while True:
                found = await self.outbox.transaction(one.id)
                if found.status in statuses:
                    return found
                await asyncio.sleep(0.02)

    async def told(self, one: Transaction) -> list[str]:
        """The kinds of changes that were told of a transaction, in order."""
        async with self.database.reading() as connection:
            changes = await changes_after(connection, 0)
        return [change.kind for change in changes if change.subject == one.id]

    async def spent(self, subject: str = EVERYBODY) -> int:
        """What relaying has cost, or may still, in wei."""
        rows: Sequence[Any]
        async with self.database.reading() as connection:
            wanted = select(spending.c.wei).where(spending.c.subject == subject)
            rows = (await connection.execute(wanted)).scalars().all()
        return sum(rows)

    async def _settled(self, transaction_id: str) -> Transaction:
        while True:
            found = await self.outbox.transaction(transaction_id)
            if found.is_settled:
                return found
            await asyncio.sleep(0.02)
