# SPDX-License-Identifier: Apache-2.0
"""The entry of a payment on a due day counts that day's bill and no other."""

import pytest

from shouxin.credit.entry import Entry, Flag, Kind
from shouxin.lending.model import State, Terms, open_loan, reckon, schedule
from tests.contracts.book_world import BookWorld
from tests.contracts.full_world import CENT
from tests.contracts.loan_world import Deal


def billed(terms: Terms, day: int) -> State:
    """The loan on a day, nothing of it paid."""
    return reckon(terms, open_loan(terms), day)


def paid_on(world: BookWorld, deal: Deal, day: int, amount: int) -> Entry:
    """The entry of a payment on a day."""
    world.go_to(day)
    assert world.pay(deal, amount) == amount
    (found,) = [entry for entry in world.entries() if entry.kind == Kind.PAID]
    return found


def bills_of(terms: Terms, count: int) -> tuple[int, int, int]:
    """The due day of so many bills, what they come to unpaid, and the last of them alone."""
    day = schedule(terms)[count - 1].due_day
    now, before = billed(terms, day), billed(terms, day - 1)
    owed = now.interest_due + now.principal_due
    return day, owed, owed - before.interest_due - before.principal_due


@pytest.mark.parametrize("count", [2, 3, 12, 15])
def test_arrears_cleared_on_a_due_day_count_that_days_bill_alone(
    world: BookWorld, count: int
) -> None:
    deal = world.opened(world.terms(instalments=60))
    day, owed, last = bills_of(deal.terms, count)
    assert 0 < last < owed
    found = paid_on(world, deal, day, owed)
    assert found.amount == owed // CENT
    assert found.has(Flag.ON_TIME)
    assert found.amount_ref == last // CENT


@pytest.mark.parametrize("count", [16, 17, 18, 40])
def test_with_the_last_place_taken_nothing_is_on_time(world: BookWorld, count: int) -> None:
    """From the seventeenth on the sixteenth place holds several bills."""
    deal = world.opened(world.terms(instalments=60))
    day, owed, _ = bills_of(deal.terms, count)
    found = paid_on(world, deal, day, owed)
    assert not found.has(Flag.ON_TIME)


def test_a_quantum_short_nothing_is_on_time(world: BookWorld) -> None:
    deal = world.opened()
    for count in (1, 2):
        with world.chain.anchored():
            day, owed, _ = bills_of(deal.terms, count)
            found = paid_on(world, deal, day, owed - CENT)
            assert not found.has(Flag.ON_TIME)
            assert found.amount_ref == owed // CENT - 1


def test_the_day_after_nothing_is_on_time(world: BookWorld) -> None:
    deal = world.opened()
    day, owed, _ = bills_of(deal.terms, 2)
    found = paid_on(world, deal, day + 1, owed)
    assert not found.has(Flag.ON_TIME)
    assert found.amount_ref == owed // CENT
