# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What opening a loan refuses
@notice Terms out of bounds, and terms that mislead: an equal instalment that is not what the
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

# Fifty years, and a year of 360 days in parts per million.
UNPAID_DAYS: constant(uint256) = 18_300
YEAR_PPM: constant(uint256) = 360 * 10**6

# More quanta than any payment has.
MOST: constant(uint256) = 2**200


# What a period does, over a denominator: times a balance in quanta the interest, and the
# discount factors of the rate, and of the all-in rate less and plus half a ppm.
struct Step:
    of: uint256
    interest: uint256
    above: uint256
    twice_of: uint256
    low_above: uint256
    high_above: uint256


# What the pass over the periods finds.
struct Schedule:
    due_day: uint256  # of the last period
    annuity: uint256  # sum of discounts at the rate, over periods after the interest-only ones
    low_value: uint256  # payments discounted at the all-in rate less half a ppm
    high_value: uint256  # the same at the all-in rate plus half a ppm
    smallest: uint256  # smallest scheduled payment that is not 0, quanta
    last: uint256  # last scheduled payment, quanta


@internal
@view
def _checked(t: terms.Terms, book: address) -> uint256:
    """
    @dev Refuses terms that may not open now in a book; gives the last due day.
    """
    self._check_bounds(t.repayment)
    self._check_days(t.repayment)
    self._check_agreement(t.repayment, t.agreement, book)
    p: Schedule = self._scheduled(t.repayment, t.agreement.all_in_rate_ppm)
    self._check_shown(p, t)
    self._check_width(t.repayment, unsafe_sub(p.due_day, t.repayment.start_day))
    return p.due_day


@internal
@pure
def _check_bounds(r: terms.Repayment):
    """
    @dev Amounts, counts and codes within what the model and the packing can hold.
    """
    assert r.quantum != 0, "book: quantum is 0"
    assert r.principal != 0 and r.principal < PRINCIPAL_MAX, "book: principal out of range"
    assert r.principal % r.quantum == 0, "book: principal is no multiple of the quantum"
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
    assert (
        r.first_due_day > r.start_day and r.first_due_day < 2**20
    ), "book: first due day is not after the start"
    if r.period_days != 0:
        assert r.period_days <= PERIOD_DAYS_MAX, "book: period out of range"
        assert r.due_day == 0, "book: a due day of the month with a period of days"
        assert (
            r.first_due_day - r.start_day <= 2 * r.period_days
        ), "book: first due day is over two periods away"
        return
    assert r.due_day >= 1 and r.due_day <= 31, "book: due day of the month out of range"
    month: uint256 = calendar._month_of(r.first_due_day)
    two_on: uint256 = unsafe_add(calendar._month_of(r.start_day), 2)
    assert month < two_on or (
        month == two_on and r.first_due_day <= calendar._months_after(r.start_day, 2)
    ), "book: first due day is over two periods away"
    assert (
        calendar._clamped(month, r.due_day) == r.first_due_day
    ), "book: first due day is not the due day of the month"


@internal
@view
def _check_agreement(r: terms.Repayment, a: terms.Agreement, book: address):
    """
    @dev The rest of the terms, the numbers shown apart.
    """
    assert block.timestamp <= a.deadline, "book: deadline is over"
    assert a.deadline < 2**96, "book: deadline out of range"
    assert a.purpose < 2**16, "book: purpose out of range"
    assert (
        a.payee != empty(address) and a.payee != book and a.payee != a.desk
    ), "book: payee cannot be paid"
    assert a.lender != empty(address) and a.lender != book, "book: lender cannot hold notes"
    assert a.fee % r.quantum == 0, "book: fee is no multiple of the quantum"
    assert a.fee < r.principal, "book: fee is not below the principal"
    assert (
        a.fee == 0
        or (
            a.fee_receiver != empty(address)
            and a.fee_receiver != book
            and a.fee_receiver != a.desk
        )
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
def _check_shown(p: Schedule, t: terms.Terms):
    """
    @dev Holds the schedule, each bill paid on its day, against what was shown.
    """
    principal: uint256 = t.repayment.principal
    quantum: uint256 = t.repayment.quantum
    if t.repayment.method == terms.EQUAL_INSTALMENT:
        twice: uint256 = 2 * t.repayment.instalment
        multiple: uint256 = t.agreement.instalment_multiple
        owed: uint256 = 2 * principal * ONE
        assert (
            (twice - min(twice, multiple)) * p.annuity <= owed
            and owed < (twice + multiple) * p.annuity
        ), "book: instalment is not what the method gives"
    assert p.last * quantum == t.agreement.last_payment, "book: last payment is another"
    assert (
        10 * t.repayment.tolerance <= p.smallest * quantum
    ), "book: tolerance is over a tenth of a payment"

    advanced: uint256 = ((principal - t.agreement.fee) // quantum) * ONE
    assert p.high_value < advanced and (
        t.agreement.all_in_rate_ppm == 0 or advanced <= p.low_value
    ), "book: all-in rate is another"


@internal
@pure
def _check_width(r: terms.Repayment, tenor_days: uint256):
    """
    @dev Sees that what the loan can come to, unpaid until fifty years after its end, fits into
         the words that hold it: interest and penalty below 2**90 base units, all that is billed
         below 2**56 quanta.
    """
    # Of years of 360 days, rounded up; products stay below 2**90 * 2**24 * 2**21.
    days: uint256 = tenor_days + UNPAID_DAYS
    interest: uint256 = r.principal * r.rate_ppm * days // YEAR_PPM + 1
    assert interest < PRINCIPAL_MAX, "book: interest could outgrow the book's words"
    penalty: uint256 = (
        r.principal * r.penalty_margin_ppm + interest * r.overdue_rate_ppm
    ) * days // YEAR_PPM
    assert penalty < PRINCIPAL_MAX, "book: penalty could outgrow the book's words"
    assert (
        r.principal + interest < QUANTA_MAX * r.quantum
    ), "book: quantum too fine for the principal"


@internal
@pure
def _scheduled(r: terms.Repayment, all_in_rate_ppm: uint256) -> Schedule:
    """
    @dev The pass over all periods: `loan_model` with each bill paid on its day, in one loop that
         calls nothing but the calendar, for it is most of what opening computes.
    """
    p: Schedule = empty(Schedule)
    unit: uint256 = unsafe_mul(r.quantum, loan_model.FINE)
    nudge: uint256 = unsafe_add(unsafe_div(unit, 2), loan_model.NUDGE)
    months_from: uint256 = loan_model._months_from(r, 1)
    month: uint256 = loan_model._first_month(r.period_days, r.first_due_day)
    due_day: uint256 = r.start_day
    s: Step = empty(Step)

    # A period asks for `base` and, if `plus` is 1, its interest; at the turn that changes: after
    # the interest-only periods to the method's own, in the last period to all.
    base: uint256 = 0
    plus: uint256 = 1
    turn: uint256 = r.instalments
    annuity_after: uint256 = r.instalments
    if r.method == terms.BULLET:
        plus = 0
    elif r.method != terms.INTEREST_ONLY:
        turn = unsafe_add(r.interest_only_periods, 1)
        if r.method == terms.EQUAL_INSTALMENT:
            annuity_after = r.interest_only_periods
    balance: uint256 = unsafe_div(r.principal, r.quantum)
    accrued: uint256 = 0
    payment: uint256 = 0
    discount: uint256 = ONE
    low: uint256 = ONE
    high: uint256 = ONE
    least: uint256 = max_value(uint256)  # smallest payment less 1; one of 0 is none
    for period: uint256 in range(1, unsafe_add(r.instalments, 1), bound=600):
        if period <= months_from:
            days: uint256 = 0
            if period != months_from:
                days = due_day
                due_day = loan_model._due_day(
                    r.period_days, r.first_due_day, r.due_day, month, period
                )
                days = unsafe_sub(due_day, days)
            s = self._step(r, all_in_rate_ppm, days, unit)
        if period == turn:
            turn = r.instalments
            if period == turn:
                base = MOST
            elif r.method == terms.EQUAL_INSTALMENT:
                base = unsafe_div(r.instalment, r.quantum)
                plus = 0
            else:
                base = loan_model._principal_share(r)
        accrued = unsafe_add(accrued, unsafe_div(unsafe_mul(balance, s.interest), s.of))
        rounded: uint256 = unsafe_div(unsafe_add(accrued, nudge), unit)
        payment = min(
            unsafe_add(balance, rounded), unsafe_add(base, unsafe_mul(plus, rounded))
        )
        if payment < rounded:
            accrued = loan_model._less_rounded(accrued, payment, r.quantum)
        elif r.method != terms.BULLET:
            balance = unsafe_sub(unsafe_add(balance, rounded), payment)
            accrued = 0
        least = min(least, unsafe_sub(payment, 1))
        if period > annuity_after:
            discount = unsafe_div(unsafe_mul(discount, s.of), s.above)
            p.annuity = unsafe_add(p.annuity, discount)
        low = unsafe_div(unsafe_mul(low, s.twice_of), s.low_above)
        p.low_value = unsafe_add(p.low_value, unsafe_mul(payment, low))
        high = unsafe_div(unsafe_mul(high, s.twice_of), s.high_above)
        p.high_value = unsafe_add(p.high_value, unsafe_mul(payment, high))
    p.due_day = loan_model._due_day(
        r.period_days, r.first_due_day, r.due_day, month, r.instalments
    )
    p.smallest = unsafe_add(least, 1)
    p.last = payment
    return p


@internal
@pure
def _step(r: terms.Repayment, all_in_rate_ppm: uint256, days: uint256, unit: uint256) -> Step:
    """
    @dev What a period of so many days, or with 0 of a month of twelve, does to interest and
         discount factors.
    """
    length: uint256 = days
    of: uint256 = unsafe_mul(loan_model.PPM, loan_model._year_days(r.day_count))
    if days == 0:
        length = 1
        of = 12 * loan_model.PPM
    rate: uint256 = unsafe_mul(r.rate_ppm, length)
    twice: uint256 = unsafe_mul(2, of)
    twice_all_in: uint256 = unsafe_mul(unsafe_mul(2, all_in_rate_ppm), length)
    return Step(
        of=of,
        interest=unsafe_mul(unit, rate),
        above=unsafe_add(of, rate),
        twice_of=twice,
        low_above=unsafe_sub(
            unsafe_add(twice, twice_all_in), 0 if all_in_rate_ppm == 0 else length
        ),
        high_above=unsafe_add(unsafe_add(twice, twice_all_in), length),
    )
