# SPDX-License-Identifier: Apache-2.0
"""On a real node: somebody without coins takes, pays, transfers and cancels through a relayer."""

from collections.abc import Iterator
from itertools import count

import pytest

from shouxin.chain.bindings import loan_book, offer_desk
from shouxin.chain.sender import Sender, new_key
from shouxin.config import Config
from shouxin.lending.model import schedule
from shouxin.parties.enrolment import PartyKind
from shouxin.primitives.errors import ShouxinError
from shouxin.story.cast import BUYER, SHOP, Cast, Person, enrol, gather, mint
from shouxin.story.loans import Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.relaying import SECONDS_TO_SUBMIT, Relaying
from shouxin.story.stage import Stage, embedded_stage
from shouxin.story.text import Text

PRINCIPAL = 1_200_000
LOAN = Text("a loan", "一笔贷款")


@pytest.fixture(scope="module")
def stage(config: Config) -> Iterator[Stage]:
    with embedded_stage(config) as found:
        yield found


@pytest.fixture(scope="module")
def cast(stage: Stage) -> Cast:
    return gather(stage, 10 * PRINCIPAL)


@pytest.fixture
def relaying(stage: Stage) -> Relaying:
    return Relaying(Loans(stage), stage.new_sender(), count(1))


def without_coins(stage: Stage, name: Text) -> Person:
    """A party with money, without coins and without any allowance."""
    person, _ = enrol(stage, name, PartyKind.SOLE_TRADER, Sender(stage.chain, new_key()))
    mint(stage, person, PRINCIPAL)
    return person


def test_a_borrower_without_coins_takes_and_pays(
    stage: Stage, cast: Cast, relaying: Relaying
) -> None:
    borrower, at = without_coins(stage, SHOP), stage.deployment
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
    before = stage.token.balanceOf(borrower.address)
    loan, opening = relaying.take(LOAN, signed, PRINCIPAL, borrower, cast.bank)
    taken = opening.event(offer_desk.OfferTaken, at.desk.address)
    assert (taken.taker, taken.loan) == (borrower.address, loan.deal.id)
    assert stage.token.balanceOf(borrower.address) - before == PRINCIPAL - loan.terms.fee

    row = schedule(loan.terms)[0]
    stage.go_to(row.due_day)
    with pytest.raises(ShouxinError):
        relaying.pay(loan, borrower, row.payment)
    paying = relaying.pay(loan, borrower, row.payment, permits=True)
    paid = paying.receipt.event(loan_book.Paid, at.book.address)
    assert (paid.payer, paid.principal, paid.penalty) == (borrower.address, row.principal, 0)
    assert stage.token.allowance(borrower.address, at.book.address) == 0
    assert stage.chain.balance(borrower.address) == 0
    assert stage.token.balanceOf(relaying.relayer.address) == 0
    assert relaying.loans.disagreements == []


def test_a_permit_that_somebody_used_up_stops_no_payment(
    stage: Stage, cast: Cast, relaying: Relaying
) -> None:
    payer, at = without_coins(stage, SHOP), stage.deployment
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
    loan, _ = relaying.take(LOAN, signed, PRINCIPAL, payer, cast.bank)
    deadline, amount = stage.now() + SECONDS_TO_SUBMIT, 10_000
    permit = relaying.permit(payer, at.book.address, amount, deadline)
    r, s, v = permit[:32], permit[32:64], permit[64]
    given = (payer.address, at.book.address, amount, deadline, v, r, s)
    stage.token.permit(*given, sender=stage.operator)
    relaying.pay(loan, payer, amount)
    assert stage.token.allowance(payer.address, at.book.address) == 0
    assert relaying.loans.disagreements == []


def test_a_holder_without_coins_sends_notes(stage: Stage, cast: Cast, relaying: Relaying) -> None:
    holder, at = without_coins(stage, BUYER), stage.deployment
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
    loan, _ = relaying.loans.take(LOAN, signed, PRINCIPAL, cast.shop, cast.bank)
    relaying.loans.send_note(loan, cast.bank, holder, 500)
    relaying.send_note(loan, holder, cast.investor, 200)
    with pytest.raises(ShouxinError):
        relaying.send_note(loan, holder, cast.investor, 301)
    note = int.from_bytes(loan.deal.id)
    assert at.book.balanceOf(holder.address, note) == 300
    assert at.book.balanceOf(cast.investor.address, note) == 200
    assert stage.chain.balance(holder.address) == 0


def test_a_maker_without_coins_cancels(stage: Stage, cast: Cast, relaying: Relaying) -> None:
    maker, desk = without_coins(stage, BUYER), stage.deployment.desk
    signed = signed_by(stage, maker, 10_000, conditions_of(stage))
    cancelling = relaying.cancel(maker, signed.offer.nonce)
    cancelled = cancelling.event(offer_desk.OfferCancelled, desk.address)
    assert (cancelled.maker, cancelled.nonce) == (maker.address, signed.offer.nonce)
    with pytest.raises(ShouxinError, match="offer is spent or cancelled"):
        relaying.take(LOAN, signed, 10_000, cast.shop, maker)
    with pytest.raises(ShouxinError):
        relaying.cancel(maker, signed.offer.nonce)
    assert stage.chain.balance(maker.address) == 0
