# SPDX-License-Identifier: Apache-2.0
"""One database: SQLite in a file (WAL) or PostgreSQL by its URL, asked asynchronously."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from shouxin.primitives.errors import BadInput, ShouxinError
from shouxin.store.changes import TOLD, write_told
from shouxin.store.readers import SqliteReaders, use_wal

T = TypeVar("T")
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
BUSY_MILLISECONDS = 10_000
_IS_READING = "shouxin_reading"
_IN_MEMORY = {None, "", ":memory:"}
POOL_SIZE, POOL_OVERFLOW, POOL_WAIT_SECONDS = 10, 10, 10


class DatabaseError(ShouxinError):
    """The database can't be reached or can't do it now; nothing was written."""

    status = 503


class Database:
    """A database and its connections; one object a process.

    Attributes:
        url: as it was given, without its password.
        is_sqlite: whether one writer at a time is all it has.
    """

    def __init__(self, url: str) -> None:
        """Describe it; nothing is opened yet.

        Raises:
            BadInput: ``store.bad_url``.
        """
        self._url = _with_driver(url)
        self.url = self._url.render_as_string(hide_password=True)
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self._engine = self._make_engine()
        self._readers = self._make_readers()
        self._writing = asyncio.Lock()

    @property
    def engine(self) -> AsyncEngine:
        """For what needs more than a transaction, such as migrations."""
        return self._engine

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end with what it told, rolled back on any error.

        On SQLite it takes the write lock at once, so that two writers wait and never fail late.

        Raises:
            DatabaseError: ``store.down``, ``store.full``, ``store.busy``.
        """
        with _told(self.url):
            async with self._turn(), self._engine.begin() as connection:
                await connection.execution_options(**{TOLD: []})
                yield connection
                await connection.run_sync(write_told)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Writers of this process queue here: SQLite would have them sleep and ask again."""
        if not self.is_sqlite:
            yield
            return
        try:
            async with asyncio.timeout(BUSY_MILLISECONDS / 1000):
                await self._writing.acquire()
        except TimeoutError as error:
            raise _busy(self.url) from error
        try:
            yield
        finally:
            self._writing.release()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database and writes nothing.

        Raises:
            DatabaseError: ``store.down``.
        """
        with _told(self.url):
            async with self._engine.connect() as connection:
                await connection.execution_options(**self._reading_options)
                transaction = await connection.begin()
                try:
                    yield connection
                finally:
                    await transaction.rollback()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """What a function finds in one state of the database; for reads that are asked for often.

        It may run in another thread: it touches the connection and what is its own.

        Raises:
            DatabaseError: ``store.down``.
        """
        if self._readers is not None:
            with _told(self.url):
                return await self._readers.run(work)
        async with self.reading() as connection:
            return await connection.run_sync(work)

    @property
    def _reading_options(self) -> dict[str, Any]:
        if self.is_sqlite:
            return {_IS_READING: True}
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

    async def close(self) -> None:
        """Close all connections."""
        if self._readers is not None:
            await asyncio.to_thread(self._readers.close)
        await self._engine.dispose()

    def _make_engine(self) -> AsyncEngine:
        if not self.is_sqlite:
            return create_async_engine(
                self._url,
                pool_size=POOL_SIZE,
                max_overflow=POOL_OVERFLOW,
                pool_timeout=POOL_WAIT_SECONDS,
                pool_pre_ping=True,
            )
        if self._url.database not in _IN_MEMORY:
            Path(str(self._url.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(
            self._url,
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=POOL_WAIT_SECONDS,
            connect_args={"timeout": BUSY_MILLISECONDS / 1000},
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        event.listen(engine.sync_engine, "invalidate", _end_sqlite)
        return engine

    def _make_readers(self) -> SqliteReaders | None:
        if not self.is_sqlite or self._url.database in _IN_MEMORY:
            return None
        return SqliteReaders(self._url, BUSY_MILLISECONDS / 1000)


class _told:  # noqa: N801 - reads as a statement
    """Turns the driver's failures into ours."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, DBAPIError | OSError) and not isinstance(error, ShouxinError):
            failure = failure_of(error, self._url)
            if failure is not None:
                raise failure from error


def failure_of(error: BaseException, url: str) -> DatabaseError | None:
    """What a driver's failure means to people; None if it is a bug of ours."""
    cause = getattr(error, "orig", None) or error  # without the statement and its values
    reason = " ".join(str(cause).split())[:200]
    if re.search(r"no such (table|column)|does not exist", reason):
        return None
    if re.search(r"disk is full|No space left|disk I/O error", reason):
        return DatabaseError(
            "store.full",
            f"the disk of the database {url} is full: free some space; nothing was lost",
            f"数据库 {url} 所在磁盘已满：请释放空间；数据没有丢失",
        )
    if re.search(r"database is locked|deadlock detected|could not serialize", reason):
        return _busy(url)
    if isinstance(error, OSError | OperationalError | InterfaceError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    ):
        return DatabaseError(
            "store.down",
            f"the database {url} does not answer ({reason}): start it, or correct its URL",
            f"数据库 {url} 没有响应（{reason}）：请启动数据库或更正其 URL",
        )
    return None


def _busy(url: str) -> DatabaseError:
    return DatabaseError(
        "store.busy",
        f"another writer holds the database {url}: try again",
        f"数据库 {url} 正被其他写入者占用：请重试",
    )


def _prepare_sqlite(connection: Any, record: object) -> None:
    """WAL, so that readers never wait for the writer; durable at each commit."""
    del record
    try:
        connection.isolation_level = None  # transactions begin where we say so
        cursor = connection.cursor()
        use_wal(cursor.execute)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()
    except BaseException:
        connection.terminate()  # the pool has not taken it yet, so nobody else closes it
        raise


def _begin_sqlite(connection: Connection) -> None:
    """The write lock at once, so that two writers wait for each other and never fail late."""
    is_reading = connection.get_execution_options().get(_IS_READING, False)
    connection.exec_driver_sql("BEGIN DEFERRED" if is_reading else "BEGIN IMMEDIATE")


def _end_sqlite(connection: Any, record: object, error: object) -> None:
    """Who was interrupted in a transaction lets go of the lock.

    Closing does not do it while a cursor lives, and an exception's traceback keeps one alive.
    """
    del record, error
    with suppress(ValueError, sqlite3.Error):  # it was closed before
        connection.run_async(lambda driver: asyncio.shield(driver.rollback()))


def _with_driver(url: str) -> Any:
    try:
        found = make_url(url)
        backend = found.get_backend_name()
        if backend in DRIVERS:
            return found.set(drivername=DRIVERS[backend])
    except ArgumentError:
        pass
    raise BadInput(
        "store.bad_url",
        f"{_without_password(url)!r} is no database: write sqlite:///PATH or "
        "postgresql://USER@HOST/NAME",
        f"{_without_password(url)!r} 不是有效的数据库地址：应为 sqlite:///路径 或 "
        "postgresql://用户@主机/库名",
    )


def _without_password(url: str) -> str:
    return re.sub(r"://([^:@/]+):[^@]*@", r"://\1:***@", url)
