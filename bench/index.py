# SPDX-License-Identifier: Apache-2.0
"""Measures the indexer catching up with a generated chain: events a second, and its memory.

The chain is a process of its own (``generated_node.py``), as a node is; what is measured is this
process, from the first request to the last commit.
"""

import argparse
import asyncio
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from generated_node import manifest
from sqlalchemy import Connection

from shouxin.bootstrap import all_projections
from shouxin.chain.rpc import Chain
from shouxin.indexing.dump import dump_lines
from shouxin.indexing.indexer import Indexer
from shouxin.store.database import Database
from shouxin.store.migrate import upgrade

MEBIBYTE = 1024


@contextmanager
def generated(loans: int, payments: int) -> Iterator[tuple[str, int]]:
    """The URL of a generated chain and how many events it has."""
    program = [sys.executable, str(Path(__file__).with_name("generated_node.py"))]
    arguments = ["--loans", str(loans), "--payments", str(payments)]
    with subprocess.Popen(  # noqa: S603 - our own program
        [*program, *arguments], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        try:
            yield f"http://127.0.0.1:{told['port']}", told["events"]
        finally:
            process.kill()


async def catch_up(url: str, database_url: str, *, is_rebuilt: bool) -> dict[str, Any]:
    """Index the whole chain, and build it again if that is wanted."""
    database = Database(database_url)
    await upgrade(database)
    indexer = Indexer(database, Chain(url), manifest(), all_projections())
    began, used, events = perf_counter(), process_time(), 0
    while not (step := await indexer.step()).is_caught_up:
        events += step.events
    seconds, processor = perf_counter() - began, process_time() - used
    rebuilt = await rebuild(indexer) if is_rebuilt else {}
    await database.close()
    return {
        "events": events,
        "seconds": round(seconds, 2),
        "events_a_second": round(events / seconds),
        "processor_seconds": round(processor, 2),
        "memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE),
        **rebuilt,
    }


async def rebuild(indexer: Indexer) -> dict[str, Any]:
    """Build everything again, and compare to the byte."""
    before, began = await dumped(indexer.database), perf_counter()
    await indexer.rebuild()
    while not (await indexer.step()).is_caught_up:
        pass
    seconds = perf_counter() - began
    assert await dumped(indexer.database) == before, "a rebuild leads to other rows"
    return {"rebuild_seconds": round(seconds, 2), "rows": before[0], "is_equal": True}


async def dumped(database: Database) -> tuple[int, str]:
    """How many rows follow from the chain, and a hash over all of them."""

    def read(connection: Connection) -> tuple[int, str]:
        count, digest = 0, sha256()
        for line in dump_lines(connection):
            digest.update(line.encode())
            count += 1
        return count, digest.hexdigest()

    return await database.read(read)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loans", type=int, default=2_000)
    parser.add_argument("--payments", type=int, default=3)
    parser.add_argument("--rebuild", action="store_true", help="and build it all again")
    parser.add_argument("--database", help="an empty PostgreSQL; a new SQLite file by default")
    given = parser.parse_args()
    with (
        TemporaryDirectory(prefix="shouxin-bench-") as folder,
        generated(given.loans, given.payments) as (url, events),
    ):
        database_url = given.database or f"sqlite:///{folder}/shouxin.db"
        figures = asyncio.run(catch_up(url, database_url, is_rebuilt=given.rebuild))
    assert figures["events"] == events, "some events were not projected"
    print(json.dumps({"loans": given.loans, **figures}))


if __name__ == "__main__":
    main()
