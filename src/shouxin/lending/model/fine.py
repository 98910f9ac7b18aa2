# SPDX-License-Identifier: Apache-2.0
"""Fine amounts: 10⁻⁹ of a base unit, in which interest and penalty accrue.

Source: LOAN_MODEL, opening paragraph and "State".
"""

FINE = 10**9
"""Fine units in one base unit."""

SLACK = 1_000
"""10⁻⁶ base unit: what floored accruals may have lost, so that a half-cent stays one."""


def round_half_up(fine: int, quantum: int) -> int:
    """``round``: half-up to the quantum of ``fine`` + 10⁻⁶ base unit, in base units."""
    unit = quantum * FINE
    return (fine + SLACK + unit // 2) // unit * quantum


def less_rounded(fine: int, amount: int) -> int:
    """What is left of a fine amount after ``amount`` base units of its rounding: not below 0."""
    return max(fine - amount * FINE, 0)


def round_ratio(numerator: int, denominator: int, quantum: int) -> int:
    """``round`` of an exact fraction of base units."""
    unit = 10**6 * denominator * quantum
    return (2 * (10**6 * numerator + denominator) + unit) // (2 * unit) * quantum
