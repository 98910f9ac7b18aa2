# SPDX-License-Identifier: Apache-2.0
"""Everything that follows from the chain as text, the same text from any database that holds it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, Table, select

from shouxin.store.schema import LOGGED, PROJECTED, tables_of

ROWS_AT_ONCE = 1_000


def dump_lines(connection: Connection) -> Iterator[str]:
    """A line a row of all projected and logged tables: by table's name, then by primary key."""
    tables = sorted([*tables_of(PROJECTED), *tables_of(LOGGED)], key=lambda table: table.name)
    for table in tables:
        yield from sorted(_lines_of(connection, table))


def _lines_of(connection: Connection, table: Table) -> Iterator[str]:
    found = connection.execute(select(table).execution_options(yield_per=ROWS_AT_ONCE))
    for row in found.mappings():
        key = [row[column.name] for column in table.primary_key]
        values = dict(row)
        yield json.dumps([table.name, key, values], sort_keys=True, ensure_ascii=False)
