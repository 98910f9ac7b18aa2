# SPDX-License-Identifier: Apache-2.0
"""The offer book's table: signed offers and requests as they arrived.

What becomes of them on chain is not written here: it is joined from the projected tables when the
book is read, so that it is right after a reorganisation or a rebuild as well.
"""

from sqlalchemy import BigInteger, Column, Dialect, Index, Integer, String
from sqlalchemy.types import TypeDecorator

from shouxin.store.schema import (
    Json,
    address_column,
    hash_column,
    kept,
    number_column,
    units_column,
)

AMOUNT_DIGITS = 39
MOST = 10**AMOUNT_DIGITS - 1
"""Stands for every amount above all that an offer can have."""


class PaddedUnits(TypeDecorator[int]):
    """An amount below 2¹²⁸ as 39 digits, zeros in front, so that a database compares it right."""

    impl = String(AMOUNT_DIGITS)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        """The digits."""
        del dialect
        return None if value is None else f"{min(value, MOST):0{AMOUNT_DIGITS}}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> int | None:
        """The number."""
        del dialect
        return None if value is None else int(value)


offers = kept(
    "offers",
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    hash_column("digest", unique=True),
    number_column("side"),
    address_column("maker"),
    hash_column("taker", nullable=True),
    address_column("currency"),
    Column("amount", PaddedUnits, nullable=False),
    Column("fill_min", PaddedUnits, nullable=False),
    units_column("nonce"),
    units_column("epoch"),
    number_column("expiry_at"),
    number_column("rate_ppm"),
    number_column("fee_ppm"),
    number_column("all_in_rate_ppm_max"),
    number_column("method"),
    number_column("instalments"),
    number_column("interest_only_periods"),
    number_column("period_days"),
    number_column("borrower_kind"),
    number_column("purpose"),
    number_column("jurisdiction"),
    number_column("product"),
    Column("written", Json, nullable=False),
    number_column("posted_at"),
    number_column("checked_at"),
    Column("void_code", String(64), nullable=True),
)
"""One row an offer; ``written`` is the whole of it as JSON, with its signature.

``void_code`` says why it can't be taken where no event tells of it, as when a contract wallet no
longer accepts its signature; ``checked_at`` when that was last asked, Unix seconds.
"""
Index("ix_offers_side_currency", offers.c.side, offers.c.currency, offers.c.instalments)
Index("ix_offers_maker", offers.c.maker)
Index("ix_offers_checked_at", offers.c.checked_at)
