# SPDX-License-Identifier: Apache-2.0
"""Relayed on geth: people without coins sign, somebody else sends."""

import pytest

from shouxin.chain.bindings import loan_book, structs
from shouxin.chain.reverts import Reverted
from shouxin.chain.sender import Sender, new_key
from shouxin.lending.model import Status, withdraw
from shouxin.lending.signed_actions import (
    deposit_action,
    epoch_cancellation_action,
    take_back_action,
    withdrawal_action,
)
from shouxin.parties.enrolment import PartyKind
from shouxin.story.cast import SHOP, Cast, Person, enrol, mint
from shouxin.story.loans import LiveLoan
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.relaying import SECONDS_TO_SUBMIT, Relaying
from shouxin.story.stage import Stage
from shouxin.story.text import Text

LOAN = Text("a loan", "一笔贷款")
PRINCIPAL = 600_000


@pytest.fixture(scope="module")
def penniless(stage: Stage) -> Person:
    """A party with money, without coins and without any allowance."""
    person, _ = enrol(stage, SHOP, PartyKind.SOLE_TRADER, Sender(stage.chain, new_key()))
    mint(stage, person, PRINCIPAL)
    return person


@pytest.fixture
def loan(stage: Stage, cast: Cast, relaying: Relaying, penniless: Person) -> LiveLoan:
    """One that the penniless party took through the relayer."""
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
    taken, _ = relaying.take(LOAN, signed, PRINCIPAL, penniless, cast.bank)
    return taken


def test_a_borrower_takes_and_pays(
    stage: Stage, relaying: Relaying, penniless: Person, loan: LiveLoan
) -> None:
    with pytest.raises(Reverted):
        relaying.pay(loan, penniless, 20_000)
    paying = relaying.pay(loan, penniless, 20_000, permits=True)
    paid = paying.receipt.event(loan_book.Paid, stage.deployment.book.address)
    assert (paid.payer, paid.principal) == (penniless.address, 20_000)
    assert stage.chain.balance(penniless.address) == 0


def test_a_borrower_withdraws_in_the_cooling_off_days(
    stage: Stage, relaying: Relaying, penniless: Person, loan: LiveLoan
) -> None:
    at = stage.deployment
    deadline = stage.now() + SECONDS_TO_SUBMIT
    notice = structs.WithdrawalNotice(
        loan=loan.deal.id,
        book=at.book.address,
        servicing=at.servicing.address,
        nonce=next(relaying.nonces),
        deadline=deadline,
    )
    action = withdrawal_action(stage.relay, notice)
    signature = action.signed_by(penniless.sender.account)
    sent = (loan.deal.complete, notice, signature)
    at.relay.withdraw_signed(*sent, sender=relaying.relayer)
    loan.state = withdraw(loan.terms, loan.state, stage.today())
    relaying.loans.compare_positions()
    with pytest.raises(Reverted):
        at.relay.withdraw_signed(*sent, sender=relaying.relayer)
    relaying.pay(loan, penniless, PRINCIPAL, permits=True)
    assert loan.state.status is Status.WITHDRAWN


def test_a_holder_sends_notes(
    stage: Stage, cast: Cast, relaying: Relaying, penniless: Person
) -> None:
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
    loan, _ = relaying.loans.take(LOAN, signed, PRINCIPAL, cast.shop, cast.bank)
    relaying.loans.send_note(loan, cast.bank, penniless, 500)
    relaying.send_note(loan, penniless, cast.investor, 200)
    note, book = int.from_bytes(loan.deal.id), stage.deployment.book
    assert book.balanceOf(penniless.address, note) == 300
    assert book.balanceOf(cast.investor.address, note) == 200


def test_a_maker_cancels_one_offer_and_then_all(
    stage: Stage, cast: Cast, relaying: Relaying, penniless: Person
) -> None:
    desk = stage.deployment.desk
    one, other = (signed_by(stage, penniless, 10_000, conditions_of(stage)) for _ in range(2))
    relaying.cancel(penniless, one.offer.nonce)
    assert desk.is_spent(penniless.address, one.offer.nonce)
    assert not desk.is_spent(penniless.address, other.offer.nonce)
    epoch = desk.epochs(penniless.address)
    cancellation = structs.EpochCancellation(
        penniless.address, epoch, stage.now() + SECONDS_TO_SUBMIT
    )
    action = epoch_cancellation_action(stage.desk, cancellation)
    signature = action.signed_by(penniless.sender.account)
    desk.cancel_all_signed(cancellation, signature, sender=relaying.relayer)
    assert desk.epochs(penniless.address) == epoch + 1
    for signed in (one, other):
        with pytest.raises(Reverted):
            relaying.take(LOAN, signed, 10_000, cast.shop, penniless)


def test_a_lender_brings_money_and_takes_it_back(
    stage: Stage, relaying: Relaying, penniless: Person
) -> None:
    desk, token, amount = stage.deployment.desk, stage.token, 5_000
    deadline = stage.now() + SECONDS_TO_SUBMIT
    bound = (penniless.address, token.address, amount)
    before = token.balanceOf(penniless.address)
    deposit = structs.Deposit(*bound, next(relaying.nonces), deadline)
    permit = relaying.permit(penniless, desk.address, amount, deadline)
    signature = deposit_action(stage.desk, deposit).signed_by(penniless.sender.account)
    desk.deposit_signed(deposit, signature, permit, sender=relaying.relayer)
    assert desk.balances(penniless.address, token.address) == amount
    assert token.balanceOf(penniless.address) == before - amount

    back = structs.Withdrawal(*bound, next(relaying.nonces), deadline)
    signature = take_back_action(stage.desk, back).signed_by(penniless.sender.account)
    desk.withdraw_signed(back, signature, sender=relaying.relayer)
    assert desk.balances(penniless.address, token.address) == 0
    assert token.balanceOf(penniless.address) == before
