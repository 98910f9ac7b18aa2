# SPDX-License-Identifier: Apache-2.0
"""What must hold (LOAN_MODEL), over random terms and random histories."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shouxin.lending.model import (
    Applied,
    Counting,
    DayCount,
    Method,
    PaymentOrder,
    State,
    Status,
    Terms,
    closing_amount,
    days_past_due,
    open_loan,
    pay,
    reckon,
    schedule,
    waive,
    with_instalment,
)
from shouxin.lending.model.calendar import due_days
from shouxin.lending.model.fine import round_half_up
from shouxin.lending.model.state import accrued_rounded, closing_amount_at, days_past_due_at
from shouxin.primitives.errors import ShouxinError
from tests.lending.model.generators import apply_event, random_history, random_terms, seeded

SEEDS = st.integers(0, 2**48)


def _walk(seed: int) -> Iterator[tuple[Terms, State, State, Applied, str]]:
    """Each accepted event of a random history: terms, state before, after, applied, move."""
    rng = seeded(seed)
    terms = random_terms(rng)
    state = open_loan(terms)
    for event in random_history(rng, terms):
        kept = deepcopy(state)
        applied = Applied()
        try:
            if event.move == "pay":
                after, applied = pay(terms, state, event.day, event.amount)
            elif event.move == "waive":
                after, applied = waive(terms, state, event.day, *event.waiver)
            else:
                after = apply_event(terms, state, event)
        except ShouxinError:
            assert state == kept
            continue
        assert state == kept
        yield terms, state, after, applied, event.move
        state = after


def _reached(seed: int) -> tuple[Random, Terms, State]:
    """Some open state of a random history, with the generator that goes on from it."""
    rng = seeded(seed)
    states = [(terms, after) for terms, _, after, _, _ in _walk(seed) if after.is_open]
    if not states:
        terms = random_terms(rng)
        states = [(terms, open_loan(terms))]
    terms, state = rng.choice(states)
    return rng, terms, state


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_principal_is_conserved_and_amounts_are_sound(seed: int) -> None:
    gone = 0
    for terms, _, state, applied, _ in _walk(seed):
        gone += applied.principal
        assert gone + state.balance == terms.principal
        amounts = (state.balance, state.interest_due, state.principal_due, state.paid_interest)
        assert all(amount >= 0 and amount % terms.quantum == 0 for amount in amounts)
        assert min(state.accrued, state.penalty, state.provisional) >= 0
        assert state.principal_due <= state.balance
        assert state.paid_interest <= state.paid


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_missed_bills_add_up_to_what_is_due(seed: int) -> None:
    for _, _, state, _, _ in _walk(seed):
        missed = sum(bill.amount for bill in state.missed)
        if state.since:
            assert missed == state.interest_due + state.principal_due
        else:
            assert (state.missed, state.provisional, state.notice_day) == ((), 0, 0)
        assert len(state.missed) <= 16
        assert all(bill.amount > 0 for bill in state.missed)
        assert all(older.day <= newer.day for older, newer in pairwise(state.missed))


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_the_oldest_count_is_never_above_the_unbroken_one(seed: int) -> None:
    for terms, _, state, _, _ in _walk(seed):
        for ahead in (0, 1, 45, 400):
            past = days_past_due(terms, state, state.day + ahead)
            assert 0 <= past.oldest <= past.unbroken
            assert past.counted in (past.oldest, past.unbroken)


@given(SEEDS, st.integers(0, 500))
@settings(max_examples=300, deadline=None)
def test_a_payment_of_the_closing_amount_closes(seed: int, ahead: int) -> None:
    rng, terms, state = _reached(seed)
    day = state.day + ahead
    owed = closing_amount(terms, state, day)
    assert owed > 0
    closed, applied = pay(terms, state, day, owed)
    assert applied.total == owed
    assert closed.status in (Status.REPAID, Status.WITHDRAWN)
    over, applied_over = pay(terms, state, day, owed + rng.randint(1, 10**9))
    assert (over, applied_over) == (closed, applied)
    if owed > terms.quantum:
        assert pay(terms, state, day, owed - terms.quantum)[0].is_open


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_paying_each_bill_on_its_day_gives_the_schedule(seed: int) -> None:
    terms = random_terms(seeded(seed))
    state = open_loan(terms)
    for row in schedule(terms):
        state = reckon(terms, state, row.due_day)
        assert days_past_due_at(terms, state).unbroken == 0
        assert state.interest_due + state.principal_due == row.payment
        if row.payment:
            state, applied = pay(terms, state, row.due_day, row.payment)
            assert applied == Applied(0, row.interest, row.principal)
        assert state.balance == row.balance
        assert not state.since
    assert state.status == Status.REPAID


@given(SEEDS)
@settings(max_examples=400, deadline=None)
def test_splitting_a_payment_changes_nothing(seed: int) -> None:
    rng, terms, state = _reached(seed)
    day = state.day + rng.choice((0, 1, rng.randint(0, 60), rng.randint(0, 400)))
    most = closing_amount(terms, state, day) // terms.quantum
    assume(most > 1)
    first = rng.randint(1, most - 1) * terms.quantum
    second = rng.randint(1, most + 10) * terms.quantum
    once, _ = pay(terms, state, day, first + second)
    half, _ = pay(terms, state, day, first)
    twice, _ = pay(terms, half, day, second)
    assert twice == once


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_day_by_day_or_at_once_is_the_same_to_the_cent(seed: int) -> None:
    rng, terms, state = _reached(seed)
    _check_day_by_day(terms, state, state.day + rng.randint(1, 200))


@given(
    st.sampled_from((DayCount.THIRTY_360, DayCount.ACTUAL_360, DayCount.ACTUAL_365)),
    st.sampled_from(tuple(Method)),
    st.integers(1, 40),
    st.integers(0, 2**32),
)
@settings(max_examples=150, deadline=None)
def test_half_cents_round_up_however_often_reckoned(
    day_count: DayCount, method: Method, days: int, seed: int
) -> None:
    """Rates and principals for which some day's interest is a half-cent exactly."""
    year = 365 if day_count == DayCount.ACTUAL_365 else 360
    rng = seeded(seed)
    terms = replace(
        random_terms(rng),
        principal=5 * 10**5 * year * rng.randrange(1, 2_000, 2),
        quantum=1,
        instalment_multiple=0,
        tolerance=0,
        rate_ppm=rng.choice((1, 3, 7, 10, 30)),
        day_count=day_count,
        method=method,
        instalment=0,
    )
    terms = with_instalment(terms)
    _check_day_by_day(terms, open_loan(terms), terms.start_day + days)


def _check_day_by_day(terms: Terms, state: State, last_day: int) -> None:
    stepped = state
    for day in range(state.day, last_day + 1):
        stepped = reckon(terms, stepped, day)
    assert _rounded(terms, stepped) == _rounded(terms, reckon(terms, state, last_day))


def _rounded(terms: Terms, state: State) -> State:
    fine = ("accrued", "penalty", "provisional")
    rounded = {name: round_half_up(getattr(state, name), terms.quantum) for name in fine}
    return replace(state, **rounded)


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_only_a_payment_or_a_waiver_lowers_what_is_owed(seed: int) -> None:
    for terms, before, after, applied, _ in _walk(seed):
        owed = closing_amount_at(terms, before)
        brought = reckon(terms, before, after.day)
        assert closing_amount_at(terms, brought) >= owed
        now = closing_amount_at(terms, after)
        assert now == closing_amount_at(terms, brought) - _off_closing(terms, brought, applied)


def _off_closing(terms: Terms, brought: State, applied: Applied) -> int:
    """What of a payment or waiver was in the closing amount: all but waived ``prov``."""
    owed = round_half_up(brought.penalty, terms.quantum)
    return applied.total - max(applied.penalty - owed, 0)


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_time_alone_never_lowers_what_is_owed(seed: int) -> None:
    rng, terms, state = _reached(seed)
    days = sorted(state.day + rng.randint(0, 500) for _ in range(20))
    owed = [closing_amount(terms, state, day) for day in days]
    assert owed == sorted(owed)


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_one_late_bill_of_equal_ones_never_becomes_a_default(seed: int) -> None:
    """By the oldest count: bills that don't fall, one of them paid late, all others on time."""
    rng = seeded(seed)
    terms = with_instalment(
        replace(
            random_terms(rng),
            method=Method.EQUAL_INSTALMENT,
            instalments=rng.randint(4, 24),
            interest_only_periods=0,
            instalment=0,
            tolerance=0,
            counting=Counting.OLDEST,
            payment_order=PaymentOrder.INTEREST_PRINCIPAL_PENALTY,
        )
    )
    rows = schedule(terms)
    assume(len({row.payment for row in rows[:-1]}) == 1 and rows[-1].payment)
    longest = max(end - start for start, end in pairwise([terms.start_day, *due_days(terms)]))
    late = rng.randrange(len(rows) - 2)
    paid_day = rng.randint(rows[late].due_day + 1, rows[-2].due_day)
    _check_never_past(terms, late, paid_day, longest)


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_one_bill_late_by_less_than_the_default_days_never_becomes_a_default(seed: int) -> None:
    """Of any method and either count: no other bill is ever the oldest, as it clears first."""
    rng = seeded(seed)
    terms = replace(random_terms(rng), tolerance=0)
    if terms.payment_order == PaymentOrder.PENALTY_INTEREST_PRINCIPAL:
        terms = replace(terms, payment_order=PaymentOrder.INTEREST_PRINCIPAL_PENALTY)
    days = due_days(terms)
    late = rng.randrange(len(days))
    late_days = rng.randint(1, terms.default_days)
    _check_never_past(
        replace(terms, counting=Counting.OLDEST), late, days[late] + late_days, late_days
    )


def _check_never_past(terms: Terms, late: int, paid_day: int, most_days: int) -> None:
    """Pays each bill on its day, one later; the oldest count on no day exceeds ``most_days``."""
    state, owed_late = open_loan(terms), 0
    due = dict(zip(due_days(terms), range(terms.instalments), strict=True))
    for day in range(terms.start_day + 1, max(*due, paid_day) + 1):
        before = state.interest_due + state.principal_due
        state = reckon(terms, state, day)
        if not state.is_open:
            return
        amount = state.interest_due + state.principal_due - before if day in due else 0
        if due.get(day) == late:
            owed_late, amount = amount, 0
        if day == paid_day:
            amount += owed_late
        assert days_past_due_at(terms, state).oldest <= most_days
        if amount:
            state, _ = pay(terms, state, day, amount)


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_waiving_twice_is_waiving_once(seed: int) -> None:
    rng, terms, state = _reached(seed)
    day = state.day + rng.randint(0, 60)
    quanta = state.balance // terms.quantum
    first = rng.randint(0, quanta // 4) * terms.quantum
    second = rng.randint(0, quanta // 4) * terms.quantum
    assume(first and second)
    once, _ = waive(terms, state, day, 0, 0, first + second)
    half, _ = waive(terms, state, day, 0, 0, first)
    assert waive(terms, half, day, 0, 0, second)[0] == once


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_shown_interest_is_never_above_what_closes(seed: int) -> None:
    for terms, _, state, _, _ in _walk(seed):
        parts = state.balance + state.interest_due + accrued_rounded(terms, state)
        assert parts <= closing_amount_at(terms, state)
