# SPDX-License-Identifier: Apache-2.0
"""Whether a process can do its work: each part answers for itself, within a bounded time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shouxin.primitives.errors import ShouxinError
from shouxin.telemetry.metrics import IS_READY

PART_SECONDS = 3.0

Part = Callable[[], Awaitable[Mapping[str, Any]]]
"""What it knows of itself; raises ``ShouxinError`` while it is not ready."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was found.

    Attributes:
        is_ready: whether all parts are.
        parts: of each ``is_ready`` and what it says.
    """

    is_ready: bool
    parts: Mapping[str, Mapping[str, Any]]


async def readiness_of(parts: Mapping[str, Part], seconds: float = PART_SECONDS) -> Readiness:
    """Ask all parts at once; one that is silent too long is not ready."""
    answers = await asyncio.gather(*(_ask(part, seconds) for part in parts.values()))
    found = dict(zip(parts, answers, strict=True))
    for name, answer in found.items():
        IS_READY.labels(name).set(int(answer["is_ready"]))
    return Readiness(all(answer["is_ready"] for answer in answers), found)


async def _ask(part: Part, seconds: float) -> dict[str, Any]:
    try:
        async with asyncio.timeout(seconds):
            return {"is_ready": True, **await part()}
    except ShouxinError as error:
        return {
            "is_ready": False,
            "code": error.code,
            "detail_en": error.message,
            "detail_zh": error.message_zh,
        }
    except TimeoutError:
        return {
            "is_ready": False,
            "code": "health.silent",
            "detail_en": f"no answer within {seconds:g} s",
            "detail_zh": f"{seconds:g} 秒内没有应答",
        }
