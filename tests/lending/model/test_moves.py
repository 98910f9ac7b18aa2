# SPDX-License-Identifier: Apache-2.0
"""Default, notice, acceleration, withdrawal, write-off, waiver, rollover and the fee."""

from dataclasses import replace

import pytest

from shouxin.lending.model import (
    Applied,
    Counting,
    FeeOwner,
    Method,
    State,
    Status,
    Terms,
    accelerate,
    closing_amount,
    days_past_due,
    fee_owner,
    give_notice,
    mark_default,
    open_loan,
    pay,
    reckon,
    roll_over,
    severity,
    status_name,
    waive,
    with_default_reached,
    withdraw,
    write_off,
)
from shouxin.primitives.errors import BadInput, Refused
from tests.lending.model.samples import START, day, sample_terms

DUE = day("2026-02-28")
INSTALMENT = 1_066_185


@pytest.fixture
def terms() -> Terms:
    return sample_terms()


@pytest.fixture
def state(terms: Terms) -> State:
    return open_loan(terms)


def test_days_do_not_run_back(terms: Terms, state: State) -> None:
    later = reckon(terms, state, DUE)
    with pytest.raises(BadInput, match="2026-02-27 is before 2026-02-28") as refused:
        reckon(terms, later, DUE - 1)
    assert refused.value.code == "loan.day_passed"


def test_a_closed_loan_refuses_every_move(terms: Terms, state: State) -> None:
    closed, _ = pay(terms, state, START, 12_000_000)
    assert status_name(closed) == "repaid"
    assert reckon(terms, closed, START + 900) == closed
    moves = (mark_default, give_notice, accelerate, withdraw, write_off, roll_over)
    for move in moves:
        with pytest.raises(Refused, match="repaid") as refused:
            move(terms, closed, START + 1)
        assert refused.value.code == "loan.closed"
    with pytest.raises(Refused):
        pay(terms, closed, START + 1, 1)
    with pytest.raises(Refused):
        waive(terms, closed, START + 1, 1, 0, 0)


@pytest.mark.parametrize("amount", [0, -1, 99])
def test_a_payment_below_the_quantum_is_refused(amount: int) -> None:
    terms = sample_terms(quantum=100)
    with pytest.raises(BadInput) as refused:
        pay(terms, open_loan(terms), DUE, amount)
    assert refused.value.code == "loan.amount"


def test_a_payment_is_cut_to_the_quantum() -> None:
    terms = sample_terms(quantum=100)
    state = open_loan(terms)
    assert pay(terms, state, DUE, 199) == pay(terms, state, DUE, 100)


@pytest.mark.parametrize(
    ("counting", "first_day"), [(Counting.UNBROKEN, DUE + 90), (Counting.OLDEST, DUE + 90)]
)
def test_default_is_marked_from_its_day_on(counting: Counting, first_day: int) -> None:
    terms = sample_terms(counting=counting)
    state = open_loan(terms)
    with pytest.raises(Refused, match="89 days past due") as refused:
        mark_default(terms, state, first_day - 1)
    assert refused.value.code == "loan.not_in_default"
    assert not with_default_reached(terms, state, first_day - 1).is_defaulted
    marked = mark_default(terms, state, first_day)
    assert marked == with_default_reached(terms, state, first_day)
    with pytest.raises(Refused) as refused:
        mark_default(terms, marked, first_day + 1)
    assert refused.value.code == "loan.already_defaulted"


def test_notice_comes_before_acceleration(terms: Terms, state: State) -> None:
    with pytest.raises(Refused) as refused:
        give_notice(terms, state, DUE + 29)
    assert refused.value.code == "loan.notice_too_early"
    with pytest.raises(Refused) as refused:
        accelerate(terms, state, DUE + 40)
    assert refused.value.code == "loan.no_notice"
    warned = give_notice(terms, state, DUE + 30)
    with pytest.raises(Refused) as refused:
        give_notice(terms, warned, DUE + 31)
    assert refused.value.code == "loan.notice_stands"
    with pytest.raises(Refused) as refused:
        accelerate(terms, warned, DUE + 40)
    assert refused.value.code == "loan.notice_days"
    assert accelerate(terms, warned, DUE + 41).is_accelerated
    assert accelerate(terms, warned, DUE + 130).is_accelerated
    with pytest.raises(Refused) as refused:
        accelerate(terms, warned, DUE + 131)
    assert refused.value.code == "loan.no_notice"
    assert give_notice(terms, warned, DUE + 131).notice_day == DUE + 131


def test_a_notice_falls_with_its_arrears(terms: Terms, state: State) -> None:
    warned = give_notice(terms, state, DUE + 30)
    cleared, _ = pay(terms, warned, DUE + 30, INSTALMENT)
    assert (cleared.since, cleared.notice_day) == (0, 0)


def test_only_a_loan_past_due_is_accelerated(terms: Terms, state: State) -> None:
    with pytest.raises(Refused) as refused:
        accelerate(terms, state, DUE + 5, notice_required=False)
    assert refused.value.code == "loan.not_past_due"
    with pytest.raises(Refused) as refused:
        accelerate(terms, state, START + 400, notice_required=False)
    assert refused.value.code == "loan.matured"
    with pytest.raises(Refused) as refused:
        give_notice(terms, state, START + 400)
    assert refused.value.code == "loan.matured"


def test_acceleration_makes_all_of_it_due(terms: Terms, state: State) -> None:
    called = accelerate(terms, state, DUE + 6, notice_required=False)
    assert called.principal_due == called.balance == terms.principal
    assert called.accrued == 0
    assert sum(bill.amount for bill in called.missed) == called.interest_due + called.principal_due
    assert [bill.day for bill in called.missed] == [DUE, DUE + 6]
    assert closing_amount(terms, called, DUE + 6) == closing_amount(terms, state, DUE + 6)


def test_nothing_is_cured_after_acceleration(terms: Terms, state: State) -> None:
    marked = mark_default(terms, state, DUE + 90)
    called = accelerate(terms, marked, DUE + 100, notice_required=False)
    owed = called.interest_due + called.balance
    paid, _ = pay(terms, called, DUE + 100, owed)
    assert (paid.since, paid.is_defaulted, status_name(paid)) == (0, True, "defaulted")
    assert days_past_due(terms, paid, DUE + 300) == (0, 0, 0)


def test_a_default_is_cured_when_arrears_end(terms: Terms, state: State) -> None:
    marked = mark_default(terms, state, DUE + 90)
    cured, _ = pay(terms, marked, DUE + 90, marked.interest_due + marked.principal_due)
    assert status_name(cured) == "open"
    written = write_off(terms, marked, DUE + 90)
    kept, _ = pay(terms, written, DUE + 90, marked.interest_due + marked.principal_due)
    assert (kept.is_defaulted, status_name(kept)) == (True, "written_off")


def test_write_off_needs_a_default(terms: Terms, state: State) -> None:
    with pytest.raises(Refused) as refused:
        write_off(terms, state, DUE + 30)
    assert refused.value.code == "loan.not_to_write_off"
    marked = mark_default(terms, state, DUE + 90)
    written = write_off(terms, marked, DUE + 90)
    assert closing_amount(terms, written, DUE + 400) == closing_amount(terms, marked, DUE + 400)
    with pytest.raises(Refused) as refused:
        write_off(terms, written, DUE + 91)
    assert refused.value.code == "loan.already_written_off"


def test_penalty_alone_is_written_off_after_the_last_due_day() -> None:
    terms = sample_terms(instalments=1)
    late = reckon(terms, open_loan(terms), DUE + 30)
    owed = closing_amount(terms, late, DUE + 30)
    paid, applied = pay(terms, late, DUE + 30, owed - 1)
    assert (applied.penalty, paid.balance, status_name(paid)) == (
        late.penalty // 10**9 - 1,
        0,
        "open",
    )
    written = write_off(terms, paid, DUE + 31)
    closed, _ = pay(terms, written, DUE + 60, 10**9)
    assert closed.status == Status.REPAID


def test_withdrawal(terms: Terms, state: State) -> None:
    with pytest.raises(Refused) as refused:
        withdraw(terms, state, START + 15)
    assert refused.value.code == "loan.cooling_off_over"
    given = withdraw(terms, state, START + 14)
    with pytest.raises(Refused) as refused:
        withdraw(terms, given, START + 14)
    assert refused.value.code == "loan.withdrawal_given"
    assert pay(terms, given, START + 44, 10**9)[0].status == Status.WITHDRAWN
    assert pay(terms, given, START + 45, 10**9)[0].status == Status.REPAID
    assert pay(terms, state, START + 14, 10**9)[0].status == Status.REPAID


def test_no_withdrawal_without_cooling_off_days() -> None:
    terms = sample_terms(cooling_off_days=0)
    with pytest.raises(Refused):
        withdraw(terms, open_loan(terms), START)


def test_a_loan_once_defaulted_is_repaid_and_not_withdrawn() -> None:
    """However its last payment is split."""
    terms = sample_terms(
        grace_days=0, default_days=1, period_days=7, due_day=0, first_due_day=START + 7
    )
    state = mark_default(terms, withdraw(terms, open_loan(terms), START), START + 8)
    half, _ = pay(terms, state, START + 8, state.interest_due + state.principal_due)
    assert not half.is_defaulted
    assert pay(terms, half, START + 8, 10**9)[0] == pay(terms, state, START + 8, 10**9)[0]
    assert pay(terms, half, START + 8, 10**9)[0].status == Status.REPAID


def test_whose_the_fee_is(terms: Terms, state: State) -> None:
    assert fee_owner(terms, state, START + 14) == FeeOwner.BOOK
    assert fee_owner(terms, state, START + 15) == FeeOwner.RECEIVER
    given = withdraw(terms, state, START + 3)
    assert fee_owner(terms, given, START + 33) == FeeOwner.BOOK
    assert fee_owner(terms, given, START + 34) == FeeOwner.RECEIVER
    assert fee_owner(terms, pay(terms, given, START + 5, 10**9)[0], START + 5) == FeeOwner.BORROWER
    repaid = pay(terms, state, START + 5, 10**9)[0]
    assert fee_owner(terms, repaid, START + 14) == FeeOwner.BOOK
    assert fee_owner(terms, repaid, START + 15) == FeeOwner.RECEIVER


def test_waivers_are_clipped_and_in_quanta() -> None:
    terms = sample_terms(quantum=100)
    state = reckon(terms, open_loan(terms), DUE)
    with pytest.raises(BadInput):
        waive(terms, state, DUE, 0, 150, 0)
    with pytest.raises(BadInput):
        waive(terms, state, DUE, 0, -100, 0)
    with pytest.raises(Refused) as refused:
        waive(terms, state, DUE, 100, 0, 0)
    assert refused.value.code == "loan.nothing_to_waive"
    waived, applied = waive(terms, state, DUE, 0, 10**12, 0)
    assert applied == Applied(0, 120_000, 0)
    assert waived.interest_due == 0
    assert sum(bill.amount for bill in waived.missed) == waived.principal_due


def test_a_waiver_of_penalty_goes_on_to_the_provisional_one(terms: Terms, state: State) -> None:
    late = reckon(terms, state, DUE + 5)
    assert (late.penalty, late.provisional > 10**9) == (0, True)
    waived, applied = waive(terms, late, DUE + 5, 500, 0, 0)
    assert applied.penalty == 500
    assert waived.provisional == late.provisional - 500 * 10**9


def test_a_waiver_ends_arrears_as_a_payment_does(terms: Terms, state: State) -> None:
    late = mark_default(terms, state, DUE + 90)
    waived, _ = waive(terms, late, DUE + 90, 0, late.interest_due, late.principal_due)
    assert (waived.since, waived.missed, waived.is_defaulted) == (0, (), False)
    assert waived.paid == 0


def test_a_loan_waived_to_nil_is_settled(terms: Terms, state: State) -> None:
    settled, applied = waive(terms, state, DUE + 60, 10**9, 10**9, 10**9)
    assert settled.status == Status.SETTLED
    assert applied.total == closing_amount(terms, state, DUE + 60)


def test_rollover_closes_by_one_payment(terms: Terms, state: State) -> None:
    closed, applied = roll_over(terms, withdraw(terms, state, START), START + 10)
    assert closed.status == Status.ROLLED_OVER
    assert applied.total == closing_amount(terms, state, START + 10)


def test_a_seventeenth_missed_bill_joins_the_last() -> None:
    terms = sample_terms(period_days=7, due_day=0, first_due_day=START + 7, instalments=30)
    late = reckon(terms, open_loan(terms), START + 7 * 20)
    assert len(late.missed) == 16
    assert late.missed[-1].day == START + 7 * 20
    assert late.missed[-2].day == START + 7 * 15
    assert sum(bill.amount for bill in late.missed) == late.interest_due + late.principal_due


def test_a_remainder_within_tolerance_is_in_arrears_after_the_last_due_day() -> None:
    terms = sample_terms(tolerance=5_000, instalments=2, grace_days=0, default_days=1)
    state, _ = pay(terms, open_loan(terms), DUE, terms.instalment - 5_000)
    assert (state.since, state.principal_due) == (0, 5_000)
    due = day("2026-03-31")
    bill = reckon(terms, state, due)
    assert bill.since == due
    paid, _ = pay(terms, bill, due, bill.interest_due + bill.principal_due - 1)
    assert days_past_due(terms, paid, due + 1) == (1, 1, 1)


def test_interest_after_the_last_due_day_alone_keeps_arrears(terms: Terms) -> None:
    matured = replace(terms, payment_order=3)
    late = reckon(matured, open_loan(matured), START + 400)
    owed = late.balance + late.interest_due
    paid, _ = pay(matured, late, START + 400, owed)
    assert (paid.balance, paid.interest_due, paid.missed) == (0, 0, ())
    assert paid.since
    past = days_past_due(matured, paid, START + 400)
    assert (past.counted, past.oldest, past.unbroken > 0) == (0, 0, True)


@pytest.mark.parametrize(
    ("days", "level"), [(0, 0), (1, 1), (29, 1), (30, 2), (59, 2), (60, 3), (89, 3), (90, 4)]
)
def test_severity(days: int, level: int) -> None:
    assert severity(days) == level


def test_a_bullet_keeps_fractions_until_its_last_due_day() -> None:
    terms = sample_terms(method=Method.BULLET, principal=1, instalments=12)
    state = reckon(terms, open_loan(terms), day("2026-12-31"))
    assert state.accrued == 11 * 10_000_000
