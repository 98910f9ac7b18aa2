# SPDX-License-Identifier: Apache-2.0
"""Turns the ledger's events into entries, and recounts each record as they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shouxin.chain.bindings import credit_ledger as ledger
from shouxin.chain.manifest import Manifest
from shouxin.credit.entry import Entry, Flag, Kind, unpack
from shouxin.credit.record import (
    EMPTY_HEAD,
    Aggregates,
    Recorded,
    aggregate_words,
    aggregates_of,
    count_entry,
    next_head,
)
from shouxin.credit.tables import accreditations, disputes, entries, exposures, records
from shouxin.indexing.projection import At, Handler, Keys
from shouxin.primitives.hexadecimal import to_hex
from shouxin.store.changes import Change
from shouxin.store.rows import Row, Rows

CONTRACT = ledger.CreditLedger.NAME
WORD_BYTES = 32


class CreditProjection:
    """The credit record, as the ledger says it."""

    def handlers(self, manifest: Manifest) -> Sequence[Handler]:
        """All events that it reads."""
        del manifest
        return [
            Handler(CONTRACT, ledger.EntryRecorded, _recorded, _keys),
            Handler(CONTRACT, ledger.FurnisherAccredited, _furnisher_accredited),
            Handler(CONTRACT, ledger.ReportUserAccredited, _report_user_accredited),
        ]


class _Stored:
    """A party's history in the rows."""

    def __init__(self, rows: Rows, party: str) -> None:
        self._rows = rows
        self._party = party

    def entry_at(self, index: int) -> Entry | None:
        found = self._rows.find(entries, self._party, index)
        return None if found is None else unpack(int(found["word"], 16))

    def is_disputed(self, index: int) -> bool:
        found = self._rows.find(disputes, self._party, index)
        return found is not None and bool(found["is_open"])

    def set_disputed(self, index: int, *, is_disputed: bool) -> None:
        found = self._rows.find(disputes, self._party, index)
        if found is not None or is_disputed:
            before = found or _undisputed(self._party, index)
            self._rows.put(disputes, {**before, "is_open": is_disputed})

    def expose(self, source: str, loan: bytes, exposure: int) -> int:
        key = (self._party, source, to_hex(loan))
        found = self._rows.find(exposures, *key)
        names = ("party", "source", "loan")
        self._rows.put(exposures, {**dict(zip(names, key, strict=True)), "exposure": exposure})
        return 0 if found is None else int(found["exposure"])


def _keys(event: ledger.EntryRecorded) -> Keys:
    party = to_hex(event.party)
    return [(records, (party,)), (exposures, (party, event.source, to_hex(event.loan)))]


def _recorded(rows: Rows, event: ledger.EntryRecorded, at: At) -> None:
    party, entry = to_hex(event.party), unpack(event.entry)
    recorded = Recorded(event.source, event.loan, event.entry)
    found = rows.find(records, party)
    head, aggregates = _read(found)
    stored = _Stored(rows, party)
    count_entry(aggregates, recorded, entry, event.index, stored)
    _put_record(rows, party, next_head(head, recorded), aggregates, event.index + 1, at)
    _put_entry(rows, party, event, entry, at)
    if entry.has(Flag.STATED):
        _follow_dispute(rows, party, entry, at)
    payload = {"index": event.index, "kind": entry.kind, "loan": to_hex(event.loan)}
    rows.tell(Change("record.entry", party, payload, party, at.block_number))


def _read(found: Row | None) -> tuple[bytes, Aggregates]:
    if found is None:
        return EMPTY_HEAD, Aggregates()
    words = (found["counts"], found["marks"], found["statements"])
    return bytes.fromhex(found["head"][2:]), aggregates_of(words)


def _put_record(
    rows: Rows, party: str, head: bytes, aggregates: Aggregates, count: int, at: At
) -> None:
    counts, marks, statements = aggregate_words(aggregates)
    rows.put(
        records,
        {
            "party": party,
            "head": to_hex(head),
            "entry_count": count,
            "counts": counts,
            "marks": marks,
            "statements": statements,
            "exposure": aggregates.exposure,
            "changed_block": at.block_number,
        },
    )


def _put_entry(rows: Rows, party: str, event: ledger.EntryRecorded, entry: Entry, at: At) -> None:
    rows.append(
        entries,
        {
            "party": party,
            "entry_index": event.index,
            "loan": to_hex(event.loan),
            "source": event.source,
            "word": to_hex(event.entry.to_bytes(WORD_BYTES)),
            "kind": entry.kind,
            "day": entry.day,
            "is_stated": entry.has(Flag.STATED),
            **at.columns,
        },
    )


def _undisputed(party: str, index: int) -> dict[str, Any]:
    columns = [column.name for column in disputes.columns]
    return {**dict.fromkeys(columns), "party": party, "entry_index": index, "is_open": False}


def _follow_dispute(rows: Rows, party: str, entry: Entry, at: At) -> None:
    """Note who disputed, answered or corrected which entry, and when."""
    changed: dict[int, dict[str, Any]] = {
        Kind.DISPUTED: {"reason": entry.unbroken, "disputed_at": at.block_time},
        Kind.ANSWERED: {"answer": entry.unbroken, "answered_at": at.block_time},
        Kind.CORRECTED: {"correction": entry.unbroken, "answered_at": at.block_time},
    }
    if entry.kind in changed:
        before = rows.find(disputes, party, entry.amount) or _undisputed(party, entry.amount)
        rows.put(disputes, {**before, **changed[entry.kind]})


def _accredited(rows: Rows, address: str) -> Row:
    found = rows.find(accreditations, address)
    return found or {"address": address, "is_furnisher": False, "purposes": 0}


def _furnisher_accredited(rows: Rows, event: ledger.FurnisherAccredited, at: At) -> None:
    del at
    before = _accredited(rows, event.furnisher)
    rows.put(accreditations, {**before, "is_furnisher": event.is_accredited})


def _report_user_accredited(rows: Rows, event: ledger.ReportUserAccredited, at: At) -> None:
    del at
    before = _accredited(rows, event.user)
    rows.put(accreditations, {**before, "purposes": event.purposes})
