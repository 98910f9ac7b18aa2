# SPDX-License-Identifier: Apache-2.0
"""Loans, offers and records for actions, read from the rows when an action asks for them.

Actions are prepared in a thread, for they ask the node; what they ask of the database is read on
the event loop, which goes on meanwhile, and the thread waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, select

from shouxin.chain.abi import Address
from shouxin.credit.record import Recorded
from shouxin.credit.tables import entries
from shouxin.lending.actions.site import LivingLoan, unknown_loan, unknown_offer
from shouxin.lending.loan_rows import terms_in_force
from shouxin.lending.offer_book import Clock, find
from shouxin.lending.offers import SignedOffer
from shouxin.lending.tables import holdings, loans
from shouxin.primitives.hexadecimal import to_hex
from shouxin.store.database import Database

T = TypeVar("T")


class RowSources:
    """What is known by the rows; called from threads alone."""

    def __init__(
        self, database: Database, loop: asyncio.AbstractEventLoop, clock: Callable[[], Clock]
    ) -> None:
        """Make one.

        Args:
            database: with the rows.
            loop: that the database is read on.
            clock: the moment, and the desk.
        """
        self._database = database
        self._loop = loop
        self._clock = clock

    def loan(self, loan: bytes) -> LivingLoan:
        """A loan's terms in force.

        Raises:
            NotFoundError: ``loan.unknown``.
        """
        row = self._read(lambda connection: _loan_row(connection, loan))
        if row is None:
            raise unknown_loan(loan)
        return LivingLoan(loan, terms_in_force(dict(row)).deal)

    def holders(self, loan: bytes) -> dict[Address, int]:
        """Who holds units of a loan, and how many."""
        c = holdings.c
        query = select(c.holder, c.units).where(c.loan == to_hex(loan))
        rows = self._read(lambda connection: connection.execute(query).all())
        return {row.holder: row.units for row in rows if row.units}

    def offer(self, digest: bytes) -> SignedOffer:
        """A signed offer.

        Raises:
            NotFoundError: ``offer.unknown``.
        """
        clock = self._clock()
        found = self._read(lambda connection: find(connection, to_hex(digest), clock))
        if found is None:
            raise unknown_offer(digest)
        return found.model.signed()

    def entries(self, party: bytes) -> list[Recorded]:
        """A party's entries, the oldest first."""
        c = entries.c
        query = select(c.source, c.loan, c.word).where(c.party == to_hex(party))
        rows = self._read(
            lambda connection: connection.execute(query.order_by(c.entry_index)).all()
        )
        return [
            Recorded(row.source, bytes.fromhex(row.loan[2:]), int(row.word, 16)) for row in rows
        ]

    def _read(self, query: Callable[[Connection], T]) -> T:
        return asyncio.run_coroutine_threadsafe(self._reading(query), self._loop).result()

    async def _reading(self, query: Callable[[Connection], T]) -> T:
        async with self._database.reading() as connection:
            return await connection.run_sync(query)


def _loan_row(connection: Connection, loan: bytes) -> RowMapping | None:
    found: Any = connection.execute(select(loans).where(loans.c.id == to_hex(loan)))
    row: RowMapping | None = found.mappings().one_or_none()
    return row
