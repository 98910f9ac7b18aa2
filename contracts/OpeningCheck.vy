# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What opening a loan refuses
@notice No storage, no owner. Terms out of bounds, and terms that mislead: an equal instalment that is not what the
        method gives, a last payment or an all-in rate other than stated. So the number that a
        borrower was shown is the number that the contract checked.
@dev One pass over the periods reckons the schedule as the loan itself will, and discounts it.
     Discount factors are fixed-point with 36 decimals, floored each period;
     `shouxin.lending.model.opening` computes the same to the last digit.
"""

from . import calendar
from . import loan_model
from . import terms

ONE: constant(uint256) = 10**36

PRINCIPAL_MAX: constant(uint256) = 2**90
QUANTA_MAX: constant(uint256) = 2**56
RATE_PPM_MAX: constant(uint256) = 2**24
DAYS_MAX: constant(uint256) = 2**14
INSTALMENTS_MAX: constant(uint256) = 600
PERIOD_DAYS_MAX: constant(uint256) = 1_100


# What the pass over the periods finds.
struct Schedule:
    due_day: uint256  # of the last period
    annuity: uint256  # sum of discounts at the rate, over periods after the interest-only ones
    low_value: uint256  # payments discounted at the all-in rate less half a ppm
    high_value: uint256  # the same at the all-in rate plus half a ppm
    smallest: uint256  # smallest scheduled payment that is not 0, quanta
    last: uint256  # last scheduled payment, quanta


@view
@external
def check(given: terms.Terms) -> uint256:
    """
    @notice Refuses terms that may not open now in the calling book.
    @return The last due day.
    """
    t: terms.Terms = given
    self._check_bounds(t.repayment)
    self._check_days(t.repayment)
    self._check_agreement(t.repayment, t.agreement, msg.sender)
    return self._check_schedule(t.repayment, t.agreement)


@internal
@pure
def _check_bounds(r: terms.Repayment):
    """
    @dev Amounts, counts and codes within what the model and the packing can hold.
    """
    assert r.quantum != 0, "book: quantum is 0"
    assert r.principal != 0 and r.principal < PRINCIPAL_MAX, "book: principal out of range"
    assert r.principal % r.quantum == 0, "book: principal is no multiple of the quantum"
    assert r.principal // r.quantum < QUANTA_MAX, "book: quantum too fine for the principal"
    assert r.instalment % r.quantum == 0, "book: instalment is no multiple of the quantum"
    assert r.instalment < PRINCIPAL_MAX * 2**24, "book: instalment out of range"
    assert r.tolerance < PRINCIPAL_MAX, "book: tolerance out of range"
    assert r.tolerance % r.quantum == 0, "book: tolerance is no multiple of the quantum"
    assert r.rate_ppm < RATE_PPM_MAX, "book: rate out of range"
    assert r.penalty_margin_ppm < RATE_PPM_MAX, "book: penalty margin out of range"
    assert r.overdue_rate_ppm < RATE_PPM_MAX, "book: overdue rate out of range"
    assert r.method >= 1 and r.method <= 4, "book: unknown method"
    assert r.day_count >= 1 and r.day_count <= 3, "book: unknown day count"
    assert r.payment_order >= 1 and r.payment_order <= 3, "book: unknown order of payment"
    assert r.counting == 1 or r.counting == 2, "book: unknown counting"
    assert (
        r.instalments != 0 and r.instalments <= INSTALMENTS_MAX
    ), "book: number of instalments out of range"
    assert r.interest_only_periods < r.instalments, "book: too many interest-only periods"
    assert r.grace_days < DAYS_MAX, "book: grace days out of range"
    assert (
        r.default_days > r.grace_days and r.default_days < DAYS_MAX
    ), "book: default days out of range"
    assert r.cooling_off_days < 255, "book: cooling-off days out of range"
    assert r.withdrawal_pay_days < DAYS_MAX, "book: withdrawal-pay days out of range"


@internal
@view
def _check_days(r: terms.Repayment):
    """
    @dev Starts today; the first due day is after it, by the due day's rule, and within two
         periods.
    """
    assert (
        r.utc_offset_minutes >= -840 and r.utc_offset_minutes <= 840
    ), "book: UTC offset out of range"
    assert r.start_day == calendar._today(r.utc_offset_minutes), "book: start day is not today"
    assert r.first_due_day > r.start_day, "book: first due day is not after the start"
    if r.period_days != 0:
        assert r.period_days <= PERIOD_DAYS_MAX, "book: period out of range"
        assert r.due_day == 0, "book: a due day of the month with a period of days"
        assert (
            r.first_due_day - r.start_day <= 2 * r.period_days
        ), "book: first due day is over two periods away"
        return
    assert r.due_day >= 1 and r.due_day <= 31, "book: due day of the month out of range"
    assert (
        r.first_due_day <= calendar._months_after(r.start_day, 2)
    ), "book: first due day is over two periods away"
    assert (
        calendar._clamped(calendar._month_of(r.first_due_day), r.due_day) == r.first_due_day
    ), "book: first due day is not the due day of the month"


@internal
@view
def _check_agreement(r: terms.Repayment, a: terms.Agreement, book: address):
    """
    @dev The rest of the terms, the numbers shown apart.
    """
    assert block.timestamp <= a.deadline, "book: deadline is over"
    assert a.payee != empty(address) and a.payee != book, "book: payee cannot be paid"
    assert a.lender != empty(address) and a.lender != book, "book: lender cannot hold notes"
    assert a.fee % r.quantum == 0, "book: fee is no multiple of the quantum"
    assert a.fee < r.principal, "book: fee is not below the principal"
    assert (
        a.fee == 0 or (a.fee_receiver != empty(address) and a.fee_receiver != book)
    ), "book: fee receiver cannot be paid"
    assert (
        a.acceleration_days != 0 and a.acceleration_days < DAYS_MAX
    ), "book: acceleration days out of range"
    assert a.notice_days != 0 and a.notice_days < DAYS_MAX, "book: notice days out of range"
    assert (
        a.instalment_multiple != 0
        and a.instalment_multiple % r.quantum == 0
        and a.instalment_multiple < PRINCIPAL_MAX
    ), "book: instalment multiple is no multiple of the quantum"
    assert a.all_in_rate_ppm < 2**32, "book: all-in rate out of range"
    if r.method == terms.EQUAL_INSTALMENT:
        assert (
            r.instalment % a.instalment_multiple == 0
        ), "book: instalment is not of the agreed multiple"
    else:
        assert r.instalment == 0, "book: instalment without its method"


@internal
@pure
def _check_schedule(r: terms.Repayment, a: terms.Agreement) -> uint256:
    """
    @dev Reckons the schedule, each bill paid on its day, and holds what was shown against it.
    """
    p: Schedule = self._scheduled(r, a.all_in_rate_ppm)

    if r.method == terms.EQUAL_INSTALMENT:
        twice: uint256 = 2 * r.instalment
        owed: uint256 = 2 * r.principal * ONE
        assert (
            (twice - min(twice, a.instalment_multiple)) * p.annuity <= owed
            and owed < (twice + a.instalment_multiple) * p.annuity
        ), "book: instalment is not what the method gives"
    assert p.last * r.quantum == a.last_payment, "book: last payment is another"
    assert (
        10 * r.tolerance <= p.smallest * r.quantum
    ), "book: tolerance is over a tenth of a payment"

    advanced: uint256 = ((r.principal - a.fee) // r.quantum) * ONE
    assert p.high_value < advanced and (
        a.all_in_rate_ppm == 0 or advanced <= p.low_value
    ), "book: all-in rate is another"
    return p.due_day


@internal
@pure
def _scheduled(r: terms.Repayment, all_in_rate_ppm: uint256) -> Schedule:
    """
    @dev The pass over all periods: `loan_model` with each bill paid on its day, in one loop that
         calls nothing but the calendar, for it is most of what opening computes.
    """
    p: Schedule = empty(Schedule)
    p.smallest = max_value(uint256)
    p.due_day = r.start_day
    month: uint256 = loan_model._first_month(r.period_days, r.first_due_day)
    months_from: uint256 = loan_model._months_from(r, 1)
    year: uint256 = unsafe_mul(loan_model.PPM, loan_model._year_days(r.day_count))
    unit: uint256 = unsafe_mul(r.quantum, loan_model.FINE)
    nudge: uint256 = unsafe_add(unsafe_div(unit, 2), loan_model.NUDGE)
    balance: uint256 = unsafe_div(r.principal, r.quantum)
    level: uint256 = unsafe_div(r.instalment, r.quantum)
    share: uint256 = loan_model._principal_share(r)
    accrued: uint256 = 0
    discount: uint256 = ONE
    low: uint256 = ONE
    high: uint256 = ONE
    low_rate: uint256 = unsafe_sub(2 * all_in_rate_ppm, min(1, all_in_rate_ppm))
    for period: uint256 in range(1, unsafe_add(r.instalments, 1), bound=600):
        days: uint256 = 1
        of: uint256 = 12 * loan_model.PPM
        if period < months_from or period == r.instalments:
            due: uint256 = loan_model._due_day(
                r.period_days, r.first_due_day, r.due_day, month, period
            )
            if period < months_from:
                days = unsafe_sub(due, p.due_day)
                of = year
            p.due_day = due
        rate: uint256 = unsafe_mul(r.rate_ppm, days)
        yearly: uint256 = unsafe_mul(unsafe_mul(balance, unit), rate)
        accrued = unsafe_add(accrued, unsafe_div(yearly, of))
        rounded: uint256 = unsafe_div(unsafe_add(accrued, nudge), unit)
        payment: uint256 = unsafe_add(balance, rounded)
        if period != r.instalments:
            if r.method == terms.BULLET:
                payment = 0
            elif r.method == terms.INTEREST_ONLY or period <= r.interest_only_periods:
                payment = rounded
            elif r.method == terms.EQUAL_INSTALMENT:
                payment = min(payment, level)
            else:
                payment = min(payment, unsafe_add(share, rounded))
        interest: uint256 = min(payment, rounded)
        balance = unsafe_sub(balance, unsafe_sub(payment, interest))
        if interest != rounded:
            accrued = loan_model._less_rounded(accrued, interest, r.quantum)
        elif r.method != terms.BULLET:
            accrued = 0
        if payment != 0:
            p.smallest = min(p.smallest, payment)
        p.last = payment
        if period > r.interest_only_periods:
            discount = unsafe_div(unsafe_mul(discount, of), unsafe_add(of, rate))
            p.annuity = unsafe_add(p.annuity, discount)
        of = unsafe_mul(2, of)
        rate = unsafe_mul(low_rate, days)
        low = unsafe_div(unsafe_mul(low, of), unsafe_add(of, rate))
        p.low_value = unsafe_add(p.low_value, unsafe_mul(payment, low))
        rate = unsafe_mul(unsafe_add(2 * all_in_rate_ppm, 1), days)
        high = unsafe_div(unsafe_mul(high, of), unsafe_add(of, rate))
        p.high_value = unsafe_add(p.high_value, unsafe_mul(payment, high))
    return p
