# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError

from shouxin.chain.node import free_port
from shouxin.primitives.errors import BadInput
from shouxin.store.database import Database, DatabaseError, failure_of

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://root@localhost/x", "http://localhost", "sqlite"]
)
async def test_what_is_no_database_of_ours_is_refused(url: str) -> None:
    with pytest.raises(BadInput) as refused:
        Database(url)
    assert refused.value.code == "store.bad_url"


async def test_an_error_never_shows_a_password() -> None:
    with pytest.raises(BadInput) as refused:
        Database("mysql://root:sesame@localhost/x")
    assert "sesame" not in refused.value.message + refused.value.message_zh
    assert "sesame" not in Database("postgresql://me:sesame@localhost/x").url


async def test_a_server_that_is_down_is_named() -> None:
    database = Database(f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    with pytest.raises(DatabaseError) as failed:
        async with database.begin():
            pass
    assert failed.value.code == "store.down"
    assert failed.value.status == 503
    await database.close()


async def test_a_file_that_is_no_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"dear diary" * 1_000)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(Exception, match=r"not a database|does not answer"):
        async with database.begin() as connection:
            await connection.execute(text("select 1"))
    await database.close()
    assert path.read_bytes() == b"dear diary" * 1_000


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("database or disk is full", "store.full"),
        ("could not extend file: No space left on device", "store.full"),
        ("database is locked", "store.busy"),
        ("server closed the connection", "store.down"),
    ],
)
def test_a_driver_s_failure_is_told_with_its_remedy(reason: str, code: str) -> None:
    error = OperationalError("insert", {}, sqlite3.OperationalError(reason))
    failure = failure_of(error, "sqlite:///x")
    assert failure is not None
    assert failure.code == code


async def test_reading_sees_one_state_while_others_write(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("create table pages (number integer)"))
        await connection.execute(text("insert into pages values (1)"))
    async with database.reading() as reader:
        first = (await reader.execute(text("select count(*) from pages"))).scalar_one()
        async with database.begin() as writer:
            await writer.execute(text("insert into pages values (2)"))
        second = (await reader.execute(text("select count(*) from pages"))).scalar_one()
    assert (first, second) == (1, 1)


async def test_nothing_is_ever_written_by_who_reads(database: Database) -> None:
    with suppress(DBAPIError):  # PostgreSQL refuses at once, SQLite forgets it at the end
        async with database.reading() as reader:
            await reader.execute(text("create table pages (number integer)"))
    async with database.reading() as reader:
        with pytest.raises(DBAPIError, match="pages"):
            await reader.execute(text("select * from pages"))


async def test_a_short_read_sees_one_state_and_writes_nothing(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("create table pages (number integer)"))
        await connection.execute(text("insert into pages values (1)"))
    with pytest.raises((DBAPIError, DatabaseError), match=r"(?i)read-?only"):
        await database.read(lambda connection: connection.execute(text("delete from pages")))
    started, written = threading.Event(), threading.Event()

    def count_twice(connection: Connection) -> tuple[int, int]:
        query = text("select count(*) from pages")
        first: int = connection.execute(query).scalar_one()
        started.set()
        assert not database.is_sqlite or written.wait(5)
        second: int = connection.execute(query).scalar_one()
        return first, second

    reading = asyncio.create_task(database.read(count_twice))
    await asyncio.to_thread(started.wait, 5)
    async with database.begin() as writer:
        await writer.execute(text("insert into pages values (2)"))
    written.set()
    assert await reading == (1, 1)
    assert await database.read(_count) == 2


async def test_a_short_read_of_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"dear diary" * 1_000)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(Exception, match=r"not a database|does not answer"):
        await database.read(_count)
    await database.close()
    assert path.read_bytes() == b"dear diary" * 1_000


async def test_who_is_interrupted_in_a_transaction_lets_go_of_the_lock(database: Database) -> None:
    random = Random(1)  # noqa: S311 - a history that can be told again
    async with database.begin() as connection:
        await connection.execute(text("create table pages (number integer)"))
    interrupted = []
    for _ in range(100):
        writing = asyncio.create_task(_write_for_ever(database))
        await asyncio.sleep(random.random() / 200)
        writing.cancel()
        interrupted += await asyncio.gather(writing, return_exceptions=True)
        async with asyncio.timeout(5), database.begin() as connection:
            await connection.execute(text("insert into pages values (-1)"))
    assert all(isinstance(error, asyncio.CancelledError) for error in interrupted)


def _count(connection: Connection) -> int:
    found: int = connection.execute(text("select count(*) from pages")).scalar_one()
    return found


async def _write_for_ever(database: Database) -> None:
    while True:
        async with database.begin() as connection:
            await connection.run_sync(_write_and_read)


def _write_and_read(connection: Connection) -> None:
    connection.execute(text("insert into pages values (:number)"), [{"number": 7}] * 50)
    connection.execute(text("select * from pages")).all()
    connection.execute(text("delete from pages where number = 7"))
