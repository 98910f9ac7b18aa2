# SPDX-License-Identifier: Apache-2.0
"""Units of a note passed on, and what they received claimed."""

from typing import Any

from shouxin.chain.bindings import loan_book
from shouxin.story.cast import Cast, Person
from shouxin.story.loans import LiveLoan, Loans
from shouxin.story.stage import Stage
from tests.lending.actions.acting import Acting, refused, signatures


def wanted(loan: LiveLoan, holder: Person, receiver: Person, units: str) -> dict[str, Any]:
    return {
        "loan": "0x" + loan.id.hex(),
        "holder": holder.address,
        "receiver": receiver.address,
        "note_units": units,
    }


def test_more_units_than_held_are_refused(acting: Acting, cast: Cast, loan: LiveLoan) -> None:
    with refused("action.note_units"):
        acting.prepare("transfer_note", **wanted(loan, cast.shop, cast.investor, "1"))
    with refused("action.amount"):
        acting.prepare("transfer_note", **wanted(loan, cast.bank, cast.investor, "0"))


def test_another_receiver_is_refused(acting: Acting, cast: Cast, loan: LiveLoan) -> None:
    prepared = acting.prepare("transfer_note", **wanted(loan, cast.bank, cast.investor, "5"))
    given = signatures(prepared, [cast.bank])
    with refused("action.signature"):
        acting.carry_out("transfer_note", prepared, given, receiver=cast.buyer.address)


def test_units_are_passed_on_by_signature(
    acting: Acting, stage: Stage, cast: Cast, loan: LiveLoan
) -> None:
    acting.act("transfer_note", [cast.bank], **wanted(loan, cast.bank, cast.investor, "500"))
    note = int.from_bytes(loan.id)
    assert stage.deployment.book.balanceOf(cast.investor.address, note) == 500


def test_units_are_passed_on_by_call(
    acting: Acting, stage: Stage, cast: Cast, loan: LiveLoan
) -> None:
    prepared = acting.prepare("transfer_note", **wanted(loan, cast.bank, cast.buyer, "500"))
    acting.call_directly(prepared, cast.bank.sender)
    assert stage.deployment.book.balanceOf(cast.buyer.address, int.from_bytes(loan.id)) == 500
    assert "债权份额 500 份（共 1200000 份）" in prepared.plan.sentence.zh


def test_nothing_received_is_nothing_to_claim(acting: Acting, cast: Cast, loan: LiveLoan) -> None:
    with refused("action.nothing_to_claim"):
        acting.prepare("claim", loan="0x" + loan.id.hex(), holder=cast.bank.address)


def test_anyone_claims_for_a_holder(
    acting: Acting, stage: Stage, cast: Cast, loan: LiveLoan
) -> None:
    Loans(stage).book.pay(
        loan.deal.loan, 70_000, cast.shop.party, b"\x01" * 32, sender=cast.shop.sender
    )
    wanted_claim = {"loan": "0x" + loan.id.hex(), "holder": cast.bank.address}
    prepared = acting.prepare("claim", **wanted_claim)
    assert prepared.plan.signing == ()
    assert "700.00 JCCNY" in prepared.plan.sentence.en
    receipt = acting.carry_out("claim", prepared, {})
    claimed = receipt.event(loan_book.Claimed)
    assert (claimed.holder, claimed.amount) == (cast.bank.address, 70_000)
    with refused("action.nothing_to_claim"):
        acting.prepare("claim", **wanted_claim)
