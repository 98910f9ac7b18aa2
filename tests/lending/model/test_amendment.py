# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from shouxin.lending.model import (
    State,
    Terms,
    accelerate,
    amend,
    amendable_principal,
    closing_amount,
    give_notice,
    mark_default,
    open_loan,
    pay,
    reckon,
    schedule,
    with_instalment,
    withdraw,
)
from shouxin.primitives.errors import BadInput, Refused
from tests.lending.model.samples import START, day, sample_terms, started

DUE = day("2026-02-28")


def _amended(terms: Terms, start: int, principal: int, **changes: object) -> Terms:
    moved = replace(started(terms, start), principal=principal, instalment=0)
    return with_instalment(replace(moved, **changes))  # type: ignore[arg-type]


def _in_arrears(late_days: int = 40) -> tuple[Terms, State, int]:
    terms = sample_terms()
    on = DUE + late_days
    return terms, reckon(terms, open_loan(terms), on), on


def test_a_repricing_changes_what_comes_and_not_what_is_owed() -> None:
    terms = sample_terms()
    state, _ = pay(terms, open_loan(terms), DUE, terms.instalment)
    on = day("2026-03-10")
    principal = amendable_principal(terms, state, on)
    assert principal == state.balance
    cheaper = _amended(terms, on, principal, rate_ppm=60_000, instalments=11)
    amended = amend(terms, state, on, cheaper)
    assert closing_amount(cheaper, amended, on) == closing_amount(terms, state, on)
    assert (amended.period, amended.paid, amended.accrued > 0) == (1, 0, True)
    row = schedule(cheaper)[0]
    bill = reckon(cheaper, amended, row.due_day)
    assert bill.interest_due + bill.principal_due == cheaper.instalment


def test_arrears_stay_when_nothing_is_taken_back() -> None:
    terms, state, on = _in_arrears()
    principal = amendable_principal(terms, state, on)
    new_terms = _amended(terms, on, principal)
    amended = amend(terms, state, on, new_terms)
    assert (amended.since, amended.missed) == (state.since, state.missed)
    assert (amended.penalty, amended.accrued) == (state.penalty, state.accrued)


def test_taking_back_clears_the_newest_bills_first() -> None:
    terms, state, on = _in_arrears()
    taken = state.missed[-1].amount + 1_000
    new_terms = _amended(terms, on, amendable_principal(terms, state, on, taken))
    amended = amend(terms, state, on, new_terms, taken)
    assert [bill.day for bill in amended.missed] == [DUE]
    assert amended.missed[0].amount == state.missed[0].amount - 1_000
    assert amended.interest_due == state.interest_due
    owed = sum(bill.amount for bill in amended.missed)
    assert owed == amended.interest_due + amended.principal_due


def test_taking_all_back_ends_arrears_within_the_tolerance() -> None:
    terms = sample_terms(tolerance=100_000)
    marked = mark_default(terms, open_loan(terms), DUE + 90)
    billed, _ = pay(terms, marked, DUE + 90, marked.interest_due)
    taken = billed.principal_due
    on = DUE + 90
    new_terms = _amended(terms, on, amendable_principal(terms, billed, on, taken))
    amended = amend(terms, billed, on, new_terms, taken)
    assert (amended.since, amended.missed, amended.is_defaulted) == (0, (), False)


def test_nothing_is_left_to_schedule_after_an_acceleration() -> None:
    terms, state, on = _in_arrears()
    called = accelerate(terms, state, on, notice_required=False)
    assert amendable_principal(terms, called, on) == 0
    new_terms = replace(started(terms, on), principal=0, instalment=0)
    with pytest.raises(BadInput, match="principal 0 is refused"):
        amend(terms, called, on, new_terms)


def test_taking_back_undoes_an_acceleration() -> None:
    terms, state, on = _in_arrears()
    called = accelerate(terms, state, on, notice_required=False)
    taken = called.principal_due
    new_terms = _amended(terms, on, taken)
    amended = amend(terms, called, on, new_terms, taken)
    assert not amended.is_accelerated
    assert (amended.principal_due, amended.period) == (0, 1)
    assert amended.since == DUE
    paid, _ = pay(new_terms, amended, on, amended.interest_due)
    assert paid.since == 0


def test_notices_fall_and_no_new_cooling_off_begins() -> None:
    terms, state, on = _in_arrears()
    warned = give_notice(terms, state, on)
    amended = amend(terms, warned, on, _amended(terms, on, amendable_principal(terms, warned, on)))
    assert amended.notice_day == 0
    with pytest.raises(Refused, match="cooling-off"):
        withdraw(terms, amended, on)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"start_day": START}, "amendment.start_day"),
        ({"principal": 1}, "amendment.principal"),
        ({"fee": 100}, "amendment.fee"),
        ({"tolerance": 1}, "amendment.fixed"),
        ({"counting": 2}, "amendment.fixed"),
        ({"cooling_off_days": 30}, "amendment.fixed"),
        ({"penalty_margin_ppm": 60_001}, "amendment.margin"),
        ({"overdue_rate_ppm": 180_001}, "amendment.margin"),
    ],
)
def test_refuses(changes: dict[str, object], code: str) -> None:
    terms, state, on = _in_arrears()
    new_terms = _amended(terms, on, amendable_principal(terms, state, on))
    with pytest.raises(Refused) as refused:
        amend(terms, state, on, replace(new_terms, **changes))  # type: ignore[arg-type]
    assert refused.value.code == code


def test_margins_may_rise_outside_arrears() -> None:
    terms = sample_terms()
    state = open_loan(terms)
    on = START + 5
    new_terms = _amended(terms, on, state.balance, penalty_margin_ppm=90_000)
    assert amend(terms, state, on, new_terms).period == 1


@pytest.mark.parametrize("taken", [-1, 10**9])
def test_no_more_is_taken_back_than_is_overdue(taken: int) -> None:
    terms, state, on = _in_arrears()
    with pytest.raises(Refused) as refused:
        amendable_principal(terms, state, on, taken)
    assert refused.value.code == "amendment.taken_back"


def test_new_terms_are_judged_like_any() -> None:
    terms, state, on = _in_arrears()
    new_terms = _amended(terms, on, amendable_principal(terms, state, on))
    with pytest.raises(BadInput, match="instalment"):
        amend(terms, state, on, replace(new_terms, instalment=new_terms.instalment - 1))
