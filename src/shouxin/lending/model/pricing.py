# SPDX-License-Identifier: Apache-2.0
"""Equal instalment and all-in rate: computed here, and checked as the contract checks them.

Both discount by the periods' own rates. With ``iₖ = num / den`` the discount factor starts at
``ONE = 10³⁶`` and becomes ``d · den // (den + num)`` in each period; the contract does the same
steps, so that what is computed here passes there, bit for bit. Each step loses less than 10⁻³⁶,
so over 600 periods a figure can differ from the exact one only where that lies within 10⁻³⁰ of
halfway between two answers.

Source: LOAN_MODEL, "Equal instalment" and "What opening refuses".
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from math import gcd

from shouxin.lending.model.calendar import Fraction, due_days, year_fractions
from shouxin.lending.model.schedule import schedule
from shouxin.lending.model.terms import Method, Terms
from shouxin.primitives.rates import PPM

ONE = 10**36
"""The discount factor of the start day."""

Payments = list[tuple[int, Fraction]]
"""Each period's scheduled payment in base units, and the period's length in years."""


def equal_instalment(terms: Terms) -> int:
    """``A`` half-up to the agreed multiple: ``PV(A − m/2) ≤ P < PV(A + m/2)``; 0 without one."""
    if terms.method != Method.EQUAL_INSTALMENT:
        return 0
    factors, multiple = _annuity_factor(terms), terms.multiple
    return (2 * terms.principal * ONE + multiple * factors) // (2 * multiple * factors) * multiple


def is_equal_instalment(terms: Terms) -> bool:
    """Whether the terms' instalment is the method's; without one it must be 0."""
    if terms.method != Method.EQUAL_INSTALMENT:
        return terms.instalment == 0
    if terms.instalment % terms.multiple:
        return False
    factors, multiple = _annuity_factor(terms), terms.multiple
    twice_paid = 2 * terms.principal * ONE
    lower = (2 * terms.instalment - multiple) * factors
    return lower <= twice_paid < (2 * terms.instalment + multiple) * factors


def with_instalment(terms: Terms) -> Terms:
    """The same terms with the equal instalment that their method gives."""
    return replace(terms, instalment=equal_instalment(terms))


def last_payment(terms: Terms) -> int:
    """The last scheduled payment, in base units."""
    return schedule(terms)[-1].payment


def all_in_rate_ppm(terms: Terms) -> int:
    """The nominal rate that the scheduled payments and the fee come to, half-up to a ppm.

    The integer ``r`` whose period rates, under the terms' own day count, discount the payments to
    the payout: ``PV(r + ½) < P − fee ≤ PV(r − ½)``. Where each period's interest is paid in it and
    there is no fee, it is the rate itself but for the rounding of cents; where interest waits
    without bearing interest (a bullet, a long first period) it is lower. The fee must be below the
    principal.
    """
    payments = _payments(terms)
    payout = (terms.principal - terms.fee) * ONE

    def is_above(rate: int) -> bool:
        return _present_value(payments, 2 * rate + 1, 2 * PPM) < payout

    return _smallest(is_above, terms.rate_ppm)


def is_all_in_rate(terms: Terms, rate_ppm: int) -> bool:
    """Whether a stated all-in rate is the terms' own; two passes over the periods."""
    payments = _payments(terms)
    payout = (terms.principal - terms.fee) * ONE
    if _present_value(payments, 2 * rate_ppm + 1, 2 * PPM) >= payout:
        return False
    return rate_ppm == 0 or _present_value(payments, 2 * rate_ppm - 1, 2 * PPM) >= payout


def _annuity_factor(terms: Terms) -> int:
    """The sum of the discount factors of periods g + 1…n, discounting over these alone."""
    fractions = year_fractions(terms, due_days(terms))[terms.interest_only_periods :]
    steps = _discount_steps(fractions, terms.rate_ppm, PPM)
    discount, total = ONE, 0
    for fraction in fractions:
        below, above = steps[fraction]
        discount = discount * below // above
        total += discount
    return total


def _payments(terms: Terms) -> Payments:
    rows = schedule(terms)
    fractions = year_fractions(terms, [row.due_day for row in rows])
    return [(row.payment, fraction) for row, fraction in zip(rows, fractions, strict=True)]


def _present_value(payments: Payments, rate: int, of_rate: int) -> int:
    """The payments discounted at ``rate / of_rate`` a year, times ``ONE``."""
    steps = _discount_steps((fraction for _, fraction in payments), rate, of_rate)
    discount, total = ONE, 0
    for amount, fraction in payments:
        below, above = steps[fraction]
        discount = discount * below // above
        total += amount * discount
    return total


def _discount_steps(
    fractions: Iterable[Fraction], rate: int, of_rate: int
) -> dict[Fraction, Fraction]:
    """What a period of each length multiplies the discount factor by, reduced."""
    steps = {}
    for years, of in set(fractions):
        below, above = of_rate * of, of_rate * of + rate * years
        common = gcd(below, above)
        steps[years, of] = below // common, above // common
    return steps


def _smallest(is_above: Callable[[int], bool], guess: int) -> int:
    """The smallest integer from 0 for which a rising condition holds, searched from a guess."""
    step = 1
    if is_above(guess):
        low, high = -1, guess
        while high > 0:
            tried = max(high - step, 0)
            if not is_above(tried):
                low = tried
                break
            high, step = tried, step * 4
    else:
        low, high = guess, guess + step
        while not is_above(high):
            low, step = high, step * 4
            high = low + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_above(middle) else (middle, high)
    return high
