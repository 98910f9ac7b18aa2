# SPDX-License-Identifier: Apache-2.0
"""What the service refuses is the same error here: kind, code, both messages, status."""

from __future__ import annotations

import httpx
import pytest

from shouxin.client import AsyncClient, ServiceError
from shouxin.primitives import errors
from shouxin.store.database import DatabaseError
from tests.api.world import World
from tests.client.asking import AT_ONCE, Flaky, client_of, refused

pytestmark = pytest.mark.anyio
ZERO = "0x" + "00" * 32


@pytest.mark.parametrize(
    ("method", "path", "body", "kind"),
    [
        ("GET", f"/loans/{ZERO}", None, errors.NotFoundError),
        ("GET", "/loans/0x12", None, errors.BadInput),
        ("GET", "/me", None, errors.NotSignedIn),
        ("POST", "/offers", {}, errors.NotSignedIn),
        ("DELETE", "/loans", {}, errors.NotAllowed),
        ("POST", "/sign-in", {"address": "0x12"}, errors.BadInput),
        ("GET", "/nothing", None, errors.NotFoundError),
        ("POST", f"/parties/{ZERO}/record", {}, errors.NotAllowed),
    ],
)
async def test_an_error_has_the_same_kind_code_and_messages(
    world: World, client: AsyncClient, method: str, path: str, body: object, kind: type
) -> None:
    async with world.client() as plain:
        answer = await plain.request(method, f"/api/v1{path}", json=body)
    problem = answer.json()
    with pytest.raises(errors.ShouxinError) as caught:
        await client.request(method, f"/api/v1{path}", body)
    error = caught.value
    assert type(error) is kind
    assert (error.code, error.status) == (problem["code"], answer.status_code)
    assert (error.message, error.message_zh) == (problem["detail_en"], problem["detail_zh"])
    assert error.__notes__[0].startswith("request: urn:shouxin:request:")


async def test_who_may_not_is_forbidden_by_code(world: World) -> None:
    async with client_of(world.app, await world.key()) as client:
        with refused("access.scope_missing"):
            await client.request("DELETE", "/api/v1/sessions/current")


@pytest.mark.parametrize(
    ("status", "kind"), [(503, DatabaseError), (502, errors.ChainError), (500, errors.ShouxinError)]
)
async def test_our_failures_keep_their_kind(world: World, status: int, kind: type) -> None:
    problem = {
        "code": "database.down",
        "detail_en": "down",
        "detail_zh": "不可用",
        "status": status,
    }
    answer = httpx.Response(
        status, json=problem, headers={"content-type": "application/problem+json"}
    )
    always = Flaky(world.app, [answer] * AT_ONCE.attempts_max, "before")
    async with client_of(world.app, transport=always) as client:
        with pytest.raises(errors.ShouxinError) as caught:
            await client.about()
    assert type(caught.value) is kind
    assert (caught.value.code, caught.value.message_zh) == ("database.down", "不可用")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, text="<html>no such page</html>"),
        httpx.Response(200, text="<html>welcome</html>"),
        httpx.Response(200, json={"name": "Another"}),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(302, headers={"location": "http://elsewhere.example"}),
        httpx.Response(418, json={"code": 1}, headers={"content-type": "application/problem+json"}),
    ],
)
async def test_what_is_no_answer_of_the_service_is_told(
    world: World, answer: httpx.Response
) -> None:
    async with client_of(world.app, transport=Flaky(world.app, [answer], "before")) as client:
        with pytest.raises(ServiceError, check=lambda error: error.code == "client.bad_answer"):
            await client.about()


@pytest.mark.parametrize("url", ["", "example.com", "ftp://x", "http://", "http://[", "http://a?b"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with refused("client.bad_url"):
        AsyncClient(url)


async def test_a_token_goes_to_no_other_place(world: World) -> None:
    token = await world.key()
    moved = httpx.Response(307, headers={"location": "http://elsewhere.example/api/v1"})
    between = Flaky(world.app, [moved], "before")
    async with client_of(world.app, token, transport=between) as client:
        with refused("client.bad_answer"):
            await client.me()
    assert [request.url.host for request in between.asked] == ["localhost"]
