# SPDX-License-Identifier: Apache-2.0
"""Reads new changes over one connection that stays open, so that looking often costs little."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from shouxin.store.changes import Change, changes, changes_after
from shouxin.store.database import Database, failure_of

BATCH = 500


class ChangeReader:
    """One process's reader; used by one task at a time.

    Attributes:
        last_id: of the newest change that was read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None
        self._version: int | None = None
        self.last_id = 0

    async def begin(self) -> None:
        """Begin behind the newest change.

        Raises:
            DatabaseError: the database can't be reached.
        """
        async with self._database.reading() as connection:
            self.last_id = await newest_id(connection)

    async def read(self) -> list[Change]:
        """The changes since the last read, at most a batch; empty if there are none.

        Raises:
            DatabaseError: the database can't be reached; the next read tries again.
        """
        try:
            found = await self._read_new()
        except (DBAPIError, OSError) as error:
            await self.close()
            failure = failure_of(error, self._database.url)
            if failure is None:
                raise
            raise failure from error
        if found:
            self.last_id = found[-1].id or self.last_id
        return found

    async def close(self) -> None:
        """Close the connection."""
        connection, self._connection, self._version = self._connection, None, None
        if connection is not None:
            await connection.close()

    async def _read_new(self) -> list[Change]:
        if self._connection is not None and self._connection.invalidated:
            await self.close()
        connection = self._connection or await self._open()
        if not await self._is_changed(connection):
            return []
        found = await changes_after(connection, self.last_id, BATCH)
        if len(found) == BATCH:
            self._version = None  # there may be more
        return found

    async def _open(self) -> AsyncConnection:
        connection = await self._database.engine.connect()
        if self._database.is_sqlite:
            await connection.execution_options(shouxin_reading=True)
        else:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
        self._connection = connection
        return connection

    async def _is_changed(self, connection: AsyncConnection) -> bool:
        """Whether anybody else wrote since; PostgreSQL's answer is the read itself."""
        if not self._database.is_sqlite:
            return True
        version: int = (await connection.exec_driver_sql("PRAGMA data_version")).scalar_one()
        await connection.rollback()
        is_changed = version != self._version
        self._version = version
        return is_changed


async def newest_id(connection: AsyncConnection) -> int:
    """The newest change's id; 0 if there is none."""
    return (await connection.execute(select(func.max(changes.c.id)))).scalar_one() or 0


async def oldest_id(connection: AsyncConnection) -> int:
    """The oldest kept change's id; 0 if there is none."""
    return (await connection.execute(select(func.min(changes.c.id)))).scalar_one() or 0
