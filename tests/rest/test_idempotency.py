# SPDX-License-Identifier: Apache-2.0
"""A request with an Idempotency-Key is done once, on both kinds of database, at once or later."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, update

from shouxin.access.principal import Scope
from shouxin.primitives.errors import Refused, TooMany
from shouxin.rest.idempotency import KEPT_SECONDS, UNDER_WAY_SECONDS_MAX
from shouxin.rest.tables import idempotent_requests
from shouxin.store.database import Database
from tests.api.world import World, account, asking, code_of

pytestmark = pytest.mark.anyio
KEY = "5f0c9b1e-1"


class Counter:
    """An endpoint that counts how often it was done, and does as it is told."""

    def __init__(self, world: World) -> None:
        self.count, self.failures = 0, list[Exception]()
        self.entered, self.gate = asyncio.Event(), asyncio.Event()
        self.gate.set()
        world.app.add_api_route("/count", self.answer, methods=["POST"], status_code=201)

    async def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        self.entered.set()
        await self.gate.wait()
        self.count += 1
        if self.failures:
            raise self.failures.pop()
        return {"count": self.count, "body": body}


@pytest.fixture
def counter(world: World) -> Counter:
    return Counter(world)


@pytest.mark.parametrize("key", ["short", "x" * 129, "with a space", "ключ-ключ".encode(), ""])
async def test_a_key_that_is_none_is_refused(
    world: World, counter: Counter, key: str | bytes
) -> None:
    async with world.client() as client:
        answer = await client.post("/count", json={}, headers={"Idempotency-Key": key})
    assert code_of(answer) == "idempotency.bad_key"
    assert counter.count == 0


@pytest.mark.parametrize(
    ("path", "body"),
    [("/count", {"a": 2}), ("/count?x=1", {"a": 1}), ("/api/v1/sign-in", {"a": 1})],
)
async def test_a_key_with_another_request_is_refused(
    world: World, counter: Counter, path: str, body: object
) -> None:
    async with asking(world) as ask:
        await ask("POST", "/count", {"a": 1}, Idempotency_Key=KEY)
        answer = await ask("POST", path, body, Idempotency_Key=KEY)
    assert answer.status_code == 422
    assert code_of(answer) == "idempotency.other_request"
    assert counter.count == 1


async def test_a_second_request_while_the_first_is_under_way_is_refused(
    world: World, counter: Counter
) -> None:
    counter.gate.clear()
    async with asking(world) as ask:
        first = asyncio.create_task(ask("POST", "/count", {}, Idempotency_Key=KEY))
        await counter.entered.wait()
        second = await ask("POST", "/count", {}, Idempotency_Key=KEY)
        counter.gate.set()
        done = await first
        third = await ask("POST", "/count", {}, Idempotency_Key=KEY)
    assert (second.status_code, code_of(second)) == (409, "idempotency.under_way")
    assert (done.status_code, third.status_code, counter.count) == (201, 201, 1)


async def test_many_at_once_are_done_once(world: World, counter: Counter) -> None:
    async with asking(world) as ask:
        answers = await asyncio.gather(
            *(ask("POST", "/count", {}, Idempotency_Key=KEY) for _ in range(8))
        )
    assert counter.count == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert all(answer.json()["count"] == 1 for answer in answers if answer.status_code == 201)


async def test_a_key_is_its_callers_alone(world: World, counter: Counter) -> None:
    tokens = [None, await world.key(), await world.key(), await world.signed_in(account("lender"))]
    for token in tokens:
        async with asking(world, token) as ask:
            answer = await ask("POST", "/count", {}, Idempotency_Key=KEY)
            assert "idempotency-replayed" not in answer.headers
    async with world.client(address=("198.51.100.7", 1)) as client:
        await client.post("/count", json={}, headers={"Idempotency-Key": KEY})
    assert counter.count == len(tokens) + 1


async def test_the_repetition_gets_the_first_answer_and_is_marked(
    world: World, counter: Counter
) -> None:
    async with asking(world) as ask:
        first = await ask("POST", "/count", {"a": 1}, Idempotency_Key=KEY)
        again = await ask("POST", "/count", {"a": 1}, Idempotency_Key=KEY)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert counter.count == 1


async def test_a_refusal_is_repeated_too(world: World, counter: Counter) -> None:
    counter.failures = [Refused("loan.closed", "the loan is closed", "贷款已结清")]
    async with asking(world) as ask:
        first = await ask("POST", "/count", {}, Idempotency_Key=KEY)
        again = await ask("POST", "/count", {}, Idempotency_Key=KEY)
    assert (first.status_code, again.status_code) == (409, 409)
    assert again.json() == first.json()
    assert counter.count == 1


@pytest.mark.parametrize(
    "failure", [RuntimeError("fault"), TooMany("request.too_many", "too many", "过于频繁")]
)
async def test_what_says_try_again_may_be_tried_again(
    world: World, counter: Counter, failure: Exception
) -> None:
    counter.failures = [failure]
    async with asking(world) as ask:
        first = await ask("POST", "/count", {}, Idempotency_Key=KEY)
        again = await ask("POST", "/count", {}, Idempotency_Key=KEY)
    assert first.status_code in {429, 500}
    assert (again.status_code, counter.count) == (201, 2)


@pytest.mark.parametrize(("seconds", "count"), [(KEPT_SECONDS - 1, 1), (KEPT_SECONDS, 2)])
async def test_an_answer_is_kept_a_day(
    world: World, counter: Counter, seconds: int, count: int
) -> None:
    async with asking(world) as ask:
        await ask("POST", "/count", {}, Idempotency_Key=KEY)
        world.now += seconds
        await ask("POST", "/count", {}, Idempotency_Key=KEY)
    assert counter.count == count


@pytest.mark.parametrize(
    ("seconds", "status"), [(UNDER_WAY_SECONDS_MAX - 1, 409), (UNDER_WAY_SECONDS_MAX, 201)]
)
async def test_a_request_whose_process_died_frees_its_key_after_a_minute(
    world: World, counter: Counter, seconds: int, status: int
) -> None:
    async with asking(world) as ask:
        await ask("POST", "/count", {}, Idempotency_Key=KEY)
        async with world.database.begin() as connection:
            died = {"status": None, "headers": None, "body": None}
            await connection.execute(update(idempotent_requests).values(died))
        world.now += seconds
        answer = await ask("POST", "/count", {}, Idempotency_Key=KEY)
    assert answer.status_code == status
    assert counter.count == (2 if status == 201 else 1)


async def test_an_answer_with_a_secret_is_on_no_disk_and_is_not_made_twice(world: World) -> None:
    body = {"label": "nightly", "scopes": [Scope.RECORDS_READ.value], "days": 30}
    async with asking(world, await world.key()) as ask:
        made = await ask("POST", "/api/v1/keys", body, Idempotency_Key=KEY)
        again = await ask("POST", "/api/v1/keys", body, Idempotency_Key=KEY)
        keys = (await ask("GET", "/api/v1/keys")).json()["items"]
    assert made.status_code == 201
    assert (again.status_code, code_of(again)) == (409, "idempotency.not_kept")
    assert len(keys) == 2
    assert [row.body for row in await _rows(world.database)] == [None]


async def test_a_revoked_key_gets_no_stored_answer(world: World, counter: Counter) -> None:
    token = await world.key(Scope.KEYS_WRITE)
    async with asking(world, token) as ask:
        await ask("POST", "/count", {}, Idempotency_Key=KEY)
        me = (await ask("GET", "/api/v1/me")).json()
        await ask("DELETE", f"/api/v1/keys/{me['key_id']}")
        again = await ask("POST", "/count", {}, Idempotency_Key=KEY)
    assert (again.status_code, code_of(again)) == (401, "access.bad_token")
    assert counter.count == 1


async def _rows(database: Database) -> list[Any]:
    async with database.reading() as connection:
        return list(await connection.execute(select(idempotent_requests)))
