# SPDX-License-Identifier: Apache-2.0
"""Offers and actions through the API: posted, matched, taken by signatures, seen as loans."""

from __future__ import annotations

import json

import pytest

from tests.lending.endpoints.town import Town

pytestmark = pytest.mark.anyio
PRINCIPAL = 1_200_000
ZERO = "0x" + "00" * 32


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", f"/offers/{ZERO}", None, 404, "offer.unknown"),
        ("GET", f"/loans/{ZERO}", None, 404, "loan.unknown"),
        ("GET", "/loans/0x12", None, 422, "input.bytes32"),
        ("POST", "/actions/borrow_forever", {}, 404, "action.unknown"),
        ("POST", "/actions/pay", {"loan": ZERO}, 422, "input.field"),
        ("POST", "/offers", {}, 401, "access.not_signed_in"),
        ("POST", "/offers/import", {}, 401, "access.not_signed_in"),
        ("POST", "/actions/pay/relay", {}, 401, "access.not_signed_in"),
    ],
)
async def test_refusals_are_problems(
    town: Town, method: str, path: str, body: object, status: int, code: str
) -> None:
    answer = (
        await town.ask(method, path, json=body)
        if body is not None
        else (await town.ask(method, path))
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_an_offer_with_another_s_signature_is_refused(town: Town) -> None:
    offer = await town.offer_of(town.cast.bank, PRINCIPAL)
    changed = json.loads(json.dumps(offer))
    changed["offer"]["amount_units"] = "1300000"
    answer = await town.ask("POST", "/offers", town.cast.shop, json=changed)
    assert (answer.status_code, answer.json()["code"]) == (409, "offer.signature")


async def test_an_offer_is_posted_once_listed_matched_exported_and_imported(town: Town) -> None:
    shop = town.cast.shop
    offer = await town.offer_of(town.cast.bank, PRINCIPAL)
    posted = await town.ask("POST", "/offers", town.cast.bank, json=offer)
    assert posted.status_code == 201, posted.text
    digest = posted.json()["digest"]
    assert (await town.ask("POST", "/offers", shop, json=offer)).status_code == 200
    listed = await town.ask("GET", "/offers?side=lend&status=open&limit=1")
    assert [each["digest"] for each in listed.json()["items"]] == [digest]
    wish = {
        "side": "borrow",
        "currency": town.stage.token.address,
        "principal_units": str(PRINCIPAL),
        "taker": shop.address,
        "party": "0x" + shop.party.hex(),
    }
    found = (await town.ask("POST", "/offers/match", json=wish)).json()
    (match,) = found["fitting"]
    taking = await town.prepared(
        "take", taker=shop.address, principal_units=str(PRINCIPAL), digest=digest
    )
    assert match["loan"] == taking["settled"]["loan"]
    exported = await town.ask("GET", "/offers.jsonl")
    lines = ["{}", "no json", "\ud7ff", *exported.text.splitlines() * 2]
    done = await town.ask("POST", "/offers/import", shop, json={"lines": lines})
    assert done.status_code == 200, done.text
    assert (done.json()["added"], done.json()["known"]) == (0, 2)
    assert [line["line"] for line in done.json()["refused"]] == [1, 2, 3]


async def test_a_loan_is_taken_by_signatures_and_read_with_its_schedule(town: Town) -> None:
    shop = town.cast.shop
    offer = await town.offer_of(town.cast.bank, PRINCIPAL)
    digest = (await town.ask("POST", "/offers", town.cast.bank, json=offer)).json()["digest"]
    taking = await town.prepared(
        "take", taker=shop.address, principal_units=str(PRINCIPAL), digest=digest
    )
    signatures = {"action": town.signature(shop, taking["typed_data"])}
    body = {"settled": taking["settled"], "signatures": signatures}
    headers = {"Idempotency-Key": "first-taking-0001"}
    wrong = body | {"signatures": {"action": "0x" + "11" * 65}}
    refused = await town.ask(
        "POST",
        "/actions/take/relay",
        shop,
        json=wrong,
        headers={"Idempotency-Key": "wrong-taking-0001"},
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "action.signature")
    relayed = await town.ask("POST", "/actions/take/relay", shop, json=body, headers=headers)
    assert relayed.status_code == 202, relayed.text
    assert relayed.json()["links"]["self"].endswith(relayed.json()["transaction_id"])
    call = taking["calls"][-1]
    shop.sender.send(call["to"], bytes.fromhex(call["data"][2:]))
    await town.look()
    loan = taking["settled"]["loan"]
    found = (await town.ask("GET", f"/loans/{loan}")).json()
    assert (found["is_final"], found["confirmations"] > 0) == (True, True)
    assert (found["principal_units"], found["status"]) == (str(PRINCIPAL), "open")
    assert found["offer_digest"] == digest
    assert len(found["schedule"]) == 12
    assert found["today"]["closing_units"] == str(PRINCIPAL)
    page = (await town.ask("GET", f"/loans?borrower=0x{shop.party.hex()}&limit=1")).json()
    assert page["items"][0]["id"] == loan
    due = found["schedule"][0]["due_date"]
    quote = (await town.ask("GET", f"/loans/{loan}/quote?date={due}")).json()
    assert int(quote["closing_units"]) > PRINCIPAL
    early = await town.ask("GET", f"/loans/{loan}/quote?date=2020-01-01")
    assert early.json()["code"] == "loan.day_passed"
    notes = (await town.ask("GET", f"/holders/{town.cast.bank.address}/notes")).json()
    held = {each["loan"]: each["note_units"] for each in notes["items"]}
    assert held[loan] == str(PRINCIPAL)
    assert (await town.ask("GET", f"/offers/{digest}")).json()["status"] == "filled"


async def test_a_record_is_its_party_s_to_read(town: Town) -> None:
    shop, bank = town.cast.shop, town.cast.bank
    path = f"/parties/0x{shop.party.hex()}/record"
    assert (await town.ask("GET", path)).status_code == 401
    town.world.parties[bank.address] = "0x" + bank.party.hex()
    stranger = await town.ask("GET", path, bank)
    assert (stranger.status_code, stranger.json()["code"]) == (403, "record.not_yours")
    town.world.parties[shop.address] = "0x" + shop.party.hex()
    own = await town.ask("GET", path + "?limit=1", shop)
    assert own.status_code == 200, own.text
    ledger = town.stage.deployment.ledger
    assert own.json()["head"] == "0x" + ledger.head_of(shop.party).hex()


async def test_a_party_is_found_by_its_wallet(town: Town) -> None:
    shop = town.cast.shop
    wallet = (await town.ask("GET", f"/wallets/{shop.address}")).json()
    assert wallet["party"] == "0x" + shop.party.hex()
    party = (await town.ask("GET", f"/parties/{wallet['party']}")).json()
    assert [each["address"] for each in party["wallets"]] == [shop.address]
    assert (await town.ask("GET", f"/parties/{ZERO}")).json()["code"] == "party.unknown"
    nobody = "0x" + "11" * 20
    assert (await town.ask("GET", f"/wallets/{nobody}")).json()["code"] == "party.unknown_wallet"
