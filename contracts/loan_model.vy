# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The loan model: how a loan's state follows from its terms, its payments and the date
@notice Pure functions that change nothing; `LOAN_MODEL` in docs/loan-model.md is their law and
        `shouxin.lending.model` their twin. Amounts are in quanta of the loan, unless their name
        says `fine` (10**9 times finer than a base unit).
@dev Bounds that opening checks and that the unsafe operations rest on: principal below 2**90
     base units and 2**56 quanta, rates below 2**24 ppm, days below 2**20, instalments at most
     600. A product of principal, 10**9, a rate and days is so below 2**(90 + 30 + 24 + 20).
"""

from . import calendar
from . import loan_state
from . import terms

# Fine units in a base unit.
FINE: constant(uint256) = 10**9

# A millionth of a base unit, in fine units: added before rounding, so that a half-cent is a
# half-cent however often the loan was reckoned.
NUDGE: constant(uint256) = 1_000

PPM: constant(uint256) = 10**6

# A missed bill's amount; the day stands above it.
QUANTA: constant(uint256) = 2**60 - 1


# What happened while time passed, for the record.
struct Reckoning:
    state: loan_state.State
    due_day_last: uint256  # the last due day passed or reached, 0 if none or after acceleration
    credited_day: uint256  # the last due day whose bill was wholly credited ahead, 0 if none
    credited: uint256  # that bill's scheduled amount, quanta


struct Applied:
    state: loan_state.State
    interest: uint256
    principal: uint256
    penalty: uint256


struct Counts:
    counted: uint256  # by the terms' counting
    unbroken: uint256
    oldest: uint256


@internal
@pure
def _rounded(fine: uint256, quantum: uint256) -> uint256:
    """
    @dev Half-up to the quantum, in quanta.
    """
    unit: uint256 = unsafe_mul(quantum, FINE)
    return unsafe_div(
        unsafe_add(unsafe_add(fine, NUDGE), unsafe_div(unit, 2)), unit
    )


@internal
@pure
def _less_rounded(fine: uint256, quanta: uint256, quantum: uint256) -> uint256:
    """
    @dev A fine amount after a rounded part of it was paid, not below 0.
    """
    part: uint256 = unsafe_mul(unsafe_mul(quanta, quantum), FINE)
    return unsafe_sub(fine, min(fine, part))


@internal
@pure
def _is_matured(r: terms.Repayment, state: loan_state.State) -> bool:
    """
    @dev Past the last due day, or accelerated, which moves the period past the last.
    """
    return state.period > r.instalments


@internal
@pure
def _first_month(r: terms.Repayment) -> uint256:
    """
    @dev The month of the first due day; 0 by days.
    """
    if r.period_days != 0:
        return 0
    return calendar._month_of(r.first_due_day)


@internal
@pure
def _due_day(r: terms.Repayment, first_month: uint256, period: uint256) -> uint256:
    """
    @dev D_k, the start day for k = 0.
    """
    if period == 0:
        return r.start_day
    if r.period_days != 0:
        return unsafe_add(r.first_due_day, unsafe_mul(unsafe_sub(period, 1), r.period_days))
    return calendar._clamped(unsafe_sub(unsafe_add(first_month, period), 1), r.due_day)


@internal
@pure
def _is_broken(r: terms.Repayment) -> bool:
    """
    @dev Whether the first due day is another than one period after the start.
    """
    if r.period_days != 0:
        return r.first_due_day != unsafe_add(r.start_day, r.period_days)
    return r.first_due_day != calendar._months_after(r.start_day, 1)


@internal
@pure
def _year_days(r: terms.Repayment) -> uint256:
    """
    @dev Y, the year of the day count.
    """
    return 365 if r.day_count == terms.ACTUAL_365 else 360


@internal
@pure
def _is_by_months(r: terms.Repayment, period: uint256) -> bool:
    """
    @dev Whether a period's rate is a twelfth of the year's: 30/360 with months, not broken.
    """
    if r.day_count != terms.THIRTY_360 or r.period_days != 0:
        return False
    return period != 1 or not self._is_broken(r)


@internal
@pure
def _interest_fine(
    r: terms.Repayment, balance: uint256, days: uint256, month_days: uint256
) -> uint256:
    """
    @dev Interest of some days of a period, in fine units: one floored division.
    @param month_days The length of a period whose rate is rate / 12, else 0.
    """
    yearly: uint256 = unsafe_mul(
        unsafe_mul(unsafe_mul(balance, r.quantum), FINE), unsafe_mul(r.rate_ppm, days)
    )
    if month_days != 0:
        return unsafe_div(yearly, unsafe_mul(unsafe_mul(12, PPM), month_days))
    return unsafe_div(yearly, unsafe_mul(PPM, self._year_days(r)))


@internal
@pure
def _accrued(
    r: terms.Repayment, state: loan_state.State, day: uint256, month_days: uint256
) -> loan_state.State:
    """
    @dev The state after accruing to a day; `state.day` becomes that day.
    """
    s: loan_state.State = state
    days: uint256 = unsafe_sub(day, s.day)
    s.accrued = unsafe_add(s.accrued, self._interest_fine(r, s.balance, days, month_days))
    s.day = day
    if s.since == 0:
        return s
    overdue: uint256 = unsafe_add(
        unsafe_mul(s.principal_due, r.penalty_margin_ppm),
        unsafe_mul(s.interest_due, r.overdue_rate_ppm),
    )
    s.provisional = unsafe_add(
        s.provisional,
        unsafe_div(
            unsafe_mul(unsafe_mul(unsafe_mul(overdue, r.quantum), FINE), days),
            unsafe_mul(PPM, self._year_days(r)),
        ),
    )
    if unsafe_sub(day, s.since) > r.grace_days:
        s.penalty = unsafe_add(s.penalty, s.provisional)
        s.provisional = 0
    return s


@internal
@pure
def _scheduled(r: terms.Repayment, state: loan_state.State, rounded: uint256) -> uint256:
    """
    @dev The scheduled amount of the current period's bill, before the last one.
    @param rounded The accrued interest, rounded, in quanta.
    """
    if r.method == terms.BULLET:
        return 0
    interest: uint256 = unsafe_add(rounded, state.paid_interest)
    if r.method == terms.INTEREST_ONLY or state.period <= r.interest_only_periods:
        return interest
    if r.method == terms.EQUAL_INSTALMENT:
        return unsafe_div(r.instalment, r.quantum)
    return unsafe_add(self._principal_share(r), interest)


@internal
@pure
def _principal_share(r: terms.Repayment) -> uint256:
    """
    @dev Equal principal's share of a period: round(P / (n - g)), in quanta.
    """
    periods: uint256 = unsafe_sub(r.instalments, r.interest_only_periods)
    numerator: uint256 = unsafe_add(
        unsafe_mul(unsafe_mul(2, PPM), r.principal), unsafe_mul(2, periods)
    )
    unit: uint256 = unsafe_mul(unsafe_mul(unsafe_mul(2, PPM), r.quantum), periods)
    return unsafe_div(unsafe_add(numerator, unsafe_div(unit, 2)), unit)


@internal
@pure
def _credit(r: terms.Repayment, state: loan_state.State, scheduled: uint256) -> uint256:
    """
    @dev What was paid ahead in the current period and counts towards its scheduled amount.
    """
    if r.method == terms.INTEREST_ONLY or state.period <= r.interest_only_periods:
        return min(scheduled, state.paid_interest)
    return min(scheduled, state.paid)


@internal
@pure
def _billed(r: terms.Repayment, state: loan_state.State) -> loan_state.State:
    """
    @dev The state after the bill of the current period, on its due day, arrears apart.
    """
    s: loan_state.State = state
    rounded: uint256 = self._rounded(s.accrued, r.quantum)
    due: uint256 = unsafe_add(unsafe_sub(s.balance, s.principal_due), rounded)
    is_last: bool = s.period == r.instalments
    if not is_last:
        scheduled: uint256 = self._scheduled(r, s, rounded)
        due = min(due, unsafe_sub(scheduled, self._credit(r, s, scheduled)))
    interest: uint256 = min(due, rounded)
    s.interest_due = unsafe_add(s.interest_due, interest)
    s.principal_due = unsafe_add(s.principal_due, unsafe_sub(due, interest))
    if interest != rounded:
        s.accrued = self._less_rounded(s.accrued, interest, r.quantum)
    elif is_last or r.method != terms.BULLET:
        s.accrued = 0
    s.paid = 0
    s.paid_interest = 0
    s.period = unsafe_add(s.period, 1)
    return s


@internal
@pure
def _due_now(r: terms.Repayment, state: loan_state.State) -> uint256:
    """
    @dev What counts against the tolerance: bills, and interest after the last due day.
    """
    due: uint256 = unsafe_add(state.interest_due, state.principal_due)
    if self._is_matured(r, state):
        due = unsafe_add(due, self._rounded(state.accrued, r.quantum))
    return due


@internal
@pure
def _tolerance(r: terms.Repayment, state: loan_state.State) -> uint256:
    if self._is_matured(r, state):
        return 0
    return unsafe_div(r.tolerance, r.quantum)


@internal
@pure
def _with_arrears(
    r: terms.Repayment, state: loan_state.State, day: uint256
) -> loan_state.State:
    """
    @dev The state after what fell due on a day was held against the tolerance: arrears may
         begin, and while they last, what is not yet in `missed` joins it as one bill.
    """
    s: loan_state.State = state
    if s.since == 0:
        if self._due_now(r, s) <= self._tolerance(r, s):
            return s
        s.since = day
    listed: uint256 = 0
    for i: uint256 in range(s.missed_count, bound=16):
        listed = unsafe_add(listed, s.missed[i] & QUANTA)
    joining: uint256 = unsafe_sub(unsafe_add(s.interest_due, s.principal_due), listed)
    if joining == 0:
        return s
    if s.missed_count < loan_state.MISSED_MAX:
        s.missed_count = unsafe_add(s.missed_count, 1)
    else:
        joining = unsafe_add(joining, s.missed[15] & QUANTA)
    s.missed[unsafe_sub(s.missed_count, 1)] = (day << 60) | joining
    return s


@internal
@pure
def _reckoned(r: terms.Repayment, state: loan_state.State, day: uint256) -> Reckoning:
    """
    @dev The state brought to a day that is not before its own: for every due day in between
         accrue and bill, then accrue up to the day.
    """
    passed: Reckoning = empty(Reckoning)
    s: loan_state.State = state
    month_days: uint256 = 0
    if not self._is_matured(r, s):
        month: uint256 = self._first_month(r)
        previous: uint256 = self._due_day(r, month, unsafe_sub(s.period, 1))
        if s.period > 1:
            passed.due_day_last = previous
        for _: uint256 in range(601):
            if self._is_matured(r, s):
                month_days = 0
                break
            due: uint256 = self._due_day(r, month, s.period)
            month_days = unsafe_sub(due, previous) if self._is_by_months(r, s.period) else 0
            if due > day:
                break
            s = self._accrued(r, s, due, month_days)
            credited: uint256 = 0
            if s.paid != 0 and s.period < r.instalments:
                rounded: uint256 = self._rounded(s.accrued, r.quantum)
                credited = self._credit(r, s, self._scheduled(r, s, rounded))
            s = self._billed(r, s)
            if credited != 0 and unsafe_add(s.interest_due, s.principal_due) == 0:
                passed.credited_day = due
                passed.credited = credited
            s = self._with_arrears(r, s, due)
            passed.due_day_last = due
            previous = due
    elif s.flags & loan_state.ACCELERATED == 0:
        passed.due_day_last = self._due_day(r, self._first_month(r), r.instalments)
    passed.state = self._accrued(r, s, day, month_days)
    return passed


@internal
@pure
def _closing(r: terms.Repayment, state: loan_state.State) -> uint256:
    """
    @dev The closing amount on the state's day.
    """
    return unsafe_add(
        unsafe_add(self._rounded(state.penalty, r.quantum), state.interest_due),
        unsafe_add(state.balance, self._rounded(state.accrued, r.quantum)),
    )


@internal
@pure
def _counts(r: terms.Repayment, state: loan_state.State) -> Counts:
    """
    @dev Days past due on the state's day, by both counts.
    """
    if state.since == 0 or unsafe_sub(state.day, state.since) <= r.grace_days:
        return empty(Counts)
    unbroken: uint256 = unsafe_sub(state.day, state.since)
    oldest: uint256 = 0
    if state.missed_count != 0:
        oldest = unsafe_sub(state.day, state.missed[0] >> 60)
    counted: uint256 = unbroken if r.counting == terms.UNBROKEN else oldest
    return Counts(counted=counted, unbroken=unbroken, oldest=oldest)


@internal
@pure
def _cleared(
    r: terms.Repayment, state: loan_state.State, amount: uint256
) -> loan_state.State:
    """
    @dev The state after `amount` of the bills was paid or waived: it clears `missed` oldest
         first, and arrears end when what is due is within the tolerance.
    """
    s: loan_state.State = state
    if s.since == 0:
        return s
    if self._due_now(r, s) <= self._tolerance(r, s):
        s.since = 0
        s.provisional = 0
        s.missed_count = 0
        s.missed = empty(uint256[16])
        s.notice_day = 0
        s.severity = 0
        return s
    left: uint256 = amount
    kept: uint256 = 0
    for i: uint256 in range(s.missed_count, bound=16):
        owed: uint256 = s.missed[i] & QUANTA
        part: uint256 = min(owed, left)
        left = unsafe_sub(left, part)
        if part < owed:
            s.missed[kept] = unsafe_sub(s.missed[i], part)
            kept = unsafe_add(kept, 1)
    for i: uint256 in range(kept, s.missed_count, bound=16):
        s.missed[i] = 0
    s.missed_count = kept
    return s


@internal
@pure
def _applied(r: terms.Repayment, state: loan_state.State, amount: uint256) -> Applied:
    """
    @dev A payment of quanta, at most the closing amount, on the state's day.
    """
    a: Applied = empty(Applied)
    s: loan_state.State = state
    is_matured: bool = self._is_matured(r, s)
    bills: uint256 = unsafe_add(s.interest_due, s.principal_due)
    left: uint256 = amount
    for turn: uint256 in range(3):
        part: uint256 = 0
        kind: uint256 = self._kind_at(r.payment_order, turn)
        if kind == terms.INTEREST_FIRST:
            part = min(left, s.interest_due)
            s.interest_due = unsafe_sub(s.interest_due, part)
            if is_matured:
                late: uint256 = min(
                    unsafe_sub(left, part), self._rounded(s.accrued, r.quantum)
                )
                s.accrued = self._less_rounded(s.accrued, late, r.quantum)
                part = unsafe_add(part, late)
            a.interest = part
        elif kind == terms.PRINCIPAL_FIRST:
            part = min(left, s.principal_due)
            s.principal_due = unsafe_sub(s.principal_due, part)
            s.balance = unsafe_sub(s.balance, part)
            a.principal = part
        else:
            part = min(left, self._rounded(s.penalty, r.quantum))
            s.penalty = self._less_rounded(s.penalty, part, r.quantum)
            a.penalty = part
        left = unsafe_sub(left, part)
    if left != 0:
        ahead: uint256 = min(left, self._rounded(s.accrued, r.quantum))
        s.accrued = self._less_rounded(s.accrued, ahead, r.quantum)
        s.paid_interest = unsafe_add(s.paid_interest, ahead)
        s.paid = unsafe_add(s.paid, left)
        s.balance = unsafe_sub(s.balance, unsafe_sub(left, ahead))
        a.interest = unsafe_add(a.interest, ahead)
        a.principal = unsafe_add(a.principal, unsafe_sub(left, ahead))
    a.state = self._cleared(
        r, s, unsafe_sub(bills, unsafe_add(s.interest_due, s.principal_due))
    )
    return a


@internal
@pure
def _kind_at(order: uint256, turn: uint256) -> uint256:
    """
    @dev What is paid in a turn: 1 interest, 2 penalty, 3 principal. The first is what the order
         is named by; then come interest, principal, penalty, as far as they are left.
    """
    if turn == 0:
        return order
    if order == terms.INTEREST_FIRST:
        return terms.PRINCIPAL_FIRST if turn == 1 else terms.PENALTY_FIRST
    if turn == 1:
        return terms.INTEREST_FIRST
    return terms.PENALTY_FIRST if order == terms.PRINCIPAL_FIRST else terms.PRINCIPAL_FIRST


@internal
@pure
def _accelerated(r: terms.Repayment, state: loan_state.State) -> loan_state.State:
    """
    @dev The state after all of it fell due on its day.
    """
    s: loan_state.State = state
    s.interest_due = unsafe_add(s.interest_due, self._rounded(s.accrued, r.quantum))
    s.accrued = 0
    s.principal_due = s.balance
    s.period = unsafe_add(r.instalments, 1)
    s.paid = 0
    s.paid_interest = 0
    s.flags |= loan_state.ACCELERATED
    s.notice_day = 0
    return self._with_arrears(r, s, s.day)


@internal
@pure
def _waived(
    r: terms.Repayment,
    state: loan_state.State,
    penalty: uint256,
    interest: uint256,
    principal: uint256,
) -> Applied:
    """
    @dev A waiver in quanta, clipped: of penalty `pen` then `prov`, of interest bills then what
         is accrued, of principal what is billed then the rest.
    """
    a: Applied = empty(Applied)
    s: loan_state.State = state
    bills: uint256 = unsafe_add(s.interest_due, s.principal_due)

    part: uint256 = min(penalty, self._rounded(s.penalty, r.quantum))
    s.penalty = self._less_rounded(s.penalty, part, r.quantum)
    rest: uint256 = min(unsafe_sub(penalty, part), self._rounded(s.provisional, r.quantum))
    s.provisional = self._less_rounded(s.provisional, rest, r.quantum)
    a.penalty = unsafe_add(part, rest)

    part = min(interest, s.interest_due)
    s.interest_due = unsafe_sub(s.interest_due, part)
    rest = min(unsafe_sub(interest, part), self._rounded(s.accrued, r.quantum))
    s.accrued = self._less_rounded(s.accrued, rest, r.quantum)
    a.interest = unsafe_add(part, rest)

    a.principal = min(principal, s.balance)
    s.balance = unsafe_sub(s.balance, a.principal)
    s.principal_due = unsafe_sub(s.principal_due, min(a.principal, s.principal_due))

    a.state = self._cleared(
        r, s, unsafe_sub(bills, unsafe_add(s.interest_due, s.principal_due))
    )
    return a
