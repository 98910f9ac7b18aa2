# SPDX-License-Identifier: Apache-2.0
"""After the last due day interest alone keeps a loan in arrears: no bill is left to count from."""

import pytest

from shouxin.credit.entry import Kind
from shouxin.lending.model import days_past_due, pay, reckon, schedule
from tests.contracts.full_world import CENT, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced

PRINCIPAL_FIRST = 3
OLDEST, UNBROKEN = 1, 2


def left_with_interest(world: FullWorld, counting: int) -> tuple[Serviced, int]:
    """All bills missed, then paid to the cent forty days after the last; that day."""
    loan = Serviced(world, payment_order=PRINCIPAL_FIRST, counting=counting, default_days=2_000)
    day = schedule(loan.terms)[-1].due_day + 40
    world.go_to(day)
    state = loan.position().state
    bills = (state.interest_due + state.principal_due) * CENT
    assert loan.pay(bills) == bills
    return loan, day


def test_bills_are_gone_and_arrears_stay(world: FullWorld) -> None:
    loan, day = left_with_interest(world, UNBROKEN)
    state = loan.state()
    assert (state.balance, state.interest_due, state.principal_due) == (0, 0, 0)
    assert state.accrued > 0
    assert state.since == loan.due
    assert state.missed.count == 0
    past = loan.position(day + 10)
    assert past.days_past_due_oldest == 0
    assert past.days_past_due_unbroken == day + 10 - loan.due


@pytest.mark.parametrize("counting", [UNBROKEN, OLDEST])
def test_the_model_counts_the_same(world: FullWorld, counting: int) -> None:
    loan, day = left_with_interest(world, counting)
    opened = reckon(loan.terms, loan.opened(), day)
    paid, _ = pay(loan.terms, opened, day, opened.interest_due + opened.principal_due)
    loan.equals(paid)
    for days in (0, 1, 100):
        past, found = days_past_due(loan.terms, paid, day + days), loan.position(day + days)
        assert found[2:] == (past.counted, past.unbroken, past.oldest)


def test_by_the_oldest_bill_no_severity_is_left(world: FullWorld) -> None:
    loan, day = left_with_interest(world, OLDEST)
    (entry,) = [one for one in loan.entries() if one.kind == Kind.PAID]
    assert loan.state().severity == 0
    world.go_to(day + 300)
    loan.reckon()
    assert loan.entries() == []
    assert entry.unbroken == entry.oldest > 365


def test_paying_the_interest_ends_it(world: FullWorld) -> None:
    loan, day = left_with_interest(world, UNBROKEN)
    world.go_to(day + 3)
    closing = loan.closing_amount
    assert loan.pay(closing) == closing > 0
    assert Kind.REPAID in loan.kinds()
