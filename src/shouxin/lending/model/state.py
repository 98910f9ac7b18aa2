# SPDX-License-Identifier: Apache-2.0
"""A loan's state, and what can be read from it.

Source: LOAN_MODEL, "State" and "Days past due".
"""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from shouxin.lending.model.fine import round_half_up
from shouxin.lending.model.terms import Counting, Terms

MISSED_MAX = 16
"""Unpaid bills that are kept apart; later ones join the last."""

SEVERITY_DAYS = (1, 30, 60, 90)
"""Days past due from which the severities 1 to 4 count."""


class Status(IntEnum):
    """How a loan stands; all but ``OPEN`` are final."""

    OPEN = 1
    REPAID = 2
    WITHDRAWN = 3
    SETTLED = 4
    ROLLED_OVER = 5


class Bill(NamedTuple):
    """An unpaid bill of the present arrears: its day, and what of it is unpaid, in base units."""

    day: int
    amount: int


@dataclass(slots=True)
class State:
    """What changes in a loan. The functions of the model never change one that they are given.

    Money is base units; ``accrued``, ``penalty`` and ``provisional`` are fine units, 10⁻⁹ of one.
    A day of 0 is none.
    """

    balance: int
    """``B``, principal outstanding, billed or not."""
    day: int
    """The last day reckoned."""
    opened_day: int
    """The start day of the first terms, which the cooling-off days count from."""
    period: int = 1
    """``k``, the current period; n + 1 from the last due day or acceleration on."""
    accrued: int = 0
    """``a``, interest accrued and not billed, fine."""
    interest_due: int = 0
    """``Oᵢ``, interest billed and unpaid."""
    principal_due: int = 0
    """``Oₚ``, principal billed and unpaid, part of the balance."""
    paid: int = 0
    """``u``, paid in the current period beyond bills."""
    paid_interest: int = 0
    """``uᵢ``, as interest."""
    penalty: int = 0
    """``pen``, penalty owed, fine."""
    provisional: int = 0
    """``prov``, penalty of the present arrears while grace lasts, fine."""
    since: int = 0
    """The day the present arrears began."""
    missed: tuple[Bill, ...] = ()
    """The unpaid bills of the present arrears, oldest first."""
    status: Status = Status.OPEN
    is_defaulted: bool = False
    is_accelerated: bool = False
    is_written_off: bool = False
    notice_day: int = 0
    """Of the notice of acceleration that stands."""
    withdrawal_day: int = 0
    """Of the notice of withdrawal."""
    is_withdrawal_barred: bool = False
    """Whether the loan was ever defaulted or accelerated, so that no closing is a withdrawal."""

    def copy(self) -> "State":
        """A state of its own."""
        return replace(self)

    @property
    def is_open(self) -> bool:
        """Whether anything can still happen to the loan."""
        return self.status == Status.OPEN


class PastDue(NamedTuple):
    """Days past due: by the terms' counting, unbroken, and from the oldest unpaid bill."""

    counted: int
    unbroken: int
    oldest: int


def is_matured(terms: Terms, state: State) -> bool:
    """Whether the last due day is past, or counts as past since acceleration."""
    return state.period > terms.instalments


def closing_amount_at(terms: Terms, state: State) -> int:
    """``round(pen) + Oᵢ + B + round(a)`` on the day the state was reckoned to."""
    rounded = round_half_up(state.penalty, terms.quantum) + accrued_rounded(terms, state)
    return rounded + state.interest_due + state.balance


def accrued_rounded(terms: Terms, state: State) -> int:
    """``round(a)``, interest accrued and not billed, in base units."""
    return round_half_up(state.accrued, terms.quantum)


def overdue_at(terms: Terms, state: State) -> int:
    """What is held against the tolerance: bills, and interest after the last due day."""
    billed = state.interest_due + state.principal_due
    return billed + accrued_rounded(terms, state) if is_matured(terms, state) else billed


def tolerance_at(terms: Terms, state: State) -> int:
    """The tolerance; none from the last due day or acceleration on."""
    return 0 if is_matured(terms, state) else terms.tolerance


def days_past_due_at(terms: Terms, state: State) -> PastDue:
    """Days past due on the day the state was reckoned to; 0 within grace."""
    if not state.since or state.day - state.since <= terms.grace_days:
        return PastDue(0, 0, 0)
    unbroken = state.day - state.since
    oldest = state.day - state.missed[0].day if state.missed else 0
    counted = unbroken if terms.counting == Counting.UNBROKEN else oldest
    return PastDue(counted, unbroken, oldest)


def severity(days: int) -> int:
    """The level of some days past due: 0, or 1 from day 1, 2 from 30, 3 from 60, 4 from 90."""
    return sum(days >= least for least in SEVERITY_DAYS)


def status_name(state: State) -> str:
    """The status in one word: a final one, else written_off, defaulted or open."""
    if not state.is_open:
        return state.status.name.lower()
    if state.is_written_off:
        return "written_off"
    return "defaulted" if state.is_defaulted else "open"
