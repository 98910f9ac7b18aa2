# SPDX-License-Identifier: Apache-2.0
"""An event that the model can't follow is told as a fault, and stops nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from shouxin.chain.abi import decode_logs
from shouxin.chain.bindings.loan_book import LoanBook, Paid
from shouxin.indexing.projection import At, Projector
from shouxin.lending.tables import faults, loans, payments
from shouxin.store.database import Database
from shouxin.store.rows import Rows
from shouxin.story.stage import Stage
from tests.indexing.conftest import indexer_of, written

pytestmark = pytest.mark.anyio


async def test_what_the_model_does_not_follow_is_a_row_and_the_next_event_counts(
    stage: Stage, database: Database
) -> None:
    indexer = indexer_of(stage, database)
    await indexer.catch_up()
    book = stage.deployment.book.address
    paid = decode_logs(Paid, stage.logs(book), book)[-1]
    wrong = replace(paid, interest=paid.interest + 1, principal=10**12)

    def apply(connection: Connection) -> None:
        rows = Rows(connection)
        rows.begin_block(10**6, keeps_undo=True)
        for place, event in enumerate((wrong, wrong)):
            _apply(indexer.projector, rows, event, At(book, 10**6, 1, place, "0x" + "00" * 32))
        rows.write()

    await written(database, apply)
    async with database.reading() as connection:
        found = (await connection.execute(select(faults))).mappings().all()
        of_block = select(payments).where(payments.c.block_number == 10**6)
        assert len((await connection.execute(of_block)).all()) == 2
        loan = (
            await connection.execute(select(loans).where(loans.c.id == "0x" + paid.loan.hex()))
        ).one()
    assert [fault["loan"] for fault in found] == ["0x" + paid.loan.hex()] * 2
    assert all(fault["reason"] for fault in found)
    assert loan.received > 10**12


def _apply(projector: Projector, rows: Rows, event: Paid, at: At) -> None:
    for handler in projector._handlers:
        if handler.contract == LoanBook.NAME and handler.event is Paid:
            handler.apply(rows, event, at)
