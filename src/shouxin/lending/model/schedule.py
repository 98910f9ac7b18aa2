# SPDX-License-Identifier: Apache-2.0
"""The schedule: what is paid if each bill is paid on its day.

Each row is what the model bills (LOAN_MODEL, "Bill"), so a loan whose bills are paid on their
days shows these rows to the cent.
"""

from math import gcd
from typing import NamedTuple

from shouxin.lending.model.calendar import Fraction, due_days, year_fractions
from shouxin.lending.model.fine import FINE, SLACK, round_ratio
from shouxin.lending.model.terms import Method, Terms
from shouxin.primitives.rates import PPM


class Row(NamedTuple):
    """One period: its due day, what is due in base units, and the principal left after it."""

    number: int
    due_day: int
    interest: int
    principal: int
    payment: int
    balance: int


_new_row = tuple.__new__  # half the cost of calling Row


def principal_share(terms: Terms) -> int:
    """Equal principal's share of a period, ``round(P / (n − g))``."""
    periods = terms.instalments - terms.interest_only_periods
    return round_ratio(terms.principal, periods, terms.quantum)


def schedule(terms: Terms) -> tuple[Row, ...]:
    """The rows of a schedule; the terms are taken as valid, with their equal instalment."""
    days = due_days(terms)
    factors = _interest_factors(terms, days)
    fixed, with_interest = _scheduled_amount(terms)
    interest_only = _interest_only_count(terms)
    is_bullet = terms.method == Method.BULLET
    last, quantum = terms.instalments, terms.quantum
    unit, half = quantum * FINE, SLACK + quantum * FINE // 2
    balance, fine = terms.principal, 0
    rows: list[Row] = []
    for number, due_day, (factor, divisor) in zip(range(1, last + 1), days, factors, strict=True):
        fine += balance * factor // divisor
        interest = (fine + half) // unit * quantum
        payment = balance + interest
        if number < last:
            scheduled = fixed
            if with_interest or number <= interest_only:
                scheduled = interest + (fixed if number > interest_only else 0)
            payment = scheduled if scheduled < payment else payment  # noqa: FURB136 - twice as fast
        if payment < interest:
            interest = payment
            fine -= interest * FINE
        elif number == last or not is_bullet:
            fine = 0
        principal = payment - interest
        balance -= principal
        rows.append(_new_row(Row, (number, due_day, interest, principal, payment, balance)))
    return tuple(rows)


def _interest_factors(terms: Terms, days: list[int]) -> list[Fraction]:
    """Each period's fine interest per base unit of principal, as a reduced fraction."""
    fractions = year_fractions(terms, days)
    factors = {}
    for years, of in set(fractions):
        above, below = terms.rate_ppm * FINE * years, PPM * of
        common = gcd(above, below)
        factors[years, of] = above // common, below // common
    return [factors[fraction] for fraction in fractions]


def _scheduled_amount(terms: Terms) -> tuple[int, bool]:
    """The fixed part of a period's scheduled amount, and whether its interest comes on top."""
    if terms.method == Method.EQUAL_INSTALMENT:
        return terms.instalment, False
    if terms.method == Method.EQUAL_PRINCIPAL:
        return principal_share(terms), True
    return 0, False


def _interest_only_count(terms: Terms) -> int:
    """How many periods at the start bill their interest alone."""
    if terms.method == Method.INTEREST_ONLY:
        return terms.instalments
    return 0 if terms.method == Method.BULLET else terms.interest_only_periods


def smallest_payment(rows: tuple[Row, ...]) -> int:
    """The smallest scheduled payment that isn't 0."""
    return min(row.payment for row in rows if row.payment)
