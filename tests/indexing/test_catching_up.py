# SPDX-License-Identifier: Apache-2.0
"""What the rows say after catching up is what the contracts store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, update

from shouxin.indexing.indexer import IndexerSettings
from shouxin.indexing.tables import cursor
from shouxin.lending.tables import faults, loans
from shouxin.lending.verification import Contracts, compare
from shouxin.store.changes import changes
from shouxin.store.database import Database
from shouxin.store.election import leases
from shouxin.story.stage import Stage
from tests.databases import BACKENDS, opened_database
from tests.indexing.conftest import dumped, indexer_of, written

pytestmark = pytest.mark.anyio


async def test_every_row_is_what_its_contract_stores(stage: Stage, database: Database) -> None:
    done = await indexer_of(stage, database).catch_up()
    contracts = Contracts(stage.chain, stage.deployment.manifest, done.head_block)
    async with database.reading() as connection:
        compared = await connection.run_sync(compare, contracts)
        assert (await connection.execute(select(faults))).all() == []
        assert (await connection.execute(select(func.count()).select_from(loans))).scalar_one() > 10
    assert compared.differences == []
    assert compared.compared > 50


async def test_a_wrong_row_is_found(stage: Stage, database: Database) -> None:
    done = await indexer_of(stage, database).catch_up()
    await written(database, lambda c: c.execute(update(loans).values(received=1)))
    contracts = Contracts(stage.chain, stage.deployment.manifest, done.head_block)
    async with database.reading() as connection:
        compared = await connection.run_sync(compare, contracts)
    assert {found.table for found in compared.differences} >= {"loans"}
    assert any(found.found.startswith("received: 1 / ") for found in compared.differences)


async def test_chunks_of_any_size_make_the_same_rows(stage: Stage, database: Database) -> None:
    await indexer_of(stage, database).catch_up()
    whole = await dumped(database)
    other = indexer_of(stage, database, IndexerSettings(events_aim=1, lease_seconds=0))
    await written(database, _free)
    await other.rebuild()
    other.chunk.blocks = 1
    await other.catch_up()
    assert await dumped(database) == whole


def _free(connection: Connection) -> None:
    connection.execute(leases.delete())


async def test_a_rebuild_makes_the_same_bytes_and_tells_nobody_again(
    stage: Stage, database: Database
) -> None:
    indexer = indexer_of(stage, database)
    await indexer.catch_up()
    before = await dumped(database)
    async with database.reading() as connection:
        told = (await connection.execute(select(func.count()).select_from(changes))).scalar_one()
    await indexer.rebuild()
    assert await dumped(database) == []
    await indexer.catch_up()
    assert await dumped(database) == before
    async with database.reading() as connection:
        again = (await connection.execute(select(func.count()).select_from(changes))).scalar_one()
    assert again == told > 100


async def test_all_kinds_of_databases_hold_the_same_bytes(stage: Stage, tmp_path: Path) -> None:
    dumps = []
    for backend in BACKENDS:
        async with opened_database(backend, tmp_path) as database:
            await indexer_of(stage, database).catch_up()
            dumps.append(await dumped(database))
    assert all(lines == dumps[0] for lines in dumps)
    assert len(dumps[0]) > 200
    assert {json.loads(line)[0] for line in dumps[0]} >= {"loans", "entries", "wallets"}


async def test_rows_of_another_deployment_are_built_anew(stage: Stage, database: Database) -> None:
    indexer = indexer_of(stage, database)
    await indexer.catch_up()
    before = await dumped(database)
    await written(database, lambda c: c.execute(update(cursor).values(contracts="{}")))
    other = indexer_of(stage, database)
    other.lease = indexer.lease
    assert (await other.step()).kind == "rebuilding"
    await other.catch_up()
    assert await dumped(database) == before
