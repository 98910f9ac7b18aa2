# SPDX-License-Identifier: Apache-2.0
"""Requests are tried again where that can't do anything twice, and no longer than a bound."""

from __future__ import annotations

import httpx
import pytest

from shouxin.access.principal import Scope
from shouxin.client import ClientSettings, ServiceError
from shouxin.client.sending import back_off
from tests.api.world import World
from tests.client.asking import AT_ONCE, Between, Flaky, client_of, refused

pytestmark = pytest.mark.anyio
KEY = {"label": "nightly", "scopes": ["keys:write"], "days": 30}
LOST = httpx.ReadError("connection reset")


def busy(status: int, **headers: str) -> httpx.Response:
    problem = {"code": "limits.too_often", "detail_en": "often", "detail_zh": "频繁"}
    return httpx.Response(
        status, json=problem, headers={"content-type": "application/problem+json", **headers}
    )


@pytest.mark.parametrize("failure", [LOST, busy(429), busy(503), busy(502)])
async def test_a_read_is_tried_again(world: World, failure: Exception | httpx.Response) -> None:
    flaky = Flaky(world.app, [failure, failure], "before")
    async with client_of(world.app, transport=flaky) as client:
        assert (await client.about()).name == "Shouxin"
    assert len(flaky.asked) == 3


async def test_it_is_given_up_after_so_many_attempts(world: World) -> None:
    flaky = Flaky(world.app, [LOST] * 10, "before")
    async with client_of(world.app, transport=flaky) as client:
        with pytest.raises(ServiceError, check=lambda error: error.code == "client.unreachable"):
            await client.about()
    assert len(flaky.asked) == AT_ONCE.attempts_max


async def test_a_change_whose_answer_is_lost_is_done_once(world: World) -> None:
    token = await world.key(Scope.KEYS_WRITE)
    flaky = Flaky(world.app, [LOST], "after")
    async with client_of(world.app, token, transport=flaky) as client:
        with refused("idempotency.not_kept"):  # its answer held a secret: it is told it was done
            await client.request("POST", "/api/v1/keys", KEY)
        made = (await client.request("GET", "/api/v1/keys")).json()
    assert [key["label"] for key in made["items"]].count("nightly") == 1
    assert len({r.headers["idempotency-key"] for r in flaky.asked if r.method == "POST"}) == 1


async def test_a_change_keeps_its_name_over_all_attempts_and_another_has_another(
    world: World,
) -> None:
    flaky = Flaky(world.app, [LOST, busy(503), busy(429)], "before")
    body = {"address": "0x" + "11" * 20}
    async with client_of(world.app, transport=flaky) as client:
        await client.request("POST", "/api/v1/sign-in", body)
        assert len(flaky.asked) == 4
        assert len(flaky.keys) == 1
        await client.request("POST", "/api/v1/sign-in", body)
    assert len(flaky.keys) == 2


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500])
async def test_a_no_is_not_asked_again(world: World, status: int) -> None:
    flaky = Flaky(world.app, [busy(status)], "before")
    async with client_of(world.app, transport=flaky) as client:
        with refused("limits.too_often"):
            await client.about()
    assert len(flaky.asked) == 1


async def test_what_the_service_asks_to_wait_is_waited_up_to_a_bound(world: World) -> None:
    flaky = Flaky(world.app, [busy(429, **{"retry-after": "86000"})], "before")
    async with client_of(world.app, transport=flaky) as client:
        await client.about()
    assert len(flaky.asked) == 2


async def test_a_read_has_no_name_to_be_done_once_by(world: World) -> None:
    between = Between(world.app)
    async with client_of(world.app, transport=between) as client:
        await client.about()
    assert between.keys == {None}


def test_pauses_grow_and_are_bounded() -> None:
    settings = ClientSettings(pause_seconds=1, pause_seconds_max=5)
    pauses = [back_off(attempt, settings) for attempt in (1, 2, 3, 9)]
    assert all(0.5 * most <= p <= most for p, most in zip(pauses, (1, 2, 4, 5), strict=True))
