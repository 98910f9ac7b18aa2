# SPDX-License-Identifier: Apache-2.0
"""Time passes: accrual, bills, and where arrears begin and end.

Nothing is poked: a state is brought to a day by a pure function, so that a view and a move see
the same. The functions with a leading underscore change the copy that :func:`reckon` made.

Source: LOAN_MODEL, "Time passes".
"""

from shouxin.lending.model.calendar import YEAR_DAYS, due_day, interest_fine
from shouxin.lending.model.fine import FINE
from shouxin.lending.model.schedule import principal_share
from shouxin.lending.model.state import (
    MISSED_MAX,
    Bill,
    PastDue,
    State,
    accrued_rounded,
    closing_amount_at,
    days_past_due_at,
    is_matured,
    overdue_at,
    tolerance_at,
)
from shouxin.lending.model.terms import Method, Terms
from shouxin.primitives.dates import format_day
from shouxin.primitives.errors import BadInput
from shouxin.primitives.rates import PPM


def reckon(terms: Terms, state: State, day: int) -> State:
    """The state brought to a day: bills of every due day up to it, then interest up to it.

    A closed loan stays as it ended.

    Raises:
        BadInput: ``loan.day_passed``; the loan was already reckoned to a later day.
    """
    if not state.is_open:
        return state.copy()
    if day < state.day:
        was, asked = format_day(state.day), format_day(day)
        raise BadInput(
            "loan.day_passed",
            f"{asked} is before {was}, the last day reckoned: put events in order of date",
            f"{asked} 早于已计算到的日期 {was}：请按日期先后排列",
        )
    brought = state.copy()
    while not is_matured(terms, brought):
        due = due_day(terms, brought.period)
        if due > day:
            break
        _accrue(terms, brought, due)
        _bill(terms, brought)
        list_arrears(terms, brought)
    _accrue(terms, brought, day)
    return brought


def closing_amount(terms: Terms, state: State, day: int) -> int:
    """What closes the loan on a day, in base units."""
    return closing_amount_at(terms, reckon(terms, state, day))


def days_past_due(terms: Terms, state: State, day: int) -> PastDue:
    """Days past due on a day: by the terms' counting, unbroken, and oldest."""
    return days_past_due_at(terms, reckon(terms, state, day))


def list_arrears(terms: Terms, state: State) -> None:
    """Begins arrears if what is due exceeds the tolerance; lists what isn't in ``missed`` yet."""
    if not state.since:
        if overdue_at(terms, state) <= tolerance_at(terms, state):
            return
        state.since = state.day
    joining = state.interest_due + state.principal_due - sum(bill.amount for bill in state.missed)
    if not joining:
        return
    kept = state.missed
    if len(kept) == MISSED_MAX:
        joining += kept[-1].amount
        kept = kept[:-1]
    state.missed = (*kept, Bill(state.day, joining))


def clear_missed(terms: Terms, state: State, amount: int) -> None:
    """After ``amount`` of the bills was paid or waived: oldest first, and arrears may end."""
    missed = list(state.missed)
    while amount and missed:
        first = missed.pop(0)
        if amount < first.amount:
            missed.insert(0, Bill(first.day, first.amount - amount))
            break
        amount -= first.amount
    state.missed = tuple(missed)
    end_arrears_within_tolerance(terms, state)


def end_arrears_within_tolerance(terms: Terms, state: State) -> None:
    """Ends arrears once what is due is within the tolerance; with them a default is cured."""
    if not state.since or overdue_at(terms, state) > tolerance_at(terms, state):
        return
    state.since = 0
    state.missed = ()
    state.provisional = 0
    state.notice_day = 0
    if not (state.is_accelerated or state.is_written_off):
        state.is_defaulted = False


def _accrue(terms: Terms, state: State, day: int) -> None:
    """Interest, and penalty in arrears, from the state's day up to another."""
    days = day - state.day
    state.accrued += interest_fine(terms, state.balance, state.period, days)
    state.day = day
    if not state.since:
        return
    yearly = (
        state.principal_due * terms.penalty_margin_ppm + state.interest_due * terms.overdue_rate_ppm
    )
    state.provisional += yearly * FINE * days // (PPM * YEAR_DAYS[terms.day_count])
    if day - state.since > terms.grace_days:
        state.penalty += state.provisional
        state.provisional = 0


def _bill(terms: Terms, state: State) -> None:
    """Bills the current period on its due day."""
    rounded = accrued_rounded(terms, state)
    is_last = state.period == terms.instalments
    due = state.balance - state.principal_due + rounded
    if not is_last:
        due = min(due, max(_scheduled_less_credited(terms, state, rounded), 0))
    interest = min(due, rounded)
    state.interest_due += interest
    state.principal_due += due - interest
    if interest < rounded:
        state.accrued -= interest * FINE
    elif is_last or terms.method != Method.BULLET:
        state.accrued = 0
    state.paid = state.paid_interest = 0
    state.period += 1


def _scheduled_less_credited(terms: Terms, state: State, rounded: int) -> int:
    """The current period's scheduled amount less what was paid towards it; not the last one's."""
    if terms.method == Method.BULLET:
        return 0
    if terms.method == Method.INTEREST_ONLY or state.period <= terms.interest_only_periods:
        return rounded
    if terms.method == Method.EQUAL_INSTALMENT:
        return terms.instalment - state.paid
    return principal_share(terms) + rounded + state.paid_interest - state.paid
