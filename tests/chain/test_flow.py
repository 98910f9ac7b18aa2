# SPDX-License-Identifier: Apache-2.0
"""The shortest loan on a real node through the typed bindings, and what its receipts say."""

from collections.abc import Iterator

import pytest

from shouxin.chain.bindings import credit_ledger, deposit_token, loan_book, offer_desk
from shouxin.chain.bindings.structs import Offer
from shouxin.config import Config
from shouxin.lending.model import schedule
from shouxin.lending.offers import (
    ANYONE,
    LEND,
    NOBODY,
    Filled,
    Taking,
    exposure_of,
    fill_for,
    sign_offer,
)
from shouxin.parties.enrolment import PartyKind
from shouxin.story.cast import SHOP, Person, approve, enrol, mint
from shouxin.story.chapters.offers import conditions_of
from shouxin.story.stage import Stage, embedded_stage

PRINCIPAL = 30_000_00
EMPTY = bytes(32)


@pytest.fixture(scope="module")
def stage(config: Config) -> Iterator[Stage]:
    with embedded_stage(config) as found:
        yield found


def _person(stage: Stage) -> Person:
    person, _ = enrol(stage, SHOP, PartyKind.SOLE_TRADER, stage.new_sender())
    approve(stage, person)
    mint(stage, person, 10 * PRINCIPAL)
    return person


def _filled(stage: Stage, lender: Person, borrower: Person) -> tuple[Filled, Offer, bytes]:
    conditions = conditions_of(stage)
    expiry = stage.now() + 10**6
    offer = Offer(
        LEND, lender.address, ANYONE, NOBODY, PRINCIPAL, PRINCIPAL, 1, 0, expiry, conditions
    )
    signed = sign_offer(lender.sender.account, stage.desk, offer)
    taking = Taking(
        PRINCIPAL,
        borrower.address,
        borrower.party,
        stage.today(),
        exposure_of(PRINCIPAL, stage.listing),
    )
    return fill_for(stage.desk, signed, taking), offer, signed.signature


def test_a_loan_is_opened_paid_and_claimed(stage: Stage) -> None:
    lender, borrower = _person(stage), _person(stage)
    at = stage.deployment
    at.desk.deposit(stage.token.address, PRINCIPAL, sender=lender.sender)
    filled, offer, signature = _filled(stage, lender, borrower)
    deal = filled.deal

    opening = at.desk.take(offer, signature, filled.fill, deal.id, sender=borrower.sender)
    taken = opening.event(offer_desk.OfferTaken, at.desk.address)
    assert (taken.loan, taken.principal, taken.remaining) == (deal.id, PRINCIPAL, 0)
    told = opening.event(credit_ledger.EntryRecorded, at.ledger.address)
    assert (told.party, told.loan, told.index) == (borrower.party, deal.id, 0)
    paid_out = opening.events(deposit_token.Transfer, stage.token.address)
    assert sum(moved.value for moved in paid_out) == PRINCIPAL

    first = schedule(deal.terms)[0]
    stage.go_to(first.due_day)
    paying = at.book.pay(deal.loan, first.payment, borrower.party, EMPTY, sender=borrower.sender)
    paid = paying.event(loan_book.Paid, at.book.address)
    assert (paid.interest, paid.principal, paid.penalty) == (first.interest, first.principal, 0)
    assert (paid.loan, paid.day, paid.balance) == (deal.id, first.due_day, first.balance)

    before = stage.token.balanceOf(lender.address)
    claiming = at.book.claim(deal.id, lender.address, sender=borrower.sender)
    claimed = claiming.event(loan_book.Claimed, at.book.address)
    assert (claimed.holder, claimed.amount) == (lender.address, first.payment)
    assert stage.token.balanceOf(lender.address) == before + first.payment
    assert stage.token.balanceOf(at.book.address) == deal.terms.fee
