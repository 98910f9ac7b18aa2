# SPDX-License-Identifier: Apache-2.0
"""Blocks taken back while sending: what was in them is sent again, and once."""

import asyncio
import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from eth_account.signers.local import LocalAccount

from shouxin.chain.node import EmbeddedNode
from shouxin.chain.rpc import Chain
from shouxin.config import Config
from shouxin.outbox.settings import ETHER, SpendingLimits
from shouxin.outbox.transaction import Status
from shouxin.store.database import Database
from tests.outbox.running import QUICK, Running, to_someone

pytestmark = pytest.mark.anyio
FINAL_AFTER = 6


@pytest.fixture(scope="module")
def node(config: Config) -> Iterator[EmbeddedNode]:
    """One that mines at once, and whose head can be set back."""
    with config.embedded_node() as running:
        yield running


@pytest.fixture
def chain(node: EmbeddedNode) -> Chain:
    return node.chain


@pytest.fixture
def new_account(node: EmbeddedNode) -> Callable[[], LocalAccount]:
    return node.new_account


@pytest.fixture
def patient(database: Database, chain: Chain, new_account: Callable[[], LocalAccount]) -> Running:
    """Blocks are final here after some others."""
    settings = replace(QUICK, confirmations=FINAL_AFTER)
    return Running(database, chain, new_account(), settings, SpendingLimits(ETHER, ETHER))


async def asked(node: EmbeddedNode, method: str, *params: object) -> object:
    return await asyncio.to_thread(node.chain.request, method, *params)


async def final(node: EmbeddedNode) -> None:
    for _ in range(FINAL_AFTER):
        await asked(node, "evm_mine")


async def test_what_was_mined_and_taken_back_is_sent_again(
    patient: Running, node: EmbeddedNode
) -> None:
    before = await asked(node, "evm_snapshot")
    async with patient.sending():
        one = await patient.hand_in(to_someone())
        mined = await patient.reached(one, Status.MINED)
        await asked(node, "evm_revert", before)
        await asked(node, "evm_mine")
        again = await patient.reached(one, Status.MINED)
        while again.block_hash == mined.block_hash:
            again = await patient.reached(one, Status.MINED)
        await final(node)
        (done,) = await patient.settled(one)
    assert done.status is Status.CONFIRMED
    assert done.transaction_hash == mined.transaction_hash
    assert node.chain.balance(str(one.to)) == 7


async def test_what_was_confirmed_too_early_is_sent_again_before_its_nonce_is_used(
    running: Running, node: EmbeddedNode
) -> None:
    """Deeper than the confirmations that were set: the key's nonces go back, and are not reused."""
    async with running.sending():
        before = await asked(node, "evm_snapshot")
        first = [await running.hand_in(to_someone()) for _ in range(5)]
        await running.settled(*first)
        await asked(node, "evm_revert", before)
        later = [await running.hand_in(to_someone()) for _ in range(3)]
        await running.settled(*later)
        await asyncio.sleep(0.5)
        done = await running.settled(*first, *later)
    assert {one.status for one in done} == {Status.CONFIRMED}
    assert sorted(one.nonce for one in done if one.nonce is not None) == list(range(8))
    assert [node.chain.balance(str(one.to)) for one in done] == [7] * 8


async def test_random_reorganisations_under_load_lose_nothing(
    patient: Running, node: EmbeddedNode
) -> None:
    await _reorganised(patient, node, rounds=12, depth_max=6)


@pytest.mark.long
async def test_200_random_reorganisations_while_sending(
    patient: Running, node: EmbeddedNode
) -> None:
    patient.settings = replace(patient.settings, confirmations=64 + FINAL_AFTER)
    await _reorganised(patient, node, rounds=200, depth_max=64)


async def _reorganised(
    patient: Running, node: EmbeddedNode, *, rounds: int, depth_max: int
) -> None:
    chance, handed_in = random.Random(64), []  # noqa: S311 - moments, not secrets
    async with patient.sending():
        for _ in range(rounds):
            snapshot = await asked(node, "evm_snapshot")
            count = chance.choice([chance.randint(1, 6), chance.randint(1, depth_max)])
            handed_in += [await patient.hand_in(to_someone()) for _ in range(count)]
            await asyncio.sleep(chance.uniform(0, 0.025 * count))
            if chance.random() < 0.7:
                await asked(node, "evm_revert", snapshot)
        for one in handed_in:
            while not (await patient.outbox.transaction(one.id)).is_settled:
                await asked(node, "evm_mine")
        done = await patient.settled(*handed_in)
    assert {one.status for one in done} == {Status.CONFIRMED}
    assert [node.chain.balance(str(one.to)) for one in done] == [7] * len(done)
    count = int(str(await asked(node, "eth_getTransactionCount", done[0].sender, "latest")), 16)
    assert count == len(done)
