# SPDX-License-Identifier: Apache-2.0
"""Reads of loans: lists, one with its schedule and payments, a closing quote, notes of a holder."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, select

from shouxin.chain.clock import ChainClock
from shouxin.indexing.finality import Depth, Finality, head_of
from shouxin.lending.actions.site import unknown_loan
from shouxin.lending.loan_rows import KnownTerms, state_of, terms_in_force
from shouxin.lending.model import Row, Terms, reckon, schedule
from shouxin.lending.model.state import closing_amount_at, days_past_due_at
from shouxin.lending.tables import loans, payments
from shouxin.primitives.dates import day_at, format_day
from shouxin.primitives.errors import BadInput
from shouxin.primitives.hexadecimal import to_hex
from shouxin.store.database import Database

SCHEDULES_KEPT, PAYMENTS_MAX = 200, 200
_LOAN = select(loans).where(loans.c.id == bindparam("loan"))
_PAID = (
    select(payments)
    .where(payments.c.loan == bindparam("loan"))
    .order_by(payments.c.block_number.desc(), payments.c.log_index.desc())
    .limit(PAYMENTS_MAX)
)


@dataclass(frozen=True, slots=True)
class LoanFilter:
    """Which loans a list has; what is None is not asked about."""

    borrower: str | None = None
    lender: str | None = None
    wallet: str | None = None
    currency: str | None = None
    status: int | None = None
    jurisdiction: int | None = None
    product: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """What a loan stands at on a day.

    Attributes:
        closing: what repays it in full on that day, base units; 0 once it is closed.
        due: what is billed and unpaid.
        days_past_due: as the terms count them.
    """

    day: int
    closing: int
    interest_due: int
    principal_due: int
    balance: int
    days_past_due: int


@dataclass(frozen=True, slots=True)
class LoanDetails:
    """A loan with what people see of it."""

    row: RowMapping
    known: KnownTerms
    schedule: Sequence[dict[str, Any]]
    payments: Sequence[RowMapping]
    quote: Quote
    depth: Depth


class LoanReads:
    """Reads of loans over the indexer's rows; the chain is asked for the time alone."""

    def __init__(
        self, database: Database, clock: ChainClock, finality: Finality | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._finality = finality or Finality()

    def depth(self, row: RowMapping, head: int) -> Depth:
        """How deep a loan's last change lies."""
        return self._finality.depth(row["changed_block"], head)

    async def loans(
        self, wanted: LoanFilter, before: tuple[int, str] | None, count: int
    ) -> tuple[list[RowMapping], int]:
        """Loans that a filter lets through, the newest first, from before one on; and the head."""
        query = _filtered(wanted)
        if before is not None:
            block, loan = before
            is_older = loans.c.opened_block < block
            query = query.where(is_older | (loans.c.opened_block == block) & (loans.c.id < loan))
        query = query.order_by(loans.c.opened_block.desc(), loans.c.id.desc()).limit(count)
        async with self._database.reading() as connection:
            rows = list((await connection.execute(query)).mappings())
            return rows, await self._finality.head(connection)

    async def loan(self, loan: bytes) -> LoanDetails:
        """A loan with its schedule, its last payments and where it stands today.

        Raises:
            NotFoundError: ``loan.unknown``.
        """
        named = {"loan": to_hex(loan)}

        def find(connection: Connection) -> tuple[RowMapping | None, list[RowMapping], int]:
            row = connection.execute(_LOAN, named).mappings().one_or_none()
            if row is None:
                return None, [], -1
            paid = list(connection.execute(_PAID, named).mappings())
            return row, paid, head_of(connection)

        row, made, head = await self._database.read(find)
        if row is None:
            raise unknown_loan(loan)
        known = terms_in_force(dict(row))
        today = await self._today(known.terms.utc_offset_minutes)
        return LoanDetails(
            row=row,
            known=known,
            schedule=schedule_json(known.terms),
            payments=made,
            quote=quote_of(row, known.terms, today),
            depth=self.depth(row, head),
        )

    async def quote(self, loan: bytes, day: int | None) -> Quote:
        """What closes a loan on a day, today by default.

        Raises:
            NotFoundError: ``loan.unknown``.
            BadInput: ``loan.day_passed``; the day is before the loan's last move.
        """
        query = select(loans).where(loans.c.id == to_hex(loan))
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise unknown_loan(loan)
        terms = terms_in_force(dict(row)).terms
        wanted = await self._today(terms.utc_offset_minutes) if day is None else day
        return quote_of(row, terms, wanted)

    async def _today(self, utc_offset_minutes: int) -> int:
        now = self._clock.carried()
        if now is None:
            now = await asyncio.to_thread(self._clock.now)
        return day_at(now, utc_offset_minutes)


def quote_of(row: RowMapping, terms: Terms, day: int) -> Quote:
    """Where a loan stands on a day.

    Raises:
        BadInput: ``loan.day_passed``.
    """
    state = state_of(dict(row))
    if not state.is_open:
        return Quote(day, 0, 0, 0, state.balance, 0)
    if day < state.day:
        raise BadInput(
            "loan.day_passed",
            f"{format_day(day)} is before the loan's last move, {format_day(state.day)}: give a "
            "day from then on",
            f"{format_day(day)} 早于该贷款最近一次变动日 {format_day(state.day)}：请填写此后的日期",
        )
    at = reckon(terms, state, day)
    return Quote(
        day=day,
        closing=closing_amount_at(terms, at),
        interest_due=at.interest_due,
        principal_due=at.principal_due,
        balance=at.balance,
        days_past_due=days_past_due_at(terms, at).counted,
    )


@lru_cache(maxsize=SCHEDULES_KEPT)
def schedule_json(terms: Terms) -> tuple[dict[str, Any], ...]:
    """A schedule as JSON has it, computed once for the same terms."""
    return tuple(_row_json(row) for row in schedule(terms))


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "due_date": format_day(row.due_day),
        "interest_units": str(row.interest),
        "principal_units": str(row.principal),
        "payment_units": str(row.payment),
        "balance_units": str(row.balance),
    }


def _filtered(wanted: LoanFilter) -> Select[Any]:
    c = loans.c
    exact = {
        c.borrower: wanted.borrower,
        c.lender: wanted.lender,
        c.currency: wanted.currency,
        c.status: wanted.status,
        c.jurisdiction: wanted.jurisdiction,
        c.product: wanted.product,
    }
    query = select(loans).where(*(k == v for k, v in exact.items() if v is not None))
    if wanted.wallet is not None:
        query = query.where(
            (c.borrower_wallet == wanted.wallet) | (c.lender_wallet == wanted.wallet)
        )
    return query
