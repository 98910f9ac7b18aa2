# SPDX-License-Identifier: Apache-2.0
"""Reads of notes and of what a loan's log has: holders, claims, payments, amendments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shouxin.indexing.finality import Finality
from shouxin.lending.actions.site import unknown_loan
from shouxin.lending.note_projection import claimable
from shouxin.lending.tables import holdings, loans
from shouxin.store.database import Database

Place = tuple[int, int]
"""Of an event: its block, and its place in it."""


@dataclass(frozen=True, slots=True)
class Held:
    """What one wallet holds of one loan.

    Attributes:
        units: of the note.
        claimable: what the holder can claim now, base units.
    """

    loan: str
    holder: str
    currency: str
    units: int
    claimable: int


class NoteReads:
    """Reads over the indexer's rows."""

    def __init__(self, database: Database, finality: Finality) -> None:
        self._database = database
        self.finality = finality

    async def of_loan(self, loan: str, after: str | None, count: int) -> list[Held]:
        """Who holds a loan's note, by address.

        Raises:
            NotFoundError: ``loan.unknown``.
        """
        wanted = holdings.c.loan == loan
        if after is not None:
            wanted &= holdings.c.holder > after
        async with self._database.reading() as connection:
            await _check_known(connection, loan)
            return await _held(connection, wanted, holdings.c.holder, count)

    async def of_holder(self, holder: str, after: str | None, count: int) -> list[Held]:
        """The notes of a holder, by loan."""
        wanted = holdings.c.holder == holder
        if after is not None:
            wanted &= holdings.c.loan > after
        async with self._database.reading() as connection:
            return await _held(connection, wanted, holdings.c.loan, count)

    async def logged(
        self,
        table: Table,
        wanted: ColumnElement[bool],
        before: Place | None,
        count: int,
        loan: str | None = None,
    ) -> tuple[Sequence[RowMapping], int]:
        """Rows of a log, the newest first, and the head that they are read under.

        Args:
            table: a log, such as payments.
            wanted: which of its rows.
            before: the last one that was seen; None at the beginning.
            count: how many at most.
            loan: one that must be known.

        Raises:
            NotFoundError: ``loan.unknown``.
        """
        c = table.c
        query = select(table).where(wanted)
        if before is not None:
            block, place = before
            is_same = and_(c.block_number == block, c.log_index < place)
            query = query.where(or_(c.block_number < block, is_same))
        query = query.order_by(c.block_number.desc(), c.log_index.desc()).limit(count)
        async with self._database.reading() as connection:
            if loan is not None:
                await _check_known(connection, loan)
            rows = (await connection.execute(query)).mappings().all()
            return rows, await self.finality.head(connection)


async def _held(
    connection: AsyncConnection, wanted: ColumnElement[bool], order: Any, count: int
) -> list[Held]:
    columns = (loans.c.received, loans.c.principal, loans.c.quantum, loans.c.currency)
    query = (
        select(holdings, *columns)
        .join(loans, loans.c.id == holdings.c.loan)
        .where(wanted)
        .order_by(order)
        .limit(count)
    )
    rows = (await connection.execute(query)).mappings()
    return [
        Held(
            row["loan"],
            row["holder"],
            row["currency"],
            row["units"],
            claimable(dict(row), dict(row)),
        )
        for row in rows
    ]


async def _check_known(connection: AsyncConnection, loan: str) -> None:
    found = await connection.execute(select(loans.c.id).where(loans.c.id == loan))
    if found.first() is None:
        raise unknown_loan(bytes.fromhex(loan[2:]))
