# SPDX-License-Identifier: Apache-2.0
"""The book puts other terms in force for its amending contract alone; those before are refused."""

from dataclasses import dataclass

import pytest

from tests.contracts.book_world import BookWorld
from tests.contracts.evm import Actor, Contract, reverts
from tests.contracts.full_world import EMPTY, PRINCIPAL, YUAN
from tests.contracts.loan_world import Deal

NOT_AMENDING = "book: caller is not the amending contract"
NEW, OTHER = b"\x01" * 32, b"\x02" * 32


@dataclass
class Amendable:
    """A book whose amending contract is an actor, and a loan in it."""

    book: Contract
    amending: Actor
    deal: Deal

    def amend(self, terms_hash: bytes, loan: bytes | None = None) -> None:
        given = (loan or self.deal.id, terms_hash, self.deal.terms.start_day)
        self.book.amend(*given, sender=self.amending)


@pytest.fixture
def amendable(world: BookWorld) -> Amendable:
    amending = world.chain.actor("amending")
    by = {"sender": world.governance}
    neighbours = (world.registry, world.rulebook, world.ledger)
    movers = (world.opening, world.servicing, world.relay, amending, world.rollover)
    book = world.chain.deploy("LoanBook", *neighbours, *movers, **by)
    world.ledger.authorise_book(book, **by)
    world.rulebook.set_book(book, True, **by)
    world.token.approve(book, PRINCIPAL, sender=world.till)
    deal = world.drawn_up()
    world.open(deal, book=book)
    return Amendable(book, amending, deal)


def test_nobody_but_the_amending_contract_amends(world: BookWorld, amendable: Amendable) -> None:
    for caller in (world.governance, world.lender, world.borrower, world.till, world.stranger):
        with reverts(NOT_AMENDING):
            amendable.book.amend(amendable.deal.id, NEW, 1, sender=caller)


def test_terms_are_in_force_once(amendable: Amendable) -> None:
    amendable.amend(NEW)
    for loan in (amendable.deal.id, OTHER):
        with reverts("book: terms were used before"):
            amendable.amend(NEW, loan)


def test_a_loan_is_found_by_the_terms_in_force_alone(amendable: Amendable) -> None:
    deal = amendable.deal
    assert amendable.book.find(deal.id) == (deal.id, 0, 0)
    amendable.amend(NEW)
    units = deal.terms.principal // deal.terms.quantum
    found = (deal.id, units, deal.terms.start_day)
    assert amendable.book.find(NEW) == found
    amendable.amend(OTHER)
    assert amendable.book.find(OTHER) == found
    for gone in (deal.id, NEW):
        with reverts("book: terms are no longer in force"):
            amendable.book.find(gone)


def test_what_is_no_terms_hash_finds_nothing(amendable: Amendable) -> None:
    for unknown in (EMPTY, NEW):
        assert amendable.book.find(unknown) == (EMPTY, 0, 0)


def test_the_amending_contract_may_commit(world: BookWorld, amendable: Amendable) -> None:
    deal, book = amendable.deal, amendable.book
    state = book.state_of(deal.id)._asdict() | {"day": deal.terms.start_day, "flags": 8}
    commitment = (deal.id, deal.borrower, state, 0, 0, [])
    book.commit(*commitment, sender=amendable.amending)
    amendable.amend(NEW)
    with reverts("book: terms are no longer in force"):
        book.pay(deal.loan, YUAN, EMPTY, EMPTY, sender=world.borrower)
