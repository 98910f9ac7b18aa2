# SPDX-License-Identifier: Apache-2.0
"""What must hold of an installation once it has come to rest, whatever was killed before."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import func, select

from shouxin.bootstrap import all_projections, open_chain, open_deployment
from shouxin.chain.abi import decode_logs
from shouxin.chain.bindings.loan_book import LoanBook, Paid
from shouxin.chain.manifest import Manifest
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender, read_key
from shouxin.config import load_config
from shouxin.credit.entry import Kind, unpack
from shouxin.credit.tables import entries
from shouxin.indexing.dump import dump_lines
from shouxin.indexing.indexer import Indexer
from shouxin.indexing.position import read_position
from shouxin.lending.tables import loans
from shouxin.lending.verification import Contracts, compare
from shouxin.outbox.outbox import USERS_LANE
from shouxin.outbox.tables import transactions
from shouxin.store.database import Database
from shouxin.store.migrate import upgrade
from tests.group.customer import Customer, Relayed
from tests.group.ground import CHAIN_ID

SECONDS = 90


class Books:
    """An installation's chain and database, read from outside."""

    def __init__(self, environ: Mapping[str, str], rpc_url: str, database_url: str) -> None:
        given = {"SHOUXIN_VAR": environ["SHOUXIN_VAR"]}
        config = load_config(given | {"SHOUXIN_CHAIN_RPC_URL": rpc_url})
        self.chain: Chain = open_chain(config)
        self.manifest: Manifest = open_deployment(config, self.chain).manifest
        self._url = database_url
        self._operator = Sender(self.chain, read_key(config.key_path(CHAIN_ID)))

    def add_block(self) -> None:
        """A block with a transfer in it."""
        self._operator.send(self._operator.address, value=1)

    def check_acknowledged(self, customer: Customer, relayed: Iterable[Relayed]) -> None:
        """Each was carried out, in a block of the chain."""
        for one in relayed:
            found = customer.settled(one)
            assert found["status"] == "confirmed", (one, found)
            receipt = self.chain.request("eth_getTransactionReceipt", found["transaction_hash"])
            assert receipt["status"] == "0x1"

    def check_sent_once(self, acknowledged: Iterable[Relayed]) -> None:
        """No payment twice, no acknowledged one missing, no nonce that no row accounts for."""
        book = self.manifest.address_of(LoanBook.NAME)
        events = decode_logs(Paid, self.chain.logs(book, 0), book)
        paid = Counter("0x" + event.reference.hex() for event in events)
        assert set(paid.values()) <= {1}
        wanted = [str(one.settled["reference"]) for one in acknowledged if one.kind == "pay"]
        assert len(wanted) == len(set(wanted))
        assert set(wanted) <= set(paid)
        for lane, count in asyncio.run(self._mined()):
            used = self.chain.request("eth_getTransactionCount", lane, "latest")
            assert int(used, 16) == count, lane

    def check_rows(self) -> int:
        """Every row is what the contracts store; gives how many were compared."""
        return asyncio.run(self._compared())

    def check_rebuild(self, folder: Path) -> None:
        """The projections are, to the byte, those of an indexer that begins with nothing."""
        asyncio.run(self._rebuilt(folder))

    def check_keeper(self, *, is_any_late: bool) -> int:
        """Each level of each loan's arrears was written once; gives how many entries."""
        return asyncio.run(self._kept(is_any_late=is_any_late))

    async def _mined(self) -> list[tuple[str, int]]:
        """How many transactions of each key of the service's are in blocks, once none waits."""
        mined = (
            select(transactions.c.lane, func.count())
            .where(transactions.c.block_number.is_not(None), transactions.c.lane != USERS_LANE)
            .group_by(transactions.c.lane)
        )
        waiting = select(transactions.c.id).where(transactions.c.is_settled.is_(False))
        database, deadline = Database(self._url), time.monotonic() + SECONDS
        try:
            while True:
                async with database.reading() as connection:
                    left = (await connection.execute(waiting)).scalars().all()
                    found = [(row[0], int(row[1])) for row in await connection.execute(mined)]
                if not left:
                    return found
                assert time.monotonic() < deadline, left
                await asyncio.sleep(0.1)
        finally:
            await database.close()

    async def _compared(self) -> int:
        database = Database(self._url)
        try:
            await self._until_indexed(database)
            async with database.reading() as connection:
                position = await connection.run_sync(read_position)
                assert position is not None
                contracts = Contracts(self.chain, self.manifest, position.next_block - 1)
                found = await connection.run_sync(compare, contracts)
        finally:
            await database.close()
        assert found.differences == []
        return found.compared

    async def _rebuilt(self, folder: Path) -> None:
        live, new = Database(self._url), Database(f"sqlite:///{folder / 'rebuilt.db'}")
        try:
            await self._until_indexed(live)
            await upgrade(new)
            indexer = Indexer(new, self.chain, self.manifest, all_projections())
            while not (await indexer.step()).is_caught_up:
                pass
            dumps = [await _dumped(database) for database in (live, new)]
        finally:
            await live.close()
            await new.close()
        assert dumps[0] == dumps[1]
        assert len(dumps[0]) > 20

    async def _until_indexed(self, database: Database) -> None:
        """Wait until the rows are those of the last block, and that has stayed the last."""
        deadline = time.monotonic() + SECONDS
        while True:
            head = self.chain.block().number
            async with database.reading() as connection:
                position = await connection.run_sync(read_position)
            if position is not None and position.next_block == head + 1:
                return
            assert time.monotonic() < deadline, (head, position)
            await asyncio.sleep(0.1)

    async def _kept(self, *, is_any_late: bool) -> int:
        database = Database(self._url)
        deadline = time.monotonic() + SECONDS
        try:
            while True:
                async with database.reading() as connection:
                    late = select(entries.c.loan, entries.c.word).where(
                        entries.c.kind == int(Kind.ARREARS_REACHED)
                    )
                    found = [
                        (str(row.loan), unpack(int(row.word, 16)).amount)
                        for row in await connection.execute(late)
                    ]
                    known = set((await connection.execute(select(loans.c.id))).scalars())
                if not is_any_late or {loan for loan, _ in found} == known:
                    break
                assert time.monotonic() < deadline, known - {loan for loan, _ in found}
                await asyncio.sleep(0.1)
        finally:
            await database.close()
        assert len(set(found)) == len(found)
        return len(found)


async def _dumped(database: Database) -> list[str]:
    async with database.reading() as connection:
        return await connection.run_sync(lambda inner: list(dump_lines(inner)))
