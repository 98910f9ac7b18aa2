# SPDX-License-Identifier: Apache-2.0
"""A loan's terms as people write them: decimals, percent, dates and names."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from shouxin.lending.fields import Fields
from shouxin.lending.model import (
    Counting,
    DayCount,
    Method,
    PaymentOrder,
    Terms,
    check_schedule_terms,
    with_instalment,
)
from shouxin.lending.model.calendar import next_due_day
from shouxin.primitives.dates import clamped_day, month_of, to_date
from shouxin.primitives.errors import BadInput
from shouxin.primitives.money import parse_units

SCHEDULE_FIELDS = (
    "principal",
    "rate",
    "method",
    "instalments",
    "start",
    "period",
    "first_due",
    "due_day",
    "day_count",
    "quantum",
    "interest_only_periods",
    "instalment_multiple",
)
LOAN_FIELDS = (
    *SCHEDULE_FIELDS,
    "penalty_margin",
    "overdue_interest_rate",
    "grace_days",
    "tolerance",
    "order",
    "counting",
    "default_days",
    "acceleration_days",
    "notice_days",
    "cooling_off_days",
    "withdrawal_pay_days",
    "fee",
)
DECIMALS_MAX, DUE_DAY_MAX = 18, 31

_PERIOD_DAYS = re.compile(r"([1-9][0-9]{0,5})d")


class WrittenTerms(NamedTuple):
    """Terms, and how many decimals their amounts are shown with: as many as the quantum's."""

    terms: Terms
    decimals: int


class _Calendar(NamedTuple):
    period_days: int
    due_day: int
    start_day: int
    first_due_day: int


def parse_terms(data: Mapping[str, object]) -> WrittenTerms:
    """Terms from named values, with the equal instalment that the method gives.

    The names are those of the options of ``shouxin schedule``, with underscores, and those of a
    loan; only principal, rate, method, instalments and start have no default. The quantum's
    decimals are those of all amounts. Checks what a schedule needs.

    Raises:
        BadInput: ``input.…`` for what can't be read, ``terms.…`` for what can't be meant.
    """
    fields = Fields(data, LOAN_FIELDS)
    quantum_text = fields.text("quantum", "0.01")
    decimals = len(quantum_text.partition(".")[2])
    quantum = parse_units(quantum_text, decimals, "quantum")
    if decimals > DECIMALS_MAX or not quantum:
        raise BadInput(
            "terms.quantum",
            f"quantum {quantum_text} is refused: give more than 0, with at most "
            f"{DECIMALS_MAX} decimals",
            f"最小金额 {quantum_text} 不符合要求：须大于 0，最多 {DECIMALS_MAX} 位小数",
        )
    calendar = _parse_calendar(fields)
    terms = Terms(
        principal=fields.amount("principal", decimals),
        quantum=quantum,
        rate_ppm=fields.percent("rate"),
        penalty_margin_ppm=fields.percent("penalty_margin", "0"),
        overdue_rate_ppm=fields.percent("overdue_interest_rate", "0"),
        method=fields.choice("method", Method),
        instalments=fields.integer("instalments"),
        interest_only_periods=fields.integer("interest_only_periods", 0),
        period_days=calendar.period_days,
        due_day=calendar.due_day,
        start_day=calendar.start_day,
        first_due_day=calendar.first_due_day,
        day_count=fields.choice("day_count", DayCount, "30/360"),
        instalment_multiple=fields.amount("instalment_multiple", decimals, quantum_text),
        grace_days=fields.integer("grace_days", 0),
        tolerance=fields.amount("tolerance", decimals, "0"),
        payment_order=fields.choice("order", PaymentOrder, "interest-principal-penalty"),
        counting=fields.choice("counting", Counting, "oldest"),
        default_days=fields.integer("default_days", 90),
        acceleration_days=fields.integer("acceleration_days", 90),
        notice_days=fields.integer("notice_days", 30),
        cooling_off_days=fields.integer("cooling_off_days", 0),
        withdrawal_pay_days=fields.integer("withdrawal_pay_days", 0),
        fee=fields.amount("fee", decimals, "0"),
    )
    check_schedule_terms(terms, decimals)
    return WrittenTerms(with_instalment(terms), decimals)


def _parse_calendar(fields: Fields) -> _Calendar:
    """Start, period, first due day and due day of the month, as LOAN_MODEL's "Due days" has them.

    A due day without a first due day puts the first in the month after the start's.
    """
    period_days = _parse_period(fields.text("period", "month"))
    due_day = _parse_due_day(fields, period_days)
    start = fields.day("start")
    try:
        first = fields.day("first_due") if fields.has("first_due") else None
        if period_days:
            return _Calendar(period_days, due_day, start, first or next_due_day(start, period_days))
        if first is None:
            due_day = due_day or to_date(start).day
            first = clamped_day(month_of(start) + 1, due_day)
        return _Calendar(0, due_day or to_date(first).day, start, first)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            "terms.start_day",
            f"start {fields.text('start')} is refused: the loan must end before the year 10000",
            f"起息日 {fields.text('start')} 不符合要求：贷款须在 9999 年内到期",
        ) from error


def _parse_due_day(fields: Fields, period_days: int) -> int:
    """The due day of the month, 0 if none is given; periods of days have none."""
    if not fields.has("due_day"):
        return 0
    due_day = fields.integer("due_day")
    if period_days:
        raise BadInput(
            "terms.due_day",
            f"due_day {due_day} is refused: leave it out where periods are days",
            f"还款日 {due_day} 不符合要求：按天计期时请勿填写",
        )
    if not 1 <= due_day <= DUE_DAY_MAX:
        raise BadInput(
            "terms.due_day",
            f"due_day {due_day} is refused: give 1 to {DUE_DAY_MAX}",
            f"还款日 {due_day} 不符合要求：须为 1 至 {DUE_DAY_MAX}",
        )
    return due_day


def _parse_period(text: str) -> int:
    """Days of a period: ``month`` is 0, ``week`` 7, ``15d`` 15."""
    named = {"month": 0, "week": 7}
    if text in named:
        return named[text]
    match = _PERIOD_DAYS.fullmatch(text)
    if match is None:
        raise BadInput(
            "input.field",
            f"period {text[:60]!r} is unknown: use month, week, or a number of days such as 15d",
            f"period 的值 {text[:60]!r} 无效：可用 month、week 或天数，如 15d",
        )
    return int(match[1])
