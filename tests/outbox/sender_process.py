# SPDX-License-Identifier: Apache-2.0
"""A process to be killed: hands calls in, sends them, and prints each that it acknowledges.

Arguments: the addresses of gateway and database, the file of the key, the first call's number.
Call n of a key pays an account that nobody else pays.
"""

import asyncio
import sys
from itertools import count
from pathlib import Path

from eth_utils import keccak, to_checksum_address

from shouxin.chain.rpc import Chain
from shouxin.chain.sender import read_key
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.sender import OutboxSender
from shouxin.outbox.settings import SenderSettings
from shouxin.outbox.transaction import Call
from shouxin.store.database import Database
from shouxin.store.migrate import upgrade

CLIENTS = 8
PAUSE_SECONDS = 0.2
SETTINGS = SenderSettings(
    poll_seconds=0.05, resend_seconds=1.0, node_retry_seconds=0.1, lease_seconds=0.5
)


def receiver(payer: str, number: int) -> str:
    """Whom a call pays."""
    return str(to_checksum_address(keccak(text=f"{payer} {number}")[:20]))


async def client(outbox: Outbox, payer: str, numbers: "count[int]") -> None:
    """Hands one in after the other."""
    for number in numbers:
        call = Call(receiver(payer, number), b"", 7)
        kept = await outbox.submit(call, subject="keeper", idempotency_key=str(number), is_own=True)
        sys.stdout.write(f"{number} {kept.id}\n")
        sys.stdout.flush()
        await asyncio.sleep(PAUSE_SECONDS)


async def main(url: str, database_url: str, key_file: str, first: int) -> None:
    """Until killed; a first number below nought hands nothing in, and sends what is there."""
    database, chain, key = Database(database_url), Chain(url), read_key(Path(key_file))
    await upgrade(database)
    outbox = Outbox(database, chain, [str(key.address)])
    sender = OutboxSender(database, chain, [key], SETTINGS)
    outbox.wake = sender.wake
    numbers = count(first)
    async with asyncio.TaskGroup() as group:
        group.create_task(sender.run())
        for _ in range(CLIENTS if first >= 0 else 0):
            group.create_task(client(outbox, str(key.address), numbers))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
