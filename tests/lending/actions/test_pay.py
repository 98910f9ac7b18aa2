# SPDX-License-Identifier: Apache-2.0
"""A payment: prepared, signed by its payer, relayed; or called by the payer itself."""

from typing import Any

import pytest

from shouxin.chain.bindings import loan_book
from shouxin.lending.model import schedule
from shouxin.primitives.dates import format_day
from shouxin.primitives.errors import ShouxinError
from shouxin.story.cast import Cast, Person
from shouxin.story.loans import LiveLoan
from shouxin.story.stage import Stage
from tests.lending.actions.acting import Acting, refused, signatures


def wanted(loan: LiveLoan, payer: Person, units: object, **more: Any) -> dict[str, Any]:
    return {
        "loan": "0x" + loan.id.hex(),
        "payer": payer.address,
        "amount_units": units,
        **more,
    }


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"amount_units": "0"}, "action.amount"),
        ({"amount_units": "1.5"}, "input.units"),
        ({"amount_units": -1}, "input.units"),
        ({"amount_units": "9" * 79}, "input.units"),
        ({"amount_units": True}, "input.units"),
        ({"loan": "0x12"}, "input.bytes32"),
        ({"loan": "0x" + "00" * 32}, "loan.unknown"),
        ({"payer": "0x12"}, "input.address"),
        ({"payer": 7}, "input.field"),
        ({"first_date": "2026-02-30"}, "input.date"),
        ({"first_date": "2020-01-01"}, "action.days"),
        ({"last_date": "2099-01-01"}, "action.days"),
        ({"deadline_at": "tomorrow"}, "input.instant"),
        ({"color": "red"}, "input.field"),
    ],
)
def test_what_can_not_be_meant_is_refused(
    acting: Acting, loan: LiveLoan, borrower: Person, more: dict[str, Any], code: str
) -> None:
    with refused(code):
        acting.prepare("pay", **(wanted(loan, borrower, "100") | more))


def test_a_field_left_out_is_named(acting: Acting, borrower: Person) -> None:
    with pytest.raises(ShouxinError, match="loan: it is missing"):
        acting.prepare("pay", payer=borrower.address, amount_units="100")


def test_another_s_signature_is_refused(
    acting: Acting, cast: Cast, loan: LiveLoan, borrower: Person
) -> None:
    prepared = acting.prepare("pay", **wanted(loan, borrower, "100"))
    given = {
        wanted.part: wanted.action.signed_by(cast.shop.sender.account)
        for wanted in prepared.plan.signing
    }
    with refused("action.signature"):
        acting.carry_out("pay", prepared, given)


def test_a_missing_signature_is_refused(acting: Acting, loan: LiveLoan, borrower: Person) -> None:
    prepared = acting.prepare("pay", **wanted(loan, borrower, "100"))
    with refused("action.not_signed"):
        acting.carry_out("pay", prepared, {})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_units", "101"),
        ("nonce", "1"),
        ("reference", "0x" + "11" * 32),
        ("last_date", "2027-01-01"),
        ("deadline_at", "2027-01-01T00:00:00Z"),
        ("payer_party", "0x" + "22" * 32),
    ],
)
def test_a_value_changed_after_signing_is_refused(
    acting: Acting, loan: LiveLoan, borrower: Person, field: str, value: str
) -> None:
    prepared = acting.prepare("pay", **wanted(loan, borrower, "100"))
    with refused("action.signature"):
        acting.carry_out("pay", prepared, signatures(prepared, [borrower]), **{field: value})


def test_a_deadline_that_is_over_is_refused(
    acting: Acting, loan: LiveLoan, borrower: Person
) -> None:
    past = "2026-01-01T00:00:00Z"
    prepared = acting.prepare("pay", **wanted(loan, borrower, "100", deadline_at=past))
    with refused("action.expired"):
        acting.carry_out("pay", prepared, signatures(prepared, [borrower]))


def test_without_a_permit_nothing_is_taken(
    acting: Acting, loan: LiveLoan, borrower: Person, stage: Stage
) -> None:
    prepared = acting.prepare("pay", **wanted(loan, borrower, "100"))
    given = signatures(prepared, [borrower])
    del given["permit"]
    before = stage.token.balanceOf(borrower.address)
    with pytest.raises(ShouxinError):
        acting.carry_out("pay", prepared, given)
    assert stage.token.balanceOf(borrower.address) == before


def test_a_signed_payment_is_relayed_once(
    acting: Acting, stage: Stage, loan: LiveLoan, borrower: Person
) -> None:
    prepared = acting.prepare("pay", **wanted(loan, borrower, "5000"))
    given = signatures(prepared, [borrower])
    receipt = acting.carry_out("pay", prepared, given)
    paid = receipt.event(loan_book.Paid, stage.deployment.book.address)
    assert (paid.payer, paid.payer_party) == (borrower.address, borrower.party)
    assert paid.interest + paid.principal == 5_000
    assert stage.token.allowance(borrower.address, stage.deployment.book.address) == 0
    with refused("signature.nonce"):
        acting.carry_out("pay", prepared, given)


def test_the_sentence_says_amount_loan_day_and_wallet(
    acting: Acting, stage: Stage, loan: LiveLoan, borrower: Person
) -> None:
    plan = acting.prepare("pay", **wanted(loan, borrower, "105000")).plan
    today = stage.today()
    date = format_day(today)
    year, month, day = (int(part) for part in date.split("-"))
    short = f"0x{loan.id.hex()[:4]}…{loan.id.hex()[-4:]}"
    assert f"at most 1,050.00 JCCNY to loan {short} today" in plan.sentence.en
    assert f"您将于今日（{year}年{month}月{day}日）向贷款 {short} 还款至多 1,050.00 元" in (
        plan.sentence.zh
    )
    assert borrower.address[:6] in plan.sentence.en
    assert plan.expires_at is not None
    assert plan.expires_at > stage.now()


def test_a_payer_with_less_money_is_warned(
    acting: Acting, loan: LiveLoan, borrower: Person
) -> None:
    plan = acting.prepare("pay", **wanted(loan, borrower, "99999999")).plan
    assert any("top it up" in warning.en for warning in plan.warnings)
    enough = acting.prepare("pay", **wanted(loan, borrower, "1")).plan
    assert not any("top it up" in warning.en for warning in enough.warnings)


def test_who_has_coins_calls_itself(acting: Acting, stage: Stage, loan: LiveLoan) -> None:
    payer = loan.borrower
    due = schedule(loan.terms)[0].payment
    prepared = acting.prepare("pay", **wanted(loan, payer, str(due)))
    *_, receipt = acting.call_directly(prepared, payer.sender)
    paid = receipt.event(loan_book.Paid, stage.deployment.book.address)
    assert paid.principal + paid.interest == due
