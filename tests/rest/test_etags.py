# SPDX-License-Identifier: Apache-2.0

import pytest

from shouxin.access.principal import Scope
from tests.api.world import World, asking, code_of

pytestmark = pytest.mark.anyio


async def _key_id(world: World, token: str) -> str:
    async with asking(world, token) as ask:
        return str((await ask("GET", "/api/v1/me")).json()["key_id"])


@pytest.mark.parametrize("tag", ['"other"', 'W/"other"', "*x", '""', "other"])
async def test_a_change_of_another_state_is_refused(world: World, tag: str) -> None:
    token = await world.key(Scope.KEYS_WRITE)
    path = f"/api/v1/keys/{await _key_id(world, token)}"
    async with asking(world, token) as ask:
        answer = await ask("PATCH", path, {"label": "new"}, If_Match=tag)
        assert (await ask("GET", path)).json()["label"] == "test"
    assert answer.status_code == 412
    assert code_of(answer) == "request.changed"


async def test_a_change_that_names_no_state_is_refused(world: World) -> None:
    token = await world.key(Scope.KEYS_WRITE)
    async with asking(world, token) as ask:
        path = f"/api/v1/keys/{await _key_id(world, token)}"
        answer = await ask("PATCH", path, {"label": "new"})
    assert answer.status_code == 428
    assert code_of(answer) == "request.if_match_missing"


async def test_a_weak_tag_never_matches_for_a_change(world: World) -> None:
    token = await world.key(Scope.KEYS_WRITE)
    async with asking(world, token) as ask:
        path = f"/api/v1/keys/{await _key_id(world, token)}"
        tag = (await ask("GET", path)).headers["etag"]
        answer = await ask("PATCH", path, {"label": "new"}, If_Match=f"W/{tag}")
    assert answer.status_code == 412


async def test_of_two_changes_of_one_state_the_second_is_refused(world: World) -> None:
    token = await world.key(Scope.KEYS_WRITE)
    async with asking(world, token) as ask:
        path = f"/api/v1/keys/{await _key_id(world, token)}"
        tag = (await ask("GET", path)).headers["etag"]
        first = await ask("PATCH", path, {"label": "one"}, If_Match=tag)
        second = await ask("PATCH", path, {"label": "two"}, If_Match=tag)
        now = (await ask("GET", path)).json()
    assert (first.status_code, second.status_code) == (200, 412)
    assert now["label"] == "one"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', '{} , "y"', "*"])
async def test_what_is_had_already_is_not_sent_again(world: World, form: str) -> None:
    async with asking(world) as ask:
        first = await ask("GET", "/api/v1")
        again = await ask("GET", "/api/v1", If_None_Match=form.format(first.headers["etag"]))
        other = await ask("GET", "/api/v1", If_None_Match='"other"')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert (other.status_code, other.content) == (200, first.content)


async def test_problems_and_secrets_have_no_tag(world: World) -> None:
    async with asking(world, await world.key()) as ask:
        problem = await ask("GET", "/nothing")
        made = await ask(
            "POST", "/api/v1/keys", {"label": "x", "scopes": ["records:read"], "days": 1}
        )
    for answer in (problem, made):
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
