# SPDX-License-Identifier: Apache-2.0
"""The node or the database away and back, two senders with one key, a clock that is wrong."""

import asyncio
from collections.abc import Callable

import pytest
from eth_account.signers.local import LocalAccount

from shouxin.chain.gateway.lasting import LastingNode
from shouxin.chain.rpc import Chain
from shouxin.outbox.lane import Lane
from shouxin.outbox.transaction import Status
from shouxin.primitives.errors import ChainError
from shouxin.store.database import Database
from shouxin.store.election import Lease, LeaseLostError
from tests.outbox.running import QUICK, Running, to_someone

pytestmark = pytest.mark.anyio


async def test_two_senders_with_one_key_send_each_once(running: Running) -> None:
    other = Running(running.database, running.chain, running.account)
    async with running.sending(), other.sending():
        handed_in = [await running.hand_in(to_someone()) for _ in range(20)]
        done = await running.settled(*handed_in)
    assert {one.status for one in done} == {Status.CONFIRMED}
    assert [running.chain.balance(str(one.to)) for one in done] == [7] * 20


async def test_two_keys_share_the_work_and_send_each_once(
    running: Running, chain: Chain, new_account: Callable[[], LocalAccount]
) -> None:
    other = Running(running.database, chain, new_account())
    async with running.sending(), other.sending():
        handed_in = [await running.hand_in(to_someone()) for _ in range(40)]
        done = await running.settled(*handed_in)
    assert {one.status for one in done} == {Status.CONFIRMED}
    assert [chain.balance(str(one.to)) for one in done] == [7] * 40


async def test_who_was_silent_for_long_writes_nothing_any_more(running: Running) -> None:
    """One that hangs while another takes over finds out before it signs or sends."""
    moment = [0.0]
    hung, next_one = (
        Lane(
            running.database,
            running.chain,
            running.account,
            QUICK,
            lease=Lease("sender", stopwatch=lambda: moment[0]),
        )
        for _ in range(2)
    )
    assert await hung.round()
    assert not await next_one.round()
    moment[0] += 60
    assert await next_one.round()
    one = await running.hand_in(to_someone())
    with pytest.raises(LeaseLostError):
        await hung.round()
    assert not await hung.round()
    while not (await running.outbox.transaction(one.id)).is_settled:
        await next_one.round()
    assert running.chain.balance(str(one.to)) == 7


async def test_a_node_that_goes_and_comes_back_is_waited_for(
    running: Running, lasting: LastingNode
) -> None:
    one = await running.hand_in(to_someone())
    await asyncio.to_thread(lasting.stop)
    try:
        async with running.sending():
            await asyncio.sleep(0.3)
            with pytest.raises(ChainError):
                await running.hand_in(to_someone())
            await asyncio.to_thread(lasting.start)
            (done,) = await running.settled(one)
    finally:
        await asyncio.to_thread(lasting.revive)
    assert done.status is Status.CONFIRMED
    assert running.chain.balance(str(one.to)) == 7


async def test_a_database_that_is_locked_for_a_while_is_waited_for(
    running: Running, database: Database
) -> None:
    one = await running.hand_in(to_someone())
    async with running.sending():
        async with database.begin():
            await asyncio.sleep(0.3)
        (done,) = await running.settled(one)
    assert done.status is Status.CONFIRMED
