# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.book_world import FEE, BookWorld
from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN
from tests.contracts.loan_world import Deal
from tests.contracts.registry_world import NOBODY
from tests.contracts.terms_struct import changed

NOT_HELD = "book: no fee is held"
COOLING = "book: cooling-off days are not over"
LICENSED, FEE_RELEASED = 16, 64
PAYABLE = "book: withdrawal may still be paid"


def release(world: BookWorld, deal: Deal) -> int:
    return int(world.book.release_fee(deal.complete, sender=world.stranger))


def withdraw(world: BookWorld, deal: Deal) -> None:
    world.servicing.withdraw(world.book, deal.complete, sender=world.borrower)


def released(world: BookWorld, deal: Deal) -> tuple[int, int]:
    """What the release brings receiver and borrower."""
    people = (world.backer, world.borrower)
    before = [world.token.balanceOf(owner) for owner in people]
    assert release(world, deal) == FEE
    to_receiver, to_borrower = (
        world.token.balanceOf(owner) - old for owner, old in zip(people, before, strict=True)
    )
    return to_receiver, to_borrower


def test_a_loan_that_is_none_has_no_fee(world: BookWorld) -> None:
    world.opened()
    with reverts(NOT_HELD):
        release(world, world.drawn_up())


def test_a_loan_without_a_fee_releases_none(world: BookWorld) -> None:
    deal = world.opened(world.terms(fee=0), fee_receiver=NOBODY)
    world.go_to(deal.terms.start_day + 15)
    with reverts(NOT_HELD):
        release(world, deal)


def test_other_terms_than_the_loans_release_nothing(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.start_day + 15)
    for changes in ({"fee": 2 * FEE}, {"fee_receiver": world.stranger.address}):
        with reverts(NOT_HELD):
            world.book.release_fee(changed(deal.complete, **changes), sender=world.stranger)
    assert world.token.balanceOf(world.book) == FEE


def test_the_cooling_off_days_are_waited_for(world: BookWorld) -> None:
    deal = world.opened()
    for day in (0, 1, 14):
        world.go_to(deal.terms.start_day + day)
        with reverts(COOLING):
            release(world, deal)
    world.go_to(deal.terms.start_day + 15)
    assert released(world, deal) == (FEE, 0)


def test_a_loan_repaid_early_waits_for_them_as_well(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, 2 * PRINCIPAL)
    with reverts(COOLING):
        release(world, deal)
    world.go_to(deal.terms.start_day + 15)
    assert released(world, deal) == (FEE, 0)


def test_after_a_notice_its_pay_days_are_waited_for(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.start_day + 10)
    withdraw(world, deal)
    for day, text in ((10, COOLING), (14, COOLING), (15, PAYABLE), (40, PAYABLE)):
        world.go_to(deal.terms.start_day + day)
        with reverts(text):
            release(world, deal)
    world.go_to(deal.terms.start_day + 41)
    assert released(world, deal) == (FEE, 0)


def test_a_withdrawal_gives_the_fee_back_at_once(world: BookWorld) -> None:
    deal = world.opened()
    withdraw(world, deal)
    assert world.pay(deal, 2 * PRINCIPAL) == PRINCIPAL
    assert world.book.state_of(deal.id).status == 3
    assert released(world, deal) == (0, FEE)


def test_the_fee_of_a_withdrawal_follows_the_borrower(world: BookWorld) -> None:
    """To the wallet that took a lost one's place; not while its party is frozen."""
    deal, fresh = world.opened(), world.chain.actor("fresh")
    withdraw(world, deal)
    assert world.pay(deal, 2 * PRINCIPAL) == PRINCIPAL
    world.people.replace(world.borrower, fresh)
    before = world.token.balanceOf(world.borrower)
    with world.chain.anchored():
        world.people.freeze(world.party(fresh))
        with reverts("book: holder is frozen"):
            world.book.release_fee(deal.complete, sender=world.stranger)
    assert world.book.release_fee(deal.complete, sender=world.stranger) == FEE
    assert world.token.balanceOf(fresh) == FEE
    assert world.token.balanceOf(world.borrower) == before


def test_a_closing_too_late_for_a_withdrawal_leaves_the_fee(world: BookWorld) -> None:
    deal = world.opened()
    withdraw(world, deal)
    world.go_to(deal.terms.start_day + 31)
    world.pay(deal, 2 * PRINCIPAL)
    assert released(world, deal) == (FEE, 0)


def test_a_defaulted_loan_is_no_withdrawal_and_leaves_the_fee_on_closing(world: BookWorld) -> None:
    terms = world.terms(
        period_days=1,
        due_day=0,
        first_due_day=world.today() + 1,
        grace_days=0,
        default_days=3,
    )
    deal = world.opened(terms)
    withdraw(world, deal)
    world.go_to(terms.start_day + 5)
    world.pay(deal, 2 * PRINCIPAL)
    assert world.book.state_of(deal.id).status == 2
    assert released(world, deal) == (FEE, 0)


def test_without_cooling_off_days_the_next_day_will_do(world: BookWorld) -> None:
    deal = world.opened(world.terms(cooling_off_days=0))
    with reverts(COOLING):
        release(world, deal)
    world.go_to(deal.terms.start_day + 1)
    assert released(world, deal) == (FEE, 0)


def test_a_fee_is_released_once_and_told(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.start_day + 15)
    before = world.book.state_of(deal.id)
    assert (before.flags, before.day) == (LICENSED, 0)
    release(world, deal)
    assert world.event("FeeReleased") == {
        "loan": deal.id,
        "receiver": world.backer.address,
        "amount": FEE,
    }
    with reverts(NOT_HELD):
        release(world, deal)
    state = world.book.state_of(deal.id)
    assert state.flags == LICENSED | FEE_RELEASED
    assert state._replace(flags=0) == before._replace(flags=0, day=deal.terms.start_day)


@pytest.mark.parametrize("is_first", [True, False])
def test_fee_and_claims_do_not_touch_each_other(world: BookWorld, is_first: bool) -> None:
    deal = world.opened()
    world.go_to(deal.terms.start_day + 15)
    if is_first:
        release(world, deal)
    world.pay(deal, 9 * YUAN + CENT)
    assert world.claim(deal, world.lender) == 9 * YUAN + CENT
    if not is_first:
        release(world, deal)
    assert world.token.balanceOf(world.book) == 0
