# SPDX-License-Identifier: Apache-2.0
"""Offers on geth: taken, requested, cancelled by nonce and by epoch; loans paid, sold, closed."""

import pytest

from shouxin.chain.bindings import loan_book, offer_desk
from shouxin.chain.reverts import Reverted
from shouxin.lending.model import Status
from shouxin.lending.offers import BORROW
from shouxin.story.accounts import check_accounts
from shouxin.story.cast import Cast
from shouxin.story.loans import Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage
from shouxin.story.text import Text

LOAN = Text("a loan", "一笔贷款")
PRINCIPAL, PART = 1_200_000, 400_000


def test_a_refusal_comes_with_its_reason(stage: Stage, cast: Cast, loans: Loans) -> None:
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage), taker=cast.shop.party)
    with pytest.raises(Reverted) as caught:
        loans.take(LOAN, signed, PRINCIPAL, cast.buyer, cast.bank)
    assert caught.value.reason == "desk: offer names another taker"


def test_a_loan_is_taken_paid_sold_claimed_and_closed(
    stage: Stage, cast: Cast, loans: Loans
) -> None:
    at, token = stage.deployment, stage.token
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
    before = token.balanceOf(cast.shop.address)
    loan, opening = loans.take(LOAN, signed, PRINCIPAL, cast.shop, cast.bank)
    taken = opening.event(offer_desk.OfferTaken, at.desk.address)
    assert (taken.loan, taken.principal, taken.remaining) == (loan.deal.id, PRINCIPAL, 0)
    assert token.balanceOf(cast.shop.address) - before == PRINCIPAL - loan.terms.fee

    assert loans.pay(loan, cast.shop, 100_000).taken == 100_000
    note = int.from_bytes(loan.deal.id)
    half = at.book.total_units(note) // 2
    loans.send_note(loan, cast.bank, cast.buyer, half)
    assert at.book.balanceOf(cast.buyer.address, note) == half
    assert loans.pay(loan, cast.shop, 50_000).taken == 50_000
    claimed = [
        loans.claim(loan, holder, cast.investor).event(loan_book.Claimed).amount
        for holder in (cast.bank, cast.buyer)
    ]
    assert claimed == [125_000, 25_000]
    loans.close(loan, cast.shop)
    assert loan.state.status is Status.REPAID


def test_a_request_is_taken_by_its_lender(stage: Stage, cast: Cast, loans: Loans) -> None:
    signed = signed_by(stage, cast.shop, PART, conditions_of(stage), side=BORROW)
    loan, _ = loans.take(LOAN, signed, PART, cast.shop, cast.investor)
    note = int.from_bytes(loan.deal.id)
    held = stage.deployment.book.balanceOf(cast.investor.address, note)
    assert held == stage.deployment.book.total_units(note) > 0


def test_what_is_left_of_a_cancelled_offer_is_not_taken(
    stage: Stage, cast: Cast, loans: Loans
) -> None:
    desk = stage.deployment.desk
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage), fill_min=PART)
    loans.take(LOAN, signed, PART, cast.shop, cast.bank)
    assert desk.remaining(signed.offer) == PRINCIPAL - PART
    desk.cancel(signed.offer.nonce, sender=cast.bank.sender)
    assert desk.remaining(signed.offer) == 0
    with pytest.raises(Reverted, match="spent or cancelled"):
        loans.take(LOAN, signed, PART, cast.shop, cast.bank)


def test_no_offer_of_an_epoch_that_is_over_is_taken(stage: Stage, cast: Cast, loans: Loans) -> None:
    old = signed_by(stage, cast.bank, PART, conditions_of(stage))
    stage.deployment.desk.cancel_all(sender=cast.bank.sender)
    with pytest.raises(Reverted) as caught:
        loans.take(LOAN, old, PART, cast.shop, cast.bank)
    assert caught.value.code == "desk.offer_epoch"
    new = signed_by(stage, cast.bank, PART, conditions_of(stage))
    loan, _ = loans.take(LOAN, new, PART, cast.shop, cast.bank)
    assert loan.state.is_open


def test_every_unit_of_money_is_accounted_for(stage: Stage, cast: Cast) -> None:
    assert cast.people
    checks = check_accounts(stage)
    assert [check.name.en for check in checks if not check.is_right] == []
    assert any(check.found > 0 for check in checks)
