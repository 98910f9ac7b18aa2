# SPDX-License-Identifier: Apache-2.0
"""Loans on a chain, and keepers that look after them from databases of their own."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from eth_account.signers.local import LocalAccount
from sqlalchemy import select

from shouxin.bootstrap import all_projections
from shouxin.chain.clock import ChainClock
from shouxin.chain.rpc import Chain
from shouxin.credit.tables import entries
from shouxin.indexing.indexer import Indexer
from shouxin.lending.keeper import Keeper, KeeperSettings, finders_for
from shouxin.lending.model.calendar import due_day
from shouxin.outbox.duty import Finder
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.sender import OutboxSender
from shouxin.outbox.settings import SenderSettings
from shouxin.primitives.hexadecimal import to_hex
from shouxin.store.database import Database
from shouxin.store.schema import METADATA
from shouxin.story.cast import Cast
from shouxin.story.loans import LiveLoan, Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage
from shouxin.story.text import Text

MONEY = 1_000_000_000
PRINCIPAL = 1_200_000
LOAN = Text("a loan", "一笔贷款")
SETTLED_SECONDS = 30
QUICK = SenderSettings(poll_seconds=0.02)


@dataclass
class Office:
    """Where loans are made."""

    stage: Stage
    cast: Cast
    loans: Loans

    def new_loan(self, **conditions: Any) -> LiveLoan:
        """A loan of twelve months from today, with a fee."""
        asked = replace(conditions_of(self.stage), **conditions)
        signed = signed_by(self.stage, self.cast.bank, PRINCIPAL, asked)
        loan, _ = self.loans.take(LOAN, signed, PRINCIPAL, self.cast.shop, self.cast.bank)
        return loan

    def go_past_due(self, loan: LiveLoan, days: int) -> None:
        """To noon of a day after the first due day, which is not paid."""
        self.stage.go_to(due_day(loan.terms, 1) + days)


class Post:
    """One keeper with its sender; several may share a database."""

    def __init__(
        self,
        stage: Stage,
        database: Database,
        account: LocalAccount,
        finders: Sequence[Finder] | None = None,
        settings: KeeperSettings | None = None,
    ) -> None:
        chain, manifest = Chain(stage.chain.url), stage.deployment.manifest
        self.database = database
        self.chain = chain
        self.indexer = Indexer(database, chain, manifest, all_projections())
        self.outbox = Outbox(database, chain, [str(account.address)])
        self.sender = OutboxSender(database, chain, [account], QUICK)
        self.keeper = Keeper(
            database,
            chain,
            self.outbox,
            finders_for(chain, manifest) if finders is None else finders,
            settings,
            clock=ChainClock(chain, carried_seconds_max=0),
        )

    async def look(self) -> int:
        """Read the chain, look once, and have all sent; gives how much was handed in."""
        await self.indexer.catch_up()
        count = await self.keeper.look()
        await self.send()
        await self.indexer.catch_up()
        return count

    async def send(self) -> None:
        """Run the sender until nothing is left."""
        task = asyncio.create_task(self.sender.run())
        try:
            async with asyncio.timeout(SETTLED_SECONDS):
                while await self._unsettled():
                    assert not task.done()
                    await asyncio.sleep(0.02)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def statuses(self) -> list[str]:
        """Of all that was handed in, oldest first."""
        table = METADATA.tables["outbox_transactions"]
        async with self.database.reading() as connection:
            found = await connection.execute(select(table.c.status).order_by(table.c.sequence))
            return list(found.scalars())

    async def entries_of(self, loan: LiveLoan) -> list[int]:
        """The kinds of a loan's entries, in order."""
        async with self.database.reading() as connection:
            found = await connection.execute(
                select(entries.c.kind)
                .where(entries.c.loan == to_hex(loan.id))
                .order_by(entries.c.entry_index)
            )
            return list(found.scalars())

    async def _unsettled(self) -> bool:
        unsettled = {"queued", "sent", "mined"}
        return any(status in unsettled for status in await self.statuses())
