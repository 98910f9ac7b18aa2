# SPDX-License-Identifier: Apache-2.0
"""Money brought to the desk and taken back, by signature and by call, by key and by contract."""

from typing import Any

import pytest

from shouxin.chain.bindings import offer_desk
from shouxin.primitives.errors import ShouxinError
from shouxin.story.cast import Cast, Person
from shouxin.story.stage import Stage
from tests.lending.actions.acting import Acting, refused, signatures
from tests.lending.actions.wallets import ContractWallet


def wanted(stage: Stage, lender: str, units: object) -> dict[str, Any]:
    return {"lender": lender, "currency": stage.token.address, "amount_units": units}


@pytest.mark.parametrize("name", ["deposit", "withdraw"])
def test_nothing_is_no_amount(acting: Acting, stage: Stage, borrower: Person, name: str) -> None:
    with refused("action.amount"):
        acting.prepare(name, **wanted(stage, borrower.address, "0"))


def test_more_than_the_balance_is_not_taken_back(
    acting: Acting, stage: Stage, borrower: Person
) -> None:
    with refused("action.desk_balance"):
        acting.prepare("withdraw", **wanted(stage, borrower.address, "1"))


def test_a_deposit_without_its_permit_is_refused(
    acting: Acting, stage: Stage, borrower: Person
) -> None:
    prepared = acting.prepare("deposit", **wanted(stage, borrower.address, "100"))
    given = signatures(prepared, [borrower])
    del given["permit"]
    with pytest.raises(ShouxinError):
        acting.carry_out("deposit", prepared, given)


def test_money_is_brought_and_taken_back_by_signatures(
    acting: Acting, stage: Stage, borrower: Person
) -> None:
    desk, token, at = stage.deployment.desk, stage.token, borrower.address
    held = token.balanceOf(at)
    receipt = acting.act("deposit", [borrower], **wanted(stage, at, "700"))
    assert receipt.event(offer_desk.Deposited, desk.address).amount == 700
    assert (desk.balances(at, token.address), token.balanceOf(at)) == (700, held - 700)
    acting.act("withdraw", [borrower], **wanted(stage, at, "300"))
    assert (desk.balances(at, token.address), token.balanceOf(at)) == (400, held - 400)
    assert stage.chain.balance(at) == 0


def test_a_deposit_serves_once(acting: Acting, stage: Stage, borrower: Person) -> None:
    prepared = acting.prepare("deposit", **wanted(stage, borrower.address, "700"))
    given = signatures(prepared, [borrower])
    acting.carry_out("deposit", prepared, given)
    with refused("desk.nonce_spent"):
        acting.carry_out("deposit", prepared, given)


def test_a_withdrawal_is_no_deposit(acting: Acting, stage: Stage, borrower: Person) -> None:
    acting.act("deposit", [borrower], **wanted(stage, borrower.address, "700"))
    prepared = acting.prepare("withdraw", **wanted(stage, borrower.address, "700"))
    with refused("action.signature"):
        acting.carry_out("deposit", prepared, signatures(prepared, [borrower]))


def test_who_has_coins_calls_itself(acting: Acting, stage: Stage, cast: Cast) -> None:
    desk, bank = stage.deployment.desk, cast.bank
    before = desk.balances(bank.address, stage.token.address)
    deposit = acting.prepare("deposit", **wanted(stage, bank.address, "700"))
    acting.call_directly(deposit, bank.sender)
    assert desk.balances(bank.address, stage.token.address) == before + 700
    taking_back = acting.prepare("withdraw", **wanted(stage, bank.address, "700"))
    acting.call_directly(taking_back, bank.sender)
    assert desk.balances(bank.address, stage.token.address) == before
    stage.token.approve(desk.address, 2**256 - 1, sender=bank.sender)


def test_a_contract_wallet_signs_by_what_it_accepts(
    acting: Acting, stage: Stage, wallet: ContractWallet
) -> None:
    desk, token = stage.deployment.desk, stage.token
    token.mint(wallet.address, 1_000, b"\x01" * 32, sender=stage.bank)
    wallet.execute(token.address, "approve(address,uint256)", desk.address, 1_000)
    prepared = acting.prepare("deposit", **wanted(stage, wallet.address, "600"))
    assert not prepared.plan.signing[1].is_needed
    with refused("action.signature"):
        acting.carry_out("deposit", prepared, {"action": b"several owners"})
    wallet.accept(prepared.plan.signing[0].action.digest, b"several owners")
    acting.carry_out("deposit", prepared, {"action": b"several owners"})
    assert desk.balances(wallet.address, token.address) == 600


def test_the_sentence_names_the_amount(acting: Acting, stage: Stage, borrower: Person) -> None:
    plan = acting.prepare("deposit", **wanted(stage, borrower.address, "123456")).plan
    assert "You bring 1,234.56 JCCNY to the lending desk" in plan.sentence.en
    assert "存入 1,234.56 元（JCCNY）" in plan.sentence.zh
