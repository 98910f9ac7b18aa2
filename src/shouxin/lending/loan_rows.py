# SPDX-License-Identifier: Apache-2.0
"""A loan between its row and the model: terms and state read from it and written into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from shouxin.chain.bindings import structs
from shouxin.lending.contract_terms import Deal, deal_of, model_terms
from shouxin.lending.model import Bill, Counting, State, Status, Terms
from shouxin.lending.model.calendar import due_day
from shouxin.lending.model.state import SEVERITY_DAYS, is_matured
from shouxin.lending.packed_terms import unpack_terms

WORD_DIGITS, WORDS = 64, 13
NEVER = 10_000_000
"""A civil day after all others, for a loan that dates alone bring nothing to any more."""
TERMS_KEPT = 4_000
_STATE_FIELDS = tuple(field.name for field in fields(State))


@dataclass(frozen=True, slots=True)
class KnownTerms:
    """A loan's terms in both forms."""

    terms: Terms
    complete: structs.Terms

    @property
    def deal(self) -> Deal:
        """The same with their hashes."""
        return deal_of(self.terms, self.complete)


def packed(words: Sequence[int]) -> str:
    """The thirteen words of an event as a row has them."""
    return "0x" + "".join(f"{word:064x}" for word in words)


@lru_cache(maxsize=TERMS_KEPT)
def unpacked(borrower: str, text: str) -> KnownTerms:
    """The terms that a row has."""
    words = [int(text[at : at + WORD_DIGITS], 16) for at in range(2, len(text), WORD_DIGITS)]
    complete = unpack_terms(bytes.fromhex(borrower[2:]), words)
    return KnownTerms(model_terms(complete), complete)


def terms_in_force(row: Mapping[str, Any]) -> KnownTerms:
    """The terms in force of a loan's row."""
    return unpacked(row["borrower"], row["terms"])


def state_of(row: Mapping[str, Any]) -> State:
    """The model's state in a loan's row."""
    values = dict(row["state"])
    values["missed"] = tuple(Bill(*bill) for bill in values["missed"])
    values["status"] = Status(values["status"])
    return State(**values)


def with_state(
    row: Mapping[str, Any], terms: Terms, state: State, severity: int, block: int
) -> dict[str, Any]:
    """The row with another state, and all that follows from it."""
    values = {name: getattr(state, name) for name in _STATE_FIELDS}
    values["missed"] = [list(bill) for bill in state.missed]
    values["status"] = int(state.status)
    return {
        **row,
        "state": values,
        "status": int(state.status),
        "severity": severity,
        "is_defaulted": state.is_defaulted,
        "is_written_off": state.is_written_off,
        "balance": state.balance,
        "attention_day": attention_day(terms, state, severity),
        "changed_block": block,
    }


def attention_day(terms: Terms, state: State, severity: int) -> int:
    """The first civil day on which dates alone may bring something to write; 0 once closed.

    In arrears it is exact: the next severity or default, as nothing but a payment or a waiver
    moves the day that they count from. Before, it is the first day after the next due day's grace.
    """
    if not state.is_open:
        return 0
    if not state.since:
        if is_matured(terms, state):
            return state.day + terms.grace_days + 1
        return due_day(terms, state.period) + terms.grace_days + 1
    ahead = list(SEVERITY_DAYS[severity:])
    if not state.is_defaulted:
        ahead.append(terms.default_days)
    origin = state.since
    if terms.counting == Counting.OLDEST:
        origin = state.missed[0].day if state.missed else 0
    if not ahead or not origin:
        return NEVER
    return max(origin + min(ahead), state.since + terms.grace_days + 1)
