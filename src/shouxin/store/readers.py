# SPDX-License-Identifier: Apache-2.0
"""Readers of an SQLite file: each read runs whole in a thread of its own, over a plain connection.

The asynchronous driver hands every single statement to its thread and back, which costs a short
read more than the file does.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL

T = TypeVar("T")
THREADS = 4
WAL_TRIES, WAL_PAUSE_SECONDS = 200, 0.005


class SqliteReaders:
    """A few threads and their connections; nothing can be written through them."""

    def __init__(self, url: URL, wait_seconds: float) -> None:
        """Describe them; nothing is opened yet.

        Args:
            url: of the file, with any driver.
            wait_seconds: for another's lock.
        """
        self._engine = create_engine(
            url.set(drivername="sqlite+pysqlite"),
            pool_size=THREADS,
            max_overflow=0,
            connect_args={"timeout": wait_seconds},
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sqlite-reader")

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What a function finds in one state of the file."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, work)

    def close(self) -> None:
        """End the threads, close the connections."""
        self._threads.shutdown()
        self._engine.dispose()

    def _run(self, work: Callable[[Connection], T]) -> T:
        with self._engine.connect() as connection, connection.begin() as transaction:
            try:
                return work(connection)
            finally:
                transaction.rollback()


def use_wal(execute: Callable[[str], object]) -> None:
    """Have readers and the writer of a file not wait for each other; kept in the file itself.

    The first switch of a new file wants it alone, and SQLite does not wait for that by itself.

    Args:
        execute: runs a statement on the connection.
    """
    for _ in range(WAL_TRIES):
        try:
            execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(WAL_PAUSE_SECONDS)
        else:
            return
    execute("PRAGMA journal_mode=WAL")


def _prepare(connection: Any, record: object) -> None:
    """Transactions begin where we say so, and write nothing."""
    del record
    connection.isolation_level = None
    use_wal(connection.execute)
    connection.execute("PRAGMA query_only=ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN DEFERRED")
