# SPDX-License-Identifier: Apache-2.0
"""What opening refuses.

Source: LOAN_MODEL, "What opening refuses". Every refusal is a :class:`BadInput` with a code
``terms.<field>``. Its amounts are shown with ``decimals`` decimals; 0 shows base units.
"""

from shouxin.lending.model.calendar import due_day, next_due_day
from shouxin.lending.model.pricing import (
    all_in_rate_ppm,
    equal_instalment,
    is_all_in_rate,
    is_equal_instalment,
    last_payment,
)
from shouxin.lending.model.schedule import schedule, smallest_payment
from shouxin.lending.model.terms import DayCount, Method, Terms
from shouxin.primitives.dates import DAY_MAX, clamped_day, format_day, month_of
from shouxin.primitives.errors import BadInput
from shouxin.primitives.money import format_units

INSTALMENTS_MAX = 600
DAYS_OF_MONTH_MAX = 31
TOLERANCE_FRACTION = 10
"""A tolerance is at most this part of the smallest scheduled payment."""


WRITTEN_AS = {"start_day": "start", "first_due_day": "first_due"}
"""What people write for fields that are named otherwise here."""

FIELDS_ZH = {
    "principal": "本金",
    "quantum": "最小金额",
    "rate_ppm": "年利率",
    "penalty_margin_ppm": "罚息加点",
    "overdue_rate_ppm": "复利利率",
    "instalments": "期数",
    "interest_only_periods": "只还息期数",
    "period_days": "每期天数",
    "due_day": "还款日",
    "start_day": "起息日",
    "first_due_day": "首个还款日",
    "day_count": "计息方式",
    "instalment": "每期应还款额",
    "instalment_multiple": "每期还款额取整单位",
    "grace_days": "还款宽限期",
    "tolerance": "容差",
    "default_days": "违约天数",
    "acceleration_days": "提前到期天数",
    "notice_days": "通知天数",
    "cooling_off_days": "冷静期天数",
    "withdrawal_pay_days": "撤回付款天数",
    "fee": "手续费",
    "last_payment": "末期应还款额",
    "all_in_rate_ppm": "综合年化利率",
}


def check_schedule_terms(terms: Terms, decimals: int = 0) -> None:
    """Checks what a schedule needs, its equal instalment excepted.

    Raises:
        BadInput: ``terms.…`` with the field that is refused.
    """
    _check_amounts(terms, decimals)
    _check_periods(terms)
    _check_dates(terms)


def check_terms(terms: Terms, decimals: int = 0) -> None:
    """Checks all that a loan's terms must hold by themselves.

    Raises:
        BadInput: ``terms.…`` with the field that is refused.
    """
    check_schedule_terms(terms, decimals)
    if terms.day_count == DayCount.ACTUAL_ACTUAL:
        remedy = "loans use 30/360, actual/360 or actual/365"
        remedy_zh = "贷款可用 30/360、actual/360、actual/365"
        raise _refused("day_count", "actual/actual", remedy, remedy_zh)
    _check_days(terms)
    if not is_equal_instalment(terms):
        shown = format_units(terms.instalment, decimals)
        right = format_units(equal_instalment(terms), decimals)
        raise _refused("instalment", shown, f"the method gives {right}", f"应为 {right}")
    least = smallest_payment(schedule(terms))
    if terms.tolerance * TOLERANCE_FRACTION > least:
        shown, paid = format_units(terms.tolerance, decimals), format_units(least, decimals)
        remedy = f"give at most a tenth of the smallest scheduled payment, {paid}"
        raise _refused("tolerance", shown, remedy, f"不得超过最小一期应还款额 {paid} 的十分之一")


def check_opening(
    terms: Terms, today: int, stated_last: int, stated_all_in_ppm: int, decimals: int = 0
) -> None:
    """Checks terms on the day the loan opens, with the figures that the borrower was shown.

    Args:
        terms: the loan's terms.
        today: the civil day at the terms' offset from UTC.
        stated_last: last scheduled payment as stated, base units.
        stated_all_in_ppm: all-in rate as stated.
        decimals: of the amounts in an error's text.

    Raises:
        BadInput: ``terms.…`` with the field that is refused.
    """
    check_terms(terms, decimals)
    if terms.start_day != today:
        start, day = format_day(terms.start_day), format_day(today)
        remedy = f"a loan starts the day it opens, {day}"
        raise _refused("start_day", start, remedy, f"应为放款当日 {day}")
    if stated_last != last_payment(terms):
        shown, right = (format_units(x, decimals) for x in (stated_last, last_payment(terms)))
        remedy = f"the schedule ends with {right}"
        raise _refused("last_payment", shown, remedy, f"按还款计划应为 {right}")
    if not is_all_in_rate(terms, stated_all_in_ppm):
        rate = all_in_rate_ppm(terms)
        remedy = f"payments and fee come to {rate} ppm"
        raise _refused("all_in_rate_ppm", stated_all_in_ppm, remedy, f"应为百万分之 {rate}")


def _check_amounts(terms: Terms, decimals: int) -> None:
    if terms.quantum < 1:
        raise _refused("quantum", terms.quantum, "give more than 0", "须大于 0")
    quantum = format_units(terms.quantum, decimals)
    for name in ("principal", "instalment", "instalment_multiple", "tolerance", "fee"):
        amount = getattr(terms, name)
        shown = format_units(amount, decimals)
        if amount % terms.quantum:
            remedy = f"give a multiple of the quantum, {quantum}"
            raise _refused(name, shown, remedy, f"须为最小金额 {quantum} 的整数倍")
        if amount < 0 or (name == "principal" and not amount):
            raise _refused(name, shown, "give more than 0", "须大于 0")
    if terms.fee >= terms.principal:
        shown, principal = (format_units(x, decimals) for x in (terms.fee, terms.principal))
        remedy = f"give less than the principal, {principal}"
        raise _refused("fee", shown, remedy, f"须小于本金 {principal}")
    for name in ("rate_ppm", "penalty_margin_ppm", "overdue_rate_ppm"):
        _check_least(terms, name, 0)


def _check_periods(terms: Terms) -> None:
    count, alone = terms.instalments, terms.interest_only_periods
    if not 1 <= count <= INSTALMENTS_MAX:
        remedy = f"give 1 to {INSTALMENTS_MAX}"
        raise _refused("instalments", count, remedy, f"须为 1 至 {INSTALMENTS_MAX}")
    if not 0 <= alone < count:
        remedy, remedy_zh = f"give 0 to {count - 1}", f"须为 0 至 {count - 1}"
        raise _refused("interest_only_periods", alone, remedy, remedy_zh)
    _check_least(terms, "period_days", 0)
    if terms.method != Method.EQUAL_INSTALMENT and terms.instalment:
        remedy = "give 0: the method has none"
        raise _refused("instalment", terms.instalment, remedy, "该还款方式没有固定还款额，须为 0")


def _check_dates(terms: Terms) -> None:
    start, first = terms.start_day, terms.first_due_day
    if start < 1:
        remedy, remedy_zh = "give a day after 1970-01-01", "须晚于 1970-01-01"
        raise _refused("start_day", format_day(start), remedy, remedy_zh)
    try:
        latest = next_due_day(start, terms.period_days, 2)
        is_in_calendar = due_day(terms, terms.instalments) <= DAY_MAX
    except (ValueError, OverflowError):
        is_in_calendar = False
    if not is_in_calendar:
        remedy = "the last due day is after 9999-12-31: give fewer or shorter periods"
        remedy_zh = "末期超出 9999 年：请减少期数或缩短周期"
        raise _refused("instalments", terms.instalments, remedy, remedy_zh)
    if not start < first <= latest:
        low, high = format_day(start), format_day(latest)
        remedy = f"give a day after {low} and not after {high}, two periods on"
        raise _refused("first_due_day", format_day(first), remedy, f"须晚于 {low} 且不晚于 {high}")
    if terms.period_days:
        if terms.due_day:
            raise _refused("due_day", terms.due_day, "give 0: periods are days", "按天计期时须为 0")
    elif not 1 <= terms.due_day <= DAYS_OF_MONTH_MAX:
        remedy = f"give 1 to {DAYS_OF_MONTH_MAX}"
        raise _refused("due_day", terms.due_day, remedy, f"须为 1 至 {DAYS_OF_MONTH_MAX}")
    elif first != clamped_day(month_of(first), terms.due_day):
        shown = format_day(first)
        remedy = f"the first due day is {shown}: give its day of the month"
        raise _refused("due_day", terms.due_day, remedy, f"须与首个还款日 {shown} 一致")


def _check_days(terms: Terms) -> None:
    for name in ("grace_days", "cooling_off_days", "withdrawal_pay_days"):
        _check_least(terms, name, 0)
    for name in ("default_days", "acceleration_days", "notice_days"):
        _check_least(terms, name, 1)
    if terms.default_days <= terms.grace_days:
        remedy = f"give more than the grace days, {terms.grace_days}"
        remedy_zh = f"须大于还款宽限期 {terms.grace_days} 天"
        raise _refused("default_days", terms.default_days, remedy, remedy_zh)


def _check_least(terms: Terms, field: str, least: int) -> None:
    value = getattr(terms, field)
    if value < least:
        raise _refused(field, value, f"give {least} or more", f"不得小于 {least}")


def _refused(field: str, value: object, remedy: str, remedy_zh: str) -> BadInput:
    return BadInput(
        f"terms.{field}",
        f"{WRITTEN_AS.get(field, field)} {value} is refused: {remedy}",
        f"{FIELDS_ZH[field]} {value} 不符合要求：{remedy_zh}",
    )
