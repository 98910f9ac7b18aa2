# SPDX-License-Identifier: Apache-2.0
"""Offers and requests prepared, signed, and taken by signature or by call."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from shouxin.chain.bindings import loan_book, offer_desk
from shouxin.lending.offer_schemas import WrittenSignedOffer, written_offer
from shouxin.lending.offers import BORROW, SignedOffer
from shouxin.story.cast import Cast, Person
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage
from tests.lending.actions.acting import Acting, refused, signatures

PRINCIPAL = 1_200_000
ZERO = "0x" + "00" * 32


def conditions(stage: Stage, **more: Any) -> dict[str, Any]:
    return {
        "currency": stage.token.address,
        "rate_ppm": 90_000,
        "method": "equal-instalment",
        "instalments": 12,
        "borrower_kind": "sole-trader",
        "jurisdiction": 156,
        "day_count": "30/360",
        "fee_ppm": 10_000,
        **more,
    }


def written(stage: Stage, signed: SignedOffer) -> dict[str, Any]:
    """A signed offer as JSON has it."""
    model = WrittenSignedOffer(
        chain_id=stage.chain.chain_id,
        desk=stage.deployment.desk.address,
        offer=written_offer(signed.offer),
        signature=signed.signature,
    )
    value: dict[str, Any] = json.loads(model.model_dump_json())
    return value


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"instalments": 0}, "terms.instalments"),
        ({"method": "whenever"}, "input.field"),
        ({"rate_ppm": -1}, "input.field"),
        ({"rate_ppm": "90000"}, "input.field"),
        ({"tolerance_units": "99999999"}, "terms.tolerance"),
        ({"default_days": 1}, "terms.default_days"),
        ({"interest_only_periods": 12}, "terms.interest_only_periods"),
        ({"servicer": "0x12"}, "input.address"),
    ],
)
def test_an_offer_that_can_open_nothing_is_refused(
    acting: Acting, stage: Stage, cast: Cast, more: dict[str, Any], code: str
) -> None:
    with refused(code):
        acting.prepare(
            "offer",
            maker=cast.bank.address,
            amount_units="1200000",
            conditions=conditions(stage, **more),
        )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"amount_units": "0"}, "terms.principal"),
        ({"fill_min_units": "1200001"}, "offer.fill_min"),
        ({"expiry_at": "2020-01-01T00:00:00Z"}, "offer.expiry"),
        ({"payee": "0x" + "11" * 20}, "input.field"),
    ],
)
def test_an_offer_that_contradicts_itself_is_refused(
    acting: Acting, stage: Stage, cast: Cast, more: dict[str, Any], code: str
) -> None:
    wanted: dict[str, Any] = {"maker": cast.bank.address, "amount_units": "1200000"}
    with refused(code):
        acting.prepare("offer", **(wanted | {"conditions": conditions(stage)} | more))


def test_an_offer_is_no_transaction(acting: Acting, stage: Stage, cast: Cast) -> None:
    prepared = acting.prepare(
        "offer",
        maker=cast.bank.address,
        amount_units="1200000",
        conditions=conditions(stage),
    )
    with refused("action.not_relayed"):
        acting.carry_out("offer", prepared, signatures(prepared, [cast.bank]))


@pytest.mark.parametrize("wanted", [{}, {"digest": ZERO}])
def test_an_offer_that_nobody_knows_is_not_taken(
    acting: Acting, borrower: Person, wanted: dict[str, str]
) -> None:
    code = "offer.unknown" if wanted else "action.no_offer"
    with refused(code):
        acting.prepare("take", taker=borrower.address, principal_units="1", **wanted)


def test_an_offer_for_another_desk_is_not_taken(
    acting: Acting, stage: Stage, cast: Cast, borrower: Person
) -> None:
    offer = written(stage, signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage)))
    for changed in ({"chain_id": 1}, {"desk": cast.bank.address}):
        with refused("offer.desk"):
            acting.prepare(
                "take",
                taker=borrower.address,
                principal_units=str(PRINCIPAL),
                offer=offer | changed,
            )


def test_what_can_not_open_is_refused_before_anyone_signs(
    acting: Acting, stage: Stage, cast: Cast, borrower: Person
) -> None:
    limited = conditions_of(stage)
    cases = {
        "offer.amount": (replace(limited), PRINCIPAL + 1),
        "rulebook.rate": (replace(limited, rate_ppm=250_000, all_in_rate_ppm_max=400_000), None),
        "offer.all_in_rate": (replace(limited, all_in_rate_ppm_max=90_000), None),
        "book.borrower_kind": (replace(limited, borrower_kind=3), None),
        "rulebook.fee": (replace(limited, fee_ppm=31_000), None),
    }
    for code, (given, principal) in cases.items():
        offer = written(stage, signed_by(stage, cast.bank, PRINCIPAL, given))
        with refused(code):
            acting.prepare(
                "take",
                taker=borrower.address,
                principal_units=str(principal or PRINCIPAL),
                offer=offer,
            )


def test_a_lender_without_money_at_the_desk_is_not_taken_at_its_word(
    acting: Acting, stage: Stage, cast: Cast, borrower: Person
) -> None:
    offer = written(stage, signed_by(stage, cast.investor, PRINCIPAL, conditions_of(stage)))
    with refused("offer.unfunded"):
        acting.prepare("take", taker=borrower.address, principal_units=str(PRINCIPAL), offer=offer)


def test_an_offer_made_signed_and_taken_by_signatures_alone(
    acting: Acting, stage: Stage, cast: Cast, borrower: Person
) -> None:
    made = acting.prepare(
        "offer",
        maker=cast.bank.address,
        amount_units=str(2 * PRINCIPAL),
        fill_min_units="100000",
        conditions=conditions(stage),
    )
    assert "You offer to lend up to 24,000.00 JCCNY" in made.plan.sentence.en
    assert "至多 24,000.00 元（JCCNY），年利率 9%，期限 12 个月，等额本息" in made.plan.sentence.zh
    offer = {
        "chain_id": stage.chain.chain_id,
        "desk": stage.deployment.desk.address,
        "offer": json.loads(made.settled.model_dump_json()),
        "signature": "0x" + signatures(made, [cast.bank])["action"].hex(),
    }
    for expected in (PRINCIPAL, PRINCIPAL):  # the second fill's terms follow from its number
        wanted = {"taker": borrower.address, "principal_units": str(expected), "offer": offer}
        prepared = acting.prepare("take", **wanted)
        receipt = acting.carry_out("take", prepared, signatures(prepared, [borrower]))
        taken = receipt.event(offer_desk.OfferTaken)
        assert (taken.taker, taken.principal) == (borrower.address, expected)
        assert receipt.event(loan_book.LoanOpened).loan == taken.loan
    with refused("offer.gone"):
        acting.prepare("take", **wanted)
    assert stage.chain.balance(borrower.address) == 0


def test_the_taking_says_what_the_loan_costs(
    acting: Acting, stage: Stage, cast: Cast, borrower: Person
) -> None:
    offer = written(stage, signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage)))
    plan = acting.prepare(
        "take", taker=borrower.address, principal_units=str(PRINCIPAL), offer=offer
    ).plan
    assert "11,880.00 JCCNY paid out" in plan.sentence.en
    assert "扣除手续费 120.00 元（JCCNY） 后，11,880.00 元（JCCNY） 划付至" in plan.sentence.zh
    assert "合计还款 12,593.00 元" in plan.sentence.zh
    assert any("信用记录" in warning.zh for warning in plan.warnings)
    assert plan.signing[0].action.primary == "Take"
    assert len(plan.signing) == 1


def test_a_changed_taking_is_refused(
    acting: Acting, stage: Stage, cast: Cast, borrower: Person
) -> None:
    offer = written(stage, signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage)))
    prepared = acting.prepare(
        "take", taker=borrower.address, principal_units=str(PRINCIPAL), offer=offer
    )
    given = signatures(prepared, [borrower])
    with refused("action.other_terms"):
        acting.carry_out("take", prepared, given, principal_units=str(PRINCIPAL - 1))
    with refused("action.other_terms"):
        acting.carry_out("take", prepared, given, payee=cast.bank.address)


def test_a_request_is_taken_with_the_lender_s_permit(
    acting: Acting, stage: Stage, cast: Cast, borrower: Person
) -> None:
    asked = acting.prepare(
        "request",
        maker=cast.shop.address,
        amount_units=str(PRINCIPAL),
        conditions=conditions(stage, method="bullet", instalments=6),
    )
    assert "You ask to borrow up to 12,000.00 JCCNY" in asked.plan.sentence.en
    assert "一次性还款" in asked.plan.sentence.zh
    offer = {
        "chain_id": stage.chain.chain_id,
        "desk": stage.deployment.desk.address,
        "offer": json.loads(asked.settled.model_dump_json()),
        "signature": "0x" + signatures(asked, [cast.shop])["action"].hex(),
    }
    prepared = acting.prepare(
        "take", taker=borrower.address, principal_units=str(PRINCIPAL), offer=offer
    )
    assert [wanted.part for wanted in prepared.plan.signing] == ["action", "permit"]
    receipt = acting.carry_out("take", prepared, signatures(prepared, [borrower]))
    assert receipt.event(loan_book.LoanOpened).lender == borrower.party
    assert stage.token.balanceOf(borrower.address) == 0


def test_who_has_coins_takes_itself(acting: Acting, stage: Stage, cast: Cast) -> None:
    signed = signed_by(stage, cast.shop, PRINCIPAL, conditions_of(stage), side=BORROW)
    prepared = acting.prepare(
        "take",
        taker=cast.buyer.address,
        principal_units=str(PRINCIPAL),
        offer=written(stage, signed),
    )
    *_, receipt = acting.call_directly(prepared, cast.buyer.sender)
    assert receipt.event(offer_desk.OfferTaken).taker == cast.buyer.address
