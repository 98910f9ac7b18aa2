# SPDX-License-Identifier: Apache-2.0
"""What opening lets a loan come to, reckoned from the rule in ``docs/contracts.md``.

Simple interest at the terms' rates until fifty years after the last due day, by years of 360 days.
"""

from dataclasses import replace

from shouxin.lending.model import Terms, schedule, with_instalment

UNPAID_DAYS = 18_300
YEAR_PPM = 360 * 10**6
AMOUNT_MAX, QUANTA_MAX = 2**90, 2**56

INTEREST = "book: interest could outgrow the book's words"
PENALTY = "book: penalty could outgrow the book's words"
QUANTUM = "book: quantum too fine for the principal"


def width_refusal(terms: Terms) -> str:
    """The text with which opening refuses terms that could outgrow the words, or none."""
    days = schedule(terms)[-1].due_day - terms.start_day + UNPAID_DAYS
    interest = terms.principal * terms.rate_ppm * days // YEAR_PPM + 1
    yearly = terms.principal * terms.penalty_margin_ppm + interest * terms.overdue_rate_ppm
    if interest >= AMOUNT_MAX:
        return INTEREST
    if yearly * days // YEAR_PPM >= AMOUNT_MAX:
        return PENALTY
    return QUANTUM if terms.principal + interest >= QUANTA_MAX * terms.quantum else ""


def with_principal(terms: Terms, quanta: int) -> Terms:
    """The same terms for another principal."""
    return with_instalment(replace(terms, principal=quanta * terms.quantum, instalment=0))


def largest(terms: Terms) -> Terms:
    """The same terms for the largest principal that opens."""
    low, high = 1, (AMOUNT_MAX - 1) // terms.quantum + 1
    while high - low > 1:
        middle = (low + high) // 2
        is_within = not width_refusal(replace(terms, principal=middle * terms.quantum))
        low, high = (middle, high) if is_within else (low, middle)
    return with_principal(terms, low)
