# SPDX-License-Identifier: Apache-2.0

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouxin.access.principal import Scope
from shouxin.primitives.errors import BadInput
from shouxin.rest.pagination import PageRequest
from tests.api.world import World, asking, code_of


def cursor_of(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "%",
        "é",
        "AAAA",
        cursor_of(["loans"]),
        cursor_of(["offers", 5]),
        cursor_of(["loans", "5"]),
        cursor_of(["loans", True]),
        cursor_of(["loans", 2**63]),
        cursor_of(["loans", 1.5]),
        cursor_of(["loans", 5, 6]),
        cursor_of({"loans": 5}),
        cursor_of(5),
    ],
)
def test_a_cursor_of_no_such_list_is_refused(cursor: str) -> None:
    with pytest.raises(BadInput, match="is not one of this list"):
        PageRequest(10, cursor).after("loans", int)


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "a\nb"])
def test_a_cursor_with_what_no_key_has_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not one of this list"):
        PageRequest(10, cursor_of(["names", text])).after("names", str)


@given(st.text(max_size=100))
def test_whatever_is_given_as_a_cursor_is_read_or_refused(cursor: str) -> None:
    try:
        found = PageRequest(10, cursor).after("loans", int)
    except BadInput:
        return
    assert found is not None
    assert type(found[0]) is int


def test_pages_show_each_row_once_and_end() -> None:
    rows, seen, cursor = list(range(10)), list[int](), None
    for _ in range(4):
        page = PageRequest(3, cursor)
        after = page.after("loans", int)
        left = [row for row in rows if after is None or row > after[0]]
        shown, cursor = page.answer("loans", left[: page.limit + 1], lambda row: (row,))
        seen += shown
    assert seen == rows
    assert cursor is None


@pytest.mark.anyio
@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1.5"])
async def test_a_limit_out_of_bounds_is_refused(world: World, limit: str) -> None:
    async with asking(world, await world.key(Scope.KEYS_WRITE)) as ask:
        answer = await ask("GET", f"/api/v1/keys?limit={limit}")
    assert answer.status_code == 422
    assert code_of(answer) == "input.invalid"


@pytest.mark.anyio
async def test_keys_come_in_pages(world: World) -> None:
    tokens = [await world.key(Scope.KEYS_WRITE) for _ in range(5)]
    seen, cursor = [], ""
    async with asking(world, tokens[0]) as ask:
        bad = await ask("GET", "/api/v1/keys?cursor=AAAA")
        while True:
            page = (await ask("GET", f"/api/v1/keys?limit=2{cursor}")).json()
            seen += [key["id"] for key in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
    assert code_of(bad) == "page.bad_cursor"
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen)
