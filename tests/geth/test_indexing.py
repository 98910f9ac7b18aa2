# SPDX-License-Identifier: Apache-2.0
"""geth's head is set back while its events are read; the rows are those of a rebuild."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from shouxin.indexing.running import run
from shouxin.lending.verification import Contracts, compare
from shouxin.story.cast import Cast
from shouxin.story.stage import Stage
from tests.databases import opened_database
from tests.geth.geth_node import GethNode
from tests.indexing.conftest import dumped, indexer_of

pytestmark = pytest.mark.anyio

ROUNDS, DEPTH_MAX = 6, 64


def _acts(stage: Stage, cast: Cast, random: Random) -> list[Callable[[], object]]:
    desk, bank, token = stage.deployment.desk, cast.bank.sender, stage.token.address
    return [
        lambda: desk.cancel(int.from_bytes(os.urandom(24)), sender=bank),
        lambda: desk.deposit(token, random.randint(1, 99), sender=bank),
        lambda: desk.withdraw(token, 1, sender=bank),
        lambda: desk.cancel_all(sender=bank),
    ]


def _grow(stage: Stage, cast: Cast, random: Random, blocks: int) -> None:
    for _ in range(blocks):
        random.choice(_acts(stage, cast, random))()


async def test_rows_equal_a_rebuild_after_the_head_was_set_back(
    stage: Stage, cast: Cast, node: GethNode, tmp_path: Path
) -> None:
    random = Random(3)  # noqa: S311 - a history that can be told again
    await asyncio.to_thread(_grow, stage, cast, random, 2)
    async with opened_database("sqlite", tmp_path) as database:
        indexer = indexer_of(stage, database)
        for number in range(ROUNDS):
            reading = asyncio.create_task(run(indexer))
            depth = random.choice([1, 2, random.randint(3, DEPTH_MAX)])
            at = stage.chain.block().number
            await asyncio.to_thread(_grow, stage, cast, random, depth)
            await asyncio.to_thread(node.set_head, at)
            cast.bank.sender._nonce = None
            await asyncio.to_thread(_grow, stage, cast, random, random.randint(1, depth))
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            done = await indexer.catch_up()
            folder = tmp_path / str(number)
            await asyncio.to_thread(folder.mkdir)
            async with opened_database("sqlite", folder) as other:
                await indexer_of(stage, other).catch_up()
                assert await dumped(database) == await dumped(other)
        contracts = Contracts(stage.chain, stage.deployment.manifest, done.head_block)
        async with database.reading() as connection:
            compared = await connection.run_sync(compare, contracts)
    assert compared.differences == []
    assert compared.compared > 0
