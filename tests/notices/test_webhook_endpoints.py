# SPDX-License-Identifier: Apache-2.0
"""``/api/v1/webhooks``: an owner sees its own and no other, secrets once, deliveries in pages."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import Response

from shouxin.access.principal import ANONYMOUS, Principal, PrincipalKind, Scope
from shouxin.notices.tables import deliveries
from shouxin.notices.webhook_endpoints import router
from shouxin.notices.webhooks import WebhookSettings
from shouxin.rest.problems import add_problem_answers
from shouxin.rest.provision import provide
from shouxin.store.database import Database
from tests.notices.receivers import QUICK, delivering, ended, receiving, status
from tests.notices.serving import change, told

pytestmark = pytest.mark.anyio

ALLOWED = frozenset({Scope.WEBHOOKS_WRITE})
PRINCIPALS = {
    "bank": Principal(PrincipalKind.KEY, "key:1", ALLOWED, owner="bank"),
    "bank, another key": Principal(PrincipalKind.KEY, "key:2", ALLOWED, owner="bank"),
    "wallet": Principal(PrincipalKind.WALLET, "wallet:0x1", ALLOWED),
    "reader": Principal(PrincipalKind.KEY, "key:3", frozenset(), owner="bank"),
}
ROUTES = [
    ("POST", "/webhooks"),
    ("GET", "/webhooks"),
    ("GET", "/webhooks/x"),
    ("PATCH", "/webhooks/x"),
    ("DELETE", "/webhooks/x"),
    ("POST", "/webhooks/x/secret"),
    ("POST", "/webhooks/x/ping"),
    ("GET", "/webhooks/x/deliveries"),
    ("POST", "/webhooks/x/deliveries/y/again"),
]
WANTED = {"url": "http://127.0.0.1:9/x", "topics": ["loan"]}


@pytest.fixture
async def client(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    add_problem_answers(app)
    app.include_router(router)
    provide(app, database)
    provide(app, QUICK, WebhookSettings)

    @app.middleware("http")
    async def identify(request: Request, call_next: Any) -> Response:
        request.state.principal = PRINCIPALS.get(request.headers.get("who", ""), ANONYMOUS)
        answer: Response = await call_next(request)
        return answer

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as opened:
        yield opened


async def ask(
    client: httpx.AsyncClient, method: str, path: str, who: str = "bank", json: Any = None
) -> httpx.Response:
    return await client.request(method, path, headers={"who": who}, json=json)


async def made(
    client: httpx.AsyncClient, url: str = WANTED["url"], **wanted: Any
) -> dict[str, Any]:  # type: ignore[assignment]
    answer = await ask(client, "POST", "/webhooks", json=WANTED | {"url": url} | wanted)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_nobody_and_who_lacks_the_scope_may_not(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    body = {"POST": WANTED, "PATCH": {"is_active": True}}.get(method)
    assert (await ask(client, method, path, "nobody", body)).status_code == 401
    assert (await ask(client, method, path, "reader", body)).status_code == 403


@pytest.mark.parametrize(("method", "path"), ROUTES[2:])
async def test_anothers_webhook_is_unknown(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    mine = await made(client)
    body = {"is_active": True} if method == "PATCH" else None
    theirs = path.replace("x", mine["id"], 1)
    answer = await ask(client, method, theirs, "wallet", body)
    assert (answer.status_code, answer.json()["code"]) == (404, "webhook.unknown")
    assert (await ask(client, "GET", f"/webhooks/{mine['id']}")).json()["is_active"]


@pytest.mark.parametrize(
    ("wanted", "code", "http"),
    [
        ({"url": "https://10.0.0.1/x"}, "webhook.private_address", 409),
        ({"url": "http://8.8.8.8/x"}, "webhook.not_encrypted", 409),
        ({"url": "gopher://x"}, "webhook.bad_url", 422),
        ({"topics": ["Loan"]}, "events.bad_topic", 422),
        ({"party": "0x1"}, "input.bytes32", 422),
        ({"secret": "mine"}, "input.invalid", 422),
    ],
)
async def test_what_can_not_be_meant_or_reached_is_refused(
    client: httpx.AsyncClient, wanted: dict[str, Any], code: str, http: int
) -> None:
    answer = await ask(client, "POST", "/webhooks", json=WANTED | wanted)
    assert (answer.status_code, answer.json()["code"]) == (http, code)


async def test_more_than_the_bound_are_refused(client: httpx.AsyncClient) -> None:
    for _ in range(QUICK.endpoints_max):
        await made(client)
    answer = await ask(client, "POST", "/webhooks", json=WANTED)
    assert (answer.status_code, answer.json()["code"]) == (409, "webhook.too_many")
    assert (await ask(client, "POST", "/webhooks", "wallet", WANTED)).status_code == 201


async def test_a_secret_is_shown_once_and_replaced_by_another(client: httpx.AsyncClient) -> None:
    mine = await made(client)
    assert mine["secret"].startswith("whsec_")
    shown = (await ask(client, "GET", f"/webhooks/{mine['id']}", "bank, another key")).json()
    listed = (await ask(client, "GET", "/webhooks")).json()
    assert listed == {"items": [shown], "next_cursor": None}
    assert "secret" not in shown
    fresh = (await ask(client, "POST", f"/webhooks/{mine['id']}/secret")).json()
    assert fresh["secret"] not in {mine["secret"], None}
    assert fresh["former_secret_until"] is not None


async def test_a_ping_is_delivered_and_can_be_had_again(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with receiving(status(204)) as receiver, delivering(database):
        mine = await made(client, receiver.url)
        sent = (await ask(client, "POST", f"/webhooks/{mine['id']}/ping")).json()
        under_way = f"/webhooks/{mine['id']}/deliveries/{sent['id']}/again"
        await ended(database, hook(mine), 1)
        again = await ask(client, "POST", under_way)
        assert (again.status_code, again.json()["status"]) == (202, "waiting")
        await ended(database, hook(mine), 1)
    assert {request.told["kind"] for request in receiver.requests} == {"webhook.ping"}


async def test_a_delivery_that_is_under_way_or_unknown_is_not_repeated(
    client: httpx.AsyncClient,
) -> None:
    mine = await made(client)
    sent = (await ask(client, "POST", f"/webhooks/{mine['id']}/ping")).json()
    path = f"/webhooks/{mine['id']}/deliveries/{sent['id']}/again"
    answer = await ask(client, "POST", path)
    assert (answer.status_code, answer.json()["code"]) == (409, "webhook.under_way")
    unknown = await ask(client, "POST", f"/webhooks/{mine['id']}/deliveries/none/again")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "webhook.unknown_delivery")


async def test_deliveries_are_listed_in_pages_newest_first(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with receiving(status(204)) as receiver, delivering(database):
        mine = await made(client, receiver.url)
        await told(database, *[change(payload={"n": n}) for n in range(7)])
        await ended(database, hook(mine), 7)
    found: list[str] = []
    cursor = ""
    for _ in range(4):
        path = f"/webhooks/{mine['id']}/deliveries?limit=2{cursor}"
        page = (await ask(client, "GET", path)).json()
        found += [item["id"] for item in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert page["next_cursor"] is None
    assert len(found) == len(set(found)) == 7


async def test_a_removed_webhook_leaves_nothing(
    client: httpx.AsyncClient, database: Database
) -> None:
    mine = await made(client)
    await ask(client, "POST", f"/webhooks/{mine['id']}/ping")
    assert (await ask(client, "DELETE", f"/webhooks/{mine['id']}")).status_code == 204
    assert (await ask(client, "GET", f"/webhooks/{mine['id']}")).status_code == 404
    async with database.reading() as connection:
        assert (await connection.execute(deliveries.select())).all() == []


def hook(answer: dict[str, Any]) -> Any:
    """What names a webhook to the helpers."""

    class Named:
        id = answer["id"]

    return Named
