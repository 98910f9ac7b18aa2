# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouxin.credit.entry import Flag, Kind
from shouxin.lending.model import reckon, schedule
from tests.contracts.evm import DAY, Contract, reverts
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced
from tests.contracts.loan_world import MINUTE, contract_state, quanta_state

REACHED, DEFAULTED = Kind.ARREARS_REACHED, Kind.DEFAULTED


def test_a_day_to_come_is_refused(loan: Serviced) -> None:
    day = loan.go(0)
    for later in (day + 1, day + 400, 2**255):
        with reverts("servicing: day is after today"):
            loan.reckon(later)


@pytest.mark.parametrize("offset", [480, 0, -300])
def test_today_begins_at_midnight_of_the_terms_offset(world: FullWorld, offset: int) -> None:
    loan = Serviced(world, utc_offset_minutes=offset)
    midnight = loan.due * DAY - offset * MINUTE
    world.chain.warp(to=midnight - 1)
    with reverts("servicing: day is after today"):
        loan.reckon(loan.due)
    world.chain.warp(to=midnight)
    loan.reckon(loan.due)
    assert loan.state().day == loan.due


def test_a_day_before_the_last_reckoning_is_refused(loan: Serviced) -> None:
    start = loan.terms.start_day
    with reverts("book: day is before the last reckoning"):
        loan.reckon(start - 1)
    day = loan.go(0)
    loan.reckon()
    with reverts("book: day is before the last reckoning"):
        loan.reckon(day - 1)


def test_terms_that_no_loan_has_are_refused(world: FullWorld, loan: Serviced) -> None:
    loan.go(0)
    party, repayment, agreement_hash = loan.deal.loan
    changed = [
        (b"\x01" * 32, repayment, agreement_hash),
        (party, repayment, b"\x01" * 32),
        *((party, _changed(repayment, i), agreement_hash) for i in range(1, len(repayment))),
    ]
    for other in changed:
        with reverts("book: no open loan has these terms"):
            world.servicing.reckon(world.book, other, loan.terms.start_day, sender=world.stranger)


def _changed(repayment: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    """The terms with one number another, the offset still one that has a today."""
    return (*repayment[:at], repayment[at] + 1, *repayment[at + 1 :])


def test_a_closed_loan_is_reckoned_no_more(loan: Serviced) -> None:
    loan.go(0)
    loan.pay(2 * PRINCIPAL)
    loan.world.chain.warp(days=1)
    with reverts("book: no open loan has these terms"):
        loan.reckon()


def test_a_book_takes_moves_from_its_own_servicing_contract_alone(
    world: FullWorld, loan: Serviced
) -> None:
    other: Contract = world.chain.deploy("LoanServicing", world.registry, sender=world.lender)
    day = loan.start(3)
    with reverts("book: caller is not the servicing contract"):
        other.reckon(world.book, loan.deal.loan, day, sender=world.stranger)
    with reverts("book: caller is not the servicing contract"):
        other.withdraw(world.book, loan.deal.complete, sender=world.borrower)


def test_a_book_that_is_none_is_refused(world: FullWorld, loan: Serviced) -> None:
    day = loan.go(0)
    for book in (world.stranger.address, world.token.address):
        with reverts(""):
            world.servicing.reckon(book, loan.deal.loan, day, sender=world.stranger)


def test_a_current_loan_is_reckoned_without_an_entry(loan: Serviced) -> None:
    day = loan.go(-10)
    loan.reckon()
    assert loan.world.chain.events == []
    loan.equals(reckon(loan.terms, loan.opened(), day))


def test_the_same_day_twice_changes_nothing(loan: Serviced) -> None:
    loan.go(40)
    loan.reckon()
    before = loan.state()
    loan.reckon()
    assert loan.state() == before
    assert loan.world.chain.events == []


@pytest.mark.parametrize(
    ("days", "levels", "kinds"),
    [
        (0, [], []),
        (5, [], []),
        (6, [1], [REACHED]),
        (29, [1], [REACHED]),
        (30, [1, 30], [REACHED] * 2),
        (59, [1, 30], [REACHED] * 2),
        (60, [1, 30, 60], [REACHED] * 3),
        (89, [1, 30, 60], [REACHED] * 3),
        (90, [1, 30, 60, 90], [*[REACHED] * 4, DEFAULTED]),
    ],
)
def test_every_level_that_dates_have_reached_is_written_in_order(
    loan: Serviced, days: int, levels: list[int], kinds: list[Kind]
) -> None:
    day = loan.go(days)
    loan.reckon()
    assert loan.kinds() == kinds
    entries = loan.entries()
    assert [e.amount for e in entries if e.kind == REACHED] == levels
    for number, entry in enumerate(entries):
        assert entry.day == day
        assert entry.unbroken == entry.oldest == days
        assert entry.severity_before == min(number, 4)
        assert entry.severity_after == min(number + 1, 4)
        assert entry.has(Flag.LICENSED)
        assert entry.exposure_after == PRINCIPAL // CENT
    assert loan.state().severity == len(levels)


def test_a_level_is_written_once(loan: Serviced) -> None:
    written = []
    for days in range(100):
        loan.go(days)
        loan.reckon()
        written += [(days, e.kind, e.amount) for e in loan.entries()]
    balance = PRINCIPAL // CENT
    reached = int(REACHED)
    assert written == [
        (6, reached, 1),
        (30, reached, 30),
        (60, reached, 60),
        (90, reached, 90),
        (90, int(DEFAULTED), balance),
    ]


def test_a_bill_credited_ahead_is_written_as_on_time(loan: Serviced) -> None:
    row = schedule(loan.terms)[0]
    loan.go(-1)
    loan.pay(row.payment + 100 * YUAN)
    loan.go(3)
    loan.reckon()
    (entry,) = loan.entries()
    assert (entry.kind, entry.day) == (Kind.ON_TIME_BILL, loan.due + 3)
    assert entry.has(Flag.ON_TIME)
    assert entry.amount == row.payment // CENT


def test_reckoning_moves_no_money_and_no_notes(loan: Serviced) -> None:
    world = loan.world
    owners = (world.borrower, world.lender, world.backer, world.book, world.desk)
    before = [world.token.balanceOf(owner) for owner in owners]
    holding = world.book.holding_of(loan.deal.id, world.lender)
    loan.go(200)
    loan.reckon()
    assert [world.token.balanceOf(owner) for owner in owners] == before
    assert world.book.holding_of(loan.deal.id, world.lender) == holding


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    cuts=st.lists(st.integers(0, 500), max_size=12),
    method=st.integers(1, 4),
    day_count=st.integers(1, 3),
    period_days=st.sampled_from([0, 0, 15]),
)
def test_reckoning_in_parts_equals_at_once(
    first_world: FullWorld, cuts: list[int], method: int, day_count: int, period_days: int
) -> None:
    with first_world.chain.anchored():
        terms = {"method": method, "day_count": day_count, "period_days": period_days}
        loan = Serviced(first_world, **terms)
        loan.start(500)
        model = loan.opened()
        with first_world.chain.anchored():
            loan.reckon()
            at_once, owed_at_once = loan.state(), loan.closing_amount
        for cut in (*sorted(cuts), 500):
            loan.reckon(loan.terms.start_day + cut)
            model = reckon(loan.terms, model, loan.terms.start_day + cut)
        in_parts = loan.state()
        named = contract_state(in_parts) | {"flags": 0}
        assert named == quanta_state(loan.terms, model) | {"flags": 0}
        assert loan.closing_amount == owed_at_once
        fine = ("accrued", "penalty", "provisional")
        for name in in_parts._fields:
            one, other = getattr(in_parts, name), getattr(at_once, name)
            assert abs(one - other) < 1_000 if name in fine else one == other, name
