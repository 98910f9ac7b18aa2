# SPDX-License-Identifier: Apache-2.0

from collections.abc import Callable
from itertools import groupby
from operator import itemgetter

import pytest
from sqlalchemy import Connection, select

from shouxin.lending.tables import claims, desk_balances
from shouxin.store.database import Database
from shouxin.store.rows import Rows, clear, roll_back, undo

pytestmark = pytest.mark.anyio

CURRENCY = "0x" + "cc" * 20

HUGE = 2**255


def _move(rows: Rows, block: int, index: int, owner: str, amount: int) -> None:
    found = rows.find(desk_balances, owner, CURRENCY)
    held = amount + (found["amount"] if found else 0)
    if held:
        rows.put(desk_balances, {"lender": owner, "currency": CURRENCY, "amount": held})
    else:
        rows.remove(desk_balances, owner, CURRENCY)
    event = {"block_number": block, "log_index": index, "transaction_hash": "0x", "block_time": 1}
    rows.add(claims, event | {"loan": "0x", "holder": owner, "amount": amount})


async def _do(database: Database, work: Callable[[Connection], object]) -> None:
    async with database.begin() as connection:
        await connection.run_sync(work)


async def _held(database: Database) -> dict[str, int]:
    async with database.reading() as connection:
        return {row.lender: row.amount for row in await connection.execute(select(desk_balances))}


def _written(*steps: tuple[int, str, int]) -> Callable[[Connection], None]:
    def write(connection: Connection) -> None:
        rows = Rows(connection)
        for number, of_block in groupby(steps, key=itemgetter(0)):
            rows.begin_block(number, keeps_undo=True)
            for index, (block, owner, amount) in enumerate(of_block):
                _move(rows, block, index, owner, amount)
        rows.write()

    return write


async def test_a_word_of_256_bits_comes_back_whole(database: Database) -> None:
    await _do(database, _written((1, "a", HUGE)))
    assert await _held(database) == {"a": HUGE}


async def test_rows_are_as_they_were_after_any_block_that_is_rolled_back_to(
    database: Database,
) -> None:
    steps = [(1, "a", 5), (2, "b", 7), (3, "a", -5), (4, "a", 9), (4, "b", 1), (5, "b", -8)]
    after: list[dict[str, int]] = [{}]
    for number in range(1, 6):
        await _do(database, _written(*[step for step in steps if step[0] == number]))
        after.append(await _held(database))
    for number in (4, 2, 0):
        await _do(database, lambda connection, to=number: roll_back(connection, to))
        assert await _held(database) == after[number]
    async with database.reading() as connection:
        assert (await connection.execute(select(claims))).all() == []
        assert (await connection.execute(select(undo))).all() == []


async def test_one_transaction_with_several_blocks_is_rolled_back_block_by_block(
    database: Database,
) -> None:
    await _do(database, _written((1, "a", 5), (2, "a", 1), (3, "a", -6)))
    assert await _held(database) == {}
    await _do(database, lambda connection: roll_back(connection, 2))
    assert await _held(database) == {"a": 6}
    await _do(database, lambda connection: roll_back(connection, 1))
    assert await _held(database) == {"a": 5}


async def test_nothing_is_written_if_the_transaction_fails(database: Database) -> None:
    def fail(connection: Connection) -> None:
        _written((1, "a", 5))(connection)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await _do(database, fail)
    assert await _held(database) == {}


async def test_clearing_leaves_no_projected_row(database: Database) -> None:
    await _do(database, _written((1, "a", 5)))
    await _do(database, clear)
    assert await _held(database) == {}
