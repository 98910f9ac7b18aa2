# SPDX-License-Identifier: Apache-2.0
"""The book issues what its opening contract gives it, and nothing that anybody else gives."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from shouxin.credit.entry import Entry, Flag, Kind
from tests.contracts.book_world import FEE, UNITS, BookWorld, note_id
from tests.contracts.evm import Actor, Contract, reverts
from tests.contracts.full_world import CENT, EMPTY, NO_LIMIT, PRINCIPAL, YUAN
from tests.contracts.issuance import issuance_of, packed
from tests.contracts.loan_world import Deal
from tests.contracts.registry_world import NOBODY

NOT_OPENING = "book: caller is not the opening contract"
USED = "book: terms were used before"


@dataclass
class Issuing:
    """A book whose opening contract is an actor."""

    world: BookWorld
    book: Contract
    opening: Actor

    def issuance(self, deal: Deal, **changes: Any) -> tuple[Any, ...]:
        """What the opening contract would give for a loan."""
        return issuance_of(deal, self.world.party(self.world.lender), **changes)

    def issue(self, deal: Deal, *, by: Any = None, **changes: Any) -> None:
        """Issue a loan."""
        self.book.issue(self.issuance(deal, **changes), sender=by or self.opening)


@pytest.fixture
def issuing(world: BookWorld) -> Issuing:
    opening = world.chain.actor("opening")
    by = {"sender": world.governance}
    neighbours = (world.registry, world.rulebook, world.ledger)
    moving = (world.servicing, world.relay, world.amending, world.rollover)
    book = world.chain.deploy("LoanBook", *neighbours, opening, *moving, **by)
    world.ledger.authorise_book(book, **by)
    for owner in (world.till, world.borrower):
        world.token.approve(book, NO_LIMIT, sender=owner)
    return Issuing(world, book, opening)


def test_nobody_but_the_opening_contract_issues(issuing: Issuing) -> None:
    world, deal = issuing.world, issuing.world.drawn_up()
    people = (world.till, world.governance, world.lender, world.borrower, world.stranger)
    for caller in people:
        with reverts(NOT_OPENING):
            issuing.issue(deal, by=caller)
        with reverts(NOT_OPENING):
            world.book.issue(issuing.issuance(deal), sender=caller)
    assert world.book.state_of(deal.id).status == issuing.book.state_of(deal.id).status == 0


def test_another_opening_contract_brings_no_loans(world: BookWorld) -> None:
    by = {"sender": world.governance}
    other = world.chain.deploy("LoanOpening", world.registry, world.rulebook, **by)
    world.rulebook.set_book(other, True, **by)
    deal = world.drawn_up()
    with reverts(NOT_OPENING):
        other.open(world.book, deal.complete, sender=world.till)
    assert world.open(deal) == deal.id


def test_an_opening_contract_brings_no_loans_to_another_book(issuing: Issuing) -> None:
    world = issuing.world
    with reverts(NOT_OPENING):
        world.open(world.drawn_up(), book=issuing.book)


def test_an_id_is_issued_once_for_ever(issuing: Issuing) -> None:
    world = issuing.world
    deal, other = world.drawn_up(), world.drawn_up(lender=world.backer.address)
    issuing.issue(deal)
    with reverts(USED):
        issuing.issue(other, loan=deal.id)
    issuing.book.pay(deal.loan, 2 * PRINCIPAL, EMPTY, EMPTY, sender=world.borrower)
    issuing.book.claim(deal.id, world.lender, sender=world.stranger)
    assert issuing.book.state_of(deal.id).status == 2
    with reverts(USED):
        issuing.issue(deal)


def test_a_currency_index_is_one_tokens(issuing: Issuing) -> None:
    world = issuing.world
    issuing.issue(world.drawn_up())
    other = world.currency()
    with reverts("book: currency index is another's"):
        issuing.issue(world.drawn_up(currency=other.address))
    assert issuing.book.currencies(1) == world.token.address


def test_issuing_writes_one_word_and_touches_no_other(issuing: Issuing) -> None:
    world = issuing.world
    issuing.issue(world.drawn_up())
    before = world.storage(issuing.book)[issuing.book.address]
    issuing.issue(world.drawn_up())
    after = world.storage(issuing.book)[issuing.book.address]
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_what_is_given_is_kept_told_and_recorded(issuing: Issuing) -> None:
    world, deal = issuing.world, issuing.world.drawn_up()
    issuing.issue(deal)
    note = (world.lender.address, UNITS, 1, 156, 1, True)
    assert issuing.book.issue_of(deal.id) == (note, 0, 0, False)
    assert world.event("LoanOpened") == {
        "loan": deal.id,
        "borrower": deal.borrower,
        "lender": world.party(world.lender),
        "terms": packed(deal.complete),
    }
    assert world.event("TransferSingle") == {
        "operator": issuing.opening.address,
        "sender": NOBODY,
        "receiver": world.lender.address,
        "id": note_id(deal),
        "value": UNITS,
    }
    exposure = PRINCIPAL // CENT
    plain = Entry(Kind.OPENED, flags=Flag.LICENSED, day=deal.terms.start_day, amount=UNITS)
    assert world.entries() == [replace(plain, amount_ref=exposure, exposure_after=exposure)]


def test_the_money_comes_from_the_desk_and_goes_to_the_payee(issuing: Issuing) -> None:
    world = issuing.world
    people = (world.till, world.borrower, issuing.book, world.backer, issuing.opening)
    before = [world.token.balanceOf(owner) for owner in people]
    issuing.issue(world.drawn_up())
    after = [world.token.balanceOf(owner) for owner in people]
    moved = [new - old for new, old in zip(after, before, strict=True)]
    assert moved == [-PRINCIPAL, PRINCIPAL - FEE, FEE, 0, 0]


def test_a_desk_that_did_not_approve_the_book_loses_nothing(issuing: Issuing) -> None:
    world = issuing.world
    world.token.approve(issuing.book, PRINCIPAL - YUAN, sender=world.till)
    before = world.storage(issuing.book)
    with reverts("erc20: insufficient allowance"):
        issuing.issue(world.drawn_up())
    assert world.storage(issuing.book) == before
