# SPDX-License-Identifier: Apache-2.0
"""Due days and the rates of periods.

Source: LOAN_MODEL, "Due days" and "Rate of period k". Day counts follow ISDA 2006 section 4.16:
actual/365 (fixed), actual/360, actual/actual (days of each calendar year over its length); 30/360
with months is a twelfth of the year whatever the month's length.
"""

from calendar import isleap
from itertools import islice, pairwise

from shouxin.lending.model.terms import DayCount, Terms
from shouxin.primitives.dates import (
    MONTHS_PER_YEAR,
    clamped_day,
    month_lengths,
    month_of,
    month_start,
    months_after,
    to_date,
)
from shouxin.primitives.rates import PPM

YEAR_DAYS = {
    DayCount.THIRTY_360: 360,
    DayCount.ACTUAL_360: 360,
    DayCount.ACTUAL_365: 365,
    DayCount.ACTUAL_ACTUAL: 365,
}
"""``Y``; actual/actual has none of its own, and its loans never accrue past a period."""

_COMMON, _LEAP = 365, 366
_BOTH = _COMMON * _LEAP

Fraction = tuple[int, int]
"""A period's length in years, numerator and denominator, not reduced."""


def next_due_day(day: int, period_days: int, count: int = 1) -> int:
    """The day ``count`` whole periods after a start day, by days or by months."""
    return day + count * period_days if period_days else months_after(day, count)


def due_day(terms: Terms, period: int) -> int:
    """``Dₖ``; the start day for period 0."""
    if period == 0:
        return terms.start_day
    if terms.period_days:
        return terms.first_due_day + (period - 1) * terms.period_days
    return clamped_day(month_of(terms.first_due_day) + period - 1, terms.due_day)


def due_days(terms: Terms) -> list[int]:
    """``D₁…Dₙ``."""
    first, step, count = terms.first_due_day, terms.period_days, terms.instalments
    if step:
        return list(range(first, first + count * step, step))
    month, day_of_month = month_of(first), terms.due_day
    day = month_start(month) - 1  # the last of the month before
    days = []
    for length in islice(month_lengths(month), count):
        days.append(day + (day_of_month if day_of_month < length else length))  # noqa: FURB136 - fast
        day += length
    return days


def is_first_broken(terms: Terms) -> bool:
    """Whether the first due day is another than one period after the start."""
    return terms.first_due_day != next_due_day(terms.start_day, terms.period_days)


def is_by_months(terms: Terms, period: int) -> bool:
    """Whether a period's rate is a twelfth of the year's: 30/360 with months, not broken."""
    if terms.day_count != DayCount.THIRTY_360 or terms.period_days:
        return False
    return period > 1 or not is_first_broken(terms)


def year_fractions(terms: Terms, days: list[int]) -> list[Fraction]:
    """The length of every period in years, given ``due_days``; ``iₖ`` is the rate times it."""
    previous = [terms.start_day, *days]
    if terms.day_count == DayCount.ACTUAL_ACTUAL:
        return _actual_actual(previous)
    if is_by_months(terms, 2):
        rest = [(1, MONTHS_PER_YEAR)] * (len(days) - 1)
        if not is_first_broken(terms):
            return [(1, MONTHS_PER_YEAR), *rest]
        return [(days[0] - terms.start_day, YEAR_DAYS[terms.day_count]), *rest]
    year = YEAR_DAYS[terms.day_count]
    return [(end - start, year) for start, end in pairwise(previous)]


def interest_fine(terms: Terms, balance: int, period: int, days: int) -> int:
    """Interest over some days of a period on loans' day counts, in fine units, floored once.

    ``B · iₖ · x / (Dₖ − Dₖ₋₁)``; after the last due day, period n + 1, ``B · rate · x / Y``.
    """
    yearly = balance * 10**9 * terms.rate_ppm * days
    if period <= terms.instalments and is_by_months(terms, period):
        length = due_day(terms, period) - due_day(terms, period - 1)
        return yearly // (MONTHS_PER_YEAR * PPM * length)
    return yearly // (PPM * YEAR_DAYS[terms.day_count])


def _actual_actual(days: list[int]) -> list[Fraction]:
    """The time between neighbouring days: leap years' days over 366, the others' over 365."""
    leap_days = _leap_days_before(days)
    pairs = zip(pairwise(days), pairwise(leap_days), strict=True)
    return [
        ((leap_to - leap_from) * _COMMON + (end - start - leap_to + leap_from) * _LEAP, _BOTH)
        for (start, end), (leap_from, leap_to) in pairs
    ]


def _leap_days_before(days: list[int]) -> list[int]:
    """How many days of leap years lie before each of some rising days, from the first's year on."""
    year = to_date(days[0]).year
    opens, is_leap, passed = month_start(year * MONTHS_PER_YEAR), isleap(year), 0
    counts = []
    for day in days:
        while day >= opens + (length := _LEAP if is_leap else _COMMON):
            passed += length if is_leap else 0
            opens, year = opens + length, year + 1
            is_leap = isleap(year)
        counts.append(passed + (day - opens if is_leap else 0))
    return counts
