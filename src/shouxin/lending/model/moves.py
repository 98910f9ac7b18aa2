# SPDX-License-Identifier: Apache-2.0
"""The other moves: default, acceleration, withdrawal, write-off, and whose the fee is.

Who may make a move is the contract's affair; when it may be made is decided here.

Source: LOAN_MODEL, "Other moves".
"""

from enum import IntEnum

from shouxin.lending.model.fine import round_half_up
from shouxin.lending.model.opening import check_terms
from shouxin.lending.model.reckoning import list_arrears, reckon
from shouxin.lending.model.state import (
    State,
    Status,
    accrued_rounded,
    days_past_due_at,
    is_matured,
    status_name,
)
from shouxin.lending.model.terms import Terms
from shouxin.primitives.dates import format_day
from shouxin.primitives.errors import Refused

NOTICE_LAPSES_DAYS = 90
"""A notice of acceleration lapses this long after its notice days."""


class FeeOwner(IntEnum):
    """Whose the origination fee is."""

    BOOK = 1
    RECEIVER = 2
    BORROWER = 3


def open_loan(terms: Terms) -> State:
    """The state on the start day.

    Raises:
        BadInput: ``terms.…``; the terms are refused.
    """
    check_terms(terms)
    return State(balance=terms.principal, day=terms.start_day, opened_day=terms.start_day)


def mark_default(terms: Terms, state: State, day: int) -> State:
    """Marks the default that the days past due have reached; no amount changes.

    Raises:
        BadInput: ``loan.day_passed``.
        Refused: ``loan.closed``, ``loan.already_defaulted`` or ``loan.not_in_default``.
    """
    marked = brought_open(terms, state, day)
    if marked.is_defaulted:
        raise Refused(
            "loan.already_defaulted",
            f"the loan is already in default on {format_day(day)}: there is nothing to mark",
            f"该贷款在 {format_day(day)} 已处于违约状态：无需再次标记",
        )
    counted = days_past_due_at(terms, marked).counted
    if counted < terms.default_days:
        raise Refused(
            "loan.not_in_default",
            f"{counted} days past due on {format_day(day)} are below the {terms.default_days} "
            "days of default: mark it once they are reached",
            f"{format_day(day)} 逾期 {counted} 天，未达到违约天数 {terms.default_days} 天："
            "达到后方可标记违约",
        )
    marked.is_defaulted = marked.is_withdrawal_barred = True
    return marked


def with_default_reached(terms: Terms, state: State, day: int) -> State:
    """The state brought to a day, its default marked if the days past due have reached it.

    The contract's moves begin so, for nobody may outrun whoever marks defaults.

    Raises:
        BadInput: ``loan.day_passed``.
        Refused: ``loan.closed``.
    """
    brought = brought_open(terms, state, day)
    if days_past_due_at(terms, brought).counted >= terms.default_days:
        brought.is_defaulted = brought.is_withdrawal_barred = True
    return brought


def give_notice(terms: Terms, state: State, day: int) -> State:
    """Gives notice of acceleration; it falls when these arrears end.

    Raises:
        BadInput: ``loan.day_passed``.
        Refused: ``loan.closed``, ``loan.matured``, ``loan.notice_stands`` or
            ``loan.notice_too_early``.
    """
    warned = brought_open(terms, state, day)
    _check_not_matured(terms, warned)
    if warned.notice_day and day <= _notice_last_day(terms, warned):
        raise Refused(
            "loan.notice_stands",
            f"the notice given on {format_day(warned.notice_day)} still stands: no other is needed",
            f"{format_day(warned.notice_day)} 发出的提前到期通知仍然有效：无需重复通知",
        )
    unbroken = days_past_due_at(terms, warned).unbroken
    if unbroken < terms.acceleration_days:
        raise Refused(
            "loan.notice_too_early",
            f"{unbroken} days past due without a break are below the {terms.acceleration_days} "
            "days of acceleration: give notice once they are reached",
            f"连续逾期 {unbroken} 天，未达到提前到期天数 {terms.acceleration_days} 天："
            "达到后方可通知",
        )
    warned.notice_day = day
    return warned


def accelerate(terms: Terms, state: State, day: int, *, notice_required: bool = True) -> State:
    """Declares all of the loan due (宣布提前到期).

    Args:
        terms: the loan's terms.
        state: the loan's state.
        day: the day of the move.
        notice_required: False takes the notice, and its days, as given.

    Raises:
        BadInput: ``loan.day_passed``.
        Refused: ``loan.closed``, ``loan.matured``, ``loan.not_past_due``, ``loan.no_notice`` or
            ``loan.notice_days``.
    """
    called = brought_open(terms, state, day)
    _check_not_matured(terms, called)
    if not days_past_due_at(terms, called).unbroken:
        raise Refused(
            "loan.not_past_due",
            f"the loan is not past due on {format_day(day)}: only a loan past due is accelerated",
            f"该贷款在 {format_day(day)} 未逾期：仅逾期贷款可宣布提前到期",
        )
    if notice_required:
        _check_notice(terms, called)
    called.interest_due += accrued_rounded(terms, called)
    called.accrued = 0
    called.principal_due = called.balance
    called.period = terms.instalments + 1
    called.paid = called.paid_interest = 0
    called.is_accelerated = called.is_withdrawal_barred = True
    called.notice_day = 0
    list_arrears(terms, called)
    return called


def withdraw(terms: Terms, state: State, day: int) -> State:
    """The borrower's notice of withdrawal (撤回权), once, in the cooling-off days.

    Raises:
        BadInput: ``loan.day_passed``.
        Refused: ``loan.closed``, ``loan.withdrawal_given`` or ``loan.cooling_off_over``.
    """
    withdrawn = brought_open(terms, state, day)
    if withdrawn.withdrawal_day:
        given = format_day(withdrawn.withdrawal_day)
        raise Refused(
            "loan.withdrawal_given",
            f"notice of withdrawal was already given on {given}: pay the closing amount within "
            f"{terms.withdrawal_pay_days} days of it",
            f"已于 {given} 行使撤回权：请在 {terms.withdrawal_pay_days} 天内付清结清金额",
        )
    last_day = withdrawn.opened_day + terms.cooling_off_days
    if not terms.cooling_off_days or day > last_day:
        raise Refused(
            "loan.cooling_off_over",
            f"{format_day(day)} is not in the {terms.cooling_off_days} cooling-off days: "
            "the loan can be paid ahead instead",
            f"{format_day(day)} 不在 {terms.cooling_off_days} 天冷静期内：可改为提前还款",
        )
    withdrawn.withdrawal_day = day
    return withdrawn


def write_off(terms: Terms, state: State, day: int) -> State:
    """Writes the loan off (核销): the record changes, the claim doesn't.

    Raises:
        BadInput: ``loan.day_passed``.
        Refused: ``loan.closed``, ``loan.already_written_off`` or ``loan.not_to_write_off``.
    """
    written = brought_open(terms, state, day)
    if written.is_written_off:
        raise Refused(
            "loan.already_written_off",
            "the loan is already written off: later payments are recoveries",
            "该贷款已核销：后续还款计入核销后收回",
        )
    if not (written.is_defaulted or _is_penalty_only(terms, written)):
        raise Refused(
            "loan.not_to_write_off",
            f"a loan that is {status_name(written)} on {format_day(day)} can't be written off: "
            "mark its default first",
            f"该贷款在 {format_day(day)} 未处于违约状态，不能核销：请先标记违约",
        )
    written.is_written_off = True
    return written


def fee_owner(terms: Terms, state: State, day: int) -> FeeOwner:
    """Whose the origination fee is on a day.

    The book's while it can still go back: in the cooling-off days, and after a notice of
    withdrawal until its days to pay are over or the loan ends otherwise.
    """
    if state.status == Status.WITHDRAWN:
        return FeeOwner.BORROWER
    held_until = state.opened_day + terms.cooling_off_days
    if state.withdrawal_day:
        if not state.is_open:
            return FeeOwner.RECEIVER
        held_until = max(held_until, state.withdrawal_day + terms.withdrawal_pay_days)
    return FeeOwner.RECEIVER if day > held_until else FeeOwner.BOOK


def brought_open(terms: Terms, state: State, day: int) -> State:
    """A copy of an open loan's state, brought to a day.

    Raises:
        Refused: ``loan.closed``.
        BadInput: ``loan.day_passed``.
    """
    if not state.is_open:
        raise Refused(
            "loan.closed",
            f"the loan is {status_name(state)} since {format_day(state.day)}: no move is left",
            f"该贷款已于 {format_day(state.day)} 终结（{status_name(state)}）：不能再作任何变动",
        )
    return reckon(terms, state, day)


def _check_not_matured(terms: Terms, state: State) -> None:
    if is_matured(terms, state):
        raise Refused(
            "loan.matured",
            f"all of the loan is already due on {format_day(state.day)}: there is nothing to "
            "accelerate",
            f"{format_day(state.day)} 贷款已全部到期：无需宣布提前到期",
        )


def _check_notice(terms: Terms, state: State) -> None:
    if not state.notice_day or state.day > _notice_last_day(terms, state):
        raise Refused(
            "loan.no_notice",
            f"no notice of acceleration stands on {format_day(state.day)}: give notice first",
            f"{format_day(state.day)} 没有有效的提前到期通知：请先发出通知",
        )
    notice_ends = state.notice_day + terms.notice_days
    if state.day <= notice_ends:
        raise Refused(
            "loan.notice_days",
            f"the {terms.notice_days} notice days run until {format_day(notice_ends)}: "
            "accelerate after them",
            f"{terms.notice_days} 天通知期至 {format_day(notice_ends)} 届满："
            "期满后方可宣布提前到期",
        )


def _notice_last_day(terms: Terms, state: State) -> int:
    return state.notice_day + terms.notice_days + NOTICE_LAPSES_DAYS


def _is_penalty_only(terms: Terms, state: State) -> bool:
    """Whether only penalty is left after the last due day."""
    owed = state.balance + state.interest_due + accrued_rounded(terms, state)
    return is_matured(terms, state) and not owed and round_half_up(state.penalty, terms.quantum) > 0
