# SPDX-License-Identifier: Apache-2.0

from typing import Any

import pytest

from shouxin.access.principal import Scope
from shouxin.access.settings import DAY, AccessSettings
from shouxin.store.database import Database
from tests.api.world import BANK, ORIGIN, PARTY, World, asking, code_of

pytestmark = pytest.mark.anyio
KEYS = "/api/v1/keys"
MAKER = (Scope.KEYS_WRITE, Scope.RECORDS_READ)


def wanted(*scopes: Scope, **more: Any) -> dict[str, Any]:
    named = [scope.value for scope in scopes or (Scope.RECORDS_READ,)]
    return {"label": "nightly", "scopes": named, "days": 30} | more


async def _me(world: World, secret: str) -> int:
    async with asking(world, secret) as ask:
        return (await ask("GET", "/api/v1/me")).status_code


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (wanted(Scope.OPERATOR), 403, "access.scope_not_yours"),
        (wanted(Scope.OFFERS_WRITE), 403, "access.scope_not_yours"),
        (wanted(owner="Another Bank"), 403, "access.others_key"),
        (wanted(party=PARTY), 403, "access.others_key"),
        (wanted(scopes=[]), 422, "input.invalid"),
        (wanted(scopes=["everything"]), 422, "input.invalid"),
        (wanted(days=0), 422, "input.invalid"),
        (wanted(days=367), 422, "input.invalid"),
        (wanted(label="two\nlines"), 422, "input.invalid"),
        (wanted(label="nul\0"), 422, "input.invalid"),
        (wanted(label=""), 422, "input.invalid"),
    ],
)
async def test_a_key_that_may_not_be_is_not_made(
    world: World, body: dict[str, Any], status: int, code: str
) -> None:
    async with asking(world, await world.key(*MAKER)) as ask:
        answer = await ask("POST", KEYS, body)
        assert len((await ask("GET", KEYS)).json()["items"]) == 1
    assert (answer.status_code, code_of(answer)) == (status, code)


async def test_a_key_never_has_a_wallets_scope(world: World) -> None:
    async with asking(world, await world.key()) as ask:
        answer = await ask("POST", KEYS, wanted(Scope.SESSIONS_WRITE))
    assert code_of(answer) == "access.key_scopes"


async def test_an_owner_has_no_more_keys_than_allowed(database: Database) -> None:
    world = World(database, access_settings=AccessSettings((ORIGIN,), keys_max=2))
    async with asking(world, await world.key(*MAKER)) as ask:
        assert (await ask("POST", KEYS, wanted())).status_code == 201
        answer = await ask("POST", KEYS, wanted())
    assert (answer.status_code, code_of(answer)) == (409, "access.too_many_keys")


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE", "rotation"])
async def test_another_institutions_key_is_not_there(world: World, method: str) -> None:
    mine, theirs = await world.key(*MAKER), await world.key(*MAKER, owner="Another Bank")
    async with asking(world, theirs) as ask:
        key_id = (await ask("GET", "/api/v1/me")).json()["key_id"]
    async with asking(world, mine) as ask:
        if method == "rotation":
            answer = await ask("POST", f"{KEYS}/{key_id}/rotation", {})
        else:
            body = {"label": "x"} if method == "PATCH" else None
            answer = await ask(method, f"{KEYS}/{key_id}", body)
        listed = (await ask("GET", KEYS)).json()["items"]
    assert (answer.status_code, code_of(answer)) == (404, "access.no_key")
    assert [key["owner"] for key in listed] == [BANK]


async def test_a_secret_with_more_scopes_is_not_had_by_rotating_a_key(world: World) -> None:
    weak, strong = await world.key(*MAKER), await world.key(*MAKER, Scope.OFFERS_WRITE)
    async with asking(world, strong) as ask:
        key_id = (await ask("GET", "/api/v1/me")).json()["key_id"]
    async with asking(world, weak) as ask:
        answer = await ask("POST", f"{KEYS}/{key_id}/rotation", {})
    assert (answer.status_code, code_of(answer)) == (403, "access.scope_not_yours")


@pytest.mark.parametrize(("overlap", "before", "after"), [(0, 401, 401), (DAY, 200, 401)])
async def test_a_rotated_secret_ends_with_its_overlap(
    world: World, overlap: int, before: int, after: int
) -> None:
    old = await world.key(*MAKER)
    async with asking(world, old) as ask:
        key_id = (await ask("GET", "/api/v1/me")).json()["key_id"]
        made = await ask("POST", f"{KEYS}/{key_id}/rotation", {"overlap_seconds": overlap})
    new = made.json()["secret"]
    assert (await _me(world, old), await _me(world, new)) == (before, 200)
    world.now += DAY
    assert (await _me(world, old), await _me(world, new)) == (after, 200)


async def test_an_overlap_that_is_too_long_is_refused(world: World) -> None:
    async with asking(world, await world.key(*MAKER)) as ask:
        key_id = (await ask("GET", "/api/v1/me")).json()["key_id"]
        body = {"overlap_seconds": 7 * DAY + 1}
        answer = await ask("POST", f"{KEYS}/{key_id}/rotation", body)
    assert code_of(answer) == "access.key_overlap"


async def test_a_revoked_key_is_over_for_ever_and_is_still_listed(world: World) -> None:
    operator = await world.key()
    revoked = await world.key(*MAKER)
    async with asking(world, revoked) as ask:
        key_id = (await ask("GET", "/api/v1/me")).json()["key_id"]
        assert (await ask("DELETE", f"{KEYS}/{key_id}")).status_code == 200
    assert await _me(world, revoked) == 401
    async with asking(world, operator) as ask:
        answer = await ask("POST", f"{KEYS}/{key_id}/rotation", {})
        again = await ask("DELETE", f"{KEYS}/{key_id}")
    assert code_of(answer) == "access.key_revoked"
    assert again.json()["revoked_at"] == "2026-11-25T12:00:00Z"


@pytest.mark.parametrize(("seconds", "status"), [(DAY - 1, 200), (DAY, 401)])
async def test_a_key_lives_its_days(world: World, seconds: int, status: int) -> None:
    secret = await world.key(*MAKER, days=1)
    world.now += seconds
    assert await _me(world, secret) == status


async def test_an_operator_makes_keys_for_others_and_sees_them_all(world: World) -> None:
    async with asking(world, await world.key()) as ask:
        body = wanted(Scope.OFFERS_WRITE, owner="Another Bank", party=PARTY)
        made = (await ask("POST", KEYS, body)).json()
        owners = {key["owner"] for key in (await ask("GET", KEYS)).json()["items"]}
    assert owners == {BANK, "Another Bank"}
    async with asking(world, made["secret"]) as ask:
        me = (await ask("GET", "/api/v1/me")).json()
    assert (me["owner"], me["party"], me["scopes"]) == ("Another Bank", PARTY, ["offers:write"])
