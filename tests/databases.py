# SPDX-License-Identifier: Apache-2.0
"""Empty databases for tests: SQLite always, and PostgreSQL when SHOUXIN_TEST_POSTGRES names one.

A test takes the fixture ``database`` (in ``tests/conftest.py``) and runs once on each.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from shouxin.store.database import Database
from shouxin.store.migrate import upgrade

POSTGRES = os.environ.get("SHOUXIN_TEST_POSTGRES", "")
BACKENDS = ["sqlite", "postgresql"] if POSTGRES else ["sqlite"]


@asynccontextmanager
async def database_url(backend: str, folder: Path) -> AsyncIterator[str]:
    """The URL of an empty database, which is gone afterwards."""
    if backend == "sqlite":
        yield f"sqlite:///{folder / 'shouxin.db'}"
        return
    name = f"shouxin_{uuid.uuid4().hex}"
    url = make_url(POSTGRES).set(drivername="postgresql")
    administrator = await asyncpg.connect(url.render_as_string(hide_password=False))
    try:
        await administrator.execute(f"CREATE DATABASE {name}")
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            await administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await administrator.close()


@asynccontextmanager
async def opened_database(backend: str, folder: Path) -> AsyncIterator[Database]:
    """A database with all tables, which is gone afterwards."""
    async with database_url(backend, folder) as url:
        database = Database(url)
        try:
            await upgrade(database)
            yield database
        finally:
            await database.close()
