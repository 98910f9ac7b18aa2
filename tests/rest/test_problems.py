# SPDX-License-Identifier: Apache-2.0
"""Every failure is a problem: framework's, validation's, ours; in the language asked for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from shouxin.primitives.errors import ChainError
from shouxin.store.database import Database
from tests.api.world import World, asking, code_of

pytestmark = pytest.mark.anyio

SIGN_IN = "/api/v1/sign-in"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "request.no_such_path"),
        ("GET", "/api/v1/", 404, "request.no_such_path"),
        ("GET", "/api/v2", 404, "request.no_such_path"),
        ("PUT", "/api/v1", 405, "request.no_such_method"),
        ("GET", SIGN_IN, 405, "request.no_such_method"),
        ("TRACE", "/api/v1", 405, "request.no_such_method"),
        ("GET", "/api/v1?x=%00", 422, "request.nul_character"),
        ("GET", "/api/v1?" + "x" * 4_096, 413, "request.long_path"),
    ],
)
async def test_what_the_framework_refuses_is_a_problem(
    world: World, method: str, path: str, status: int, code: str
) -> None:
    async with asking(world) as ask:
        answer = await ask(method, path)
    assert answer.status_code == status
    assert code_of(answer) == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "input.invalid"),
        (b"", "input.invalid"),
        (b"null", "input.invalid"),
        (b"[" * 40 + b"]" * 40, "request.deep_json"),
        (b'{"address": "\xff"}', "request.not_utf8"),
        (b'{"address": ' + b"9" * 5_000 + b"}", "input.body"),
        (b'{"address": "0x12"}', "input.address"),
        (b'{"address": "\\ud800"}', "input.address"),
        (b'{"address": 1e400}', "input.invalid"),
        (b'{"address": NaN}', "input.invalid"),
    ],
)
async def test_a_body_that_is_none_is_a_problem(world: World, content: bytes, code: str) -> None:
    async with world.client() as client:
        kind = {"Content-Type": "application/json"}
        answer = await client.post(SIGN_IN, content=content, headers=kind)
    assert answer.status_code == 422
    assert code_of(answer) == code


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "json"])
async def test_a_body_in_another_form_is_refused(world: World, kind: str) -> None:
    async with world.client() as client:
        answer = await client.post(SIGN_IN, content=b"{}", headers={"Content-Type": kind})
    assert answer.status_code == 415
    assert code_of(answer) == "request.not_json"


async def test_a_body_that_is_too_large_is_refused_whether_it_says_so_or_not(
    world: World,
) -> None:
    size = world.settings.body_bytes_max + 1

    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(size // 1_024 + 1):
            yield b"x" * 1_024

    kind = {"Content-Type": "application/json"}
    async with world.client() as client:
        announced = await client.post(SIGN_IN, content=b"x" * size, headers=kind)
        streamed = await client.post(SIGN_IN, content=unannounced(), headers=kind)
    for answer in (announced, streamed):
        assert answer.status_code == 413
        assert code_of(answer) == "request.too_large"


async def test_each_value_that_is_wrong_is_named_with_its_remedy(world: World) -> None:
    async with asking(world) as ask:
        answer = await ask("POST", SIGN_IN, {"address": 5, "extra": "y", "uri": "x" * 300})
    fields = {field["where"]: field for field in answer.json()["fields"]}
    assert set(fields) == {"body.address", "body.uri", "body.extra"}
    assert "body.address 5 is not a text" in fields["body.address"]["detail_en"]
    assert "body.extra 的值 'y' 不是可识别的字段" in fields["body.extra"]["detail_zh"]
    assert answer.json()["code"] == "input.invalid"


@pytest.mark.parametrize(
    ("accepted", "is_chinese"),
    [
        ("zh-CN", True),
        ("zh;q=0.5, en;q=0.4", True),
        ("en, zh", False),
        ("fr, zh;q=0.1", True),
        ("fr", False),
        ("*", False),
        ("zh;q=0", False),
        (";;;q=x,", False),
    ],
)
async def test_the_detail_is_in_the_language_asked_for(
    world: World, accepted: str, is_chinese: bool
) -> None:
    async with asking(world) as ask:
        problem = (await ask("GET", "/nothing", Accept_Language=accepted)).json()
    assert problem["detail"] == problem["detail_zh" if is_chinese else "detail_en"]
    assert problem["detail_zh"] != problem["detail_en"]


@asynccontextmanager
async def _broken(database: Database) -> AsyncIterator[World]:
    """A world with a route that fails as no route should."""
    world = World(database)

    async def fail() -> None:
        secret = "password=hunter2"
        raise RuntimeError(secret)

    world.app.add_api_route("/broken", fail)
    yield world


async def test_a_fault_of_ours_tells_nothing_but_the_requests_id(database: Database) -> None:
    async with _broken(database) as world, asking(world) as ask:
        answer = await ask("GET", "/broken", X_Request_ID="my-own-id-42")
    assert answer.status_code == 500
    assert code_of(answer) == "service.fault"
    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.json()["instance"] == "urn:shouxin:request:my-own-id-42"


async def test_a_database_that_fails_is_told_without_its_address_or_a_query(
    database: Database,
) -> None:
    world = World(database)
    token = await world.key()
    async with database.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE api_key_secrets RENAME TO gone")
    async with asking(world, token) as ask:
        answer = await ask("GET", "/api/v1/me")
    assert answer.status_code in {500, 503}
    assert code_of(answer) in {"service.fault", "store.down"}
    assert "SELECT" not in answer.text
    assert "api_key" not in answer.text
    assert "://" not in answer.text


async def test_a_node_that_fails_is_told_without_its_address(database: Database) -> None:
    world = World(database)

    async def fail() -> None:
        raise ChainError("chain.node_down", "no node answers at http://node:8545/KEY", "节点 KEY")

    world.app.add_api_route("/broken", fail)
    async with asking(world) as ask:
        answer = await ask("GET", "/broken")
    assert (answer.status_code, code_of(answer)) == (502, "chain.node_down")
    assert "KEY" not in answer.text


@pytest.mark.parametrize("given", ["short", "with space here", "x" * 65, "<script>alert</script>"])
async def test_a_request_id_that_is_none_is_replaced(world: World, given: str) -> None:
    async with asking(world) as ask:
        answer = await ask("GET", "/api/v1", X_Request_ID=given)
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 32
