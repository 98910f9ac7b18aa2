# SPDX-License-Identifier: Apache-2.0
"""Time between dates, as each law measures it.

The EU cases are those of the Commission's guidelines, SWD(2012) 128, section 4.1.1, and month
ends; the United States' are appendix J's own fractions.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from shouxin.lending.model.apr.cn import cn_rates
from shouxin.lending.model.apr.eu import Frequency, frequency_of, years_between
from shouxin.lending.model.apr.flows import Flow, Transaction
from shouxin.lending.model.apr.intervals import (
    Interval,
    parse_interval,
    row_flows,
    with_dates_settled,
)
from shouxin.lending.model.apr.unit_period import UnitPeriod, common_unit_period

ONE = Decimal(1)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _settled(start: str, *later: str) -> Transaction:
    flows = tuple(Flow(ONE, _day(text)) for text in later)
    return with_dates_settled(Transaction((Flow(ONE, _day(start)),), flows), _day(start))


def _row(first: str, count: int, every: str) -> tuple[Flow, ...]:
    return tuple(row_flows(Flow(ONE, _day(first)), count, parse_interval(every, "every")))


@pytest.mark.parametrize(
    ("start", "later", "frequency", "years"),
    [
        ("2019-01-12", "2020-01-12", Frequency.MONTH, Fraction(1)),
        ("2012-01-12", "2012-02-15", Frequency.MONTH, Fraction(1, 12) + Fraction(3, 365)),
        ("2012-01-12", "2012-03-15", Frequency.MONTH, Fraction(2, 12) + Fraction(3, 365)),
        ("2013-01-12", "2013-02-15", Frequency.MONTH, Fraction(1, 12) + Fraction(3, 366)),
        ("2013-01-12", "2013-04-15", Frequency.MONTH, Fraction(3, 12) + Fraction(3, 366)),
        ("2013-02-25", "2013-03-28", Frequency.MONTH, Fraction(1, 12) + Fraction(3, 366)),
        ("2013-02-26", "2013-03-29", Frequency.MONTH, Fraction(1, 12) + Fraction(2, 366)),
        ("2012-02-26", "2012-03-29", Frequency.MONTH, Fraction(1, 12) + Fraction(3, 366)),
        ("2024-12-31", "2025-02-28", Frequency.MONTH, Fraction(2, 12)),
        ("2024-02-29", "2024-03-29", Frequency.MONTH, Fraction(1, 12)),
        ("2012-01-12", "2012-02-15", Frequency.YEAR, Fraction(34, 365)),
        ("2012-01-12", "2013-02-15", Frequency.YEAR, 1 + Fraction(34, 365)),
        ("2012-01-12", "2014-02-15", Frequency.YEAR, 2 + Fraction(34, 365)),
        ("2020-01-01", "2021-03-15", Frequency.YEAR, 1 + Fraction(74, 366)),
        ("2024-02-29", "2025-02-28", Frequency.YEAR, Fraction(1)),
        ("2012-01-12", "2012-01-26", Frequency.WEEK, Fraction(2, 52)),
        ("2012-01-12", "2012-01-30", Frequency.WEEK, Fraction(2, 52) + Fraction(4, 365)),
        ("2012-01-12", "2013-01-12", Frequency.WEEK, 1 + Fraction(2, 365)),
    ],
)
def test_eu_counts_whole_periods_back_and_then_days(
    start: str, later: str, frequency: Frequency, years: Fraction
) -> None:
    (flow,) = _settled(start, later).payments
    assert years_between(_day(start), flow, frequency) == years


@pytest.mark.parametrize(
    ("every", "frequency"),
    [
        ("1 month", Frequency.MONTH),
        ("3 months", Frequency.MONTH),
        ("0.5 month", Frequency.MONTH),
        ("1 year", Frequency.YEAR),
        ("12 months", Frequency.YEAR),
        ("2 weeks", Frequency.WEEK),
        ("10 days", None),
    ],
)
def test_eu_counts_in_the_payments_own_periods(every: str, frequency: Frequency | None) -> None:
    start = _day("2012-01-12")
    transaction = Transaction((Flow(ONE, start),), _row("2012-02-15", 8, every))
    assert frequency_of(transaction, start) is frequency


def test_month_ends_stand_for_the_day_they_share() -> None:
    payments = _settled("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30").payments
    years = [years_between(_day("2026-01-31"), flow, Frequency.MONTH) for flow in payments]
    assert years == [Fraction(1, 12), Fraction(2, 12), Fraction(3, 12)]


def test_month_end_on_its_own_day_is_taken_as_it_is() -> None:
    (first, second) = _settled("2026-01-15", "2026-02-28", "2026-03-28").payments
    assert (first.due_day, second.due_day) == (28, 28)


@pytest.mark.parametrize(
    ("first", "every", "days"),
    [
        ("1978-03-01", "0.5 month", ["03-01", "03-16", "04-01", "04-16"]),
        ("1978-03-16", "0.5 month", ["03-16", "04-01", "04-16", "05-01"]),
        ("1978-03-15", "0.5 month", ["03-15", "03-30", "04-15", "04-30"]),
        ("1978-01-31", "0.5 month", ["01-31", "02-15", "02-28", "03-15"]),
        ("1978-01-31", "1 month", ["01-31", "02-28", "03-31", "04-30"]),
        ("1978-01-03", "2 weeks", ["01-03", "01-17", "01-31", "02-14"]),
        ("1978-01-03", "10 days", ["01-03", "01-13", "01-23", "02-02"]),
    ],
)
def test_row_falls_on_these_days(first: str, every: str, days: list[str]) -> None:
    assert [f"{flow.at:%m-%d}" for flow in _row(first, 4, every)] == days


@pytest.mark.parametrize(
    ("interval", "start", "later", "periods", "per_year"),
    [
        (Interval(half_months=2), "1978-02-10", "1978-04-01", (1, Fraction(19, 30)), 12),
        (Interval(half_months=1), "1978-02-23", "1978-03-01", (0, Fraction(6, 15)), 24),
        (Interval(half_months=6), "1978-05-23", "1978-10-01", (1, Fraction(39, 90)), 4),
        (Interval(half_months=4), "1978-01-10", "1978-03-01", (0, Fraction(52, 60)), 6),
        (Interval(half_months=24), "1978-01-17", "1979-07-17", (1, Fraction(6, 12)), 1),
        (Interval(half_months=24), "1978-01-17", "1979-07-20", (1, Fraction(184, 365)), 1),
        (Interval(days=7), "1978-03-20", "1978-04-21", (4, Fraction(4, 7)), 52),
        (Interval(days=28), "1978-03-18", "1978-04-20", (1, Fraction(5, 28)), 13),
        (Interval(days=1), "1978-03-18", "1978-04-20", (33, 0), 365),
        (Interval(days=10), "1978-03-18", "1978-04-20", (3, Fraction(3, 10)), Fraction(73, 2)),
    ],
)
def test_us_counts_unit_periods(
    interval: Interval,
    start: str,
    later: str,
    periods: tuple[int, Fraction],
    per_year: Fraction,
) -> None:
    (flow,) = _settled(start, later).payments
    unit = UnitPeriod(interval)
    assert unit.count(_day(start), flow) == periods
    assert unit.per_year == per_year


@pytest.mark.parametrize(
    ("start", "later", "interval"),
    [
        # equally frequent: the smaller
        ("2026-01-01", ["2026-02-01", "2026-03-01", "2026-03-15", "2026-03-29"], Interval(days=14)),
        # none occurs twice: the average, 80 days, is nearer to 11 weeks than to 12 or 3 months
        ("2026-01-01", ["2026-01-21", "2026-06-10"], Interval(days=77)),
        # every 2 years: not to exceed 1 year
        ("2026-01-01", ["2028-01-01", "2030-01-01"], Interval(half_months=24)),
        # 31 days each by chance of the calendar: months
        ("2026-07-10", ["2026-08-10", "2026-09-10"], Interval(half_months=2)),
        ("2026-07-10", ["2026-07-20", "2026-07-30"], Interval(days=10)),
    ],
)
def test_us_unit_period_is_the_common_one(start: str, later: list[str], interval: Interval) -> None:
    transaction = _settled(start, *later)
    assert common_unit_period(transaction, _day(start)) == UnitPeriod(interval)


def test_cn_days_are_a_year_of_365() -> None:
    start = _day("2024-01-10")
    advance, payment = Flow(Decimal(10_000), start), Flow(Decimal(10_050), _day("2024-01-20"))
    rates = cn_rates(Transaction((advance,), (payment,)))
    assert rates.simple == Decimal("18.250000")
