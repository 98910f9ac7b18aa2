# SPDX-License-Identifier: Apache-2.0
"""A loan's terms as the ``LoanOpened`` event publishes them: thirteen words, packed by hand.

``contracts/terms.vy`` packs them; nobody has to keep a loan's terms, for whoever reads the event
has all of them, and their hash is the loan's id.
"""

from collections.abc import Sequence
from typing import Any

from shouxin.chain.abi import checksummed
from shouxin.chain.bindings import structs

Layout = tuple[tuple[tuple[str, int], ...], ...]

ADDRESS_BITS, WORD_BITS = 160, 256
OFFSET_SHIFT = 840
"""Added to the offset from UTC in minutes, so that it is never negative."""

LAYOUT: Layout = (
    (("currency", 160), ("principal", 90)),
    (
        ("quantum", 90),
        ("tolerance", 90),
        ("rate_ppm", 24),
        ("penalty_margin_ppm", 24),
        ("overdue_rate_ppm", 24),
    ),
    (
        ("instalment", 114),
        ("start_day", 20),
        ("first_due_day", 20),
        ("instalments", 10),
        ("interest_only_periods", 10),
        ("period_days", 11),
        ("due_day", 5),
        ("method", 3),
        ("day_count", 2),
        ("payment_order", 2),
        ("counting", 2),
        ("grace_days", 14),
        ("default_days", 14),
        ("utc_offset_minutes", 11),
        ("cooling_off_days", 8),
    ),
    (
        ("exposure", 56),
        ("withdrawal_pay_days", 14),
        ("last_payment", 128),
        ("acceleration_days", 14),
        ("notice_days", 14),
        ("borrower_kind", 2),
        ("jurisdiction", 10),
        ("product", 12),
    ),
    (("borrower", 160), ("fee", 90)),
    (("payee", 160), ("instalment_multiple", 90)),
    (("lender", 160), ("all_in_rate_ppm", 32), ("purpose", 16)),
    (("servicer", 160), ("deadline", 96)),
    (("desk", 160),),
    (("fee_receiver", 160),),
    (("security_hash", 256),),
    (("documents_hash", 256),),
    (("salt", 256),),
)
"""A word each: fields with their widths in bits, the lowest bits first."""


def unpack_terms(borrower: bytes, words: Sequence[int]) -> structs.Terms:
    """The complete terms of an event.

    Args:
        borrower: the borrower's party, which the event has beside the words.
        words: the thirteen words.
    """
    found: dict[str, Any] = {}
    for word, fields in zip(words, LAYOUT, strict=True):
        rest = word
        for name, width in fields:
            found[name] = _typed(rest & ((1 << width) - 1), width)
            rest >>= width
    found["utc_offset_minutes"] -= OFFSET_SHIFT
    repayment = {name: found[name] for name in structs.Repayment.__dataclass_fields__}
    agreement = {name: found[name] for name in structs.Agreement.__dataclass_fields__}
    return structs.Terms(borrower, structs.Repayment(**repayment), structs.Agreement(**agreement))


def _typed(value: int, width: int) -> int | str | bytes:
    """A number, an address or 32 bytes, by its width."""
    if width == ADDRESS_BITS:
        return checksummed(f"{value:#042x}")
    return value.to_bytes(32) if width == WORD_BITS else value
