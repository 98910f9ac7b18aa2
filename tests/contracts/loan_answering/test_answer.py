# SPDX-License-Identifier: Apache-2.0
"""A loan's servicer answers disputes of what its book wrote, and nobody else does."""

from dataclasses import replace

import pytest

from shouxin.credit.entry import Answer, Kind, unpack
from shouxin.lending.model import reckon
from tests.contracts.evm import reverts
from tests.contracts.full_world import PRINCIPAL
from tests.contracts.loan_answering.disputed import ANSWER, EVIDENCE, Disputed

NOT_SERVICER = "servicing: caller is not the servicer"
MAY_NOT = "answering: servicer may not act on this loan"
OTHER_LOAN = "answering: entry is about another loan"
NOT_IN_RECORD = "ledger: cited entries are not the record's"
DISPUTED, REJECTED, UPHELD = 1, 2, 3


def test_nobody_but_the_servicer_answers(loan: Disputed) -> None:
    world = loan.world
    for caller in (world.borrower, world.backer, world.governance, world.bank, world.stranger):
        with reverts(NOT_SERVICER):
            loan.answer(sender=caller)
    assert world.ledger.contest_of(loan.deal.borrower, 2).status == DISPUTED


def test_the_ledger_takes_answers_of_a_books_entries_from_this_contract_alone(
    loan: Disputed,
) -> None:
    world = loan.world
    with reverts("ledger: caller does not answer for the entry"):
        given = (loan.deal.borrower, 2, True, ANSWER)
        world.ledger.answer(*given, sender=world.lender)


def test_the_entry_is_about_that_very_loan(loan: Disputed) -> None:
    """Whoever services some loan of a borrower answers for no other's."""
    world = loan.world
    other = world.take(world.offer(world.conditions(servicer=world.backer.address)))
    loan.note()
    with reverts(OTHER_LOAN):
        loan.answer(sender=world.backer, complete=other.complete)
    forged = list(loan.deal.agreement)
    forged[5] = world.backer.address
    complete = (loan.deal.borrower, loan.deal.repayment, tuple(forged))
    with reverts(OTHER_LOAN):
        loan.answer(sender=world.backer, complete=complete)


def test_the_entry_is_in_the_borrowers_record(loan: Disputed) -> None:
    good = loan.cite(2)
    for bad in (
        replace(good, index=1),
        replace(good, head_before=EVIDENCE),
        replace(good, links=(replace(good.links[0], loan=EVIDENCE), *good.links[1:])),
    ):
        with reverts(NOT_IN_RECORD):
            loan.answer(citation=bad)


def test_what_nobody_disputes_is_not_answered(loan: Disputed) -> None:
    with reverts("ledger: entry is not under dispute"):
        loan.answer(1)


def test_statements_are_answered_by_their_sources(loan: Disputed) -> None:
    world, by = loan.world, {"sender": loan.world.governance}
    world.ledger.accredit_furnisher(world.bank, True, **by)
    world.ledger.furnish(loan.deal.borrower, EVIDENCE, 1, 1, True, sender=world.bank)
    loan.note()
    index = len(loan.recorded) - 1
    loan.dispute(index)
    for caller in (world.lender, world.bank):
        with reverts("answering: entry is a statement, which its source answers for"):
            loan.answer(index, caller)


@pytest.mark.parametrize("how", ["frozen", "recovering", "linked"])
def test_a_servicer_that_may_not_act_answers_nothing(loan: Disputed, how: str) -> None:
    world = loan.world
    if how == "frozen":
        world.people.freeze(world.party(world.lender))
    elif how == "recovering":
        world.people.start_recovery(world.lender, world.chain.actor("fresh"))
    else:
        pair = (world.party(world.borrower), world.party(world.lender))
        world.registry.link(*pair, sender=world.people.provider)
    with reverts(MAY_NOT):
        loan.answer()


@pytest.mark.parametrize("is_upheld", [False, True])
def test_the_answer_is_in_the_record_and_told(loan: Disputed, is_upheld: bool) -> None:
    world, deal = loan.world, loan.deal
    loan.answer(is_upheld=is_upheld)
    entry = unpack(loan.recorded[-1].word)
    assert loan.recorded[-1].source == world.answering.address
    assert (entry.kind, entry.amount) == (Kind.ANSWERED, 2)
    assert entry.unbroken == (Answer.UPHELD if is_upheld else Answer.REJECTED)
    expected = UPHELD if is_upheld else REJECTED
    assert world.ledger.contest_of(deal.borrower, 2).status == expected
    told = next(e.args for e in world.chain.events if e.name == "DisputeAnswered")
    assert told == {
        "book": world.book.address,
        "loan": deal.id,
        "servicer": world.lender.address,
        "party": deal.borrower,
        "index": 2,
        "is_upheld": is_upheld,
        "evidence": ANSWER,
    }


def test_who_replaced_the_servicer_answers(loan: Disputed) -> None:
    world = loan.world
    loan.replace_servicer(loan.replacement(world.backer), world.lender)
    with reverts(NOT_SERVICER):
        loan.answer()
    loan.answer(sender=world.backer)


def test_after_an_amendment_the_terms_in_force_are_brought(loan: Disputed) -> None:
    first = loan.deal
    loan.now = reckon(loan.terms, loan.now, loan.world.today())
    loan.amend()
    loan.note()
    with reverts("book: terms are no longer in force"):
        loan.answer(complete=first.complete)
    loan.answer()


def test_a_closed_loans_entries_are_answered(loan: Disputed) -> None:
    loan.pay(2 * PRINCIPAL)
    loan.note()
    loan.answer()
