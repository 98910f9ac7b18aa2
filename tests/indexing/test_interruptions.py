# SPDX-License-Identifier: Apache-2.0
"""Node and database go away and come back; two indexers; a process that is killed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy.engine import make_url

from shouxin.chain.manifest import write_manifest
from shouxin.chain.rpc import Chain
from shouxin.indexing.indexer import Indexer, IndexerSettings
from shouxin.indexing.running import run
from shouxin.lending.verification import Contracts, compare
from shouxin.store.database import Database
from shouxin.store.migrate import upgrade
from shouxin.story.stage import Stage
from tests.databases import BACKENDS, database_url, opened_database
from tests.door import Door
from tests.indexing.conftest import dumped, indexer_of
from tests.indexing.test_reorganisations import Branches

pytestmark = pytest.mark.anyio

FAST = IndexerSettings(poll_seconds=0.01, lease_seconds=0.5)
COMMAND = "from shouxin.cli.main import main; main()"


@asynccontextmanager
async def _running(*indexers: Indexer) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(run(indexer)) for indexer in indexers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _whole(stage: Stage, folder: Path) -> list[str]:
    """The rows as another indexer makes them from the start."""
    await asyncio.to_thread(folder.mkdir)
    async with opened_database("sqlite", folder) as other:
        await indexer_of(stage, other).catch_up()
        return await dumped(other)


async def _becomes(database: Database, expected: list[str], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while (found := await dumped(database)) != expected:
        assert time.monotonic() < until, f"{len(found)} rows of {len(expected)}"
        await asyncio.sleep(0.05)


async def test_the_node_goes_away_and_comes_back(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    port = int(stage.chain.url.rsplit(":", 1)[1])
    branches = Branches(stage, 3)
    with Door(port) as door:
        indexer = indexer_of(stage, database, FAST)
        indexer.feed.chain = Chain(f"http://127.0.0.1:{door.port}")
        async with _running(indexer):
            for _ in range(3):
                door.shut()
                await asyncio.to_thread(branches.grow, 3)
                door.open()
                await asyncio.to_thread(branches.grow, 2)
            await _becomes(database, await _whole(stage, tmp_path / "whole"))


@pytest.mark.parametrize("backend", [each for each in BACKENDS if each != "sqlite"] or ["sqlite"])
async def test_the_database_goes_away_and_comes_back(
    stage: Stage, backend: str, tmp_path: Path
) -> None:
    branches = Branches(stage, 4)
    async with database_url(backend, tmp_path) as url:
        database = Database(url)
        await upgrade(database)
        with Door(make_url(url).port or 0) as door:
            through = url
            if backend == "postgresql":
                through = make_url(url).set(port=door.port).render_as_string(hide_password=False)
            behind = Database(through)
            indexer = indexer_of(stage, behind, FAST)
            async with _running(indexer):
                for _ in range(3):
                    door.shut()
                    await behind.engine.dispose()
                    await asyncio.to_thread(branches.grow, 3)
                    door.open()
                    await asyncio.to_thread(branches.grow, 2)
                await _becomes(database, await _whole(stage, tmp_path / "whole"))
            await behind.close()
        await database.close()


async def test_of_two_indexers_one_writes_and_the_other_takes_its_place(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    branches = Branches(stage, 5)
    first, second = (indexer_of(stage, database, FAST) for _ in range(2))
    await first.catch_up()
    assert (await second.step()).kind == "standby"
    async with _running(second):
        await asyncio.to_thread(branches.grow, 4)
        await first.catch_up()
        await asyncio.to_thread(branches.grow, 4)  # and the first says nothing any more
        await _becomes(database, await _whole(stage, tmp_path / "whole"))
        assert (await first.step()).kind == "standby"


async def test_two_indexers_at_once_make_the_rows_of_one(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    branches = Branches(stage, 6)
    async with _running(indexer_of(stage, database, FAST), indexer_of(stage, database, FAST)):
        place = branches.snapshot()
        await asyncio.to_thread(branches.grow, 12)
        await asyncio.to_thread(branches.set_back, place)
        await asyncio.to_thread(branches.grow, 6)
        await _becomes(database, await _whole(stage, tmp_path / "whole"))


async def _killed(stage: Stage, url: str, folder: Path, rounds: int) -> None:
    """An indexer's process is killed at random moments while things happen."""
    random, branches = Random(7), Branches(stage, 7)  # noqa: S311 - told again from its seed
    write_manifest(folder / "manifest.json", stage.deployment.manifest)
    environment = {
        **os.environ,
        "SHOUXIN_VAR": str(folder / "var"),
        "SHOUXIN_CHAIN_RPC_URL": stage.chain.url,
        "SHOUXIN_CHAIN_MANIFEST": str(folder / "manifest.json"),
        "SHOUXIN_DATABASE_URL": url,
    }
    database = Database(url)
    await upgrade(database)
    for number in range(rounds):
        indexing = await asyncio.create_subprocess_exec(
            sys.executable, "-c", COMMAND, "index", env=environment, stderr=subprocess.DEVNULL
        )
        place = branches.snapshot()
        await asyncio.to_thread(branches.grow, random.randint(1, 30))
        if number % 3 == 2:
            await asyncio.to_thread(branches.set_back, place)
        await asyncio.sleep(random.uniform(1.0, 3.0))
        indexing.kill()
        await indexing.wait()
    indexer = indexer_of(stage, database, FAST)
    async with _running(indexer):
        await _becomes(database, await _whole(stage, folder / "whole"))
    async with database.reading() as connection:
        at = stage.chain.block().number
        contracts = Contracts(stage.chain, stage.deployment.manifest, at)
        compared = await connection.run_sync(compare, contracts)
    assert compared.differences == []
    await database.close()


@pytest.mark.parametrize("backend", BACKENDS)
async def test_a_killed_indexer_leaves_no_row_half_written(
    stage: Stage, backend: str, tmp_path: Path
) -> None:
    async with database_url(backend, tmp_path) as url:
        await _killed(stage, url, tmp_path, 3)


@pytest.mark.long
@pytest.mark.parametrize("backend", BACKENDS)
async def test_30_kills(stage: Stage, backend: str, tmp_path: Path) -> None:
    async with database_url(backend, tmp_path) as url:
        await _killed(stage, url, tmp_path, 30)
