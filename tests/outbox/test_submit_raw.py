# SPDX-License-Identifier: Apache-2.0
"""Transactions that users signed and pay: passed on, followed, never changed."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from eth_account.signers.local import LocalAccount

from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender
from shouxin.outbox.transaction import Status, Transaction
from shouxin.primitives.errors import BadInput, Refused
from tests.outbox.running import QUICK, Running, to_someone

pytestmark = pytest.mark.anyio


def signed(account: LocalAccount, nonce: int, **fields: Any) -> bytes:
    """A transfer by its account."""
    made = {
        "type": 2,
        "chainId": 31337,
        "nonce": nonce,
        "gas": 21_000,
        "maxFeePerGas": 3 * 10**9,
        "maxPriorityFeePerGas": 0,
        "to": to_someone().to,
        "value": 7,
        **fields,
    }
    made = {name: value for name, value in made.items() if value is not None}
    return bytes(account.sign_transaction(made).raw_transaction)


async def passed_on(running: Running, raw: bytes, key: str) -> Transaction:
    return await running.outbox.submit_raw(raw, subject="0xuser", idempotency_key=key)


@pytest.mark.parametrize("raw", [b"", b"\x00", b"\x02", b"\xc0", b"\x02\xc0", b"\xff" * 300])
async def test_what_is_no_transaction_is_refused(running: Running, raw: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        await passed_on(running, raw, "k")
    assert caught.value.code == "outbox.bad_raw"


async def test_one_for_another_chain_or_for_any_is_refused(running: Running) -> None:
    legacy = {"type": None, "maxFeePerGas": None, "maxPriorityFeePerGas": None}
    for raw in (
        signed(running.account, 0, chainId=1),
        signed(running.account, 0, chainId=None, gasPrice=10**10, **legacy),
    ):
        with pytest.raises(BadInput) as caught:
            await passed_on(running, raw, "k")
        assert caught.value.code == "outbox.wrong_chain"


async def test_a_used_nonce_is_refused(running: Running, chain: Chain) -> None:
    await asyncio.to_thread(Sender(chain, running.account).send, to_someone().to)
    with pytest.raises(Refused) as caught:
        await passed_on(running, signed(running.account, 0), "k")
    assert caught.value.code == "outbox.nonce_used"


async def test_they_are_sent_in_the_order_of_their_nonces(
    running: Running, chain: Chain, new_account: Callable[[], LocalAccount]
) -> None:
    user, gas_price = new_account(), 3 * 10**9
    legacy = {"type": None, "maxFeePerGas": None, "maxPriorityFeePerGas": None}
    raws = [signed(user, nonce) for nonce in range(4)]
    raws.append(signed(user, 4, gasPrice=gas_price, **legacy))
    async with running.sending():
        kept = [await passed_on(running, raw, str(n)) for n, raw in reversed([*enumerate(raws)])]
        done = await running.settled(*kept)
    assert {one.status for one in done} == {Status.CONFIRMED}
    assert {one.sender for one in done} == {user.address}
    assert [chain.balance(str(one.to)) for one in done] == [7] * 5
    assert await running.spent() == 0


async def test_the_same_bytes_are_the_same_transaction(running: Running) -> None:
    raw = signed(running.account, 0)
    one = await passed_on(running, raw, "k")
    assert (await passed_on(running, raw, "other")).id == one.id
    other_user = await running.outbox.submit_raw(raw, subject="0xother", idempotency_key="k")
    assert other_user.id == one.id


async def test_a_nonce_used_for_another_is_told_as_replaced(
    running: Running, chain: Chain, new_account: Callable[[], LocalAccount]
) -> None:
    user = new_account()
    one = await passed_on(running, signed(user, 0), "k")
    await asyncio.to_thread(Sender(chain, user).send, to_someone().to)
    async with running.sending():
        (done,) = await running.settled(one)
    assert done.status is Status.REPLACED
    assert done.failure is not None
    assert chain.balance(str(one.to)) == 0


async def test_one_that_waits_for_another_too_long_is_dropped(
    running: Running, new_account: Callable[[], LocalAccount]
) -> None:
    one = await passed_on(running, signed(new_account(), 3), "k")
    async with running.sending(replace(QUICK, give_up_seconds=1)):
        (done,) = await running.settled(one)
    assert done.status is Status.DROPPED
    assert done.failure is not None
    assert done.failure.code == "outbox.dropped"
