# SPDX-License-Identifier: Apache-2.0
"""Turns transfers and claims of notes into holdings, settled as the book settles them.

``contracts/notes.vy`` is the source: before units move, both sides are owed what was received for
theirs, floored; a claim pays all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shouxin.chain.bindings import loan_book
from shouxin.chain.manifest import Manifest
from shouxin.indexing.projection import At, Handler, Keys
from shouxin.lending.offers import NOBODY
from shouxin.lending.tables import holdings, loans, note_transfers
from shouxin.primitives.hexadecimal import to_hex
from shouxin.store.changes import Change
from shouxin.store.rows import Row, Rows

CONTRACT = loan_book.LoanBook.NAME


class NotesProjection:
    """Who holds which part of a loan."""

    def handlers(self, manifest: Manifest) -> Sequence[Handler]:
        """All events that it reads."""
        del manifest
        return [
            Handler(CONTRACT, loan_book.TransferSingle, _moved, _sides),
            Handler(CONTRACT, loan_book.TransferBatch, _batch_moved),
            Handler(CONTRACT, loan_book.Claimed, _claimed, _holder),
        ]


def claimable(holding: Row, loan: Row) -> int:
    """What a holder can claim now, base units: owed so far and its units' part since, floored."""
    since = loan["received"] - holding["settled"]
    whole = loan["principal"] // loan["quantum"]
    return int(holding["owed"] + since * holding["units"] // whole)


def _sides(event: loan_book.TransferSingle) -> Keys:
    loan = _note(event.id)
    sides = [(holdings, (loan, side)) for side in (event.sender, event.receiver) if side != NOBODY]
    return [*sides, (loans, (loan,))]


def _holder(event: loan_book.Claimed) -> Keys:
    return [(holdings, (to_hex(event.loan), event.holder))]


def _moved(rows: Rows, event: loan_book.TransferSingle, at: At) -> None:
    _move(rows, event, _note(event.id), event.value, 0, at)


def _batch_moved(rows: Rows, event: loan_book.TransferBatch, at: At) -> None:
    for position, (note, units) in enumerate(zip(event.ids, event.values, strict=True)):
        _move(rows, event, _note(note), units, position, at)


def _move(rows: Rows, event: Any, loan: str, units: int, position: int, at: At) -> None:
    sender, receiver = event.sender, event.receiver
    rows.add(
        note_transfers,
        {
            **at.columns,
            "position": position,
            "loan": loan,
            "sender": sender,
            "receiver": receiver,
            "units": units,
        },
    )
    if sender == receiver or units == 0:
        return
    if sender != NOBODY:
        giving = _settled(rows, loan, sender)
        rows.put(holdings, {**giving, "units": giving["units"] - units})
    taking = _settled(rows, loan, receiver)
    rows.put(holdings, {**taking, "units": taking["units"] + units})
    payload = {"sender": sender, "receiver": receiver, "note_units": str(units)}
    rows.tell(Change("note.moved", loan, payload, None, at.block_number))


def _settled(rows: Rows, loan: str, holder: str) -> Row:
    """A holder's units with all that was received so far settled; a new holder's are none."""
    found = rows.find(holdings, loan, holder)
    known = rows.find(loans, loan)
    received = known["received"] if known else 0
    if found is None or known is None:
        return {"loan": loan, "holder": holder, "units": 0, "settled": received, "owed": 0}
    return {**found, "settled": received, "owed": claimable(found, known)}


def _claimed(rows: Rows, event: loan_book.Claimed, at: At) -> None:
    del at
    loan = to_hex(event.loan)
    found, known = rows.find(holdings, loan, event.holder), rows.find(loans, loan)
    if found is not None and known is not None:
        rows.put(holdings, {**found, "settled": known["received"], "owed": 0})


def _note(identifier: int) -> str:
    return to_hex(identifier.to_bytes(32))
