# SPDX-License-Identifier: Apache-2.0
"""What dates say of loans and nobody wrote yet: arrears at 1, 30, 60 and 90 days, default.

The model decides what is due; the chain is asked once more before anything is sent, for a call
that has nothing to write would still cost its gas.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy import select

from shouxin.chain.abi import Address
from shouxin.chain.bindings.loan_servicing import LoanServicing
from shouxin.chain.calldata import encoded_call
from shouxin.chain.rpc import Chain
from shouxin.lending.contract_terms import DEFAULTED
from shouxin.lending.loan_rows import attention_day, state_of, terms_in_force
from shouxin.lending.model import State, Status, Terms, reckon, severity
from shouxin.lending.model.state import days_past_due_at
from shouxin.lending.tables import loans
from shouxin.outbox.duty import Duty
from shouxin.outbox.transaction import Call
from shouxin.primitives.dates import day_at
from shouxin.store.database import Database

LOG = structlog.get_logger("shouxin.keeper")
LOANS_AT_ONCE = 200
OFFSET_MAX_MINUTES = 14 * 60
DAY_SECONDS, MINUTE_SECONDS = 86_400, 60
AGAIN_SECONDS = 60
"""After which a loan whose duty was found is looked at again though nothing moved it."""


class LoanDuties:
    """Finds open loans that dates have moved.

    A loan that was looked at sleeps until its row changes or the day comes on which dates can bring
    something again: who pays ahead is not reckoned at every look, and one whose duty can't be done
    keeps no other waiting.
    """

    def __init__(self, servicing: Address) -> None:
        """Make one.

        Args:
            servicing: the address of ``LoanServicing``.
        """
        self._servicing = servicing
        self._asleep: dict[str, tuple[int, int]] = {}

    async def due(self, database: Database, now: int) -> Sequence[Duty]:
        """What is due now, of the loans that need attention longest; bad rows are left out."""
        async with database.reading() as connection:
            found = await connection.execute(
                select(loans.c.id, loans.c.changed_block, loans.c.utc_offset_minutes)
                .where(
                    loans.c.status == int(Status.OPEN),
                    loans.c.attention_day <= day_at(now, OFFSET_MAX_MINUTES),
                )
                .order_by(loans.c.attention_day, loans.c.id)
            )
            awake = [one.id for one in found if self._is_awake(one, now)][:LOANS_AT_ONCE]
            wanted = select(loans).where(loans.c.id.in_(awake))
            rows = [dict(row) for row in (await connection.execute(wanted)).mappings()]
        return await asyncio.to_thread(self._duties, rows, now)

    def _is_awake(self, one: Any, now: int) -> bool:
        changed_block, until = self._asleep.get(one.id, (-1, 0))
        return changed_block != one.changed_block or until <= now

    def _duties(self, rows: Sequence[Mapping[str, Any]], now: int) -> list[Duty]:
        duties = []
        for row in rows:
            today = day_at(now, row["utc_offset_minutes"])
            try:
                duty, until_day = self._judge(row, today)
            except Exception as error:  # one bad row stops no other
                LOG.exception("loan_not_read", loan=row["id"], error=str(error))
                duty, until_day = None, today + 1
            until = until_day * DAY_SECONDS - row["utc_offset_minutes"] * MINUTE_SECONDS
            if duty is not None:
                duties.append(duty)
                until = now + AGAIN_SECONDS
            self._asleep[row["id"]] = (row["changed_block"], until)
        return duties

    def _judge(self, row: Mapping[str, Any], today: int) -> tuple[Duty | None, int]:
        """What is due of a loan, and else the day until which nothing can be."""
        known, state = terms_in_force(row), state_of(row)
        terms = known.terms
        if today < state.day:
            return None, state.day
        brought = reckon(terms, state, today)
        level, is_default_reached = _reached(terms, brought)
        is_default_new = is_default_reached and not state.is_defaulted
        if level <= row["severity"] and not is_default_new:
            return None, max(attention_day(terms, brought, row["severity"]), today + 1)
        values = [row["book"], known.deal.loan]
        function = "mark_default" if is_default_new else "reckon"
        data = encoded_call(
            LoanServicing.NAME, function, values if is_default_new else [*values, today]
        )
        what = "default" if is_default_new else f"arrears {level}"
        key = f"{row['id']} {what} since {brought.since}"
        book, loan, servicing = str(row["book"]), known.deal.loan, self._servicing

        def is_due(chain: Chain) -> bool:
            """Whether the chain has it still to write, by its own count."""
            found = LoanServicing(chain, servicing).position(book, loan, today)
            is_marked = bool(found.state.flags & DEFAULTED)
            is_reached = found.days_past_due >= terms.default_days
            is_worse = severity(found.days_past_due) > found.state.severity
            return is_worse or (is_reached and not is_marked)

        return Duty(key, str(row["id"]), Call(self._servicing, data), is_due), today


def _reached(terms: Terms, brought: State) -> tuple[int, bool]:
    """The severity on the day of a state, and whether its days are those of default."""
    counted = days_past_due_at(terms, brought).counted
    return severity(counted), counted >= terms.default_days
