# SPDX-License-Identifier: Apache-2.0
"""The sender's process killed at random moments under load: nothing lost, nothing sent twice."""

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from eth_account.signers.local import LocalAccount

from shouxin.chain.rpc import Chain
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.transaction import Status
from shouxin.store.database import Database
from tests.databases import BACKENDS, database_url
from tests.outbox import sender_process
from tests.outbox.sender_process import receiver

pytestmark = pytest.mark.anyio
WAIT_SECONDS = 60
STEP = 1_000


def started(*arguments: object, log: Path) -> subprocess.Popen[str]:
    program = [sys.executable, str(Path(sender_process.__file__)), *map(str, arguments)]
    with log.open("a") as errors:
        return subprocess.Popen(program, stdout=subprocess.PIPE, stderr=errors, text=True)


def killed_after(process: subprocess.Popen[str], seconds: float) -> dict[int, str]:
    """What it acknowledged until it was killed, counted from its first acknowledgement."""
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first, "the process ended before it acknowledged anything"
    time.sleep(seconds)
    process.kill()
    lines = [first, *process.stdout.read().splitlines(keepends=True)]
    process.wait()
    process.stdout.close()
    return {int(line.split()[0]): line.split()[1] for line in lines if line.endswith("\n")}


async def until_settled(url: str, chain: Chain, ids: dict[int, str]) -> set[Status]:
    database = Database(url)
    outbox = Outbox(database, chain, [])
    try:
        deadline, found = time.monotonic() + WAIT_SECONDS, set()
        for one in ids.values():
            while not (transaction := await outbox.transaction(one)).is_settled:
                assert time.monotonic() < deadline, transaction
                await asyncio.sleep(0.05)
            found.add(transaction.status)
        return found
    finally:
        await database.close()


async def kills(
    backend: str, rounds: int, chain: Chain, account: LocalAccount, folder: Path
) -> None:
    chance = random.Random(rounds)  # noqa: S311 - moments, not secrets
    payer = str(account.address)
    key_file, log = folder / "key", folder / "log"
    key_file.write_text("0x" + bytes(account.key).hex())
    acknowledged: dict[int, str] = {}
    async with database_url(backend, folder) as url:
        for number in range(rounds):
            process = started(chain.url, url, key_file, STEP * number, log=log)
            acknowledged |= killed_after(process, chance.uniform(0.2, 2.0))
        last = started(chain.url, url, key_file, -1, log=log)
        try:
            assert await until_settled(url, chain, acknowledged) == {Status.CONFIRMED}
        finally:
            last.kill()
            last.wait()
            assert last.stdout is not None
            last.stdout.close()
    assert len(acknowledged) > rounds
    assert {chain.balance(receiver(payer, number)) for number in acknowledged} == {7}
    unsure = {STEP * number + more for number in range(rounds) for more in range(STEP // 2)}
    found = {
        chain.balance(receiver(payer, number))
        for number in sorted(unsure - set(acknowledged))[:400]
    }
    assert found <= {0, 7}
    assert "Traceback" not in log.read_text()


@pytest.mark.parametrize("backend", BACKENDS)
async def test_nothing_acknowledged_is_lost_and_nothing_is_sent_twice(
    backend: str, chain: Chain, new_account: Callable[[], LocalAccount], tmp_path: Path
) -> None:
    await kills(backend, 3, chain, new_account(), tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("backend", BACKENDS)
async def test_thirty_kills_lose_nothing_and_send_nothing_twice(
    backend: str, chain: Chain, new_account: Callable[[], LocalAccount], tmp_path: Path
) -> None:
    await kills(backend, 30, chain, new_account(), tmp_path)
