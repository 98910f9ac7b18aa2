# SPDX-License-Identifier: Apache-2.0

import asyncio

import pytest
from sqlalchemy import func, insert, select

from shouxin.store.changes import CHANGES_KEPT, Change, changes, changes_after, forget_changes, tell
from shouxin.store.database import Database

pytestmark = pytest.mark.anyio
CHANGE = Change("loan.paid", "0x01", {"amount_units": "7"}, "0x02", 5)


async def test_what_a_transaction_told_is_written_with_it_and_last(database: Database) -> None:
    async with database.begin() as connection:
        await connection.run_sync(tell, [CHANGE])
        written = await connection.execute(select(func.count()).select_from(changes))
        assert written.scalar_one() == 0
    async with database.reading() as connection:
        (found,) = await changes_after(connection, 0)
    assert (found.kind, found.payload, found.block_number) == ("loan.paid", CHANGE.payload, 5)


async def test_what_failed_told_nobody(database: Database) -> None:
    async def fail() -> None:
        async with database.begin() as connection:
            await connection.run_sync(tell, [CHANGE])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.reading() as connection:
        assert await changes_after(connection, 0) == []


async def test_writers_that_tell_early_do_not_wait_for_each_other_in_a_ring(
    database: Database,
) -> None:
    """Each tells, then changes a row that another has changed before it told."""

    async def write(number: int) -> None:
        async with database.begin() as connection:
            await connection.run_sync(tell, [CHANGE])
            for row in (1, 2):
                subject = f"0x{row}"
                await connection.execute(
                    changes.update().where(changes.c.subject == subject).values(payload=str(number))
                )
                await asyncio.sleep(0.01)

    async with database.begin() as connection:
        rows = [{"kind": "k", "subject": f"0x{row}", "payload": "{}"} for row in (1, 2)]
        await connection.execute(insert(changes), rows)
    await asyncio.gather(*(write(number) for number in range(6)))
    async with database.reading() as connection:
        assert len(await changes_after(connection, 0)) == 8


async def test_old_ones_are_dropped(database: Database) -> None:
    async with database.begin() as connection:
        values = {"kind": "k", "subject": "0x", "payload": "{}"}
        await connection.execute(insert(changes), [{"id": 1, **values}])
        await connection.execute(insert(changes), [{"id": CHANGES_KEPT + 1, **values}])
        await connection.run_sync(forget_changes)
    async with database.reading() as connection:
        assert [each.id for each in await changes_after(connection, 0)] == [CHANGES_KEPT + 1]
