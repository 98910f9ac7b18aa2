# SPDX-License-Identifier: Apache-2.0
"""An archive has every kept table's rows; restored, they are the same, and numbers go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, LargeBinary, String, Text, insert, select

from shouxin.primitives.errors import BadInput, Refused
from shouxin.store.archive import archived_tables, read_rows, write_rows
from shouxin.store.database import Database
from shouxin.store.schema import Json, Units
from tests.databases import opened_database
from tools.migration import declare_all

pytestmark = pytest.mark.anyio
declare_all()


def value_of(column: Column[Any]) -> Any:
    """Something of its kind that is easily lost on the way."""
    kind = column.type
    if isinstance(kind, Json):
        return {"number": ["授信", 1], "base64": None}
    if isinstance(kind, Units):
        return 2**200 + 1
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, LargeBinary):
        return b"\x00\xff"
    if isinstance(kind, String | Text):
        return "信"
    return 7


async def fill(database: Database) -> None:
    async with database.begin() as connection:
        for table in archived_tables():
            values = {column.name: value_of(column) for column in table.columns}
            await connection.execute(insert(table).values(values))


async def rows_of(database: Database) -> dict[str, list[dict[str, Any]]]:
    async with database.reading() as connection:
        return {
            table.name: [dict(row) for row in (await connection.execute(select(table))).mappings()]
            for table in archived_tables()
        }


async def lines_of(database: Database) -> list[str]:
    async with database.reading() as connection:
        return await connection.run_sync(lambda inner: list(write_rows(inner)))


async def restore(database: Database, lines: list[str]) -> int:
    async with database.begin() as connection:
        return await connection.run_sync(read_rows, lines)


@pytest.mark.parametrize(
    "line", ["no json", "[]", '{"table": "leases", "row": {}}', '{"table": 1, "row": {}}']
)
async def test_a_line_that_is_none_of_its_own_restores_nothing(
    database: Database, line: str
) -> None:
    await fill(database)
    lines = await lines_of(database)
    async with database.begin() as connection:
        for table in reversed(archived_tables()):
            await connection.execute(table.delete())
    with pytest.raises(BadInput, check=lambda error: error.code == "archive.unreadable"):
        await restore(database, [*lines, line])
    assert not any((await rows_of(database)).values())


async def test_another_version_s_is_refused(database: Database) -> None:
    for head in ('{"format": 2, "tables": []}', '{"format": 1, "tables": ["unheard_of"]}', ""):
        with pytest.raises(BadInput):
            await restore(database, [head])


async def test_rows_that_are_there_are_kept(database: Database) -> None:
    await fill(database)
    lines = await lines_of(database)
    with pytest.raises(Refused, check=lambda error: error.code == "archive.not_empty"):
        await restore(database, lines)


async def test_every_kept_row_is_the_same_on_the_other_side(
    database: Database, tmp_path: Path
) -> None:
    await fill(database)
    before, lines = await rows_of(database), await lines_of(database)
    assert len(before) > 8
    async with opened_database("sqlite", tmp_path / "other") as other:
        assert await restore(other, lines) == len(before)
        assert await rows_of(other) == before
        assert await lines_of(other) == lines


async def test_what_comes_next_has_a_number_of_its_own(database: Database) -> None:
    await fill(database)
    lines = await lines_of(database)
    async with database.begin() as connection:
        for table in reversed(archived_tables()):
            await connection.execute(table.delete())
    await restore(database, lines)
    counted = [table for table in archived_tables() if table.autoincrement_column is not None]
    assert counted
    async with database.begin() as connection:
        for table in counted:
            column = table.autoincrement_column
            assert column is not None
            values = {
                one.name: _other(value_of(one)) for one in table.columns if one.name != column.name
            }
            await connection.execute(insert(table).values(values))
            found = await connection.execute(select(column).order_by(column))
            assert list(found.scalars()) == [7, 8]


def _other(value: Any) -> Any:
    """A value that no unique column has yet."""
    return value + "2" if isinstance(value, str) else value
