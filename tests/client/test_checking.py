# SPDX-License-Identifier: Apache-2.0
"""A service that prepares something else than was asked gets no signature."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from shouxin.client import AsyncClient, KeySigner, Trust
from shouxin.client.answers import Prepared
from shouxin.client.checking import EXPECTED, OF_SEVERAL, checked
from shouxin.lending.actions import known_kinds
from shouxin.primitives.dates import format_day
from shouxin.story.cast import Person
from tests.client.asking import Lying, client_of, refused, trust_of
from tests.lending.endpoints.town import Town

pytestmark = pytest.mark.anyio
EVIL, ZERO = "0x" + "11" * 20, "0x" + "00" * 32
MANY = str(2**256 - 1)
UNITS = 1_200_000
JsonPath = tuple[str | int, ...]
ACTION: JsonPath = ("signing", 0, "typed_data")
PERMIT: JsonPath = ("signing", 1, "typed_data")


def put(told: dict[str, Any], path: JsonPath, value: object) -> None:
    """Change one value; it was another one before."""
    place: Any = told
    for name in path[:-1]:
        place = place[name]
    assert place[path[-1]] != value
    place[path[-1]] = value


def deposit(town: Town) -> dict[str, Any]:
    lender = town.cast.investor.address
    return {"lender": lender, "currency": town.stage.token.address, "amount_units": str(UNITS)}


def offer(town: Town) -> dict[str, Any]:
    return {
        "maker": town.cast.bank.address,
        "amount_units": str(UNITS),
        "conditions": {
            "currency": town.stage.token.address,
            "rate_ppm": 90_000,
            "method": "equal-instalment",
            "instalments": 12,
            "borrower_kind": "sole-trader",
            "jurisdiction": 156,
            "fee_ppm": 10_000,
        },
    }


async def posted(town: Town) -> str:
    """An offer of the bank's, in the book."""
    signed = await town.offer_of(town.cast.bank, UNITS)
    answer = await town.ask("POST", "/offers", town.cast.bank, json=signed)
    return str(answer.json()["digest"])


async def take(town: Town) -> dict[str, Any]:
    digest = await posted(town)
    taker = town.cast.shop.address
    return {"taker": taker, "principal_units": str(UNITS), "digest": digest}


async def loan(town: Town) -> str:
    """A loan of the shop's."""
    wanted = await take(town)
    prepared = await town.prepared("take", **wanted)
    call = prepared["calls"][-1]
    town.cast.shop.sender.send(call["to"], bytes.fromhex(call["data"][2:]))
    await town.look()
    return str(prepared["settled"]["loan"])


async def deceived(
    town: Town, person: Person, kind: str, wanted: Mapping[str, Any], *lies: tuple[JsonPath, object]
) -> Lying:
    """Act with a service that lies; what it was asked."""

    def change(told: dict[str, Any]) -> None:
        for path, value in lies:
            put(told, path, value)

    lying = Lying(town.world.app, change)
    token = await town.world.signed_in(person.sender.account)
    signer = KeySigner(person.sender.account)
    async with client_of(town.world.app, token, trust_of(town), lying) as client:
        with refused("client.other_action"):
            if kind in {"offer", "request"}:
                await client.post_offer(kind, wanted, signer)
            else:
                await client.act(kind, wanted, signer, is_waiting=False)
    return lying


@pytest.mark.parametrize(
    "lies",
    [
        [((*ACTION, "domain", "chainId"), 1)],
        [((*ACTION, "domain", "verifyingContract"), EVIL)],
        [((*ACTION, "domain", "name"), "Shouxin LoanRelay")],
        [((*ACTION, "domain", "version"), "2")],
        [((*ACTION, "primaryType"), "Withdrawal")],
        [((*ACTION, "types", "Deposit", 0, "name"), "owner")],
        [((*ACTION, "message", "amount"), MANY)],
        [((*ACTION, "message", "lender"), EVIL)],
        [((*ACTION, "message", "nonce"), "1")],
        [((*ACTION, "message"), {})],
        [(("settled", "amount_units"), MANY), ((*ACTION, "message", "amount"), MANY)],
        [(("settled", "currency"), EVIL), ((*ACTION, "message", "currency"), EVIL)],
        [(("settled", "lender"), EVIL)],
        [(("settled", "nonce"), "one")],
        [(("settled", "deadline_at"), "2099-01-01T00:00:00Z")],
        [(("signing", 0, "signer"), EVIL)],
        [(("signing", 0, "part"), "other")],
        [(("signing",), [])],
        [(("kind",), "withdraw")],
        [(("typed_data",), {"primaryType": "Permit"})],
        [((*PERMIT, "message", "value"), MANY)],
        [((*PERMIT, "message", "spender"), EVIL)],
        [((*PERMIT, "message", "owner"), EVIL)],
        [((*PERMIT, "message", "deadline"), MANY)],
        [((*PERMIT, "message", "nonce"), "0x1")],
        [((*PERMIT, "domain", "verifyingContract"), EVIL)],
        [((*PERMIT, "domain", "chainId"), 1)],
        [((*PERMIT, "domain"), {})],
    ],
)
async def test_a_deposit_that_is_another_is_not_signed(
    town: Town, lies: list[tuple[JsonPath, object]]
) -> None:
    lying = await deceived(town, town.cast.investor, "deposit", deposit(town), *lies)
    assert not lying.was_relayed


@pytest.mark.parametrize(
    "lies",
    [
        [(("settled", "conditions", "rate_ppm"), 1)],
        [(("settled", "conditions", "currency"), EVIL)],
        [(("settled", "conditions", "fee_receiver"), EVIL)],
        [(("settled", "conditions", "servicer"), EVIL)],
        [(("settled", "conditions", "all_in_rate_ppm_max"), 999_999)],
        [(("settled", "conditions", "instalments"), 600)],
        [(("settled", "conditions", "default_days"), 9_999)],
        [(("settled", "conditions", "quantum_units"), "7")],
        [(("settled", "conditions", "documents_hash"), "0x" + "22" * 32)],
        [(("settled", "amount_units"), MANY)],
        [(("settled", "fill_min_units"), "1")],
        [(("settled", "taker"), "0x" + "22" * 32)],
        [(("settled", "payee"), EVIL)],
        [(("settled", "side"), "borrow")],
        [(("settled", "maker"), EVIL)],
        [(("settled", "expiry_at"), "2099-01-01T00:00:00Z")],
        [((*ACTION, "message", "conditions", "rate_ppm"), "1")],
    ],
)
async def test_an_offer_that_is_another_is_not_signed(
    town: Town, lies: list[tuple[JsonPath, object]]
) -> None:
    lying = await deceived(town, town.cast.bank, "offer", offer(town), *lies)
    assert not lying.was_relayed


@pytest.mark.parametrize(
    "lies",
    [
        [(("settled", "payee"), EVIL)],
        [(("settled", "principal_units"), "600000")],
        [(("settled", "offer", "offer", "conditions", "rate_ppm"), 200_000)],
        [(("settled", "offer", "desk"), EVIL)],
        [(("settled", "offer", "chain_id"), 1)],
        [(("settled", "loan"), ZERO)],
        [(("settled", "borrower"), "0x" + "22" * 32)],
        [(("settled", "start_date"), "2027-01-01")],
        [(("settled", "taker"), EVIL)],
        [((*ACTION, "message", "terms", "repayment", "rate_ppm"), "200000")],
        [((*ACTION, "message", "terms", "agreement", "payee"), EVIL)],
        [((*ACTION, "message", "terms", "agreement", "fee"), "600000")],
    ],
)
async def test_a_loan_that_is_another_is_not_signed(
    town: Town, lies: list[tuple[JsonPath, object]]
) -> None:
    lying = await deceived(town, town.cast.shop, "take", await take(town), *lies)
    assert not lying.was_relayed


@pytest.mark.parametrize(
    "lies",
    [
        [(("settled", "loan"), ZERO), ((*ACTION, "message", "loan"), ZERO)],
        [(("settled", "amount_units"), MANY), ((*ACTION, "message", "amount"), MANY)],
        [(("settled", "last_date"), "2099-01-01"), ((*ACTION, "message", "last_day"), "47117")],
        [((*ACTION, "message", "book"), EVIL)],
        [((*ACTION, "message", "currency"), EVIL)],
        [((*ACTION, "domain", "verifyingContract"), EVIL)],
        [((*PERMIT, "message", "spender"), EVIL)],
        [((*PERMIT, "domain", "verifyingContract"), EVIL)],
    ],
)
async def test_a_payment_that_is_another_is_not_signed(
    town: Town, lies: list[tuple[JsonPath, object]]
) -> None:
    shop = town.cast.shop
    wanted = {"loan": await loan(town), "payer": shop.address, "amount_units": "10000"}
    lying = await deceived(town, shop, "pay", wanted, *lies)
    assert not lying.was_relayed


async def test_money_in_a_token_that_the_caller_does_not_take_is_refused(town: Town) -> None:
    trust = replace(trust_of(town), currencies=frozenset({EVIL}))
    signer = KeySigner(town.cast.investor.sender.account)
    async with client_of(town.world.app, trust=trust) as client:
        with refused("client.other_action"):
            await client.act("deposit", deposit(town), signer)


async def test_a_manifest_of_another_deployment_signs_nothing(town: Town) -> None:
    manifest = town.stage.deployment.manifest
    desk = replace(manifest.contracts["OfferDesk"], address=EVIL)
    trust = Trust(manifest.with_contract("OfferDesk", desk), clock=town.stage.now)
    signer = KeySigner(town.cast.investor.sender.account)
    async with client_of(town.world.app, trust=trust) as client:
        with refused("client.other_action"):
            await client.act("deposit", deposit(town), signer)


async def test_without_a_manifest_or_the_key_nothing_is_signed(town: Town) -> None:
    investor, shop = (KeySigner(p.sender.account) for p in (town.cast.investor, town.cast.shop))
    async with client_of(town.world.app) as client:
        with refused("client.no_manifest"):
            await client.act("deposit", deposit(town), investor)
    async with client_of(town.world.app, trust=trust_of(town)) as client:
        with refused("client.no_signer"):
            await client.act("deposit", deposit(town), shop)


async def test_what_is_right_is_signed_and_relayed(town: Town) -> None:
    person = town.cast.investor
    token = await town.world.signed_in(person.sender.account)
    signer = KeySigner(person.sender.account)
    async with client_of(town.world.app, token, trust_of(town)) as client:
        acted = await client.act("deposit", deposit(town), signer, is_waiting=False)
        assert acted.transaction.status == "queued"
        assert acted.transaction.to == town.stage.deployment.desk.address
        taken = await client.transaction(acted.transaction.id)
        assert taken.failure is None
    await _posts_an_offer(town)


async def _posts_an_offer(town: Town) -> None:
    bank = town.cast.bank
    token = await town.world.signed_in(bank.sender.account)
    async with client_of(town.world.app, token, trust_of(town)) as client:
        made = await client.post_offer("offer", offer(town), KeySigner(bank.sender.account))
        assert (made.status, made.remaining_units) == ("open", UNITS)
        assert (await anext(client.offers(limit=1))).digest == made.digest


def wanted_of(town: Town, loan_id: str) -> dict[str, dict[str, Any]]:
    """Something to want of each kind that a person signs here."""
    bank, shop, investor = town.cast.bank, town.cast.shop, town.cast.investor
    currency, desk = town.stage.token.address, town.stage.deployment.desk.address
    return {
        "pay": {
            "loan": loan_id,
            "payer": shop.address,
            "amount_units": "100",
            "first_date": format_day(town.stage.today() + 1),
            "last_date": format_day(town.stage.today() + 3),
        },
        "permit": {
            "owner": bank.address,
            "currency": currency,
            "spender": desk,
            "amount_units": "7",
        },
        "deposit": deposit(town),
        "withdraw": {"lender": bank.address, "currency": currency, "amount_units": "5"},
        "cancel": {"signer": bank.address, "nonce": "12"},
        "cancel_nonce": {"signer": bank.address, "nonce": "12"},
        "cancel_all": {"signer": bank.address},
        "transfer_note": {
            "loan": loan_id,
            "holder": bank.address,
            "receiver": investor.address,
            "note_units": "5",
        },
        "withdrawal_notice": {"loan": loan_id},
        "dispute": {"wallet": shop.address, "index": "0", "reason": 2},
        "join_wallet": {"wallet": EVIL, "member": shop.address},
        "offer": offer(town),
        "request": offer(town) | {"maker": shop.address},
    }


async def test_each_kind_that_the_service_prepares_passes_and_its_typed_data_is_needed(
    town: Town,
) -> None:
    trust = trust_of(town)
    for kind, wanted in wanted_of(town, await loan(town)).items():
        told = await town.prepared(kind, **wanted)
        made = checked(trust, kind, wanted, Prepared.model_validate(told))
        assert [each.part for each in made] == [each["part"] for each in told["signing"]], kind
        changed = copy.deepcopy(told)
        for signing in changed["signing"]:
            signing["typed_data"]["domain"]["chainId"] = 1
        with refused("client.other_action"):
            checked(trust, kind, wanted, Prepared.model_validate(json.loads(json.dumps(changed))))


def test_each_kind_of_the_service_is_known_here() -> None:
    assert set(EXPECTED) | OF_SEVERAL == set(known_kinds())
    assert not set(EXPECTED) & OF_SEVERAL


@pytest.mark.parametrize("kind", sorted(OF_SEVERAL))
async def test_what_several_sign_together_is_refused(kind: str, town: Town) -> None:
    nothing: dict[str, object] = {"settled": {}, "typed_data": None, "signing": [], "calls": []}
    words = {"sentence": {"en": "", "zh": ""}, "warnings": [], "expires_at": None}
    prepared = Prepared.model_validate({"kind": kind, **nothing, **words})
    with refused("client.unknown_action"):
        checked(trust_of(town), kind, {}, prepared)


async def test_a_claim_needs_no_signature(town: Town) -> None:
    async with client_of(town.world.app, trust=trust_of(town)) as client:
        assert isinstance(client, AsyncClient)
        with refused("loan.unknown"):
            await client.act("claim", {"loan": ZERO, "holder": EVIL})
