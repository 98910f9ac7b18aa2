# SPDX-License-Identifier: Apache-2.0
"""Projected rows on their way through one transaction: read once, changed in memory, written once.

A projection finds and puts rows as if nothing else existed. What a row was before a block first
changed it is written beside it (``undo``), so that a reorganisation can be taken back to the byte.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    select,
    tuple_,
)

from shouxin.store.changes import Change, tell
from shouxin.store.schema import LOGGED, METADATA, PROJECTED, kept, number_column, tables_of

Row: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[Any, ...]

PREFETCH_KEYS = 500

undo = kept(
    "undo",
    number_column("block_number", primary_key=True, autoincrement=False),
    Column("table_name", String(64), primary_key=True),
    Column("row_key", Text, primary_key=True),
    Column("before", Text, nullable=True),
)
"""What a row was before a block first changed it, as JSON; null if there was none."""


class Rows:
    """The rows that one transaction reads and changes.

    Attributes:
        tells: whether what changes now is told to who listens (``changes``).
    """

    def __init__(self, connection: Connection) -> None:
        self.tells = False
        self._connection = connection
        self._told: list[Change] = []
        self._found: dict[Table, dict[Key, Row | None]] = defaultdict(dict)
        self._stored: dict[Table, dict[Key, bool]] = defaultdict(dict)
        self._changed: dict[Table, dict[Key, None]] = defaultdict(dict)
        self._added: dict[Table, list[Row]] = defaultdict(list)
        self._undo: list[dict[str, Any]] = []
        self._touched: set[tuple[str, Key]] = set()
        self._block: int | None = None

    def begin_block(self, number: int, *, keeps_undo: bool) -> None:
        """What follows belongs to a block; ``keeps_undo`` if it may be taken back later."""
        self._block = number if keeps_undo else None
        self._touched.clear()

    def find(self, table: Table, *key: Any) -> Row | None:
        """A row by its primary key; None if there is none. It is never changed in place."""
        known = self._found[table]
        if key not in known:
            self._fetch(table, [key])
        return known[key]

    def put(self, table: Table, row: Row) -> None:
        """Write a whole row, new or in the place of the one with its key."""
        key = _key_of(table, row)
        self._remember(table, key)
        self._found[table][key] = row
        self._changed[table][key] = None

    def append(self, table: Table, row: Row) -> None:
        """Write a row that is known to be new, without looking."""
        key = _key_of(table, row)
        self._found[table].setdefault(key, None)
        self._stored[table].setdefault(key, False)
        self.put(table, row)

    def remove(self, table: Table, *key: Any) -> None:
        """Take a row out; nothing happens if there is none."""
        if self.find(table, *key) is None:
            return
        self._remember(table, key)
        self._found[table][key] = None
        self._changed[table][key] = None

    def add(self, table: Table, row: Row) -> None:
        """Write a row that stands for one event."""
        self._added[table].append(row)

    def tell(self, change: Change) -> None:
        """Say that something changed, to who listens."""
        if self.tells:
            self._told.append(change)

    def prefetch(self, table: Table, keys: Iterable[Key]) -> None:
        """Read many rows at once, so that ``find`` has them."""
        known = self._found[table]
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        for first in range(0, len(missing), PREFETCH_KEYS):
            self._fetch(table, missing[first : first + PREFETCH_KEYS])

    def write(self) -> None:
        """Write all that changed."""
        for table, keys in self._changed.items():
            self._write_changed(table, keys)
        for table, added in self._added.items():
            self._connection.execute(table.insert(), added)
        if self._undo:
            self._connection.execute(undo.insert(), self._undo)
        tell(self._connection, self._told)
        self._told.clear()
        self._changed.clear()
        self._added.clear()
        self._undo.clear()

    def _fetch(self, table: Table, keys: Sequence[Key]) -> None:
        known, stored = self._found[table], self._stored[table]
        known.update(dict.fromkeys(keys))
        stored.update(dict.fromkeys(keys, False))
        columns = list(table.primary_key)
        if len(columns) == 1:
            matches = columns[0].in_([key[0] for key in keys])
        else:
            matches = tuple_(*columns).in_(keys)
        for found in self._connection.execute(select(table).where(matches)).mappings():
            row = dict(found)
            key = _key_of(table, row)
            known[key], stored[key] = row, True

    def _remember(self, table: Table, key: Key) -> None:
        """Keep what the row was before this block."""
        before = self.find(table, *key)
        if self._block is None or (table.name, key) in self._touched:
            return
        self._touched.add((table.name, key))
        self._undo.append(
            {
                "block_number": self._block,
                "table_name": table.name,
                "row_key": json.dumps(key),
                "before": None if before is None else json.dumps(dict(before)),
            }
        )

    def _write_changed(self, table: Table, keys: Iterable[Key]) -> None:
        known, stored = self._found[table], self._stored[table]
        new, other, gone = [], [], []
        for key in keys:
            row = known[key]
            if row is None:
                if stored[key]:
                    gone.append(key)
            elif stored[key]:
                other.append((key, row))
            else:
                new.append(row)
            stored[key] = row is not None
        if gone:
            self._delete(table, gone)
        if other:
            self._update(table, other)
        if new:
            self._connection.execute(table.insert(), new)

    def _update(self, table: Table, rows: Sequence[tuple[Key, Row]]) -> None:
        names = [column.name for column in table.primary_key]
        columns = [c.name for c in table.columns if c.name not in names]
        values: dict[str, Any] = {name: bindparam(name) for name in columns}
        if not values:
            return
        statement = table.update().where(_matches(table)).values(values)
        self._connection.execute(statement, [_bound(names, key) | dict(row) for key, row in rows])

    def _delete(self, table: Table, keys: Sequence[Key]) -> None:
        names = [column.name for column in table.primary_key]
        statement = table.delete().where(_matches(table))
        self._connection.execute(statement, [_bound(names, key) for key in keys])


def roll_back(connection: Connection, block: int) -> None:
    """Bring all projected and logged tables back to what they were after a block."""
    later = select(undo).where(undo.c.block_number > block).order_by(undo.c.block_number.desc())
    rows = Rows(connection)
    for step in connection.execute(later).mappings().all():
        table = METADATA.tables[step["table_name"]]
        if step["before"] is None:
            rows.remove(table, *json.loads(step["row_key"]))
        else:
            rows.put(table, json.loads(step["before"]))
    rows.write()
    for table in (*tables_of(LOGGED), undo):
        connection.execute(delete(table).where(table.c.block_number > block))


def forget_undo(connection: Connection, before_block: int) -> None:
    """Drop what no reorganisation can ask for any more."""
    connection.execute(delete(undo).where(undo.c.block_number < before_block))


def clear(connection: Connection) -> None:
    """Empty all projected and logged tables, to build them again."""
    for table in (*tables_of(LOGGED), *tables_of(PROJECTED), undo):
        connection.execute(delete(table))


def _key_of(table: Table, row: Row) -> Key:
    return tuple(row[column.name] for column in table.primary_key)


def _matches(table: Table) -> Any:
    return and_(*(c == bindparam(f"key_{c.name}") for c in table.primary_key))


def _bound(names: Sequence[str], key: Key) -> dict[str, Any]:
    return {f"key_{name}": value for name, value in zip(names, key, strict=True)}
