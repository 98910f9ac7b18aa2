# SPDX-License-Identifier: Apache-2.0
"""What an attacker tries at the API, and what must come of it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from sqlalchemy import func, select

from shouxin.access.principal import Scope
from shouxin.outbox.tables import transactions
from tests.api.populated import Populated, populated
from tests.api.world import JSON, account, asking, code_of, signature
from tests.lending.endpoints.town import Town

pytestmark = pytest.mark.anyio
LEAKS = ("sqlalchemy", "sqlite", "postgres", "traceback", "select ", "/work", "site-packages")
SQL = "' OR 1=1; DROP TABLE offers --"


@pytest.fixture
async def there(town: Town) -> Populated:
    return await populated(town)


def leaks_in(town: Town, text: str) -> list[str]:
    """What an answer tells of our own parts."""
    node = town.stage.chain.url.partition("://")[2]
    return [word for word in (*LEAKS, node) if word.lower() in text.lower()]


async def payment(town: Town, loan: str) -> JSON:
    shop = town.cast.shop
    wanted = {"loan": loan, "payer": shop.address, "amount_units": "1000"}
    prepared = await town.prepared("pay", **wanted)
    signatures = {
        wanted["part"]: town.signature(shop, wanted["typed_data"]) for wanted in prepared["signing"]
    }
    return {"settled": prepared["settled"], "signatures": signatures}


async def handed_in(town: Town) -> int:
    async with town.world.database.reading() as connection:
        count = await connection.execute(select(func.count()).select_from(transactions))
        return int(count.scalar_one())


@pytest.mark.parametrize(
    "path",
    [
        f"/loans?borrower={SQL}",
        f"/loans/{SQL}",
        f"/offers?maker={SQL}",
        f"/offers?method={SQL}",
        f"/transactions/{SQL}",
        f"/wallets/{SQL}",
        "/loans?limit=99999999999999999999999999",
        "/loans?limit=-1",
        "/loans?jurisdiction=1e400",
        "/offers?amount_units=" + "9" * 3_000,
        "/holders/0x00/notes",
        "/loans/0x" + "00" * 32 + "/quote?date=99999-99-99",
        "/../../../etc/passwd",
        "/%2e%2e/%2e%2e/health",
    ],
)
async def test_nonsense_in_a_path_is_refused_and_tells_nothing(town: Town, path: str) -> None:
    answer = await town.ask("GET", path)
    assert answer.status_code in {404, 413, 422}, answer.text
    assert code_of(answer)
    assert leaks_in(town, answer.text.replace(SQL.lower(), "").replace(SQL, "")) in (
        [],
        ["select "],
    )


HUGE = [10**80, -1, 1.5, "1e9", "0x10", "٣", "9" * 500, None, [], {}, True, float("1e308")]


@pytest.mark.parametrize("value", HUGE, ids=lambda value: repr(value)[:12])
async def test_a_number_that_is_none_is_refused(there: Populated, value: Any) -> None:
    wanted = {"loan": there.places["loan"], "payer": there.places["address"]}
    answer = await there.town.ask("POST", "/actions/pay", json=wanted | {"amount_units": value})
    assert answer.status_code in {409, 422}, answer.text
    assert leaks_in(there.town, answer.text) == []


async def test_json_of_great_depth_or_with_nul_is_refused(town: Town) -> None:
    headers = {"Content-Type": "application/json"}
    for body in (b"[" * 50_000, b'{"a":' * 40 + b"1" + b"}" * 40, b'{"loan":"\\u0000"}', b"NaN"):
        answer = await town.ask("POST", "/actions/pay", content=body, headers=headers)
        assert answer.status_code == 422, answer.text
        assert code_of(answer)


CURSORS = [
    "x",
    "=" * 400,
    base64.urlsafe_b64encode(b'["loans",1]').decode(),
    base64.urlsafe_b64encode(b'["loans",1,2]').decode(),
    base64.urlsafe_b64encode(b'["offers",1]').decode(),
    base64.urlsafe_b64encode(b'["loans",' + b"9" * 90 + b',"x"]').decode(),
    base64.urlsafe_b64encode(b'["loans",true,"x"]').decode(),
    base64.urlsafe_b64encode(b'["loans",1,"\\u0000"]').decode(),
]


@pytest.mark.parametrize("cursor", CURSORS, ids=lambda cursor: cursor[:20])
async def test_a_forged_cursor_is_refused(town: Town, cursor: str) -> None:
    assert code_of(await town.ask("GET", f"/loans?cursor={cursor}")) == "page.bad_cursor"


async def test_another_s_cursor_shows_none_of_their_transactions(there: Populated) -> None:
    town, shop = there.town, there.town.cast.shop
    forged = json.dumps([f"transactions:wallet:{shop.address}", 10**9]).encode()
    cursor = base64.urlsafe_b64encode(forged).decode()
    answer = await town.ask("GET", f"/transactions?cursor={cursor}", town.cast.bank)
    assert code_of(answer) == "page.bad_cursor"


async def test_a_signature_moves_nothing_but_what_was_signed(there: Populated) -> None:
    town, before = there.town, await handed_in(there.town)
    body = await payment(town, there.places["loan"])
    changes = {
        "amount_units": "2000",
        "payer": town.cast.bank.address,
        "reference": "0x" + "01" * 32,
        "loan": "0x" + "01" * 32,
        "nonce": "7",
    }
    for name, value in changes.items():
        changed = body | {"settled": body["settled"] | {name: value}}
        headers = {"Idempotency-Key": f"attack-{name}-0001"}
        answer = await town.ask(
            "POST", "/actions/pay/relay", town.cast.bank, json=changed, headers=headers
        )
        assert answer.status_code in {404, 409}, (name, answer.text)
    assert await handed_in(town) == before


async def test_what_somebody_signed_is_relayed_once_whoever_brings_it(there: Populated) -> None:
    town = there.town
    body, headers = await payment(town, there.places["loan"]), {"Idempotency-Key": "same-key-1"}
    first = await town.ask("POST", "/actions/pay/relay", town.cast.shop, json=body, headers=headers)
    again = await town.ask("POST", "/actions/pay/relay", town.cast.shop, json=body, headers=headers)
    assert first.status_code == again.status_code == 202, first.text
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    other = body | {"signatures": {**body["signatures"], "more": "0x00"}}
    refused = await town.ask(
        "POST", "/actions/pay/relay", town.cast.shop, json=other, headers=headers
    )
    assert code_of(refused) == "idempotency.other_request"


async def test_an_idempotency_key_of_another_tells_nothing_of_their_answer(
    there: Populated,
) -> None:
    town, headers = there.town, {"Idempotency-Key": "guessed-key-1"}
    body, before = await payment(town, there.places["loan"]), await handed_in(there.town)
    path = "/actions/pay/relay"
    own = await town.ask("POST", path, town.cast.shop, json=body, headers=headers)
    theirs = await town.ask("POST", path, town.cast.bank, json=body, headers=headers)
    assert "Idempotency-Replayed" not in theirs.headers
    assert own.json()["transaction_id"] not in theirs.text
    assert code_of(theirs) == "outbox.under_way"
    assert await handed_in(town) == before + 1


async def test_a_call_of_the_caller_s_own_is_not_relayed(there: Populated) -> None:
    """Only the kinds make calls: neither a contract nor a function can be given."""
    town = there.town
    body = await payment(town, there.places["loan"])
    for more in ({"to": town.stage.token.address}, {"data": "0x"}, {"value": "1"}):
        headers = {"Idempotency-Key": "own-call-0001" + next(iter(more))}
        answer = await town.ask(
            "POST", "/actions/pay/relay", town.cast.shop, json=body | more, headers=headers
        )
        assert code_of(answer) == "input.invalid"
        settled = body | {"settled": body["settled"] | more}
        headers = {"Idempotency-Key": "own-call-0002" + next(iter(more))}
        answer = await town.ask(
            "POST", "/actions/pay/relay", town.cast.shop, json=settled, headers=headers
        )
        assert code_of(answer) == "input.field"
    for kind in ("../pay", "__class__", "pay%20", "offer"):
        answer = await town.ask("POST", f"/actions/{kind}/relay", town.cast.shop, json=body)
        assert answer.status_code in {404, 409, 422}, answer.text


async def test_a_permit_names_no_spender_but_desk_and_book(there: Populated) -> None:
    town, shop = there.town, there.town.cast.shop
    wanted = {"owner": shop.address, "currency": town.stage.token.address, "amount_units": "1"}
    answer = await town.ask("POST", "/actions/permit", json=wanted | {"spender": shop.address})
    assert code_of(answer) == "action.spender"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:80@evil"])
async def test_another_host_is_refused(town: Town, host: str) -> None:
    answer = await town.ask("GET", "/loans", headers={"Host": host})
    assert answer.status_code >= 400
    assert host not in answer.headers.get("location", "")


async def test_no_page_of_another_origin_may_read(town: Town) -> None:
    headers = {"Origin": "https://evil.example"}
    answer = await town.ask("GET", "/loans", headers=headers)
    assert "access-control-allow-origin" not in answer.headers
    asked = headers | {"Access-Control-Request-Method": "POST"}
    preflight = await town.ask("OPTIONS", "/offers", headers=asked)
    assert "access-control-allow-origin" not in preflight.headers


async def test_a_header_injects_nothing(town: Town) -> None:
    for given in ("a\tb", "x" * 5_000, "évil", "a b"):
        answer = await town.ask("GET", "/loans", headers={"X-Request-ID": given.encode()})
        assert answer.headers["x-request-id"] != given
        assert set(answer.headers["x-request-id"]) <= set("0123456789abcdef-")


async def test_a_session_is_its_signer_s_whoever_asked_for_the_text(town: Town) -> None:
    """A text asked for by an attacker and signed by its victim gives the attacker no token."""
    attacker, victim = account("attacker"), town.cast.shop.sender.account
    async with asking(town.world) as ask:
        message = (await ask("POST", "/api/v1/sign-in", {"address": victim.address})).json()
        text = message["message"]
        body = {"message": text, "signature": signature(attacker, text)}
        assert (await ask("POST", "/api/v1/sessions", body)).status_code == 401
        made = await ask(
            "POST", "/api/v1/sessions", {"message": text, "signature": signature(victim, text)}
        )
        replayed = await ask(
            "POST", "/api/v1/sessions", {"message": text, "signature": signature(victim, text)}
        )
    assert made.status_code in {201, 401}
    assert replayed.status_code == 401


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://localhost/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/",
        "https://user:word@example.com/",
    ],
)
async def test_a_webhook_into_the_machine_is_refused(town: Town, url: str) -> None:
    body = {"url": url, "topics": ["loan"]}
    answer = await town.ask("POST", "/webhooks", town.cast.shop, json=body)
    assert answer.status_code in {409, 422}, answer.text
    assert leaks_in(town, answer.text.replace(url, "")) == []


async def test_keys_and_webhooks_of_others_are_not_told_from_none(town: Town) -> None:
    world = town.world
    own = {"label": "mine", "scopes": ["offers:write"], "days": 1}
    maker = await world.key(Scope.KEYS_WRITE, Scope.OFFERS_WRITE, owner="one")
    async with asking(world, maker) as ask:
        made = await ask("POST", "/api/v1/keys", own)
    name = made.json().get("id") or made.json().get("key", {}).get("id") or "ab" * 16
    async with asking(world, await world.key(Scope.KEYS_WRITE, owner="two")) as ask:
        there = await ask("GET", f"/api/v1/keys/{name}")
        none = await ask("GET", f"/api/v1/keys/{'ab' * 16}")
    assert (there.status_code, code_of(there)) == (none.status_code, code_of(none))
