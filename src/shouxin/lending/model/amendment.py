# SPDX-License-Identifier: Apache-2.0
"""Amendments: a living loan goes on under other terms.

Who must agree is the contract's affair. The id stays the first terms' hash; from here on every
call brings the terms in force.

Source: LOAN_MODEL, "Amendment".
"""

from enum import IntEnum

from shouxin.lending.model.moves import brought_open
from shouxin.lending.model.opening import check_terms
from shouxin.lending.model.reckoning import end_arrears_within_tolerance, list_arrears
from shouxin.lending.model.state import Bill, State
from shouxin.lending.model.terms import Terms
from shouxin.primitives.dates import format_day
from shouxin.primitives.errors import Refused

FIXED_FIELDS = (
    "quantum",
    "day_count",
    "tolerance",
    "payment_order",
    "counting",
    "acceleration_days",
    "utc_offset_minutes",
    "cooling_off_days",
    "withdrawal_pay_days",
)
"""What an amendment may not change."""

MARGIN_FIELDS = ("penalty_margin_ppm", "overdue_rate_ppm")
"""What an amendment may not raise in arrears."""


class AmendmentKind(IntEnum):
    """What the record's entry calls an amendment; only forbearance counts against the borrower."""

    REPRICING = 1
    EXTENSION = 2  # 展期
    HOLIDAY = 3
    LOWER_INSTALMENT = 4  # 减额
    FORBEARANCE = 5  # 纾困重组


def amendable_principal(terms: Terms, state: State, day: int, taken_back: int = 0) -> int:
    """The principal that new terms must state: ``B − Oₚ`` and what is taken back of ``Oₚ``.

    Raises:
        BadInput: ``loan.day_passed``.
        Refused: ``loan.closed`` or ``amendment.taken_back``.
    """
    brought = brought_open(terms, state, day)
    _check_taken_back(terms, brought, taken_back)
    return brought.balance - brought.principal_due + taken_back


def amend(terms: Terms, state: State, day: int, new_terms: Terms, taken_back: int = 0) -> State:
    """The state under new terms, which start on the day of the amendment.

    Args:
        terms: the terms in force.
        state: the loan's state.
        day: the day of the amendment.
        new_terms: the terms from now on; their principal is :func:`amendable_principal`.
        taken_back: overdue principal, base units, that the new schedule takes in again. Taking
            back undoes an acceleration; without it nothing is left to schedule after one.

    Raises:
        BadInput: ``terms.…``, ``loan.day_passed``.
        Refused: ``loan.closed``, ``amendment.taken_back``, ``amendment.principal``,
            ``amendment.start_day``, ``amendment.fee``, ``amendment.fixed`` or
            ``amendment.margin``.
    """
    amended = brought_open(terms, state, day)
    _check_taken_back(terms, amended, taken_back)
    _check_new_terms(terms, new_terms, day, amended.balance - amended.principal_due + taken_back)
    if amended.since:
        _check_margins(terms, new_terms)
    check_terms(new_terms)
    amended.principal_due -= taken_back
    amended.missed = _less_newest(amended.missed, taken_back)
    if taken_back:
        amended.is_accelerated = False
    amended.period = 1
    amended.paid = amended.paid_interest = 0
    amended.notice_day = 0
    end_arrears_within_tolerance(new_terms, amended)
    list_arrears(new_terms, amended)
    return amended


def _less_newest(missed: tuple[Bill, ...], amount: int) -> tuple[Bill, ...]:
    """The missed bills after an amount was taken back, newest first."""
    kept = list(missed)
    while amount and kept:
        newest = kept.pop()
        if newest.amount > amount:
            kept.append(Bill(newest.day, newest.amount - amount))
            break
        amount -= newest.amount
    return tuple(kept)


def _check_taken_back(terms: Terms, state: State, taken_back: int) -> None:
    if taken_back % terms.quantum or not 0 <= taken_back <= state.principal_due:
        raise Refused(
            "amendment.taken_back",
            f"{taken_back} base units can't be taken back: give a multiple of {terms.quantum} "
            f"up to the overdue principal, {state.principal_due}",
            f"重新计入还款计划的本金 {taken_back} 不符合要求：须为 {terms.quantum} 的整数倍，"
            f"且不超过逾期本金 {state.principal_due}",
        )


def _check_new_terms(terms: Terms, new_terms: Terms, day: int, principal: int) -> None:
    if new_terms.start_day != day:
        raise Refused(
            "amendment.start_day",
            f"new terms start on {format_day(new_terms.start_day)}: start them on the day of the "
            f"amendment, {format_day(day)}",
            f"新条款起始日 {format_day(new_terms.start_day)} 有误：应为变更当日 {format_day(day)}",
        )
    if new_terms.principal != principal:
        raise Refused(
            "amendment.principal",
            f"new terms state a principal of {new_terms.principal} base units: state {principal}",
            f"新条款的本金 {new_terms.principal} 有误：应为 {principal}（最小货币单位）",
        )
    if new_terms.fee:
        raise Refused(
            "amendment.fee",
            f"new terms state a fee of {new_terms.fee} base units: an amendment takes none",
            f"新条款含手续费 {new_terms.fee}：变更不得收取手续费",
        )
    for name in FIXED_FIELDS:
        if getattr(new_terms, name) != getattr(terms, name):
            raise Refused(
                "amendment.fixed",
                f"{name} can't change from {getattr(terms, name)} to {getattr(new_terms, name)}: "
                "keep it",
                f"{name} 不得由 {getattr(terms, name)} 变更为 {getattr(new_terms, name)}："
                "请保持原值",
            )


def _check_margins(terms: Terms, new_terms: Terms) -> None:
    for name in MARGIN_FIELDS:
        if getattr(new_terms, name) > getattr(terms, name):
            raise Refused(
                "amendment.margin",
                f"{name} can't rise from {getattr(terms, name)} to {getattr(new_terms, name)} "
                "in arrears: keep or lower it",
                f"逾期期间 {name} 不得由 {getattr(terms, name)} 提高至 {getattr(new_terms, name)}："
                "请保持原值或降低",
            )
