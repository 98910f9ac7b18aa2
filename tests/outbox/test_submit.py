# SPDX-License-Identifier: Apache-2.0
"""Handing calls in: what is refused costs nothing, and a name stands for one call."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from eth_account.signers.local import LocalAccount

from shouxin.chain.abi import Function
from shouxin.chain.deploy import deploy
from shouxin.chain.reverts import Reverted
from shouxin.chain.sender import Sender
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.settings import SpendingLimits
from shouxin.outbox.spending import SpentError
from shouxin.outbox.transaction import Call, Status
from shouxin.primitives.errors import BadInput, NotFoundError, Refused
from tests.outbox.running import Running, to_someone

pytestmark = pytest.mark.anyio
COST_MAX = 10**15


async def test_a_refusal_comes_back_as_the_contracts_code_and_costs_nothing(
    running: Running, new_account: Callable[[], LocalAccount], tmp_path: Path
) -> None:
    deployment = await asyncio.to_thread(deploy, Sender(running.chain, new_account()), tmp_path)
    data = Function("set_governance", ("address",), ()).encode([deployment.registry.address])
    call = Call(deployment.registry.address, data)
    with pytest.raises(Reverted) as caught:
        await running.hand_in(call, "k")
    assert caught.value.code == "registry.not_governance"
    assert await running.spent() == 0
    again = await running.hand_in(to_someone(), "k")
    assert again.status is Status.QUEUED


async def test_a_name_used_for_another_call_is_refused(running: Running) -> None:
    await running.hand_in(to_someone(), "k")
    with pytest.raises(Refused) as caught:
        await running.hand_in(to_someone(), "k")
    assert caught.value.code == "outbox.key_used"


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb"])
async def test_a_bad_name_is_refused(running: Running, key: str) -> None:
    with pytest.raises(BadInput) as caught:
        await running.outbox.submit(to_someone(), subject="0xuser", idempotency_key=key)
    assert caught.value.code == "outbox.bad_key"


async def test_a_sender_without_a_key_here_is_refused(running: Running) -> None:
    other = Call(to_someone().to, b"", 1, sender=to_someone().to)
    with pytest.raises(BadInput) as caught:
        await running.hand_in(other)
    assert caught.value.code == "outbox.no_such_sender"


async def test_an_unknown_id_is_not_found(running: Running) -> None:
    with pytest.raises(NotFoundError):
        await running.outbox.transaction("0x" + "00" * 16)


async def test_a_users_day_has_a_limit_that_others_do_not_share(running: Running) -> None:
    limits = SpendingLimits(user_day_wei=COST_MAX, service_day_wei=10 * COST_MAX)
    outbox = Outbox(running.database, running.chain, [str(running.account.address)], limits)
    await outbox.submit(to_someone(COST_MAX // 2), subject="0xuser", idempotency_key="1")
    with pytest.raises(SpentError) as caught:
        await outbox.submit(to_someone(COST_MAX // 2), subject="0xuser", idempotency_key="2")
    assert (caught.value.code, caught.value.status) == ("outbox.user_limit", 429)
    await outbox.submit(to_someone(COST_MAX // 2), subject="0xother", idempotency_key="2")
    assert await running.spent("0xuser") < COST_MAX


async def test_all_users_together_have_a_limit_and_the_services_own_calls_none(
    running: Running,
) -> None:
    limits = SpendingLimits(user_day_wei=COST_MAX, service_day_wei=COST_MAX)
    outbox = Outbox(running.database, running.chain, [str(running.account.address)], limits)
    await outbox.submit(to_someone(COST_MAX // 2), subject="0xuser", idempotency_key="1")
    with pytest.raises(SpentError) as caught:
        await outbox.submit(to_someone(COST_MAX // 2), subject="0xother", idempotency_key="1")
    assert caught.value.code == "outbox.service_limit"
    own = await outbox.submit(
        to_someone(COST_MAX), subject="keeper", idempotency_key="1", is_own=True
    )
    assert own.status is Status.QUEUED


async def test_the_limit_is_of_a_day(running: Running) -> None:
    now = [1_800_000_000.0]
    limits = SpendingLimits(user_day_wei=COST_MAX, service_day_wei=COST_MAX)
    outbox = Outbox(
        running.database,
        running.chain,
        [str(running.account.address)],
        limits,
        clock=lambda: now[0],
    )
    await outbox.submit(to_someone(COST_MAX // 2), subject="0xuser", idempotency_key="1")
    now[0] += 86_400
    await outbox.submit(to_someone(COST_MAX // 2), subject="0xuser", idempotency_key="2")


async def test_the_same_call_by_the_same_name_is_the_same_transaction(
    running: Running,
) -> None:
    call = to_someone()
    one, other, *more = await asyncio.gather(*(running.hand_in(call, "k") for _ in range(8)))
    assert {each.id for each in more} == {one.id} == {other.id}
    elsewhere = await running.hand_in(call, "k", subject="0xother")
    assert elsewhere.id != one.id
    assert await running.told(one) == ["transaction.queued"]


async def test_what_was_done_meanwhile_is_answered_with_what_was_done(
    running: Running,
) -> None:
    """A retry after success would now be refused by the contract; it is not tried again."""
    call = to_someone()
    first = await running.hand_in(call, "k")
    async with running.sending():
        await running.settled(first)
    assert (await running.hand_in(call, "k")).status is Status.CONFIRMED
