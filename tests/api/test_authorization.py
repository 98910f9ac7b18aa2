# SPDX-License-Identifier: Apache-2.0
"""Who may ask what: a table of role by endpoint, refusals first.

A new route without a row makes the first test fail. A row says which roles pass; every other role
is refused with 401 (nobody known) or 403 (known, and may not). Passing is any other status: what
the endpoint then thinks of an empty request is its own tests' matter.
"""

from __future__ import annotations

import pytest
from fastapi.routing import iter_route_contexts

from shouxin.access.principal import KEY_SCOPES, Scope
from tests.api.world import World, account, asking, code_of

pytestmark = pytest.mark.anyio

ANYONE = {"nobody", "wallet", "operator", *KEY_SCOPES}
KNOWN = ANYONE - {"nobody"}
WALLET = {"wallet"}
TOLD = {"wallet", Scope.WEBHOOKS_WRITE.value}
KEY_MAKERS = {Scope.KEYS_WRITE.value}
POSTERS = {"wallet", Scope.OFFERS_WRITE.value}
RELAYERS = {"wallet", Scope.TRANSACTIONS_WRITE.value}
READERS = {Scope.RECORDS_READ.value}
OPERATORS = {Scope.OPERATOR.value}

TABLE: dict[tuple[str, str], set[str]] = {
    ("GET", "/api/v1"): ANYONE,
    ("POST", "/api/v1/sign-in"): ANYONE,
    ("POST", "/api/v1/sessions"): ANYONE,
    ("GET", "/api/v1/me"): KNOWN,
    ("GET", "/api/v1/sessions"): WALLET,
    ("DELETE", "/api/v1/sessions"): WALLET,
    ("DELETE", "/api/v1/sessions/current"): WALLET,
    ("DELETE", "/api/v1/sessions/{session_id}"): WALLET,
    ("GET", "/api/v1/keys"): KEY_MAKERS,
    ("POST", "/api/v1/keys"): KEY_MAKERS,
    ("GET", "/api/v1/keys/{key_id}"): KEY_MAKERS,
    ("PATCH", "/api/v1/keys/{key_id}"): KEY_MAKERS,
    ("POST", "/api/v1/keys/{key_id}/rotation"): KEY_MAKERS,
    ("DELETE", "/api/v1/keys/{key_id}"): KEY_MAKERS,
    ("GET", "/api/v1/events"): ANYONE,
    ("POST", "/api/v1/webhooks"): TOLD,
    ("GET", "/api/v1/webhooks"): TOLD,
    ("GET", "/api/v1/webhooks/{webhook_id}"): TOLD,
    ("PATCH", "/api/v1/webhooks/{webhook_id}"): TOLD,
    ("DELETE", "/api/v1/webhooks/{webhook_id}"): TOLD,
    ("POST", "/api/v1/webhooks/{webhook_id}/secret"): TOLD,
    ("POST", "/api/v1/webhooks/{webhook_id}/ping"): TOLD,
    ("GET", "/api/v1/webhooks/{webhook_id}/deliveries"): TOLD,
    ("POST", "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/again"): TOLD,
    ("GET", "/api/v1/parties/{party}"): ANYONE,
    ("GET", "/api/v1/wallets/{address}"): ANYONE,
    ("GET", "/api/v1/parties/{party}/record"): READERS,
    ("GET", "/api/v1/parties/{party}/record/report"): READERS,
    ("GET", "/api/v1/parties/{party}/record/disputes"): READERS,
    ("GET", "/api/v1/parties/{party}/attestations"): ANYONE,
    ("GET", "/api/v1/parties/{party}/links"): ANYONE,
    ("POST", "/api/v1/actions/{kind}"): ANYONE,
    ("POST", "/api/v1/actions/{kind}/call"): ANYONE,
    ("POST", "/api/v1/actions/{kind}/relay"): RELAYERS,
    ("GET", "/api/v1/offers"): ANYONE,
    ("POST", "/api/v1/offers"): POSTERS,
    ("GET", "/api/v1/offers.jsonl"): ANYONE,
    ("POST", "/api/v1/offers/import"): POSTERS,
    ("POST", "/api/v1/offers.jsonl"): POSTERS,
    ("POST", "/api/v1/offers/match"): ANYONE,
    ("GET", "/api/v1/offers/{digest}"): ANYONE,
    ("DELETE", "/api/v1/offers/{digest}"): POSTERS,
    ("GET", "/api/v1/loans"): ANYONE,
    ("GET", "/api/v1/loans/{loan}"): ANYONE,
    ("GET", "/api/v1/loans/{loan}/quote"): ANYONE,
    ("GET", "/api/v1/holders/{holder}/notes"): ANYONE,
    ("GET", "/api/v1/holders/{holder}/claims"): ANYONE,
    ("GET", "/api/v1/loans/{loan}/notes"): ANYONE,
    ("GET", "/api/v1/loans/{loan}/payments"): ANYONE,
    ("GET", "/api/v1/loans/{loan}/amendments"): ANYONE,
    ("GET", "/api/v1/rules/currencies"): ANYONE,
    ("GET", "/api/v1/rules/jurisdictions"): ANYONE,
    ("GET", "/api/v1/rules/pause"): ANYONE,
    ("GET", "/api/v1/operator/senders"): OPERATORS,
    ("GET", "/api/v1/operator/dead-letters"): OPERATORS,
    ("POST", "/api/v1/operator/dead-letters/{transaction_id}/retry"): OPERATORS,
    ("DELETE", "/api/v1/operator/dead-letters/{transaction_id}"): OPERATORS,
    ("GET", "/api/v1/transactions"): KNOWN,
    ("POST", "/api/v1/transactions"): RELAYERS,
    ("GET", "/api/v1/transactions/{transaction_id}"): ANYONE,
    ("GET", "/api/v1/accounts/{address}"): ANYONE,
    ("GET", "/"): ANYONE,
    ("GET", "/health"): ANYONE,
    ("GET", "/health/live"): ANYONE,
    ("GET", "/health/ready"): ANYONE,
    ("GET", "/metrics"): ANYONE,
    ("GET", "/docs"): ANYONE,
    ("GET", "/docs/assets/start.js"): ANYONE,
    ("GET", "/docs/assets/{name}"): ANYONE,
    ("GET", "/api/v1/openapi.json"): ANYONE,
}
"""By method and path, the roles that pass: ``nobody``, ``wallet``, or a key with that one scope."""

ROLES = ["nobody", "wallet", *sorted(scope.value for scope in KEY_SCOPES)]
PLACES = {"session_id": "ab" * 16, "key_id": "ab" * 16, "name": "x"}
PLACES |= {"webhook_id": "ab" * 16, "delivery_id": "ab" * 16}
PLACES |= dict.fromkeys(("party", "digest", "loan"), "0x" + "ab" * 32)
PLACES |= dict.fromkeys(("address", "holder"), "0x" + "11" * 20)
PLACES |= {"kind": "pay", "transaction_id": "0x" + "ab" * 16}
QUERIES = {"/api/v1/events": "?party=none"}
"""So that a stream ends before it begins."""
FILES = {"/api/v1/offers.jsonl": {"Content_Type": "application/jsonl"}}
"""What takes no JSON."""
NOT_YOURS = {route for route, passing in TABLE.items() if passing is READERS}
"""What is its party's alone besides: these wallets have none."""


def routes_of(world: World) -> set[tuple[str, str]]:
    """Every method and path that the application answers to."""
    return {
        (method, str(route.path))
        for route in iter_route_contexts(world.app.routes)
        for method in route.methods or set()
        if method != "HEAD"
    }


async def token_of(world: World, role: str) -> str | None:
    if role == "nobody":
        return None
    if role == "wallet":
        return await world.signed_in(account("borrower"))
    return await world.key(Scope(role))


def refusal_of(role: str, route: tuple[str, str]) -> tuple[int, str]:
    """How a route refuses a role that has no row."""
    if role == "nobody":
        return 401, "access.not_signed_in"
    return 403, "record.not_yours" if route in NOT_YOURS else "access.scope_missing"


async def test_every_route_has_a_row_and_every_row_a_route(world: World) -> None:
    assert routes_of(world) == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
async def test_whoever_has_no_row_is_refused(world: World, role: str) -> None:
    token = await token_of(world, role)
    refused = [route for route, passing in TABLE.items() if role not in passing]
    assert refused
    async with asking(world, token) as ask:
        for method, path in refused:
            asked, headers = path.format_map(PLACES), FILES.get(path, {})
            answer = await ask(method, asked, _body(method), **headers)
            expected = refusal_of(role, (method, path))
            assert (answer.status_code, code_of(answer)) == expected, (role, method, path)


@pytest.mark.parametrize("role", ROLES)
async def test_whoever_has_a_row_passes(world: World, role: str) -> None:
    for method, path in [route for route, passing in TABLE.items() if role in passing]:
        async with asking(world, await token_of(world, role)) as ask:
            asked = path.format_map(PLACES) + QUERIES.get(path, "")
            answer = await ask(method, asked, _body(method), **FILES.get(path, {}))
        assert answer.status_code not in {401, 403, 405, 500}, (role, method, path, answer.text)


BAD_TOKENS = [
    "x",
    "sxs_" + "A" * 43,
    "sxk_" + "A" * 43,
    "sxs_" + "A" * 4_000,
    "Ünïcode",
    " ",
    "a b",
]


@pytest.mark.parametrize("token", BAD_TOKENS)
async def test_a_token_that_stands_for_nobody_is_refused_even_where_anyone_may(
    world: World, token: str
) -> None:
    async with world.client(headers={}) as client:
        for method, path in TABLE:
            authorization = f"Bearer {token}".encode()
            answer = await client.request(
                method, path.format_map(PLACES), headers={b"Authorization": authorization}
            )
            assert answer.status_code == 401, (method, path)
            assert answer.headers["www-authenticate"].startswith("Bearer")
            assert code_of(answer) in {"access.bad_token", "access.bad_authorization"}


@pytest.mark.parametrize("authorization", ["Basic YTpi", "Bearer", "bearer ", "Token x", ""])
async def test_another_scheme_is_refused(world: World, authorization: str) -> None:
    async with asking(world) as ask:
        answer = await ask("GET", "/api/v1", Authorization=authorization)
    assert answer.status_code == 401
    assert code_of(answer) == "access.bad_authorization"


async def test_two_tokens_at_once_are_refused(world: World) -> None:
    token = await world.key(Scope.KEYS_WRITE)
    headers = [("Authorization", f"Bearer {token}"), ("Authorization", f"Bearer {token}")]
    async with world.client() as client:
        answer = await client.get("/api/v1", headers=headers)
    assert code_of(answer) == "access.bad_authorization"


async def test_a_token_in_the_query_is_none(world: World) -> None:
    token = await world.key()
    async with asking(world) as ask:
        answer = await ask("GET", f"/api/v1/me?access_token={token}&token={token}")
    assert answer.status_code == 401


def _body(method: str) -> object:
    return {} if method in {"POST", "PATCH", "PUT"} else None
