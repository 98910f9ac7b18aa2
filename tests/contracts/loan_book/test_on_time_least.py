# SPDX-License-Identifier: Apache-2.0
"""A bill that was paid partly ahead counts on its day by its least size, not by the rest."""

import pytest

from shouxin.credit.entry import Flag, Kind
from shouxin.lending.model import Method, schedule
from tests.contracts.book_world import BookWorld
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN
from tests.contracts.loan_world import Deal

AHEAD = 2_400 * YUAN


def counted(world: BookWorld, deal: Deal, number: int) -> tuple[int, int]:
    """The rest of a bill that is cleared on its day, and what the entry counts; in cents."""
    rows = schedule(deal.terms)
    for row in rows[: number - 1]:
        world.go_to(row.due_day)
        world.pay(deal, row.payment)
    day = rows[number - 1].due_day
    world.go_to(day - 1)
    assert world.pay(deal, AHEAD) == AHEAD
    world.go_to(day)
    state = world.servicing.position(world.book, deal.loan, day).state
    rest = state.interest_due + state.principal_due
    assert world.pay(deal, rest * CENT) == rest * CENT
    (entry,) = [entry for entry in world.entries() if entry.kind == Kind.PAID]
    assert entry.has(Flag.ON_TIME)
    return rest, entry.amount_ref


def test_of_equal_instalments_it_is_the_instalment(world: BookWorld) -> None:
    deal = world.opened()
    for number in (1, 2, 11):
        with world.chain.anchored():
            rest, found = counted(world, deal, number)
            assert 0 < rest < found == deal.terms.instalment // CENT


def test_of_equal_principal_it_is_the_share_of_principal(world: BookWorld) -> None:
    """30,000 in 12 parts is 2,500 each."""
    deal = world.opened(world.terms(method=Method.EQUAL_PRINCIPAL))
    for number in (1, 2, 11):
        with world.chain.anchored():
            rest, found = counted(world, deal, number)
            assert 0 < rest < found == 2_500 * YUAN // CENT


def test_the_share_of_principal_is_of_the_periods_that_repay_and_rounds_half_up(
    world: BookWorld,
) -> None:
    """30,000 in 11 parts is 2,727.27 each; in 9, 3,333.33."""
    for interest_only, share in ((1, 272_727), (3, 333_333)):
        with world.chain.anchored():
            changes = {
                "method": Method.EQUAL_PRINCIPAL,
                "interest_only_periods": interest_only,
            }
            deal = world.opened(world.terms(**changes))
            rest, found = counted(world, deal, interest_only + 1)
            assert 0 < rest < found == share


@pytest.mark.parametrize("method", [Method.EQUAL_PRINCIPAL, Method.EQUAL_INSTALMENT])
def test_of_the_last_bill_it_is_the_rest(world: BookWorld, method: Method) -> None:
    deal = world.opened(world.terms(method=method))
    rest, found = counted(world, deal, 12)
    assert found == rest
    assert 0 < rest < 2_500 * YUAN // CENT


@pytest.mark.parametrize("method", [Method.EQUAL_PRINCIPAL, Method.EQUAL_INSTALMENT])
def test_while_only_interest_is_due_nothing_is_added(world: BookWorld, method: Method) -> None:
    """A payment ahead takes the interest so far; a day's interest is the bill."""
    deal = world.opened(world.terms(method=method, interest_only_periods=2))
    for number in (1, 2):
        with world.chain.anchored():
            rest, found = counted(world, deal, number)
            assert found == rest
            assert 0 < rest < (PRINCIPAL // CENT) // 1_000


def test_of_interest_only_it_is_the_rest(world: BookWorld) -> None:
    deal = world.opened(world.terms(method=Method.INTEREST_ONLY))
    rest, found = counted(world, deal, 1)
    assert found == rest > 0
