# SPDX-License-Identifier: Apache-2.0
"""What all tables share: names of constraints, column types, and three kinds of tables.

* ``projected``: rows that follow from the chain's events and change with them; the indexer alone
  writes them, and undoes what a reorganisation took back.
* ``logged``: rows that follow from one event each, by block and place in it; they are only added,
  and deleted by block.
* ``kept``: what the service keeps of its own (sessions, offers, what it sends); no rebuild touches
  it.
"""

import json
from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
"""Every table of the product, in whatever package it is declared."""

KIND, PROJECTED, LOGGED, KEPT = "kind", "projected", "logged", "kept"
WORD_DIGITS = 78
FOREVER = 2**62
HASH_CHARACTERS, ADDRESS_CHARACTERS = 66, 42


class Units(TypeDecorator[int]):
    """A whole number of up to 256 bits, which no database has: its decimal digits."""

    impl = String(WORD_DIGITS)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        """The digits."""
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> int | None:
        """The number."""
        del dialect
        return None if value is None else int(value)


class Instant(TypeDecorator[int]):
    """Unix seconds of up to 256 bits, of which those past ``FOREVER`` are all the same."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        """At most for ever."""
        del dialect
        return None if value is None else min(value, FOREVER)


class Json(TypeDecorator[Any]):
    """A value as JSON, in its one form; what is read is never changed in place."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The text."""
        del dialect
        return None if value is None else json.dumps(value, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value."""
        del dialect
        return None if value is None else json.loads(value)


def hash_column(name: str, **options: Any) -> Column[str]:
    """32 bytes as ``0x`` and 64 digits, lower case."""
    return Column(name, String(HASH_CHARACTERS), **_required(options))


def address_column(name: str, **options: Any) -> Column[str]:
    """A checksummed address."""
    return Column(name, String(ADDRESS_CHARACTERS), **_required(options))


def number_column(name: str, **options: Any) -> Column[int]:
    """A whole number below 2⁶³: a day, an instant, a count, quanta."""
    return Column(name, BigInteger().with_variant(Integer, "sqlite"), **_required(options))


def instant_column(name: str, **options: Any) -> Column[int]:
    """A moment that somebody chose, Unix seconds; one beyond all calendars is for ever."""
    return Column(name, Instant, **_required(options))


def units_column(name: str, **options: Any) -> Column[int]:
    """An amount in base units, or another word."""
    return Column(name, Units, **_required(options))


def projected(name: str, *columns: Any) -> Table:
    """A table of rows that change with the chain; its primary key names a row."""
    return Table(name, METADATA, *columns, info={KIND: PROJECTED})


def logged(name: str, *columns: Any) -> Table:
    """A table of rows that each stand for one event; adds where the event is in the chain."""
    return Table(
        name,
        METADATA,
        number_column("block_number", primary_key=True, autoincrement=False),
        number_column("log_index", primary_key=True, autoincrement=False),
        hash_column("transaction_hash"),
        number_column("block_time"),
        *columns,
        info={KIND: LOGGED},
    )


def kept(name: str, *columns: Any) -> Table:
    """A table of the service's own."""
    return Table(name, METADATA, *columns, info={KIND: KEPT})


def tables_of(kind: str) -> list[Table]:
    """All tables of a kind, by name."""
    found = [table for table in METADATA.tables.values() if table.info.get(KIND) == kind]
    return sorted(found, key=lambda table: table.name)


def _required(options: dict[str, Any]) -> dict[str, Any]:
    return {"nullable": False} | options
