# SPDX-License-Identifier: Apache-2.0
"""What the chain does not hold, written out of a database and into an empty one.

Rows that follow from the chain are built again by the indexer; leases and what is found again by
looking are left out.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, func, select

from shouxin.primitives.errors import BadInput, Refused
from shouxin.store.schema import KEPT, METADATA, tables_of

FORMAT = 1
LEFT_OUT = frozenset(
    {
        "changes",
        "idempotent_requests",
        "index_blocks",
        "index_cursor",
        "leases",
        "sign_in_nonces",
        "undo",
        "webhook_cursor",
    }
)
BATCH = 500


def archived_tables() -> list[Table]:
    """What an archive has, each table behind those that its rows refer to."""
    kept = {table.name for table in tables_of(KEPT)} - LEFT_OUT
    return [table for table in METADATA.sorted_tables if table.name in kept]


def write_rows(connection: Connection) -> Iterator[str]:
    """Each kept row as a line of JSON: its table and its values; the first line is the head."""
    tables = archived_tables()
    yield json.dumps({"format": FORMAT, "tables": [table.name for table in tables]})
    for table in tables:
        for row in connection.execute(select(table)).mappings():
            values = {name: _to_json(value) for name, value in row.items()}
            yield json.dumps({"table": table.name, "row": values}, ensure_ascii=False)


def read_rows(connection: Connection, lines: Iterable[str]) -> int:
    """Write the rows of an archive into a database whose kept tables are empty.

    Returns:
        How many rows there were.

    Raises:
        BadInput: ``archive.unreadable``, ``archive.other_version``.
        Refused: ``archive.not_empty``.
    """
    given = iter(lines)
    head = _parsed(next(given, ""))
    if head.get("format") != FORMAT or not set(head.get("tables", [])) <= set(METADATA.tables):
        raise BadInput(
            "archive.other_version",
            "this backup is of another version of Shouxin: restore it with the version that made "
            "it, then upgrade",
            "该备份由其他版本生成：请用生成它的版本恢复，然后升级",
        )
    _check_empty(connection, head["tables"])
    count, current = 0, ""
    waiting: list[dict[str, Any]] = []
    for line in given:
        entry = _parsed(line)
        if waiting and (entry.get("table") != current or len(waiting) == BATCH):
            connection.execute(METADATA.tables[current].insert(), waiting)
            waiting = []
        current = str(entry.get("table"))
        if current not in head["tables"]:
            raise _unreadable(line)
        waiting.append({name: _from_json(value) for name, value in entry["row"].items()})
        count += 1
    if waiting:
        connection.execute(METADATA.tables[current].insert(), waiting)
    _advance_sequences(connection, head["tables"])
    return count


def _advance_sequences(connection: Connection, names: Iterable[str]) -> None:
    """Let the next row have a number that no restored one has; SQLite does it by itself."""
    if connection.dialect.name != "postgresql":
        return
    for name in names:
        column = METADATA.tables[name].autoincrement_column
        if column is None:
            continue
        highest = connection.execute(select(func.max(column))).scalar()
        if highest is not None:
            sequence = func.pg_get_serial_sequence(name, column.name)
            connection.execute(select(func.setval(sequence, highest)))


def _check_empty(connection: Connection, names: Iterable[str]) -> None:
    for name in names:
        count = select(func.count()).select_from(METADATA.tables[name])
        if connection.execute(count).scalar_one():
            raise Refused(
                "archive.not_empty",
                f"the database has rows already (in {name}): restore into an empty one",
                f"数据库中已有数据（{name}）：请恢复到空数据库",
            )


def _parsed(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise _unreadable(line) from error
    if not isinstance(found, dict):
        raise _unreadable(line)
    return found


def _unreadable(line: str) -> BadInput:
    return BadInput(
        "archive.unreadable",
        f"the backup has a line that is none of its own ({line[:40]!r}): take another copy",
        f"备份中有无法识别的行（{line[:40]!r}）：请使用其他副本",
    )


def _to_json(value: Any) -> Any:
    if isinstance(value, dict | list):
        return {"json": value}
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    return {"number": str(value)} if isinstance(value, int) and abs(value) >= 2**53 else value


def _from_json(value: Any) -> Any:
    if isinstance(value, dict):
        if "json" in value:
            return value["json"]
        return base64.b64decode(value["base64"]) if "base64" in value else int(value["number"])
    return value
