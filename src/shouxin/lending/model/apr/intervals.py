# SPDX-License-Identifier: Apache-2.0
"""Whole months counted back from a later date, and the intervals of a row of payments.

Both Annex I of Directive 2014/17/EU (as Directive 2011/90/EU words remark (c)) and Regulation Z,
appendix J (b)(5), count full periods back from the later date, then days forward from the earlier
date to the first full period. A month's missing day is its last one: (b)(3)(iv) of the appendix.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from shouxin.lending.model.apr.flows import Flow, Transaction
from shouxin.primitives.dates import EPOCH_ORDINAL, clamped_day, month_length, month_of, to_date
from shouxin.primitives.errors import BadInput

DAYS_PER_WEEK = 7
MONTHS_PER_YEAR = 12
SEMIMONTH_DAYS = 15
MONTH_LAST_DAY = 31

_INTERVAL = re.compile(r"(0\.5|[1-9][0-9]{0,3}) (day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class Interval:
    """A length of time by the calendar; one of the fields is above 0.

    Attributes:
        half_months: 1 a semimonth, 2 a month, 24 a year.
        days: 7 a week.
    """

    half_months: int = 0
    days: int = 0


def parse_interval(text: str, name: str) -> Interval:
    """Reads ``"1 month"``, ``"0.5 month"``, ``"2 weeks"``, ``"10 days"`` or ``"1 year"``.

    Raises:
        BadInput: ``apr.interval``.
    """
    match = _INTERVAL.fullmatch(text)
    if match is None or (match[1] == "0.5" and match[2] != "month"):
        raise BadInput(
            "apr.interval",
            f"{name} {text[:60]!r} is no interval: write a number and day, week, month or year, "
            "such as '1 month', '2 weeks' or '0.5 month'",
            f"{name} 的值 {text[:60]!r} 不是有效间隔：请填写数字和单位，"
            "如 '1 month'、'2 weeks'、'0.5 month'",
        )
    count, unit = match[1], match[2]
    if count == "0.5":
        return Interval(half_months=1)
    if unit in {"day", "week"}:
        return Interval(days=int(count) * (DAYS_PER_WEEK if unit == "week" else 1))
    return Interval(half_months=2 * int(count) * (MONTHS_PER_YEAR if unit == "year" else 1))


def row_flows(flow: Flow, count: int, every: Interval) -> list[Flow]:
    """``count`` equal amounts from the date of ``flow`` on, each one interval after the last.

    Months keep the first date's day of the month, clamped to their ends. Half months alternate
    between that day and the one 15 days from it; from a 31st they go to a 15th.
    """
    first = flow.at
    assert isinstance(first, date)
    if every.days:
        step = timedelta(days=every.days)
        return [Flow(flow.amount, first + step * index) for index in range(count)]
    days = (first.day, first.day)
    if every.half_months == 1:
        days = (first.day, _other_half(first.day))
    return [
        _row_flow(flow.amount, first, days, index * every.half_months) for index in range(count)
    ]


def months_back(later: date, count: int, due_day: int) -> date:
    """The date ``count`` months earlier on the due day, or on the last day of a shorter month."""
    day = clamped_day(month_of(_number(later)) - count, due_day)
    return to_date(day)


def full_months(start: date, later: date, due_day: int) -> int:
    """How many full months lie between two dates, counted back from the later one."""
    count = month_of(_number(later)) - month_of(_number(start))
    return count if months_back(later, count, due_day) >= start else count - 1


def with_dates_settled(transaction: Transaction, start: date) -> Transaction:
    """The same transaction, each flow with the day of the month that it stands for.

    The last day of a short month stands for a later day if the start, or the other amounts on
    their own, are all on that day or on such a last day: 31 January, 28 February, 31 March.
    """
    return Transaction(
        _with_due_days(start, transaction.advances),
        _with_due_days(start, transaction.payments),
        transaction.charges,
    )


def is_semimonth(earlier: date, later: date) -> bool:
    """Whether the later date is the other half's day after the earlier one."""
    if (later.year, later.month) == (earlier.year, earlier.month):
        return later.day == earlier.day + SEMIMONTH_DAYS or (
            earlier.day == SEMIMONTH_DAYS and _is_month_end(later)
        )
    is_next = month_of(_number(later)) - month_of(_number(earlier)) == 1
    by_days = later.day == earlier.day - SEMIMONTH_DAYS
    by_end = later.day == SEMIMONTH_DAYS and _is_month_end(earlier)
    return is_next and (by_days or by_end)


def _with_due_days(start: date, flows: tuple[Flow, ...]) -> tuple[Flow, ...]:
    alone = [flow.at for flow in flows if isinstance(flow.at, date) and not flow.due_day]
    shared = _shared_due_day(start, alone)
    return tuple(_with_due_day(start, flow, shared) for flow in flows)


def _with_due_day(start: date, flow: Flow, shared: int) -> Flow:
    at = flow.at
    if not isinstance(at, date) or flow.due_day:
        return flow
    own = max(start.day, at.day) if _is_month_end(at) else at.day
    return Flow(flow.amount, at, shared or own)


def _shared_due_day(start: date, dates: list[date]) -> int:
    for day in sorted({start.day, *(at.day for at in dates)}, reverse=True):
        if all(at.day == min(day, month_length(month_of(_number(at)))) for at in dates):
            return day
    return 0


def _is_month_end(at: date) -> bool:
    return at.day == month_length(month_of(_number(at)))


def _other_half(day: int) -> int:
    if day == MONTH_LAST_DAY:
        return SEMIMONTH_DAYS
    return day + SEMIMONTH_DAYS if day <= SEMIMONTH_DAYS else day - SEMIMONTH_DAYS


def _row_flow(amount: Decimal, first: date, days: tuple[int, int], half: int) -> Flow:
    is_other = half % 2
    months = half // 2 + (1 if is_other and days[1] < days[0] else 0)
    due_day = days[is_other]
    return Flow(amount, months_back(first, -months, due_day), due_day)


def _number(at: date) -> int:
    return at.toordinal() - EPOCH_ORDINAL
