# SPDX-License-Identifier: Apache-2.0
"""Times relayed transactions through the outbox, from being handed in until receipts: ``--json``.

The embedded chain behind its gateway in a process of its own; outbox and sender in this one.
"""

import argparse
import asyncio
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from eth_account.signers.local import LocalAccount
from sqlalchemy import func, select

from shouxin.chain.gateway.chain_folder import ChainFolder
from shouxin.chain.gateway.supervision import SupervisedGateway
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import new_key
from shouxin.config import load_config
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.sender import OutboxSender
from shouxin.outbox.settings import SenderSettings, SpendingLimits
from shouxin.outbox.tables import transactions
from shouxin.outbox.transaction import Call
from shouxin.store.database import Database
from shouxin.store.migrate import upgrade

CHAIN_ID = 31337
SOMEONE = "0x" + "11" * 20
CLIENTS = 16


async def hand_in(outbox: Outbox, numbers: Iterator[int]) -> None:
    """One client: a call after the other."""
    for number in numbers:
        call = Call(SOMEONE, b"", 1)
        await outbox.submit(call, subject="bench", idempotency_key=str(number))


async def until_settled(database: Database) -> None:
    """Until every transaction has its receipt, and succeeded."""
    unsettled = select(func.count()).where(transactions.c.is_settled.is_(False))
    while True:
        async with database.reading() as connection:
            if not (await connection.execute(unsettled)).scalar_one():
                break
        await asyncio.sleep(0.02)
    async with database.reading() as connection:
        found = await connection.execute(select(transactions.c.status).distinct())
        assert list(found.scalars()) == ["confirmed"]


async def measure(url: str, key: LocalAccount, database_url: str, count: int) -> float:
    """Transactions a second."""
    database, chain = Database(database_url), Chain(url)
    await upgrade(database)
    ample = SpendingLimits(user_day_wei=10**24, service_day_wei=10**24)
    outbox = Outbox(database, chain, [str(key.address)], ample)
    sender = OutboxSender(database, chain, [key], SenderSettings())
    outbox.wake = sender.wake
    task = asyncio.create_task(sender.run())
    began, numbers = perf_counter(), iter(range(count))
    await asyncio.gather(*(hand_in(outbox, numbers) for _ in range(CLIENTS)))
    await until_settled(database)
    seconds = perf_counter() - began
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await database.close()
    return count / seconds


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON value")
    parser.add_argument("--count", type=int, default=1_000, help="transactions")
    parser.add_argument("--database", help="a URL; SQLite in a folder of its own by default")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        key = new_key()
        folder = ChainFolder(Path(name) / "chain", CHAIN_ID)
        folder.create(str(key.address))
        url = given.database or f"sqlite:///{name}/outbox.db"
        with SupervisedGateway(folder, load_config().node_program(), Path(name)) as gateway:
            a_second = asyncio.run(measure(gateway.url, key, url, given.count))
    found: dict[str, Any] = {"transactions_a_second": a_second, "load": os.getloadavg()[0]}
    if given.json:
        print(json.dumps(found))
        return
    print(f"{a_second:.0f} transactions a second until receipts, load {found['load']:.1f}")


if __name__ == "__main__":
    main()
