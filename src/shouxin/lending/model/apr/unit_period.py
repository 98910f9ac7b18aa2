# SPDX-License-Identifier: Apache-2.0
"""Unit-periods of Regulation Z (12 CFR 1026), appendix J (b)(3) to (b)(5)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from shouxin.lending.model.apr.flows import Flow, Transaction
from shouxin.lending.model.apr.intervals import (
    DAYS_PER_WEEK,
    MONTHS_PER_YEAR,
    SEMIMONTH_DAYS,
    Interval,
    full_months,
    is_semimonth,
    months_back,
)
from shouxin.primitives.errors import BadInput

MONTH_DAYS = 30
YEAR_DAYS = 365
WEEKS_PER_YEAR = 52
_MONTH_HALF_MONTHS, _YEAR_HALF_MONTHS = 2, 24
_TIME_TOLERANCE = Fraction(1, 1_000)
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class UnitPeriod:
    """A day or more, a week or more, a semimonth, 1 to 11 months or a year."""

    interval: Interval

    @property
    def per_year(self) -> Fraction:
        """Unit-periods in a year: 365 days, 52 weeks, 24 semimonths or 12 months."""
        if self.interval.half_months:
            return Fraction(_YEAR_HALF_MONTHS, self.interval.half_months)
        if self.interval.days % DAYS_PER_WEEK:
            return Fraction(YEAR_DAYS, self.interval.days)
        return Fraction(WEEKS_PER_YEAR * DAYS_PER_WEEK, self.interval.days)

    @property
    def nominal_days(self) -> int:
        """Its length with months of 30 days and a year of 365, to tell the smaller of two."""
        if self.interval.half_months == _YEAR_HALF_MONTHS:
            return YEAR_DAYS
        return self.interval.days or self.interval.half_months * SEMIMONTH_DAYS

    def count(self, start: date, flow: Flow) -> tuple[Fraction, Fraction]:
        """Full unit-periods and the fraction of one from the start to a dated flow: (b)(5)."""
        at = flow.at
        assert isinstance(at, date)
        if self.interval.days:
            whole, rest = divmod((at - start).days, self.interval.days)
            return Fraction(whole), Fraction(rest, self.interval.days)
        months = full_months(start, at, flow.due_day)
        if self.interval.half_months == _YEAR_HALF_MONTHS:
            return _full_years(start, at, months, flow.due_day)
        days = (months_back(at, months, flow.due_day) - start).days
        if self.interval.half_months == _MONTH_HALF_MONTHS:
            return Fraction(months), Fraction(days, MONTH_DAYS)
        length = self.interval.half_months * SEMIMONTH_DAYS
        whole, rest = divmod(months * MONTH_DAYS + days, length)
        return Fraction(whole), Fraction(rest, length)


YEAR = UnitPeriod(Interval(half_months=_YEAR_HALF_MONTHS))

_STANDARD = (
    YEAR,
    *(UnitPeriod(Interval(half_months=2 * months)) for months in range(1, MONTHS_PER_YEAR)),
    UnitPeriod(Interval(half_months=1)),
    *(UnitPeriod(Interval(days=DAYS_PER_WEEK * weeks)) for weeks in range(1, WEEKS_PER_YEAR + 1)),
    UnitPeriod(Interval(days=1)),
)
"""(b)(3)(iii), those of the calendar first."""


def unit_period(interval: Interval) -> UnitPeriod:
    """A unit-period that the contract names.

    Raises:
        BadInput: ``apr.unit_period``; longer than a year.
    """
    unit = UnitPeriod(interval)
    if unit.per_year < 1 and interval.days not in {YEAR_DAYS, YEAR_DAYS + 1}:
        raise BadInput(
            "apr.unit_period",
            "a unit-period is at most a year (appendix J (b)(4)): write '1 year' or less",
            "计息单位期间最长为一年（附录 J (b)(4)）：请填写 '1 year' 或更短",
        )
    return unit


def common_unit_period(transaction: Transaction, start: date | Fraction) -> UnitPeriod:
    """The unit-period of a transaction with more than one advance or payment: (b)(4)(i).

    The period of at most a year that occurs most often between advances, between payments and
    from the start to the first payment; of equally frequent ones the smaller; if none occurs
    twice, the average period rounded to the nearest standard interval, the lower of two.
    A number of days that is no number of weeks, such as 10, stands as it is if it is common.
    """
    counts: Counter[UnitPeriod] = Counter()
    lengths: list[Fraction] = []
    for flows in (transaction.advances, transaction.payments):
        moments = _distinct(start, flows)
        for sooner, later in pairwise(moments):
            length, fitting = _described(sooner, later)
            lengths.append(length)
            counts.update(fitting)
    most = max(counts.values(), default=0)
    if most > 1:
        common = [unit for unit, count in counts.items() if count == most]
        return min(common, key=lambda unit: (unit.nominal_days, not unit.interval.half_months))
    average = sum(lengths) / len(lengths) * YEAR_DAYS
    return min(_STANDARD, key=lambda unit: (abs(unit.nominal_days - average), unit.nominal_days))


def single_payment_term(
    start: date, flow: Flow, *, by_days: bool = False
) -> tuple[Fraction, Fraction, Fraction]:
    """Full and fractional unit-periods and their number a year: (b)(4)(ii), (b)(5)(v) to (vii).

    The term itself if it is less than a year, 12 over its months if these are whole, unless days
    are asked for (both are allowed), or 365 over its days; else years.
    """
    at = flow.at
    assert isinstance(at, date)
    months = full_months(start, at, flow.due_day)
    if months >= MONTHS_PER_YEAR:
        return *YEAR.count(start, flow), YEAR.per_year
    is_whole = months_back(at, months, flow.due_day) == start
    if is_whole and not by_days:
        return Fraction(1), Fraction(0), Fraction(MONTHS_PER_YEAR, months)
    return Fraction(1), Fraction(0), Fraction(YEAR_DAYS, (at - start).days)


def _full_years(start: date, at: date, months: int, due_day: int) -> tuple[Fraction, Fraction]:
    years, rest = divmod(months, MONTHS_PER_YEAR)
    if months_back(at, months, due_day) == start:
        return Fraction(years), Fraction(rest, MONTHS_PER_YEAR)
    days = (months_back(at, years * MONTHS_PER_YEAR, due_day) - start).days
    return Fraction(years), Fraction(days, YEAR_DAYS)


def _distinct(start: date | Fraction, flows: Iterable[Flow]) -> list[Flow]:
    by_moment = {flow.at: flow for flow in flows if flow.amount}
    by_moment.pop(start, None)
    due_day = start.day if isinstance(start, date) else 0
    return [Flow(_NOTHING, start, due_day), *sorted(by_moment.values(), key=_moment)]


def _described(sooner: Flow, later: Flow) -> tuple[Fraction, list[UnitPeriod]]:
    """A period's length in years and the unit-periods that it is exactly one of."""
    one, other = sooner.at, later.at
    if not isinstance(one, date) or not isinstance(other, date):
        length = _moment(later) - _moment(sooner)
        return length, _fitting_time(length)
    days = (other - one).days
    length = Fraction(days, YEAR_DAYS)
    months = full_months(one, other, later.due_day)
    if months_back(other, months, later.due_day) == one:
        half_months = min(2 * months, _YEAR_HALF_MONTHS)
        fitting = [UnitPeriod(Interval(half_months=half_months))]
        return length, fitting + _fitting_weeks(days)
    if is_semimonth(one, other):
        return length, [UnitPeriod(Interval(half_months=1)), *_fitting_days(days)]
    return length, _fitting_days(days)


def _fitting_days(days: int) -> list[UnitPeriod]:
    return [UnitPeriod(Interval(days=days))] if days < YEAR_DAYS else [YEAR]


def _fitting_weeks(days: int) -> list[UnitPeriod]:
    is_weeks = days % DAYS_PER_WEEK == 0 and days < YEAR_DAYS
    return [UnitPeriod(Interval(days=days))] if is_weeks else []


def _fitting_time(length: Fraction) -> list[UnitPeriod]:
    if length > 1:
        return [YEAR]
    for unit in _STANDARD:
        if abs(length * unit.per_year - 1) < _TIME_TOLERANCE:
            return [unit]
    return []


def _moment(flow: Flow) -> Fraction:
    at = flow.at
    return Fraction(at.toordinal()) if isinstance(at, date) else at
