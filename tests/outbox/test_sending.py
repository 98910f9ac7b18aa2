# SPDX-License-Identifier: Apache-2.0
"""Sending: each once, failures with their reason, fees raised, dead letters that block nobody."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from eth_account.signers.local import LocalAccount
from sqlalchemy import update

from shouxin.chain.abi import Function
from shouxin.chain.deploy import deploy
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender, new_key
from shouxin.outbox.tables import transactions
from shouxin.outbox.transaction import Call, Status
from tests.outbox.running import QUICK, Running, to_someone

pytestmark = pytest.mark.anyio


async def test_each_is_sent_once_and_its_cost_is_settled(running: Running) -> None:
    calls = [to_someone() for _ in range(30)]
    handed_in = [await running.hand_in(call) for call in calls]
    reserved = await running.spent()
    async with running.sending():
        done = await running.settled(*handed_in)
    assert {one.status for one in done} == {Status.CONFIRMED}
    assert sorted(one.nonce for one in done if one.nonce is not None) == list(range(30))
    assert [running.chain.balance(call.to) for call in calls] == [7] * 30
    spent = 10 * 10**18 - running.chain.balance(str(running.account.address))
    assert await running.spent() == await running.spent("0xuser") == spent < reserved
    assert (await running.told(done[0]))[-1] == "transaction.confirmed"


async def test_a_refusal_on_chain_is_failed_with_its_code(
    running: Running, new_account: Callable[[], LocalAccount], tmp_path: Path
) -> None:
    """Two that exclude each other pass their trials, for neither is in a block yet."""
    deployment = await asyncio.to_thread(deploy, Sender(running.chain, new_account()), tmp_path)
    data = Function("cancel_nonce", ("uint256",), ()).encode([5])
    handed_in = [
        await running.hand_in(Call(deployment.relay.address, data), str(n)) for n in range(2)
    ]
    async with running.sending():
        done, failed = await running.settled(*handed_in)
    assert done.status is Status.CONFIRMED
    assert failed.status is Status.FAILED
    assert failed.failure is not None
    assert failed.failure.code == "signature.nonce"
    assert (await running.told(failed))[-1] == "transaction.failed"
    again = await running.hand_in(Call(deployment.relay.address, data), "1")
    assert again.status is Status.FAILED


async def test_a_dead_letter_says_why_and_blocks_nobody(running: Running) -> None:
    first, bad, last = [await running.hand_in(to_someone()) for _ in range(3)]
    async with running.database.begin() as connection:
        await connection.execute(
            update(transactions).where(transactions.c.id == bad.id).values(gas_limit=20_000)
        )
    async with running.sending():
        done = await running.settled(first, bad, last)
    assert [one.status for one in done] == [Status.CONFIRMED, Status.DEAD, Status.CONFIRMED]
    assert done[1].failure is not None
    assert "gas" in done[1].failure.message
    assert running.chain.balance(str(bad.to)) == 0
    assert running.chain.balance(str(last.to)) == 7


async def test_fees_too_low_are_raised(running: Running) -> None:
    low = replace(QUICK, fee_max_wei=10)
    one = await running.hand_in(to_someone())
    async with running.sending(low):
        await running.reached(one, Status.QUEUED)
        await asyncio.sleep(0.3)
    stuck = await running.outbox.transaction(one.id)
    assert stuck.status is Status.QUEUED
    assert stuck.nonce == 0
    async with running.sending(QUICK):
        (done,) = await running.settled(one)
    assert done.status is Status.CONFIRMED
    assert done.nonce == 0
    assert done.transaction_hash != stuck.transaction_hash
    assert running.chain.balance(str(one.to)) == 7


async def test_a_key_for_the_service_s_own_calls_pays_for_no_user(running: Running) -> None:
    call = to_someone()
    of_user = await running.hand_in(call)
    own = await running.outbox.submit(
        to_someone(), subject="keeper", idempotency_key="own", is_own=True
    )
    async with running.sending(replace(QUICK, is_own=True)):
        (done,) = await running.settled(own)
    assert done.status is Status.CONFIRMED
    assert (await running.outbox.transaction(of_user.id)).status is Status.QUEUED
    assert running.chain.balance(call.to) == 0


async def test_a_key_without_coins_waits_for_them(running: Running, chain: Chain) -> None:
    poor = Running(running.database, chain, new_key())
    one = await poor.hand_in(Call(to_someone().to, b"", 0))
    async with poor.sending():
        await asyncio.sleep(0.3)
        assert (await poor.outbox.transaction(one.id)).status is Status.QUEUED
        await asyncio.to_thread(
            Sender(chain, running.account).send, str(poor.account.address), value=10**17
        )
        (done,) = await poor.settled(one)
    assert done.status is Status.CONFIRMED


async def test_a_nonce_that_was_used_elsewhere_costs_a_new_one_and_not_a_second_sending(
    running: Running, chain: Chain
) -> None:
    handed_in = [await running.hand_in(to_someone()) for _ in range(5)]
    low = replace(QUICK, fee_max_wei=10)
    async with running.sending(low):  # signs them all, and no node takes them
        await asyncio.sleep(0.3)
    await asyncio.to_thread(Sender(chain, running.account).send, to_someone().to, value=1)
    async with running.sending():
        done = await running.settled(*handed_in)
    assert {one.status for one in done} == {Status.CONFIRMED}
    assert sorted(one.nonce for one in done if one.nonce is not None) == [1, 2, 3, 4, 5]
    assert [chain.balance(str(one.to)) for one in done] == [7] * 5
