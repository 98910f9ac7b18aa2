# SPDX-License-Identifier: Apache-2.0
"""Brings a database's tables to this version's, or back to an earlier one's."""

from __future__ import annotations

from shouxin.store.database import Database
from shouxin.store.schema import METADATA


async def upgrade(database: Database) -> None:
    """Make or change the tables so that this version can use them."""
    async with database.begin() as connection:
        await connection.run_sync(METADATA.create_all)
