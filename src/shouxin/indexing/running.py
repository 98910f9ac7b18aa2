# SPDX-License-Identifier: Apache-2.0
"""Keeps an indexer going: node and database may go away and come back; who is second waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from shouxin.indexing.indexer import Indexer, Step
from shouxin.primitives.errors import ShouxinError
from shouxin.telemetry.logs import get_logger
from shouxin.telemetry.metrics import INDEXED_BLOCK, INDEXED_EVENTS, NODE_BLOCK, ROLLED_BACK

LOG = get_logger("shouxin.indexer")
STANDBY_SECONDS = 0.5
WAIT_SECONDS_FIRST, WAIT_SECONDS_MAX = 0.1, 5.0
TRIES_AT_ONCE = 3


async def run(indexer: Indexer, tell: Callable[[Step], None] = lambda _step: None) -> None:
    """Step until cancelled.

    Args:
        indexer: what steps.
        tell: told of each step, for a progress bar.
    """
    failures = 0
    try:
        while True:
            try:
                step = await indexer.step()
            except ShouxinError as error:
                failures += 1
                if failures > TRIES_AT_ONCE:  # the chain moved between two answers, most likely
                    LOG.warning("indexer_waits", code=error.code, reason=error.message)
                await asyncio.sleep(_pause(failures))
                continue
            failures = 0
            _count(indexer, step)
            tell(step)
            if step.is_caught_up:
                await asyncio.sleep(indexer.settings.poll_seconds)
            elif step.kind == "standby":
                await asyncio.sleep(STANDBY_SECONDS)
    finally:
        await asyncio.shield(_released(indexer))


async def _released(indexer: Indexer) -> None:
    """Let another write at once; if the database is away, it finds out by itself."""
    try:
        await indexer.release()
    except ShouxinError as error:
        LOG.info("lease_not_released", code=error.code)


def _pause(failures: int) -> float:
    return float(min(WAIT_SECONDS_FIRST * 2 ** (failures - 1), WAIT_SECONDS_MAX))


def _count(indexer: Indexer, step: Step) -> None:
    if step.kind == "standby":
        return
    NODE_BLOCK.set(step.head_block)
    INDEXED_BLOCK.set(step.next_block - 1)
    INDEXED_EVENTS.inc(step.events)
    if step.kind == "rolled_back":
        ROLLED_BACK.inc(step.taken_back)
        LOG.warning("rolled_back", to_block=step.next_block - 1, blocks=step.taken_back)
    if step.kind == "rebuilding":
        LOG.warning("rebuilding", from_block=indexer.first_block)
