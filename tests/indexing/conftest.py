# SPDX-License-Identifier: Apache-2.0
"""A chain on which everything that people do was done twice, and indexers of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection

from shouxin.bench.gas import measure
from shouxin.bootstrap import all_projections
from shouxin.chain.rpc import Chain
from shouxin.config import load_config
from shouxin.indexing.dump import dump_lines
from shouxin.indexing.indexer import Indexer, IndexerSettings
from shouxin.store.database import Database
from shouxin.story.stage import Stage, embedded_stage


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """A chain with a long story behind it."""
    with embedded_stage(load_config()) as found:
        measure(found)
        yield found


def indexer_of(
    stage: Stage, database: Database, settings: IndexerSettings | None = None
) -> Indexer:
    """An indexer with a connection of its own."""
    chain = Chain(stage.chain.url)
    manifest = stage.deployment.manifest
    return Indexer(database, chain, manifest, all_projections(), settings or IndexerSettings())


async def dumped(database: Database) -> list[str]:
    """All that follows from the chain, as text."""
    async with database.reading() as connection:
        return await connection.run_sync(lambda sync: list(dump_lines(sync)))


async def written(database: Database, work: Callable[[Connection], object]) -> None:
    """Do something in a transaction of its own."""
    async with database.begin() as connection:
        await connection.run_sync(work)
