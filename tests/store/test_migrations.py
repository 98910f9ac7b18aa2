# SPDX-License-Identifier: Apache-2.0
"""The steps make the tables that the code declares, and take them back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from shouxin.primitives.errors import BadInput, Refused
from shouxin.store.database import Database
from shouxin.store.migrate import check_schema, downgrade, newest_revision, revision_of, upgrade
from shouxin.store.schema import METADATA
from tests.databases import BACKENDS, database_url
from tools.migration import declare_all

pytestmark = pytest.mark.anyio


def _differences(connection: Connection) -> list[object]:
    """What the code declares and the database has not, or the other way round."""
    declare_all()
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, METADATA))


async def test_the_steps_make_what_the_code_declares(database: Database) -> None:
    async with database.begin() as connection:
        assert await connection.run_sync(_differences) == []


async def test_all_tables_go_and_come_back(database: Database) -> None:
    await downgrade(database, "base")
    assert await revision_of(database) is None
    async with database.begin() as connection:
        left = await connection.run_sync(lambda c: inspect(c).get_table_names())
    assert set(left) <= {"alembic_version"}
    with pytest.raises(Refused, match="database upgrade"):
        await check_schema(database)
    await upgrade(database)
    await check_schema(database)
    async with database.begin() as connection:
        assert await connection.run_sync(_differences) == []


async def test_doing_it_again_changes_nothing(database: Database) -> None:
    await upgrade(database)
    assert await revision_of(database) == newest_revision()


async def test_a_revision_that_nobody_knows_is_refused(database: Database) -> None:
    with pytest.raises(BadInput) as refused:
        await upgrade(database, "9999")
    assert refused.value.code == "store.no_revision"


async def test_tables_of_a_newer_version_are_left_alone(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(Refused) as refused:
        await upgrade(database)
    assert refused.value.code == "store.newer_schema"
    with pytest.raises(Refused):
        await check_schema(database)


@pytest.mark.parametrize("backend", BACKENDS)
async def test_several_at_once_make_them_once(backend: str, tmp_path: Path) -> None:
    async with database_url(backend, tmp_path) as url:
        databases = [Database(url) for _ in range(4)]
        await asyncio.gather(*(upgrade(each) for each in databases))
        await check_schema(databases[0])
        for each in databases:
            await each.close()
