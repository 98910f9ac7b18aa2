# SPDX-License-Identifier: Apache-2.0
"""Origination fees whose time has come: anybody may have them paid out to whom they are due."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy import select

from shouxin.chain.bindings.loan_book import LoanBook
from shouxin.chain.calldata import encoded_call
from shouxin.lending.loan_rows import state_of, unpacked
from shouxin.lending.model import FeeOwner, fee_owner
from shouxin.lending.tables import loans
from shouxin.outbox.duty import Duty
from shouxin.outbox.transaction import Call
from shouxin.primitives.dates import day_at
from shouxin.store.database import Database

LOG = structlog.get_logger("shouxin.keeper")
LOANS_AT_ONCE = 500
FEE_DAYS_MAX = 2**8 + 2**14
"""Cooling-off and withdrawal-pay days at most: no fee is held longer than that."""


class FeeDuties:
    """Finds fees that the book holds and owes to somebody.

    It goes round all loans whose fee is not released, some at a time; one without a fee is not
    looked at twice.
    """

    def __init__(self) -> None:
        self._last = ""
        self._without: set[str] = set()

    async def due(self, database: Database, now: int) -> Sequence[Duty]:
        """The fees due among the next loans."""
        async with database.reading() as connection:
            found = await connection.execute(
                select(loans)
                .where(loans.c.is_fee_released.is_(False), loans.c.id > self._last)
                .order_by(loans.c.id)
                .limit(LOANS_AT_ONCE)
            )
            rows = [dict(row) for row in found.mappings()]
        self._last = rows[-1]["id"] if len(rows) == LOANS_AT_ONCE else ""
        looked_at = [row for row in rows if row["id"] not in self._without]
        return await asyncio.to_thread(self._duties, looked_at, now)

    def _duties(self, rows: Sequence[Mapping[str, Any]], now: int) -> list[Duty]:
        duties = []
        for row in rows:
            try:
                duty = self._judge(row, now)
            except Exception as error:  # one bad row stops no other
                LOG.exception("fee_not_read", loan=row["id"], error=str(error))
                continue
            if duty is not None:
                duties.append(duty)
        return duties

    def _judge(self, row: Mapping[str, Any], now: int) -> Duty | None:
        known = unpacked(row["borrower"], row["opening_terms"])
        if not known.complete.agreement.fee:
            self._without.add(row["id"])
            return None
        today = day_at(now, row["utc_offset_minutes"])
        if fee_owner(known.terms, state_of(row), today) is FeeOwner.BOOK:
            return None
        data = encoded_call(LoanBook.NAME, "release_fee", [known.complete])
        return Duty(f"{row['id']} fee", str(row["id"]), Call(str(row["book"]), data))
