# SPDX-License-Identifier: Apache-2.0
"""Invariant M: live loans are paid, claimed, serviced and closed whatever governance sets later."""

from collections.abc import Callable

import pytest

from shouxin.lending.model import open_loan
from shouxin.lending.model.reckoning import closing_amount
from tests.contracts.book_world import FEE, UNITS, BookWorld
from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, EMPTY, PRINCIPAL, YUAN
from tests.contracts.loan_world import Deal
from tests.contracts.registry_world import CHINA

Decree = Callable[[BookWorld], None]


def pause(world: BookWorld) -> None:
    world.rulebook.pause_new_loans(2**39, sender=world.governance)


def delist(world: BookWorld) -> None:
    world.rulebook.set_currency(world.token, False, 1, 4, sender=world.governance)


def dismiss_desk(world: BookWorld) -> None:
    for desk in (world.till, world.desk):
        world.rulebook.set_desk(desk, False, sender=world.governance)


def dismiss_book(world: BookWorld) -> None:
    for book in (world.book, world.opening):
        world.rulebook.set_book(book, False, sender=world.governance)


def dismiss_opening(world: BookWorld) -> None:
    world.rulebook.set_book(world.opening, False, sender=world.governance)


def retire_book(world: BookWorld) -> None:
    world.ledger.retire_book(world.book, sender=world.governance)


def remove_jurisdiction(world: BookWorld) -> None:
    world.rulebook.remove_jurisdiction(CHINA, sender=world.governance)


def tighten(world: BookWorld) -> None:
    world.rulebook.set_limits(CHINA, (0,) * 6 + (False,), sender=world.governance)


def everything(world: BookWorld) -> None:
    single = (pause, delist, dismiss_desk, dismiss_book, retire_book, tighten, remove_jurisdiction)
    for decree in single:
        decree(world)


DECREES = (
    pause,
    delist,
    dismiss_desk,
    dismiss_book,
    dismiss_opening,
    retire_book,
    remove_jurisdiction,
    tighten,
    everything,
)


def name_of(decree: Decree) -> str:
    return decree.__name__


def closing(deal: Deal, day: int) -> int:
    return closing_amount(deal.terms, open_loan(deal.terms), day)


@pytest.mark.parametrize("decree", DECREES, ids=name_of)
def test_a_decree_stops_new_loans(world: BookWorld, decree: Decree) -> None:
    deal = world.drawn_up()
    decree(world)
    if decree is tighten:
        text = "rulebook: rate is above the limit"
    else:
        text = {
            "pause": "rulebook: new loans are paused",
            "delist": "rulebook: currency is not allowed",
            "dismiss_desk": "rulebook: desk is not authorised",
            "dismiss_book": "rulebook: caller is no authorised book",
            "dismiss_opening": "rulebook: caller is no authorised book",
            "retire_book": "ledger: a retired book opens no loan",
            "remove_jurisdiction": "rulebook: jurisdiction is unknown",
            "everything": "rulebook: caller is no authorised book",
        }[name_of(decree)]
    with reverts(text):
        world.open(deal)


@pytest.mark.parametrize("decree", DECREES, ids=name_of)
def test_a_live_loan_is_paid_claimed_and_closed(world: BookWorld, decree: Decree) -> None:
    deal = world.opened()
    world.move(deal, world.lender, world.backer, UNITS // 2)
    decree(world)
    assert world.pay(deal, 10 * YUAN) == 10 * YUAN
    assert world.claim(deal, world.lender) == 5 * YUAN
    day = deal.terms.first_due_day + 40
    world.go_to(day)
    taken = world.pay(deal, 2 * PRINCIPAL)
    assert world.book.state_of(deal.id).status == 2
    assert world.claim(deal, world.backer) == (10 * YUAN + taken) // 2
    assert world.claim(deal, world.lender) == taken // 2
    assert world.book.release_fee(deal.complete, sender=world.stranger) == FEE
    assert world.token.balanceOf(world.book) <= 1


@pytest.mark.parametrize("decree", DECREES, ids=name_of)
def test_the_amount_that_closes_is_the_one_of_the_opening(world: BookWorld, decree: Decree) -> None:
    deal = world.opened()
    decree(world)
    day = deal.terms.first_due_day + 77
    world.go_to(day)
    assert world.pay(deal, 2**255) == closing(deal, day)


@pytest.mark.parametrize("decree", DECREES, ids=name_of)
def test_a_live_loan_is_serviced_to_its_end(world: BookWorld, decree: Decree) -> None:
    deal = world.opened()
    decree(world)
    by = {"sender": world.lender}
    servicing, book = world.servicing, world.book
    servicing.withdraw(book, deal.complete, sender=world.borrower)
    world.go_to(deal.terms.first_due_day + 95)
    servicing.mark_default(book, deal.loan, sender=world.stranger)
    servicing.give_notice(book, deal.complete, **by)
    world.chain.warp(days=11)
    servicing.accelerate(book, deal.complete, **by)
    servicing.write_off(book, deal.complete, **by)
    waiver = (book.address, deal.id, CENT, 0, 0, EMPTY, 2**255)
    servicing.waive(deal.complete, waiver, [], **by)
    taken = world.pay(deal, 2**255)
    assert world.claim(deal, world.lender) == taken
    assert world.ledger.exposure_of(deal.borrower) == 0


def test_a_withdrawal_is_paid_and_given_back_whatever_is_decreed(world: BookWorld) -> None:
    deal = world.opened()
    everything(world)
    world.servicing.withdraw(world.book, deal.complete, sender=world.borrower)
    world.pay(deal, PRINCIPAL)
    before = world.token.balanceOf(world.borrower)
    world.book.release_fee(deal.complete, sender=world.stranger)
    assert world.token.balanceOf(world.borrower) == before + FEE


def test_parties_linked_after_the_opening_block_nothing(world: BookWorld) -> None:
    deal = world.opened()
    pair = (world.party(world.borrower), world.party(world.lender))
    world.registry.link(*pair, sender=world.people.provider)
    taken = world.pay(deal, 2 * PRINCIPAL)
    assert world.claim(deal, world.lender) == taken


@pytest.mark.parametrize("decree", DECREES, ids=name_of)
def test_governance_moves_nobodys_money_or_notes(world: BookWorld, decree: Decree) -> None:
    deal = world.opened()
    world.pay(deal, YUAN)
    people = (world.lender, world.borrower, world.backer, world.book, world.desk)
    before = [world.token.balanceOf(owner) for owner in people]
    holding = world.book.holding_of(deal.id, world.lender)
    decree(world)
    assert [world.token.balanceOf(owner) for owner in people] == before
    assert world.book.holding_of(deal.id, world.lender) == holding
