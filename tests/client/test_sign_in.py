# SPDX-License-Identifier: Apache-2.0
"""Signing in with a key; a text that would sign in elsewhere is not signed."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from shouxin.client import AsyncClient, KeySigner
from tests.api.world import ORIGIN, World, account
from tests.client.asking import Between, Flaky, client_of, refused

pytestmark = pytest.mark.anyio
BORROWER = KeySigner(account("borrower"))


class Forging(Between):
    """Gives another text to sign."""

    def __init__(self, app: FastAPI, before: str, after: str) -> None:
        super().__init__(app)
        self._change = (before, after)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if not request.url.path.endswith("/sign-in"):
            return answer
        text = (await answer.aread()).decode()
        assert self._change[0] in text
        return httpx.Response(201, text=text.replace(*self._change))


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("localhost:8000 wants", "other.example wants", "client.other_sign_in"),
        ("URI: http://localhost:8000", "URI: http://other.example", "client.other_sign_in"),
        (BORROWER.address, account("lender").address, "client.other_sign_in"),
        ("Version: 1", "Version: 2", "sign_in.not_a_message"),
    ],
)
async def test_a_text_that_signs_in_another_or_elsewhere_is_not_signed(
    world: World, before: str, after: str, code: str
) -> None:
    forging = Forging(world.app, before, after)
    async with client_of(world.app, transport=forging) as client:
        with refused(code):
            await client.sign_in(BORROWER)
    assert len(forging.asked) == 1


async def test_a_page_that_the_service_is_not_is_refused(world: World) -> None:
    transport = httpx.ASGITransport(world.app)
    async with AsyncClient(ORIGIN, origin="https://elsewhere", transport=transport) as client:
        with refused("sign_in.unknown_origin"):
            await client.sign_in(BORROWER)


async def test_a_wallet_signs_in_and_out(client: AsyncClient) -> None:
    await client.sign_in(BORROWER)
    me = await client.me()
    assert (me.kind, me.wallet) == ("wallet", BORROWER.address)
    await client.sign_out()
    with refused("access.not_signed_in"):
        await client.me()


async def test_a_lost_answer_begins_it_again_with_another_nonce(world: World) -> None:
    class OnlySessions(Flaky):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if not request.url.path.endswith("/sessions"):
                return await Between.handle_async_request(self, request)
            return await super().handle_async_request(request)

    lost = OnlySessions(world.app, [httpx.ReadError("reset")], "after")
    async with client_of(world.app, transport=lost) as client:
        await client.sign_in(BORROWER)
        assert (await client.me()).wallet == BORROWER.address
    assert len([r for r in lost.asked if r.url.path.endswith("/sign-in")]) == 2


async def test_an_institution_uses_its_key(world: World) -> None:
    async with client_of(world.app, await world.key()) as client:
        assert (await client.me()).kind == "key"
