# SPDX-License-Identifier: Apache-2.0
"""What the opening contract gives a book to issue, derived here from a loan's terms."""

from typing import Any

from shouxin.lending.packed_terms import LAYOUT, OFFSET_SHIFT
from tests.contracts.loan_world import Deal
from tests.contracts.terms_struct import Complete, field

FIELDS = (
    "loan",
    "borrower",
    "lender",
    "note",
    "exposure",
    "start_day",
    "desk",
    "currency",
    "payee",
    "payout",
    "fee",
    "terms",
)


def issuance_of(deal: Deal, lender: bytes, **changes: Any) -> tuple[Any, ...]:
    """The ``Issuance`` struct of a deal with a licensed lender, in currency 1, with changes."""
    terms = deal.complete
    principal, fee = field(terms, "principal"), field(terms, "fee")
    note = (
        field(terms, "lender"),
        principal // field(terms, "quantum"),
        1,
        field(terms, "jurisdiction"),
        field(terms, "product"),
        True,
    )
    given = {
        "loan": deal.id,
        "borrower": deal.borrower,
        "lender": lender,
        "note": note,
        "exposure": field(terms, "exposure"),
        "start_day": field(terms, "start_day"),
        "desk": field(terms, "desk"),
        "currency": field(terms, "currency"),
        "payee": field(terms, "payee"),
        "payout": principal - fee,
        "fee": fee,
        "terms": packed(terms),
    } | changes
    return tuple(given[name] for name in FIELDS)


def packed(complete: Complete) -> list[int]:
    """The thirteen words of the event; no field may be wider than its place."""
    words = []
    for fields in LAYOUT:
        word = shift = 0
        for name, width in fields:
            value = _number(field(complete, name))
            value += OFFSET_SHIFT if name == "utc_offset_minutes" else 0
            assert 0 <= value < 1 << width, f"{name} is wider than {width} bits"
            word |= value << shift
            shift += width
        words.append(word)
    return words


def _number(value: int | str | bytes) -> int:
    if isinstance(value, int):
        return value
    return int(value, 16) if isinstance(value, str) else int.from_bytes(value)
