# SPDX-License-Identifier: Apache-2.0
"""A fee's release among a loan's moves: it changes its own flag and nothing that is owed."""

from tests.contracts.book_world import BookWorld
from tests.contracts.evm import reverts
from tests.contracts.full_world import PRINCIPAL, YUAN
from tests.contracts.loan_book.test_release_fee import FEE_RELEASED, NOT_HELD, release


def test_a_release_before_the_first_move_changes_nothing_that_is_owed(world: BookWorld) -> None:
    deal = world.opened()
    taken, states = [], []
    for is_released in (False, True):
        with world.chain.anchored():
            world.go_to(deal.terms.start_day + 15)
            if is_released:
                release(world, deal)
            world.go_to(deal.terms.first_due_day + 40)
            world.pay(deal, 9 * YUAN)
            states.append(world.book.state_of(deal.id))
            taken.append(world.pay(deal, 2 * PRINCIPAL))
    assert taken[0] == taken[1]
    assert states[1] == states[0]._replace(flags=states[0].flags | FEE_RELEASED)


def test_a_release_leaves_the_day_of_the_last_move(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.start_day + 3)
    world.pay(deal, YUAN)
    before = world.book.state_of(deal.id)
    world.go_to(deal.terms.start_day + 15)
    release(world, deal)
    after = world.book.state_of(deal.id)
    assert after == before._replace(flags=before.flags | FEE_RELEASED)


def test_no_later_move_brings_a_fee_back(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.start_day + 15)
    release(world, deal)
    moves = (
        lambda: world.pay(deal, YUAN),
        lambda: world.servicing.write_off(world.book, deal.complete, sender=world.lender),
        lambda: world.pay(deal, 2 * PRINCIPAL),
    )
    world.go_to(deal.terms.first_due_day + 95)
    for move in moves:
        move()
        assert world.book.state_of(deal.id).flags & FEE_RELEASED
        with reverts(NOT_HELD):
            release(world, deal)
    assert world.book.state_of(deal.id).status == 2
