# SPDX-License-Identifier: Apache-2.0

import pytest
from sqlalchemy import select

from shouxin.access.settings import DAY, HOUR, AccessSettings
from shouxin.access.tables import api_key_secrets, sessions
from shouxin.store.database import Database
from tests.api.world import ORIGIN, World, account, asking, code_of

pytestmark = pytest.mark.anyio
BORROWER, LENDER = account("borrower"), account("lender")


async def _ids(world: World, token: str) -> list[str]:
    async with asking(world, token) as ask:
        items = (await ask("GET", "/api/v1/sessions")).json()["items"]
    return [item["id"] for item in items]


async def test_nobody_ends_anothers_session(world: World) -> None:
    token, other = await world.signed_in(BORROWER), await world.signed_in(LENDER)
    (session_id,) = await _ids(world, token)
    async with asking(world, other) as ask:
        answer = await ask("DELETE", f"/api/v1/sessions/{session_id}")
        await ask("DELETE", "/api/v1/sessions")
    assert (answer.status_code, code_of(answer)) == (404, "access.no_session")
    assert await _ids(world, token) == [session_id]


async def test_an_ended_session_is_refused_at_once_and_the_others_go_on(world: World) -> None:
    first, second = await world.signed_in(BORROWER), await world.signed_in(BORROWER)
    async with asking(world, first) as ask:
        assert (await ask("DELETE", "/api/v1/sessions/current")).status_code == 204
        answer = await ask("GET", "/api/v1/me")
    assert code_of(answer) == "access.bad_token"
    assert len(await _ids(world, second)) == 1


async def test_all_sessions_end_at_once(world: World) -> None:
    tokens = [await world.signed_in(BORROWER) for _ in range(3)]
    async with asking(world, tokens[0]) as ask:
        assert (await ask("DELETE", "/api/v1/sessions")).json() == {"ended_count": 3}
    for token in tokens:
        async with asking(world, token) as ask:
            assert (await ask("GET", "/api/v1/me")).status_code == 401


async def test_a_session_that_is_not_used_for_an_hour_is_over(world: World) -> None:
    token = await world.signed_in(BORROWER)
    async with asking(world, token) as ask:
        world.now += HOUR - 1
        assert (await ask("GET", "/api/v1/me")).status_code == 200
        world.now += HOUR
        answer = await ask("GET", "/api/v1/me")
    assert code_of(answer) == "access.session_over"


async def test_a_session_is_over_after_a_day_however_much_it_is_used(world: World) -> None:
    token = await world.signed_in(BORROWER)
    end = world.now + DAY
    async with asking(world, token) as ask:
        while world.now < end - HOUR // 2:
            world.now += HOUR // 2
            assert (await ask("GET", "/api/v1/me")).status_code == (200 if world.now < end else 401)
        world.now = end
        answer = await ask("GET", "/api/v1/me")
    assert code_of(answer) == "access.session_over"


async def test_the_oldest_session_gives_way_where_there_are_too_many(database: Database) -> None:
    world = World(database, access_settings=AccessSettings((ORIGIN,), sessions_max=2))
    tokens = []
    for _ in range(3):
        tokens.append(await world.signed_in(BORROWER))
        world.now += 1
    async with asking(world, tokens[0]) as ask:
        assert (await ask("GET", "/api/v1/me")).status_code == 401
    assert len(await _ids(world, tokens[2])) == 2


async def test_a_session_just_made_never_gives_way_to_others_of_the_same_second(
    database: Database,
) -> None:
    world = World(database, access_settings=AccessSettings((ORIGIN,), sessions_max=1))
    for _ in range(8):
        token = await world.signed_in(BORROWER)
        async with asking(world, token) as ask:
            assert (await ask("GET", "/api/v1/me")).status_code == 200


async def test_the_database_holds_no_token_and_no_address_of_a_client(world: World) -> None:
    token, key = await world.signed_in(BORROWER), await world.key()
    async with world.database.reading() as connection:
        rows = [*await connection.execute(select(sessions))]
        rows += [*await connection.execute(select(api_key_secrets))]
    kept = repr(rows)
    assert token not in kept
    assert token[4:] not in kept
    assert key[4:] not in kept
    assert "192.0.2.1'" not in kept
    assert "192.0.2.0/24" in kept


async def test_the_owner_sees_which_session_is_which(world: World) -> None:
    token = await world.signed_in(BORROWER)
    world.now += 1
    await world.signed_in(BORROWER)
    async with asking(world, token) as ask:
        newest, oldest = (await ask("GET", "/api/v1/sessions")).json()["items"]
    assert (newest["is_current"], oldest["is_current"]) == (False, True)
    assert oldest["made_with"] == "Python"
    assert oldest["created_at"] == "2026-11-25T12:00:00Z"
    assert oldest["ends_at"] == "2026-11-26T12:00:00Z"
    assert oldest["idle_ends_at"] == "2026-11-25T13:00:00Z"
