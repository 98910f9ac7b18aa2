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


# What happened while time passed, for the record.
struct Reckoning:
    state: loan_state.State
    due_day_last: uint256  # the last due day passed or reached, 0 if none or after acceleration
    credited: uint256  # the last bill that was wholly credited ahead, quanta, 0 if none


struct Bill:
    due: uint256  # quanta
    credited: uint256  # what was paid ahead and counted towards it, quanta


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
def _first_month(period_days: uint256, first_due_day: uint256) -> uint256:
    """
    @dev The month of the first due day; 0 by days.
    """
    if period_days != 0:
        return 0
    return calendar._month_of(first_due_day)


@internal
@pure
def _due_day(
    period_days: uint256,
    first_due_day: uint256,
    due_day: uint256,
    first_month: uint256,
    period: uint256,
) -> uint256:
    """
    @dev D_k, for k from 1.
    """
    if period_days != 0:
        return unsafe_add(first_due_day, unsafe_mul(unsafe_sub(period, 1), period_days))
    return calendar._clamped(unsafe_sub(unsafe_add(first_month, period), 1), due_day)


@internal
@pure
def _year_days(day_count: uint256) -> uint256:
    """
    @dev Y, the year of the day count.
    """
    return 365 if day_count == terms.ACTUAL_365 else 360


@internal
@pure
def _months_from(r: terms.Repayment, period: uint256) -> uint256:
    """
    @dev The first period whose rate is a twelfth of the year's: of 30/360 with months the first,
         or the second after a broken first one; of others none. Only asked from `period` on.
    """
    if r.day_count != terms.THIRTY_360 or r.period_days != 0:
        return max_value(uint256)
    if period == 1 and r.first_due_day != calendar._months_after(r.start_day, 1):
        return 2
    return 1


@internal
@pure
def _bill(
    r: terms.Repayment,
    period: uint256,
    unbilled: uint256,
    rounded: uint256,
    paid: uint256,
    paid_interest: uint256,
) -> Bill:
    """
    @dev The bill of a period on its due day: the scheduled amount less what was paid ahead, at
         most principal not yet billed and interest.
    @param unbilled Principal outstanding and not billed, quanta.
    @param rounded Interest accrued, rounded, quanta.
    """
    bill: Bill = Bill(due=unsafe_add(unbilled, rounded), credited=0)
    if period == r.instalments:
        return bill
    if r.method == terms.BULLET:
        bill.due = 0
        return bill
    scheduled: uint256 = unsafe_add(rounded, paid_interest)
    credit: uint256 = paid
    if r.method == terms.INTEREST_ONLY or period <= r.interest_only_periods:
        credit = paid_interest
    elif r.method == terms.EQUAL_INSTALMENT:
        scheduled = unsafe_div(r.instalment, r.quantum)
    else:
        scheduled = unsafe_add(self._principal_share(r), scheduled)
    bill.credited = min(scheduled, credit)
    bill.due = min(bill.due, unsafe_sub(scheduled, bill.credited))
    return bill


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
def _is_behind(
    due: uint256, accrued: uint256, is_matured: bool, tolerance: uint256, quantum: uint256
) -> bool:
    """
    @dev Whether bills exceed the tolerance; after the last due day interest accrued counts as
         well, and the tolerance is 0.
    """
    if is_matured:
        return due != 0 or self._rounded(accrued, quantum) != 0
    return due > unsafe_div(tolerance, quantum)


@internal
@pure
def _bill_at(missed: loan_state.Missed, at: uint256) -> uint256:
    """
    @dev The missed bill of an index.
    """
    return (
        missed.words[unsafe_div(at, 3)] >> unsafe_mul(at % 3, loan_state.BILL_BITS)
    ) & loan_state.BILL


@internal
@pure
def _bill_least(r: terms.Repayment, period: uint256) -> uint256:
    """
    @dev What a period's bill is at least, whatever was paid of it already: an equal instalment, or
         a share of equal principal; 0 where interest or all the rest is billed. Quanta.
    """
    if period <= r.interest_only_periods or period >= r.instalments:
        return 0
    if r.method == terms.EQUAL_INSTALMENT:
        return unsafe_div(r.instalment, r.quantum)
    if r.method == terms.EQUAL_PRINCIPAL:
        return self._principal_share(r)
    return 0


@internal
@pure
def _bill_of_day(missed: loan_state.Missed, day: uint256, bills: uint256) -> uint256:
    """
    @dev What is unpaid of a bill on its due day; all bills where none is missed, 0 where the last
         place may hold several.
    """
    if missed.count == 0:
        return bills
    if missed.count == loan_state.MISSED_MAX:
        return 0
    bill: uint256 = self._bill_at(missed, unsafe_sub(missed.count, 1))
    if bill >> loan_state.BILL_DAY_SHIFT != day:
        return 0
    return bill & loan_state.BILL_QUANTA


@internal
@pure
def _joined(m: loan_state.Missed, owed: uint256, day: uint256) -> loan_state.Missed:
    """
    @dev The missed bills after whatever of the bills owed was not among them joined as one; a
         seventeenth joins the last, which takes the newer day.
    """
    joining: uint256 = owed
    for i: uint256 in range(m.count, bound=16):
        joining = unsafe_sub(joining, self._bill_at(m, i) & loan_state.BILL_QUANTA)
    if joining == 0:
        return m
    if m.count == loan_state.MISSED_MAX:
        m.count = unsafe_sub(m.count, 1)
        joining = unsafe_add(joining, m.words[5] & loan_state.BILL_QUANTA)
        m.words[5] = 0
    bill: uint256 = (day << loan_state.BILL_DAY_SHIFT) | joining
    m.words[unsafe_div(m.count, 3)] |= bill << unsafe_mul(m.count % 3, loan_state.BILL_BITS)
    m.count = unsafe_add(m.count, 1)
    return m


@internal
@pure
def _cleared(missed: loan_state.Missed, amount: uint256) -> loan_state.Missed:
    """
    @dev The missed bills after an amount of them was paid or waived, oldest first.
    """
    m: loan_state.Missed = empty(loan_state.Missed)
    left: uint256 = amount
    for i: uint256 in range(missed.count, bound=16):
        bill: uint256 = self._bill_at(missed, i)
        part: uint256 = min(bill & loan_state.BILL_QUANTA, left)
        left = unsafe_sub(left, part)
        bill = unsafe_sub(bill, part)
        if bill & loan_state.BILL_QUANTA != 0:
            m.words[unsafe_div(m.count, 3)] |= bill << unsafe_mul(
                m.count % 3, loan_state.BILL_BITS
            )
            m.count = unsafe_add(m.count, 1)
    return m


@internal
@pure
def _reckoned(r: terms.Repayment, s: loan_state.State, day: uint256) -> Reckoning:
    """
    @dev The state brought to a day that is not before its own: for every due day in between
         accrue and bill, then accrue up to the day.
    """
    due_day_last: uint256 = 0
    credited: uint256 = 0
    month: uint256 = 0
    months_from: uint256 = 0
    previous: uint256 = r.start_day
    year: uint256 = unsafe_mul(PPM, self._year_days(r.day_count))
    if s.flags & loan_state.ACCELERATED == 0:
        month = self._first_month(r.period_days, r.first_due_day)
        months_from = self._months_from(r, s.period)
        if s.period > 1:
            previous = self._due_day(
                r.period_days, r.first_due_day, r.due_day, month, unsafe_sub(s.period, 1)
            )
            due_day_last = previous
    for _: uint256 in range(601):
        due: uint256 = max_value(uint256)
        divisor: uint256 = year
        if s.period <= r.instalments:
            due = self._due_day(r.period_days, r.first_due_day, r.due_day, month, s.period)
            if s.period >= months_from:
                divisor = unsafe_mul(unsafe_mul(12, PPM), unsafe_sub(due, previous))
        to: uint256 = min(due, day)
        days: uint256 = unsafe_sub(to, s.day)
        fine: uint256 = unsafe_mul(unsafe_mul(r.quantum, FINE), days)
        s.accrued = unsafe_add(
            s.accrued,
            unsafe_div(unsafe_mul(unsafe_mul(s.balance, r.rate_ppm), fine), divisor),
        )
        s.day = to
        if s.since != 0:
            overdue: uint256 = unsafe_add(
                unsafe_mul(s.principal_due, r.penalty_margin_ppm),
                unsafe_mul(s.interest_due, r.overdue_rate_ppm),
            )
            s.provisional = unsafe_add(
                s.provisional, unsafe_div(unsafe_mul(overdue, fine), year)
            )
            if unsafe_sub(to, s.since) > r.grace_days:
                s.penalty = unsafe_add(s.penalty, s.provisional)
                s.provisional = 0
        if due > day:
            break
        rounded: uint256 = self._rounded(s.accrued, r.quantum)
        bill: Bill = self._bill(
            r,
            s.period,
            unsafe_sub(s.balance, s.principal_due),
            rounded,
            s.paid,
            s.paid_interest,
        )
        interest: uint256 = min(bill.due, rounded)
        if interest != rounded:
            s.accrued = self._less_rounded(s.accrued, interest, r.quantum)
        elif r.method != terms.BULLET or s.period == r.instalments:
            s.accrued = 0
        s.interest_due = unsafe_add(s.interest_due, interest)
        s.principal_due = unsafe_add(s.principal_due, unsafe_sub(bill.due, interest))
        s.paid = 0
        s.paid_interest = 0
        s.period = unsafe_add(s.period, 1)
        owed: uint256 = unsafe_add(s.interest_due, s.principal_due)
        if bill.credited != 0 and owed == 0:
            credited = bill.credited
        if s.since == 0 and self._is_behind(
            owed, s.accrued, s.period > r.instalments, r.tolerance, r.quantum
        ):
            s.since = due
        if s.since != 0:
            s.missed = self._joined(s.missed, owed, due)
        due_day_last = due
        previous = due
    return Reckoning(
        state=s, due_day_last=due_day_last, credited=credited
    )


@internal
@pure
def _closing(quantum: uint256, s: loan_state.State) -> uint256:
    """
    @dev The closing amount on the state's day.
    """
    return unsafe_add(
        unsafe_add(self._rounded(s.penalty, quantum), s.interest_due),
        unsafe_add(s.balance, self._rounded(s.accrued, quantum)),
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
    if state.missed.count != 0:
        bill: uint256 = state.missed.words[0] & loan_state.BILL
        oldest = unsafe_sub(state.day, bill >> loan_state.BILL_DAY_SHIFT)
    counted: uint256 = unbroken if r.counting == terms.UNBROKEN else oldest
    return Counts(counted=counted, unbroken=unbroken, oldest=oldest)


@internal
@pure
def _after_bills(
    s: loan_state.State, before: uint256, is_matured: bool, tolerance: uint256, quantum: uint256
) -> loan_state.State:
    """
    @dev The state of a loan in arrears after bills that were `before` were paid or waived in
         part: arrears end when what is due is within the tolerance.
    """
    owed: uint256 = unsafe_add(s.interest_due, s.principal_due)
    if self._is_behind(owed, s.accrued, is_matured, tolerance, quantum):
        s.missed = self._cleared(s.missed, unsafe_sub(before, owed))
        return s
    s.since = 0
    s.provisional = 0
    s.missed = empty(loan_state.Missed)
    s.notice_day = 0
    return s


@internal
@pure
def _applied(
    s: loan_state.State,
    amount: uint256,
    order: uint256,
    is_matured: bool,
    tolerance: uint256,
    quantum: uint256,
) -> Applied:
    """
    @dev A payment of quanta, at most the closing amount, on the state's day.
    """
    a: Applied = empty(Applied)
    bills: uint256 = unsafe_add(s.interest_due, s.principal_due)
    left: uint256 = amount
    for turn: uint256 in range(3):
        part: uint256 = 0
        kind: uint256 = self._kind_at(order, turn)
        if kind == terms.INTEREST_FIRST:
            part = min(left, s.interest_due)
            s.interest_due = unsafe_sub(s.interest_due, part)
            if is_matured:
                late: uint256 = min(
                    unsafe_sub(left, part), self._rounded(s.accrued, quantum)
                )
                s.accrued = self._less_rounded(s.accrued, late, quantum)
                part = unsafe_add(part, late)
            a.interest = part
        elif kind == terms.PRINCIPAL_FIRST:
            part = min(left, s.principal_due)
            s.principal_due = unsafe_sub(s.principal_due, part)
            s.balance = unsafe_sub(s.balance, part)
            a.principal = part
        else:
            part = min(left, self._rounded(s.penalty, quantum))
            s.penalty = self._less_rounded(s.penalty, part, quantum)
            a.penalty = part
        left = unsafe_sub(left, part)
    if left != 0:
        ahead: uint256 = min(left, self._rounded(s.accrued, quantum))
        s.accrued = self._less_rounded(s.accrued, ahead, quantum)
        s.paid_interest = unsafe_add(s.paid_interest, ahead)
        s.paid = unsafe_add(s.paid, left)
        s.balance = unsafe_sub(s.balance, unsafe_sub(left, ahead))
        a.interest = unsafe_add(a.interest, ahead)
        a.principal = unsafe_add(a.principal, unsafe_sub(left, ahead))
    if s.since != 0:
        s = self._after_bills(s, bills, is_matured, tolerance, quantum)
    a.state = s
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
def _accelerated(r: terms.Repayment, s: loan_state.State) -> loan_state.State:
    """
    @dev The state after all of it fell due on its day.
    """
    s.interest_due = unsafe_add(s.interest_due, self._rounded(s.accrued, r.quantum))
    s.accrued = 0
    s.principal_due = s.balance
    s.period = unsafe_add(r.instalments, 1)
    s.paid = 0
    s.paid_interest = 0
    s.flags |= loan_state.ACCELERATED | loan_state.BARRED
    s.notice_day = 0
    s.missed = self._joined(
        s.missed, unsafe_add(s.interest_due, s.principal_due), s.day
    )
    return s


@internal
@pure
def _waived(
    r: terms.Repayment,
    s: loan_state.State,
    penalty: uint256,
    interest: uint256,
    principal: uint256,
) -> Applied:
    """
    @dev A waiver in quanta, clipped: of penalty `pen` then `prov`, of interest bills then what
         is accrued, of principal what is billed then the rest.
    """
    a: Applied = empty(Applied)
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

    if s.since != 0:
        s = self._after_bills(
            s, bills, s.period > r.instalments, r.tolerance, r.quantum
        )
    a.state = s
    return a
