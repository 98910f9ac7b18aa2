# SPDX-License-Identifier: Apache-2.0
"""What opening refuses, field by field, with the code and a text that names value and remedy."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouxin.lending.model import (
    DayCount,
    Method,
    all_in_rate_ppm,
    check_opening,
    check_terms,
    last_payment,
    open_loan,
)
from shouxin.lending.model.opening import WRITTEN_AS
from shouxin.primitives.errors import BadInput
from tests.lending.model.generators import random_terms, seeded
from tests.lending.model.samples import START, day, sample_terms

REFUSED = [
    ({"quantum": 0}, "quantum"),
    ({"principal": 0}, "principal"),
    ({"principal": 12_000_050, "quantum": 100}, "principal"),
    ({"instalment": 1_066_150, "quantum": 100}, "instalment"),
    ({"instalment_multiple": 150, "quantum": 100, "instalment": 1_066_200}, "instalment_multiple"),
    ({"tolerance": 50, "quantum": 100, "instalment": 1_066_200}, "tolerance"),
    ({"fee": 50, "quantum": 100, "instalment": 1_066_200}, "fee"),
    ({"fee": 12_000_000}, "fee"),
    ({"fee": -1}, "fee"),
    ({"rate_ppm": -1}, "rate_ppm"),
    ({"penalty_margin_ppm": -1}, "penalty_margin_ppm"),
    ({"overdue_rate_ppm": -1}, "overdue_rate_ppm"),
    ({"instalments": 0}, "instalments"),
    ({"instalments": 601}, "instalments"),
    ({"interest_only_periods": 12}, "interest_only_periods"),
    ({"interest_only_periods": -1}, "interest_only_periods"),
    ({"period_days": -1, "due_day": 0}, "period_days"),
    ({"start_day": 0}, "start_day"),
    ({"first_due_day": START}, "first_due_day"),
    ({"first_due_day": day("2026-04-01"), "due_day": 1}, "first_due_day"),
    ({"period_days": 10, "first_due_day": START + 21, "due_day": 0}, "first_due_day"),
    ({"period_days": 10, "first_due_day": START + 10}, "due_day"),
    ({"due_day": 0}, "due_day"),
    ({"due_day": 32}, "due_day"),
    ({"due_day": 27}, "due_day"),
    ({"period_days": 10**6, "first_due_day": START + 10**6, "due_day": 0}, "instalments"),
    ({"day_count": DayCount.ACTUAL_ACTUAL}, "day_count"),
    ({"grace_days": -1}, "grace_days"),
    ({"cooling_off_days": -1}, "cooling_off_days"),
    ({"withdrawal_pay_days": -1}, "withdrawal_pay_days"),
    ({"default_days": 0, "grace_days": 0}, "default_days"),
    ({"default_days": 5, "grace_days": 5}, "default_days"),
    ({"acceleration_days": 0}, "acceleration_days"),
    ({"notice_days": 0}, "notice_days"),
    ({"tolerance": 106_619}, "tolerance"),
    ({"instalment": 1_066_184}, "instalment"),
    ({"instalment": 1_066_186}, "instalment"),
    ({"instalment": 0}, "instalment"),
    ({"instalment_multiple": 100}, "instalment"),
    ({"method": Method.BULLET}, "instalment"),
]


@pytest.mark.parametrize(("changes", "field"), REFUSED)
def test_refuses(changes: dict[str, object], field: str) -> None:
    terms = replace(sample_terms(), **changes)  # type: ignore[arg-type]
    with pytest.raises(BadInput) as refused:
        open_loan(terms)
    assert refused.value.code == f"terms.{field}"
    assert refused.value.message.startswith(WRITTEN_AS.get(field, field))
    assert "：" in refused.value.message_zh


def test_accepts_the_bounds() -> None:
    check_terms(sample_terms(default_days=6, tolerance=106_618, fee=11_999_999))
    check_terms(sample_terms(instalments=600, interest_only_periods=599))
    check_terms(sample_terms(first_due_day=day("2026-03-31")))
    check_terms(sample_terms(due_day=28))
    check_terms(sample_terms(due_day=30))


def test_shows_amounts_in_decimals() -> None:
    terms = replace(sample_terms(), instalment=1_066_184)
    told = r"instalment 10661\.84 is refused: the method gives 10661\.85"
    with pytest.raises(BadInput, match=told):
        check_terms(terms, 2)


def test_opening_refuses_misleading_figures() -> None:
    terms = sample_terms(fee=120_000)
    stated = (last_payment(terms), all_in_rate_ppm(terms))
    check_opening(terms, START, *stated)
    with pytest.raises(BadInput, match="a loan starts the day it opens, 2026-02-01"):
        check_opening(terms, START + 1, *stated)
    for wrong in (stated[0] - 1, stated[0] + 1):
        with pytest.raises(BadInput, match="the schedule ends with 1066191"):
            check_opening(terms, START, wrong, stated[1])
    for wrong in (stated[1] - 1, stated[1] + 1):
        with pytest.raises(BadInput, match=f"come to {stated[1]} ppm"):
            check_opening(terms, START, stated[0], wrong)


@given(st.integers(0, 2**48))
@settings(max_examples=100, deadline=None)
def test_computed_figures_pass_and_their_neighbours_do_not(seed: int) -> None:
    rng = seeded(seed)
    terms = random_terms(rng)
    terms = replace(terms, fee=rng.randrange(0, terms.principal, terms.quantum))
    last, rate = last_payment(terms), all_in_rate_ppm(terms)
    check_opening(terms, terms.start_day, last, rate)
    for wrong in {rate + 1, abs(rate - 1)} - {rate}:
        with pytest.raises(BadInput):
            check_opening(terms, terms.start_day, last, wrong)
