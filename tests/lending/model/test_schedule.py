# SPDX-License-Identifier: Apache-2.0
from calendar import isleap
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouxin.lending.model import DayCount, Method, schedule
from shouxin.lending.model.calendar import (
    due_day,
    due_days,
    is_first_broken,
    year_fractions,
)
from shouxin.primitives.dates import format_day, to_date
from tests.lending.model.generators import random_terms, seeded
from tests.lending.model.samples import day, sample_terms, started


def _dues(**changes: object) -> list[str]:
    return [format_day(due) for due in due_days(sample_terms(**changes))[:4]]


def test_due_days_at_month_ends() -> None:
    assert _dues() == ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
    assert _dues(due_day=28) == ["2026-02-28", "2026-03-28", "2026-04-28", "2026-05-28"]
    assert _dues(due_day=30) == ["2026-02-28", "2026-03-30", "2026-04-30", "2026-05-30"]


def test_due_days_by_days() -> None:
    first = day("2026-02-15")
    days = due_days(sample_terms(period_days=15, first_due_day=first, due_day=0))
    assert days == [first + 15 * k for k in range(12)]


@given(st.integers(0, 2**48))
@settings(max_examples=50, deadline=None)
def test_one_due_day_at_a_time_is_the_same(seed: int) -> None:
    terms = random_terms(seeded(seed))
    assert [due_day(terms, k) for k in range(1, terms.instalments + 1)] == due_days(terms)
    assert due_day(terms, 0) == terms.start_day


def test_a_first_due_day_that_is_the_natural_one_breaks_nothing() -> None:
    assert not is_first_broken(sample_terms(due_day=28))
    assert is_first_broken(sample_terms(first_due_day=day("2026-03-31")))


@pytest.mark.parametrize(
    ("day_count", "fractions"),
    [
        (DayCount.THIRTY_360, [(1, 12), (1, 12)]),
        (DayCount.ACTUAL_360, [(28, 360), (31, 360)]),
        (DayCount.ACTUAL_365, [(28, 365), (31, 365)]),
        (DayCount.ACTUAL_ACTUAL, [(28 * 366, 365 * 366), (31 * 366, 365 * 366)]),
    ],
)
def test_lengths_of_periods(day_count: DayCount, fractions: list[tuple[int, int]]) -> None:
    terms = sample_terms(day_count=day_count, instalments=2)
    assert year_fractions(terms, due_days(terms)) == fractions


def test_actual_actual_splits_at_the_new_year() -> None:
    terms = sample_terms(day_count=DayCount.ACTUAL_ACTUAL, instalments=1)
    terms = started(terms, day("2027-12-16"))
    assert year_fractions(terms, due_days(terms)) == [(16 * 366 + 15 * 365, 365 * 366)]
    later = started(terms, day("2028-12-16"))
    assert year_fractions(later, due_days(later)) == [(16 * 365 + 15 * 366, 365 * 366)]


@given(st.integers(1, 40_000), st.integers(1, 1_500), st.integers(1, 8))
@settings(max_examples=50, deadline=None)
def test_actual_actual_counts_every_day_in_its_year(start: int, length: int, count: int) -> None:
    terms = sample_terms(
        day_count=DayCount.ACTUAL_ACTUAL,
        start_day=start,
        first_due_day=start + length,
        period_days=length,
        due_day=0,
        instalments=count,
    )
    ends = [start, *due_days(terms)]
    for (opens, closes), (years, of) in zip(
        pairwise(ends), year_fractions(terms, ends[1:]), strict=True
    ):
        days = (366 if isleap(to_date(day).year) else 365 for day in range(opens, closes))
        assert sum(Fraction(1, length_of_year) for length_of_year in days) == Fraction(years, of)


def test_a_broken_first_period_counts_its_days() -> None:
    terms = sample_terms(first_due_day=day("2026-03-20"), due_day=20, instalments=3)
    assert year_fractions(terms, due_days(terms)) == [(48, 360), (1, 12), (1, 12)]


def test_a_bullet_has_a_row_a_period() -> None:
    rows = schedule(sample_terms(method=Method.BULLET, instalments=3, principal=100_000))
    assert [row.payment for row in rows] == [0, 0, 103_000]
    assert rows[-1].interest == 3_000


def test_interest_only_brings_principal_last() -> None:
    rows = schedule(sample_terms(method=Method.INTEREST_ONLY, instalments=3))
    assert [row.principal for row in rows] == [0, 0, 12_000_000]
    assert {row.interest for row in rows} == {120_000}


def test_interest_above_the_instalment_is_carried() -> None:
    """Two months in the first period and an instalment of little more than a month's interest."""
    terms = sample_terms(
        rate_ppm=400_000, instalments=600, first_due_day=day("2026-03-31"), interest_only_periods=0
    )
    rows = schedule(terms)
    assert rows[0].interest == rows[0].payment == terms.instalment
    assert rows[0].principal == 0
    assert rows[-1].balance == 0


@given(st.integers(0, 2**48))
@settings(max_examples=100, deadline=None)
def test_schedules_repay_the_principal(seed: int) -> None:
    rng = seeded(seed)
    terms = replace(random_terms(rng), day_count=rng.choice(tuple(DayCount)))
    rows = schedule(terms)
    assert sum(row.principal for row in rows) == terms.principal
    assert rows[-1].balance == 0
    for row in rows:
        assert row.payment == row.interest + row.principal
        assert min(row.interest, row.principal, row.balance) >= 0
        assert row.payment % terms.quantum == 0
