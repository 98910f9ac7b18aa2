# SPDX-License-Identifier: Apache-2.0
"""What people read of records, notes, rules and the outbox, over a chain on which it happened."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import update

from shouxin.access.principal import Scope
from shouxin.credit.export import export_report
from shouxin.credit.ledger import ledger_of
from shouxin.credit.report import write_report
from shouxin.outbox.tables import transactions
from tests.api.populated import PAID, PRINCIPAL, Populated, populated
from tests.api.world import asking, code_of
from tests.lending.endpoints.town import Town

pytestmark = pytest.mark.anyio
ZERO = "0x" + "00" * 32


@pytest.fixture
async def there(town: Town) -> Populated:
    found = await populated(town)
    for person in town.cast.people:
        town.world.parties[person.address] = "0x" + person.party.hex()
    return found


@pytest.mark.parametrize("path", ["record", "record/report", "record/disputes"])
async def test_another_s_record_is_refused_in_every_form(there: Populated, path: str) -> None:
    town, party = there.town, there.places["party"]
    answer = await town.ask("GET", f"/parties/{party}/{path}", town.cast.bank)
    assert answer.status_code == 403
    assert code_of(answer) == "record.not_yours"


@pytest.mark.parametrize("path", ["notes", "payments", "amendments"])
async def test_what_an_unknown_loan_has_is_refused(there: Populated, path: str) -> None:
    answer = await there.town.ask("GET", f"/loans/{ZERO}/{path}")
    assert code_of(answer) == "loan.unknown"


async def test_a_report_is_the_exported_one(there: Populated) -> None:
    town, party = there.town, there.places["party"]
    answer = await town.ask("GET", f"/parties/{party}/record/report", town.cast.shop)
    assert answer.status_code == 200, answer.text
    at = town.stage.deployment
    found = export_report(town.stage.chain, ledger_of(at.manifest), town.cast.shop.party)
    assert answer.text == write_report(found.report)
    assert answer.headers["cache-control"] == "no-store"


async def test_a_record_without_disputes_has_none(there: Populated) -> None:
    path = f"/parties/{there.places['party']}/record/disputes"
    answer = await there.town.ask("GET", path, there.town.cast.shop)
    assert answer.json() == {"items": []}


async def test_a_payment_can_be_claimed_by_who_holds_the_note(there: Populated) -> None:
    town, loan = there.town, there.places["loan"]
    (note,) = (await town.ask("GET", f"/loans/{loan}/notes")).json()["items"]
    bank = town.cast.bank.address
    assert (note["holder"], note["note_units"]) == (bank, str(PRINCIPAL))
    held = town.stage.deployment.book.holding_of(there.loan.id, bank)
    assert int(note["claimable_units"]) == held.owed > 0
    (payment,) = (await town.ask("GET", f"/loans/{loan}/payments")).json()["items"]
    parts = ("interest_units", "principal_units", "penalty_units")
    assert sum(int(payment[part]) for part in parts) == PAID
    assert payment["is_final"] is True
    assert payment["payer"] == town.cast.shop.address
    town.stage.deployment.book.claim(there.loan.id, bank, sender=town.cast.bank.sender)
    await town.look()
    (note,) = (await town.ask("GET", f"/loans/{loan}/notes")).json()["items"]
    assert note["claimable_units"] == "0"
    (claim,) = (await town.ask("GET", f"/holders/{bank}/claims?limit=1")).json()["items"]
    assert claim["loan"] == loan
    assert claim["amount_units"] == str(held.owed)
    assert (await town.ask("GET", f"/loans/{loan}/amendments")).json()["items"] == []


async def test_the_notes_of_a_holder_come_in_pages_without_a_gap(there: Populated) -> None:
    town, bank = there.town, there.places["holder"]
    seen: list[str] = []
    cursor = ""
    for _ in range(100):
        page = (await town.ask("GET", f"/holders/{bank}/notes?limit=1{cursor}")).json()
        seen += [each["loan"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == sorted(set(seen))
    assert there.places["loan"] in seen


async def test_the_rules_are_those_of_the_chain(there: Populated) -> None:
    town = there.town
    found = (await town.ask("GET", "/rules/currencies")).json()["items"]
    assert [each["address"] for each in found] == [town.stage.token.address]
    assert (found[0]["code"], found[0]["decimals"]) == ("JCCNY", 2)
    (china,) = (await town.ask("GET", "/rules/jurisdictions")).json()["items"]
    assert (china["code"], china["all_in_rate_ppm_max"]) == (156, 240_000)
    pause = (await town.ask("GET", "/rules/pause")).json()
    assert pause == {"is_paused": False, "paused_until": None}


async def test_a_party_s_links_and_attestations_are_read(there: Populated) -> None:
    for part in ("links", "attestations"):
        answer = await there.town.ask("GET", f"/parties/{there.places['party']}/{part}")
        assert answer.json() == {"items": []}


async def test_an_offer_is_withdrawn_by_its_maker_alone(there: Populated) -> None:
    town, path = there.town, f"/offers/{there.offer}"
    refused = await town.ask("DELETE", path, town.cast.shop)
    assert code_of(refused) == "offer.not_yours"
    async with asking(town.world, await town.world.key(Scope.OFFERS_WRITE)) as ask:
        assert code_of(await ask("DELETE", f"/api/v1{path}")) == "offer.not_yours"
    bank = f"0x{town.cast.bank.party.hex()}"
    listed = (await town.ask("GET", f"/offers?party={bank}")).json()["items"]
    assert there.offer in [each["digest"] for each in listed]
    assert (await town.ask("DELETE", path, town.cast.bank)).status_code == 204
    assert code_of(await town.ask("GET", path)) == "offer.unknown"
    assert code_of(await town.ask("DELETE", path, town.cast.bank)) == "offer.unknown"


async def test_one_s_own_transactions_are_listed_and_nobody_else_s(there: Populated) -> None:
    town = there.town
    own = (await town.ask("GET", "/transactions", town.cast.shop)).json()["items"]
    assert [each["id"] for each in own] == [there.transaction]
    assert (own[0]["confirmations"], own[0]["is_final"]) == (0, False)
    assert (await town.ask("GET", "/transactions", town.cast.bank)).json()["items"] == []


async def _dead(there: Populated) -> None:
    is_it = transactions.c.id == there.transaction
    values: dict[str, Any] = {"status": "dead", "is_settled": True, "lane": None}
    values |= {"failure_code": "chain.rpc_error", "failure_en": "no", "failure_zh": "否"}
    async with there.town.world.database.begin() as connection:
        await connection.execute(update(transactions).where(is_it).values(values))


async def test_only_dead_letters_are_retried_or_dropped(there: Populated) -> None:
    world, path = there.town.world, "/api/v1/operator/dead-letters"
    async with asking(world, await world.key(Scope.OPERATOR)) as ask:
        for method, end in (("POST", "/retry"), ("DELETE", "")):
            answer = await ask(method, f"{path}/{there.transaction}{end}")
            assert code_of(answer) == "outbox.not_dead"
            assert code_of(await ask(method, f"{path}/0x00{end}")) == "outbox.no_transaction"


async def test_a_dead_letter_is_retried_once_and_dropped(there: Populated) -> None:
    world, path = there.town.world, "/api/v1/operator/dead-letters"
    await _dead(there)
    async with asking(world, await world.key(Scope.OPERATOR)) as ask:
        (letter,) = (await ask("GET", path)).json()["items"]
        assert letter["failure"]["code"] == "chain.rpc_error"
        first = await ask("POST", f"{path}/{there.transaction}/retry")
        again = await ask("POST", f"{path}/{there.transaction}/retry")
        assert first.status_code == again.status_code == 202, first.text
        assert first.json()["id"] == again.json()["id"] != there.transaction
        dropped = await ask("DELETE", f"{path}/{there.transaction}")
        assert dropped.json()["status"] == "dropped"
        assert (await ask("GET", path)).json()["items"] == []
        (sender,) = (await ask("GET", "/api/v1/operator/senders")).json()["items"]
    assert sender["address"] == there.town.stage.operator.address
    assert json.loads(sender["balance_wei"]) > 0
