# SPDX-License-Identifier: Apache-2.0
"""A process is ready when all of its parts are; each says for itself why it is not."""

import asyncio
from typing import Any

import pytest

from shouxin.primitives.errors import ChainError
from shouxin.telemetry.metrics import REGISTRY
from shouxin.telemetry.readiness import readiness_of

pytestmark = pytest.mark.anyio


async def good() -> dict[str, Any]:
    return {"block": 7}


async def failed() -> dict[str, Any]:
    raise ChainError("chain.node_down", "no node answers", "没有节点响应")


async def silent() -> dict[str, Any]:
    await asyncio.sleep(60)
    return {}


async def test_a_part_that_fails_or_is_silent_is_named_and_the_others_answer() -> None:
    found = await readiness_of({"database": good, "node": failed, "sender": silent}, 0.05)
    assert not found.is_ready
    assert found.parts["database"] == {"is_ready": True, "block": 7}
    assert found.parts["node"]["code"] == "chain.node_down"
    assert found.parts["node"]["detail_zh"] == "没有节点响应"
    assert found.parts["sender"]["code"] == "health.silent"
    assert REGISTRY.get_sample_value("shouxin_ready", {"part": "node"}) == 0
    assert REGISTRY.get_sample_value("shouxin_ready", {"part": "database"}) == 1


async def test_it_is_ready_when_all_parts_are() -> None:
    assert (await readiness_of({"database": good, "node": good})).is_ready
    assert (await readiness_of({})).is_ready


async def test_a_bug_in_a_part_is_no_refusal() -> None:
    async def broken() -> dict[str, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await readiness_of({"part": broken})
