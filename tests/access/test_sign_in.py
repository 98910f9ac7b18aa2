# SPDX-License-Identifier: Apache-2.0
"""Signing in through the API: every message that isn't ours, now and by its signer, is refused."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from shouxin.access.siwe import SignInMessage, parse, text_of
from tests.access.test_siwe import VECTORS, message_of
from tests.api.world import NOON, ORIGIN, PARTY, World, account, asking, code_of, signature

pytestmark = pytest.mark.anyio

BORROWER, THIEF = account("borrower"), account("thief")
Change = Callable[[SignInMessage], SignInMessage]


async def message_for(world: World, signer: str = BORROWER.address) -> str:
    async with asking(world) as ask:
        asked = await ask("POST", "/api/v1/sign-in", {"address": signer})
    assert asked.status_code == 201
    return str(asked.json()["message"])


async def refusal(world: World, message: str, given: str, status: int = 401) -> str:
    async with asking(world) as ask:
        answer = await ask("POST", "/api/v1/sessions", {"message": message, "signature": given})
    assert answer.status_code == status, answer.text
    return code_of(answer)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("sign_in.other_domain", lambda m: replace(m, domain="evil.example")),
        ("sign_in.other_domain", lambda m: replace(m, domain="localhost")),
        ("sign_in.other_uri", lambda m: replace(m, uri="https://evil.example")),
        ("sign_in.other_uri", lambda m: replace(m, uri=ORIGIN + "/")),
        ("sign_in.other_chain_id", lambda m: replace(m, chain_id=1)),
        ("sign_in.other_scheme", lambda m: replace(m, scheme="https")),
        ("sign_in.unknown_nonce", lambda m: replace(m, nonce="32891757")),
        ("sign_in.out_of_time", lambda m: replace(m, issued_at="2026-11-25T11:58:59Z")),
        ("sign_in.out_of_time", lambda m: replace(m, issued_at="2026-11-25T12:01:01Z")),
        ("sign_in.out_of_time", lambda m: replace(m, expiration_time="2026-11-25T12:00:00Z")),
        ("sign_in.out_of_time", lambda m: replace(m, not_before="2026-11-25T12:00:01Z")),
    ],
)
async def test_a_message_changed_and_well_signed_is_refused(
    world: World, code: str, change: Change
) -> None:
    text = text_of(change(parse(await message_for(world))))
    assert await refusal(world, text, signature(BORROWER, text)) == code


async def test_a_nonce_that_another_account_asked_for_is_refused(world: World) -> None:
    stolen = parse(await message_for(world))
    text = text_of(replace(stolen, address=THIEF.address))
    assert await refusal(world, text, signature(THIEF, text)) == "sign_in.other_address"


async def test_anothers_signature_is_refused_and_the_nonce_stays_good(world: World) -> None:
    text = await message_for(world)
    assert await refusal(world, text, signature(THIEF, text)) == "sign_in.wrong_signature"
    async with asking(world) as ask:
        body = {"message": text, "signature": signature(BORROWER, text)}
        assert (await ask("POST", "/api/v1/sessions", body)).status_code == 201


async def test_a_signature_over_another_text_is_refused(world: World) -> None:
    text, other = await message_for(world), await message_for(world)
    assert await refusal(world, text, signature(BORROWER, other)) == "sign_in.wrong_signature"


@pytest.mark.parametrize(
    "given",
    ["0x", "0x00", "0x" + "00" * 65, "0x" + "ff" * 65, "0x" + "1b" * 64, "0x" + "1b" * 4096],
)
async def test_bytes_that_are_no_signature_are_refused(world: World, given: str) -> None:
    assert await refusal(world, await message_for(world), given) == "sign_in.wrong_signature"


async def test_the_malleable_twin_of_a_signature_is_refused(world: World) -> None:
    text = await message_for(world)
    good = bytes.fromhex(signature(BORROWER, text)[2:])
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    high = (order - int.from_bytes(good[32:64], "big")).to_bytes(32, "big")
    twin = "0x" + (good[:32] + high + bytes([55 - good[64]])).hex()
    assert await refusal(world, text, twin) == "sign_in.wrong_signature"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"message": "x"},
        {"message": "hello", "signature": "0x" + "1b" * 65},
        {"message": "x" * 8_193, "signature": "0x" + "1b" * 65},
        {"message": 5, "signature": "0x" + "1b" * 65},
        {"message": "\x00", "signature": "0x" + "1b" * 65},
        {"message": "\ud800", "signature": "0x" + "1b" * 65},
        {"message": "hello", "signature": "1b" * 65},
        {"message": "hello", "signature": "0x1"},
        {"message": "hello", "signature": "0x" + "1b" * 4097},
        [],
        "text",
    ],
)
async def test_what_is_no_message_and_signature_is_refused(world: World, body: object) -> None:
    async with asking(world) as ask:
        answer = await ask("POST", "/api/v1/sessions", body)
    assert answer.status_code == 422
    assert code_of(answer)


@pytest.mark.parametrize("uri", ["https://evil.example", ORIGIN + "/", "", "x" * 300])
async def test_no_text_is_given_for_a_page_that_is_not_ours(world: World, uri: str) -> None:
    async with asking(world) as ask:
        body = {"address": BORROWER.address, "uri": uri}
        answer = await ask("POST", "/api/v1/sign-in", body)
    assert answer.status_code == 422


async def test_a_signed_message_gives_one_session_only(world: World) -> None:
    text = await message_for(world)
    body = {"message": text, "signature": signature(BORROWER, text)}
    async with asking(world) as ask:
        assert (await ask("POST", "/api/v1/sessions", body)).status_code == 201
        replayed = await ask("POST", "/api/v1/sessions", body)
    assert replayed.status_code == 401
    assert code_of(replayed) == "sign_in.unknown_nonce"


async def test_a_signed_message_sent_many_times_at_once_gives_one_session_only(
    world: World,
) -> None:
    text = await message_for(world)
    body = {"message": text, "signature": signature(BORROWER, text)}
    async with asking(world) as ask:
        answers = await asyncio.gather(*(ask("POST", "/api/v1/sessions", body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, *[401] * 5]


@pytest.mark.parametrize(("seconds", "status"), [(299, 201), (300, 401)])
async def test_a_nonce_is_good_for_five_minutes(world: World, seconds: int, status: int) -> None:
    text = await message_for(world)
    world.now += seconds
    body = {"message": text, "signature": signature(BORROWER, text)}
    async with asking(world) as ask:
        assert (await ask("POST", "/api/v1/sessions", body)).status_code == status


async def test_the_message_is_what_eip_4361_says_and_names_page_and_chain(world: World) -> None:
    message = parse(await message_for(world))
    assert (message.domain, message.uri, message.chain_id) == ("localhost:8000", ORIGIN, 31337)
    assert message.address == BORROWER.address
    assert message.issued_at == "2026-11-25T12:00:00Z"
    assert message.expiration_time == "2026-11-25T12:05:00Z"
    assert world.now == NOON


async def test_a_wallet_is_known_with_its_party_once_it_signed_in(world: World) -> None:
    world.parties[BORROWER.address] = PARTY
    async with asking(world, await world.signed_in(BORROWER)) as ask:
        me = (await ask("GET", "/api/v1/me")).json()
    assert (me["kind"], me["wallet"], me["party"]) == ("wallet", BORROWER.address, PARTY)
    assert "operator" not in me["scopes"]


@pytest.mark.parametrize("name", VECTORS["verification_positive"])
async def test_a_published_signature_is_its_signers(world: World, name: str) -> None:
    fields = dict(VECTORS["verification_positive"][name])
    given, _ = bytes.fromhex(fields.pop("signature")[2:]), fields.pop("time", None)
    message = message_of(fields)
    assert await world.is_signed(message, given)
    assert not await world.is_signed(replace(message, nonce="another1"), given)


async def test_a_published_signature_that_is_not_its_signers_is_refused(world: World) -> None:
    fields = dict(VECTORS["verification_negative"]["wrong signature"])
    given = bytes.fromhex(fields.pop("signature")[2:])
    assert not await world.is_signed(message_of(fields), given)


async def test_a_published_signature_that_is_no_hexadecimal_is_refused(world: World) -> None:
    given = VECTORS["verification_negative"]["malformed signature"]["signature"]
    assert await refusal(world, await message_for(world), given, 422) == "input.hex"


@pytest.mark.parametrize(
    "name", ["invalid issuedAt", "invalid notBefore", "invalid expirationTime"]
)
async def test_a_published_message_with_a_day_of_no_calendar_is_refused(
    world: World, name: str
) -> None:
    fields = dict(VECTORS["verification_negative"][name])
    given = fields.pop("signature")
    code = await refusal(world, text_of(message_of(fields)), given, 422)
    assert code == "sign_in.not_a_message"
