# SPDX-License-Identifier: Apache-2.0
"""What several sign together: amendments, waivers, another servicer."""

import pytest

from shouxin.chain.bindings.loan_amending import LoanAmended, ServicerReplaced
from shouxin.chain.bindings.loan_servicing import Waived
from shouxin.chain.sender import new_key
from shouxin.lending.actions import brought
from shouxin.primitives.errors import ShouxinError
from shouxin.story.cast import Cast
from shouxin.story.loans import LiveLoan
from shouxin.story.stage import Stage
from tests.lending.actions.acting import Acting, refused, signatures


def named(loan: LiveLoan) -> str:
    return "0x" + loan.id.hex()


def test_an_amendment_without_the_borrower_is_refused(
    acting: Acting, cast: Cast, loan: LiveLoan
) -> None:
    prepared = acting.prepare("amend", loan=named(loan), kind="repricing", rate_ppm=60_000)
    with refused("action.not_signed"):
        acting.carry_out("amend", prepared, signatures(prepared, [cast.bank]))
    given = signatures(prepared, [cast.bank, cast.shop])
    with refused("action.signature"):
        acting.carry_out("amend", prepared, given | {"borrower": given["servicer"]})


def test_an_amendment_that_somebody_changed_is_refused(
    acting: Acting, cast: Cast, loan: LiveLoan
) -> None:
    prepared = acting.prepare("amend", loan=named(loan), kind="repricing", rate_ppm=60_000)
    given = signatures(prepared, [cast.bank, cast.shop])
    with refused("action.signature"):
        acting.carry_out("amend", prepared, given, rate_ppm=70_000)


@pytest.mark.parametrize("date", ["2020-01-01", "2999-01-01"])
def test_an_amendment_of_another_time_is_refused(acting: Acting, loan: LiveLoan, date: str) -> None:
    with refused("action.days"):
        acting.prepare("amend", loan=named(loan), kind="repricing", date=date)


def test_terms_that_no_loan_can_have_are_refused(acting: Acting, loan: LiveLoan) -> None:
    with pytest.raises(ShouxinError, match="instalments"):
        acting.prepare("amend", loan=named(loan), kind="extension", instalments=0)


def test_all_amend_a_loan_together_and_once(acting: Acting, cast: Cast, loan: LiveLoan) -> None:
    prepared = acting.prepare(
        "amend", loan=named(loan), kind="extension", rate_ppm=80_000, instalments=24
    )
    assert [wanted.part for wanted in prepared.plan.signing] == ["borrower", "servicer"]
    assert "展期" in prepared.plan.sentence.zh
    assert "24 months" in prepared.plan.sentence.en
    given = signatures(prepared, [cast.bank, cast.shop])
    receipt = acting.carry_out("amend", prepared, given)
    assert receipt.event(LoanAmended).loan == loan.id
    with refused("action.terms_changed"):
        acting.carry_out("amend", prepared, given)
    again = acting.prepare("amend", loan=named(loan), kind="repricing", rate_ppm=70_000)
    assert again.plan.signing[0].action.digest != prepared.plan.signing[0].action.digest


def test_a_servicer_that_is_none_or_the_same_is_refused(
    acting: Acting, cast: Cast, loan: LiveLoan
) -> None:
    with refused("action.same_servicer"):
        acting.prepare("replace_servicer", loan=named(loan), servicer=cast.bank.address)
    with refused("action.no_party"):
        acting.prepare("replace_servicer", loan=named(loan), servicer=str(new_key().address))


def test_a_servicer_is_replaced_by_a_majority_alone(
    acting: Acting, stage: Stage, cast: Cast, loan: LiveLoan
) -> None:
    half = loan.terms.principal // 2
    stage.deployment.book.safeTransferFrom(
        cast.bank.address,
        cast.investor.address,
        int.from_bytes(loan.id),
        half,
        b"",
        sender=cast.bank.sender,
    )
    wanted = {"loan": named(loan), "servicer": cast.buyer.address}
    prepared = acting.prepare("replace_servicer", **wanted)
    assert {wanted.signer for wanted in prepared.plan.signing} == {
        cast.bank.address,
        cast.investor.address,
    }
    for few in ([], [cast.bank], [cast.investor]):
        with refused("action.no_majority"):
            acting.carry_out("replace_servicer", prepared, signatures(prepared, few))
    both = signatures(prepared, [cast.bank, cast.investor])
    wrong = dict(zip(both, reversed(both.values()), strict=True))
    with refused("action.signature"):
        acting.carry_out("replace_servicer", prepared, wrong)
    receipt = acting.carry_out("replace_servicer", prepared, both)
    assert receipt.event(ServicerReplaced).servicer == cast.buyer.address


def test_a_waiver_is_not_relayed_for_its_servicer_sends_it(acting: Acting, loan: LiveLoan) -> None:
    prepared = acting.prepare("waive", loan=named(loan), principal_units="1000")
    with refused("action.not_relayed"):
        acting.carry_out("waive", prepared, {})
    with refused("action.amount"):
        acting.prepare("waive", loan=named(loan))


def test_a_servicer_without_a_majority_waives_with_holders_signatures(
    acting: Acting, stage: Stage, cast: Cast, loan: LiveLoan
) -> None:
    moving = (int.from_bytes(loan.id), loan.terms.principal, b"")
    stage.deployment.book.safeTransferFrom(
        cast.bank.address, cast.investor.address, *moving, sender=cast.bank.sender
    )
    prepared = acting.prepare("waive", loan=named(loan), principal_units="1000")
    assert prepared.plan.steps == ()
    values = prepared.settled.model_dump(mode="json")
    with refused("action.no_majority"):
        brought(acting.site, "waive", values, {})
    given = signatures(prepared, [cast.investor])
    call = brought(acting.site, "waive", values, given)
    with pytest.raises(ShouxinError):
        acting.relayer.send(call.to, call.data)
    receipt = cast.bank.sender.send(call.to, call.data)
    assert receipt.event(Waived).principal == 1_000


def test_a_lender_that_serves_its_own_loan_waives_alone(
    acting: Acting, cast: Cast, loan: LiveLoan
) -> None:
    prepared = acting.prepare("waive", loan=named(loan), principal_units="1000")
    assert prepared.plan.signing == ()
    (receipt,) = acting.call_directly(prepared, cast.bank.sender)
    assert receipt.event(Waived).principal == 1_000
