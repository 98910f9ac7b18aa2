# SPDX-License-Identifier: Apache-2.0

import pytest

from shouxin.api.services import ApiSettings
from shouxin.store.database import Database
from tests.api.world import World, asking, code_of, unlimited

pytestmark = pytest.mark.anyio
PAGE = "https://shouxin.example"


def world_with(database: Database, **settings: object) -> World:
    return World(database, settings=ApiSettings(rates=unlimited(), **settings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "127.0.0.2", "[::2]:8000", "example"]
)
async def test_another_name_than_ours_is_refused(database: Database, host: str) -> None:
    world = world_with(database, hosts=("localhost", "*.shouxin.example"))
    async with asking(world) as ask:
        answer = await ask("GET", "/api/v1", Host=host)
    assert answer.status_code == 422
    assert code_of(answer) == "request.wrong_host"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "api.shouxin.example"])
async def test_our_own_names_are_answered(database: Database, host: str) -> None:
    world = world_with(database, hosts=("localhost", "*.shouxin.example"))
    async with asking(world) as ask:
        assert (await ask("GET", "/api/v1", Host=host)).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1", "/nothing", "/api/v1/me", "/docs"])
async def test_every_answer_tells_browsers_what_not_to_do(world: World, path: str) -> None:
    async with asking(world) as ask:
        headers = (await ask("GET", path)).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "strict-transport-security" not in headers
    assert "server" not in headers


@pytest.mark.parametrize(("proxies", "is_told"), [((), False), (("192.0.2.0/24",), True)])
async def test_https_is_believed_from_a_configured_proxy_alone(
    database: Database, proxies: tuple[str, ...], *, is_told: bool
) -> None:
    async with asking(world_with(database, proxies=proxies)) as ask:
        headers = (await ask("GET", "/api/v1", X_Forwarded_Proto="https")).headers
    assert ("strict-transport-security" in headers) == is_told


@pytest.mark.parametrize("origins", [(), ("https://other.example",)])
async def test_pages_of_other_origins_may_not_ask(
    database: Database, origins: tuple[str, ...]
) -> None:
    async with asking(world_with(database, cors_origins=origins)) as ask:
        simple = await ask("GET", "/api/v1", Origin=PAGE)
        asked = await ask("OPTIONS", "/api/v1", Origin=PAGE, Access_Control_Request_Method="GET")
    assert "access-control-allow-origin" not in simple.headers
    assert "access-control-allow-origin" not in asked.headers
    assert asked.status_code >= 400


async def test_a_listed_page_may_ask_and_never_with_cookies(database: Database) -> None:
    async with asking(world_with(database, cors_origins=(PAGE,))) as ask:
        simple = await ask("GET", "/api/v1", Origin=PAGE)
        refused = await ask("GET", "/api/v1/me", Origin=PAGE)
        asked = await ask(
            "OPTIONS",
            "/api/v1/keys",
            Origin=PAGE,
            Access_Control_Request_Method="POST",
            Access_Control_Request_Headers="authorization,idempotency-key,content-type",
        )
    assert asked.status_code == 200
    for answer in (simple, refused, asked):
        assert answer.headers["access-control-allow-origin"] == PAGE
        assert "access-control-allow-credentials" not in answer.headers
    assert "etag" in simple.headers["access-control-expose-headers"].lower()
