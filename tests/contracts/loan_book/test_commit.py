# SPDX-License-Identifier: Apache-2.0
from dataclasses import dataclass
from typing import Any

import pytest

from shouxin.credit.entry import Entry, Kind, pack, unpack
from tests.contracts.book_world import UNITS, BookWorld
from tests.contracts.evm import Actor, Contract, reverts
from tests.contracts.full_world import CENT, EMPTY, PRINCIPAL, YUAN
from tests.contracts.loan_world import Deal

NOT_SERVICING = "book: caller is not the servicing contract"
NOT_OPEN = "book: loan is not open"


@dataclass
class Committing:
    """A book whose servicing contract is an actor, and a loan in it."""

    world: BookWorld
    book: Contract
    servicing: Actor
    deal: Deal

    def state(self, **changes: Any) -> dict[str, Any]:
        """The loan's state with some fields changed."""
        found = self.book.state_of(self.deal.id)._asdict()
        return found | {"day": self.deal.terms.start_day} | changes

    def commit(
        self, state: Any, *entries: Entry, by: Any = None, exposures: tuple[int, int] = (0, 0)
    ) -> None:
        """Write a state and entries; live exposure before and after is as given."""
        words = [pack(entry) for entry in entries]
        self.book.commit(
            self.deal.id, self.deal.borrower, state, *exposures, words, sender=by or self.servicing
        )


@pytest.fixture
def committing(world: BookWorld) -> Committing:
    servicing = world.chain.actor("servicing")
    by = {"sender": world.governance}
    book = world.chain.deploy(
        "LoanBook",
        world.registry,
        world.rulebook,
        world.ledger,
        world.opening,
        servicing,
        world.relay,
        world.amending,
        world.rollover,
        **by,
    )
    world.ledger.authorise_book(book, **by)
    world.rulebook.set_book(book, True, **by)
    world.token.approve(book, PRINCIPAL, sender=world.till)
    deal = world.drawn_up()
    world.open(deal, book=book)
    return Committing(world, book, servicing, deal)


def test_nobody_but_the_servicing_contract_commits(committing: Committing) -> None:
    world, state = committing.world, committing.state()
    for caller in (world.governance, world.lender, world.borrower, world.till, world.stranger):
        with reverts(NOT_SERVICING):
            committing.commit(state, by=caller)
        with reverts(NOT_SERVICING):
            world.book.commit(
                committing.deal.id, committing.deal.borrower, state, 0, 0, [], sender=caller
            )


def test_a_book_takes_no_commit_from_a_servicing_contract_of_another(
    committing: Committing,
) -> None:
    world = committing.world
    with reverts(NOT_SERVICING):
        world.servicing.reckon(
            committing.book,
            committing.deal.loan,
            committing.deal.terms.start_day,
            sender=world.till,
        )


def test_a_loan_that_is_none_is_not_written(committing: Committing) -> None:
    state = committing.state()
    with reverts(NOT_OPEN):
        committing.book.commit(EMPTY, EMPTY, state, 0, 0, [], sender=committing.servicing)


@pytest.mark.parametrize("status", [2, 3, 4, 5])
def test_a_closed_loan_is_not_written(committing: Committing, status: int) -> None:
    committing.commit(committing.state(status=status))
    with reverts(NOT_OPEN):
        committing.commit(committing.state(status=1))
    assert committing.book.state_of(committing.deal.id).status == status


def test_the_state_is_written_and_the_entries_recorded(committing: Committing) -> None:
    state = committing.state(
        balance=UNITS // 2, interest_due=7, since=committing.deal.terms.start_day, penalty=8
    )
    entries = [Entry(Kind.WAIVED, amount=3), Entry(Kind.NOTICE_GIVEN, day=1)]
    exposures = (PRINCIPAL // CENT, PRINCIPAL // CENT // 2)
    committing.commit(state, *entries, exposures=exposures)
    events = committing.world.chain.events
    assert [event.name for event in events] == ["EntryRecorded"] * 2
    assert [unpack(event.args["entry"]) for event in events] == entries
    assert {event.args["source"] for event in events} == {committing.book.address}
    assert committing.book.state_of(committing.deal.id)._asdict() == state
    live = PRINCIPAL // CENT // 2
    assert committing.world.ledger.exposure_of(committing.deal.borrower) == live


def test_without_entries_the_ledger_is_not_called(committing: Committing) -> None:
    ledger, borrower = committing.world.ledger, committing.deal.borrower
    head = ledger.head_of(borrower)
    committing.commit(committing.state(accrued=5))
    assert committing.world.chain.events == []
    assert ledger.head_of(borrower) == head


def test_a_commit_moves_no_money_and_no_notes(committing: Committing) -> None:
    world, deal = committing.world, committing.deal
    money = world.token.balanceOf(committing.book)
    issue = committing.book.issue_of(deal.id)
    committing.commit(committing.state(balance=0, status=4), Entry(Kind.SETTLED))
    assert world.token.balanceOf(committing.book) == money
    assert committing.book.issue_of(deal.id) == issue
    assert committing.book.holding_of(deal.id, world.lender) == (UNITS, 0, 0)
    with reverts("book: no open loan has these terms"):
        committing.book.pay(deal.loan, YUAN, EMPTY, EMPTY, sender=world.till)
