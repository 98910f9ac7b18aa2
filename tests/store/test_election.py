# SPDX-License-Identifier: Apache-2.0
"""One holder at a time, whatever clocks say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from shouxin.store.database import Database
from shouxin.store.election import Lease, LeaseLostError, leases

pytestmark = pytest.mark.anyio


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def _do(database: Database, work: Callable[[Any], Any]) -> Any:
    async with database.begin() as connection:
        return await connection.run_sync(work)


def _lease(stopwatch: Stopwatch) -> Lease:
    return Lease("writer", patience_seconds=5, stopwatch=stopwatch)


async def test_a_second_candidate_waits_while_the_holder_beats(database: Database) -> None:
    stopwatch = Stopwatch()
    holder, other = _lease(stopwatch), _lease(stopwatch)
    assert await _do(database, holder.acquire)
    for _ in range(10):
        stopwatch.seconds += 4
        await _do(database, holder.beat)
        assert not await _do(database, other.acquire)


async def test_a_silent_holder_is_replaced_and_can_write_no_more(database: Database) -> None:
    stopwatch = Stopwatch()
    holder, other = _lease(stopwatch), _lease(stopwatch)
    assert await _do(database, holder.acquire)
    assert not await _do(database, other.acquire)
    stopwatch.seconds += 5
    assert await _do(database, other.acquire)
    with pytest.raises(LeaseLostError) as refused:
        await _do(database, holder.beat)
    assert refused.value.code == "store.lease_lost"
    assert not await _do(database, holder.acquire)
    await _do(database, other.beat)


async def test_a_released_lease_is_free_at_once(database: Database) -> None:
    stopwatch = Stopwatch()
    holder, other = _lease(stopwatch), _lease(stopwatch)
    assert await _do(database, holder.acquire)
    await _do(database, other.release)
    assert not await _do(database, other.acquire)
    await _do(database, holder.release)
    assert await _do(database, other.acquire)


async def test_of_many_candidates_at_once_one_holds(database: Database) -> None:
    stopwatch = Stopwatch()
    candidates = [_lease(stopwatch) for _ in range(8)]
    won = await asyncio.gather(*(_do(database, each.acquire) for each in candidates))
    assert sum(won) == 1
    stopwatch.seconds += 5
    again = await asyncio.gather(*(_do(database, each.acquire) for each in candidates))
    async with database.reading() as connection:
        (row,) = (await connection.execute(select(leases))).all()
    holding = [each.holder for each, is_won in zip(candidates, again, strict=True) if is_won]
    assert row.holder in holding
    assert len(holding) <= 2  # the old holder may have been told so before it was replaced
