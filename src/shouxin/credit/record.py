# SPDX-License-Identifier: Apache-2.0
"""A party's record recounted from its entries alone: the head of its hash chain, its aggregates.

Whoever holds the entries (the ledger's ``EntryRecorded`` events) and what the ledger stores (read
or proved with ``eth_getProof``) checks one against the other with ``recount`` and ``check``. The
rules are those of ``contracts/CreditLedger.vy`` and its modules, saturation included.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Protocol

from eth_utils.crypto import keccak

from shouxin.credit.entry import (
    CLOSING_KINDS,
    Answer,
    Entry,
    Flag,
    Kind,
    is_forbearance,
    is_hard_inquiry,
    is_merger,
    is_negative,
    severity,
    unpack,
)
from shouxin.primitives.errors import BadInput, Refused

EMPTY_HEAD = bytes(32)
ENTRY_COUNT_MAX = 2**32 - 1
EXPOSURE_MAX = 2**64 - 1
OPEN_MAX = 2**16 - 1
COUNT_MAX = 2**24 - 1
MARK_MAX = 2**12 - 1
STATEMENT_MAX = 2**16 - 1
DEFAULT_MARK, WRITE_OFF_MARK, FORBEARANCE_MARK = 4, 5, 6
# Fields of words one and three in the order of ``Aggregates``; word two is marks of a count and a
# day.
COUNT_WIDTHS = (32, 64, 16, 24, 16, 24, 24, 24, 20)
STATEMENT_WIDTHS = (16, 16, 16, 20, 16, 32, 32)
MARK_WIDTH, MARK_COUNT_WIDTH, MARK_NUMBER = 32, 12, 7


@dataclass(frozen=True, slots=True)
class Recorded:
    """One entry as the ledger's event gives it: who wrote it, about which loan, its word."""

    source: str
    loan: bytes
    word: int


@dataclass(slots=True)
class Mark:
    """How often a severity was reached, and the civil day it last ended (0 never)."""

    count: int = 0
    ended_day: int = 0


@dataclass(slots=True)
class Aggregates:
    """What a lender asks of a record in one read; fields as the ledger's ``aggregates_of``.

    Attributes:
        exposure: live, in reference units.
        open_dispute_count: negative entries now under dispute.
        corrected_count: negative entries that were corrected.
        furnished_last: one more than the index of the last furnished entry, 0 for none.
        merged_last: likewise of the entry that says into whom the party was merged.
        marks: 1-29, 30-59, 60-89, 90 and more days past due, default, write-off, forbearance.
    """

    entry_count: int = 0
    exposure: int = 0
    open_count: int = 0
    closed_count: int = 0
    open_licensed_count: int = 0
    closed_licensed_count: int = 0
    on_time_count: int = 0
    on_time_licensed_count: int = 0
    on_time_last_day: int = 0
    open_dispute_count: int = 0
    corrected_count: int = 0
    hard_inquiry_count: int = 0
    hard_inquiry_last_day: int = 0
    furnished_negative_count: int = 0
    furnished_last: int = 0
    merged_last: int = 0
    marks: list[Mark] = field(default_factory=lambda: [Mark() for _ in range(MARK_NUMBER)])


_COUNTED = tuple(each.name for each in fields(Aggregates) if each.name != "marks")


@dataclass(frozen=True, slots=True)
class Record:
    """A record recounted: the head of its chain and its aggregates."""

    head: bytes
    aggregates: Aggregates


def next_head(head: bytes, recorded: Recorded) -> bytes:
    """keccak256(abi_encode(head, source, loan, entry))."""
    source = bytes.fromhex(recorded.source[2:]).rjust(32, b"\0")
    return bytes(keccak(head + source + recorded.loan + recorded.word.to_bytes(32)))


class History(Protocol):
    """What counting an entry needs to know of those before it."""

    def entry_at(self, index: int) -> Entry | None:
        """An earlier entry; None if there is none."""
        ...

    def is_disputed(self, index: int) -> bool:
        """Whether an earlier entry is under dispute now."""
        ...

    def set_disputed(self, index: int, *, is_disputed: bool) -> None:
        """Remember whether it is."""
        ...

    def expose(self, source: str, loan: bytes, exposure: int) -> int:
        """Remember a loan's live exposure; what it was before."""
        ...


@dataclass(slots=True)
class _Seen:
    """A history in memory."""

    entries: list[Entry] = field(default_factory=list)
    disputed: set[int] = field(default_factory=set)
    exposures: dict[tuple[str, bytes], int] = field(default_factory=dict)

    def entry_at(self, index: int) -> Entry | None:
        return self.entries[index] if index < len(self.entries) else None

    def is_disputed(self, index: int) -> bool:
        return index in self.disputed

    def set_disputed(self, index: int, *, is_disputed: bool) -> None:
        if is_disputed:
            self.disputed.add(index)
        else:
            self.disputed.discard(index)

    def expose(self, source: str, loan: bytes, exposure: int) -> int:
        before = self.exposures.get((source.lower(), loan), 0)
        self.exposures[source.lower(), loan] = exposure
        return before


def recount(entries: Iterable[Recorded]) -> Record:
    """The record that these entries, oldest first, make.

    Raises:
        BadInput: a word is no entry's.
    """
    head, aggregates, seen = EMPTY_HEAD, Aggregates(), _Seen()
    for recorded in entries:
        head = next_head(head, recorded)
        entry = unpack(recorded.word)
        count_entry(aggregates, recorded, entry, len(seen.entries), seen)
        seen.entries.append(entry)
    return Record(head, aggregates)


def count_entry(
    aggregates: Aggregates, recorded: Recorded, entry: Entry, index: int, history: History
) -> None:
    """Count one more entry.

    Args:
        aggregates: of the entries before it; changed.
        recorded: the entry as the event gives it.
        entry: the same, unpacked.
        index: its place in the party's chain, from 0.
        history: the entries before it.

    Raises:
        BadInput: ``record.bad_reference``; it corrects an entry that is not before it.
    """
    aggregates.entry_count = min(aggregates.entry_count + 1, ENTRY_COUNT_MAX)
    if entry.has(Flag.STATED):
        _count_statement(aggregates, entry, index, history)
        return
    _count(aggregates, entry)
    before = history.expose(recorded.source, recorded.loan, entry.exposure_after)
    exposure = aggregates.exposure - before + entry.exposure_after
    aggregates.exposure = max(min(exposure, EXPOSURE_MAX), 0)


def check(entries: Iterable[Recorded], head: bytes) -> Record:
    """The record that these entries make, if they are all there is.

    Raises:
        BadInput: a word is no entry's.
        Refused: the entries don't lead to ``head``: some are missing, changed or out of order.
    """
    record = recount(entries)
    if record.head != head:
        raise Refused(
            "record.head_differs",
            f"the entries lead to 0x{record.head.hex()}, not to the record's head "
            f"0x{head.hex()}: fetch all of the party's entries again, in order",
            f"所给记录推得 0x{record.head.hex()}，与链上首值 0x{head.hex()} 不符："
            "请按顺序重新获取该主体的全部记录",
        )
    return record


def aggregate_words(aggregates: Aggregates) -> tuple[int, int, int]:
    """The three words that the ledger keeps of these aggregates: counts, marks, statements."""
    values = [getattr(aggregates, name) for name in _COUNTED]
    count = len(COUNT_WIDTHS)
    marks = [mark.count | mark.ended_day << MARK_COUNT_WIDTH for mark in aggregates.marks]
    return (
        _word(values[:count], COUNT_WIDTHS),
        sum(mark << MARK_WIDTH * number for number, mark in enumerate(marks)),
        _word(values[count:], STATEMENT_WIDTHS),
    )


def aggregates_of(words: Sequence[int]) -> Aggregates:
    """The aggregates in the ledger's three words: counts, marks, statements."""
    counts, marks, statements = words
    mask = (1 << MARK_COUNT_WIDTH) - 1
    found = Aggregates(
        marks=[
            Mark(mark & mask, mark >> MARK_COUNT_WIDTH)
            for mark in _fields(marks, (MARK_WIDTH,) * MARK_NUMBER)
        ]
    )
    values = (*_fields(counts, COUNT_WIDTHS), *_fields(statements, STATEMENT_WIDTHS))
    for name, value in zip(_COUNTED, values, strict=True):
        setattr(found, name, value)
    return found


def _fields(word: int, widths: Sequence[int]) -> list[int]:
    found = []
    for width in widths:
        found.append(word & ((1 << width) - 1))
        word >>= width
    return found


def _word(values: Sequence[int], widths: Sequence[int]) -> int:
    word = shift = 0
    for value, width in zip(values, widths, strict=True):
        word |= value << shift
        shift += width
    return word


def _count(aggregates: Aggregates, entry: Entry) -> None:
    is_licensed = entry.has(Flag.LICENSED)
    if entry.has(Flag.COUNTED):
        _count_on_time(aggregates, entry.day, is_licensed=is_licensed)
    if entry.kind == Kind.OPENED:
        aggregates.open_count = min(aggregates.open_count + 1, OPEN_MAX)
        if is_licensed:
            aggregates.open_licensed_count = min(aggregates.open_licensed_count + 1, OPEN_MAX)
    elif entry.kind in CLOSING_KINDS:
        _count_closed(aggregates, is_licensed=is_licensed)
    _mark(aggregates.marks, entry)


def _count_on_time(aggregates: Aggregates, day: int, *, is_licensed: bool) -> None:
    aggregates.on_time_last_day = day
    aggregates.on_time_count = min(aggregates.on_time_count + 1, COUNT_MAX)
    if is_licensed:
        licensed = aggregates.on_time_licensed_count + 1
        aggregates.on_time_licensed_count = min(licensed, COUNT_MAX)


def _count_closed(aggregates: Aggregates, *, is_licensed: bool) -> None:
    aggregates.open_count = max(aggregates.open_count - 1, 0)
    aggregates.closed_count = min(aggregates.closed_count + 1, COUNT_MAX)
    if is_licensed:
        aggregates.open_licensed_count = max(aggregates.open_licensed_count - 1, 0)
        closed = aggregates.closed_licensed_count + 1
        aggregates.closed_licensed_count = min(closed, COUNT_MAX)


def _mark(marks: list[Mark], entry: Entry) -> None:
    if entry.kind == Kind.ARREARS_REACHED and entry.amount != 0:
        _mark_counted(marks[severity(entry.amount) - 1])
    for level in range(entry.severity_after + 1, min(entry.severity_before, 4) + 1):
        marks[level - 1].ended_day = entry.day
    if entry.kind == Kind.DEFAULTED:
        _mark_counted(marks[DEFAULT_MARK])
    if entry.has(Flag.DEFAULTED_BEFORE) and not entry.has(Flag.DEFAULTED_AFTER):
        marks[DEFAULT_MARK].ended_day = entry.day
    if entry.kind == Kind.WRITTEN_OFF:
        _mark_counted(marks[WRITE_OFF_MARK])
        marks[WRITE_OFF_MARK].ended_day = entry.day
    if is_forbearance(entry):
        _mark_counted(marks[FORBEARANCE_MARK])
        marks[FORBEARANCE_MARK].ended_day = entry.day


def _mark_counted(mark: Mark) -> None:
    mark.count = min(mark.count + 1, MARK_MAX)


def _count_statement(aggregates: Aggregates, entry: Entry, index: int, history: History) -> None:
    if entry.kind == Kind.DISPUTED:
        history.set_disputed(entry.amount, is_disputed=True)
        if entry.has(Flag.NEGATIVE):
            aggregates.open_dispute_count = _one_more(aggregates.open_dispute_count)
    elif entry.kind == Kind.ANSWERED and entry.unbroken == Answer.REJECTED:
        _end_dispute(aggregates, entry, history)
    elif entry.kind == Kind.CORRECTED:
        _end_dispute(aggregates, entry, history)
        _take_back(aggregates, _corrected(entry, index, history))
    elif is_hard_inquiry(entry):
        aggregates.hard_inquiry_count = _one_more(aggregates.hard_inquiry_count)
        aggregates.hard_inquiry_last_day = entry.day
    elif entry.kind == Kind.FURNISHED:
        aggregates.furnished_last = min(index + 1, ENTRY_COUNT_MAX)
        if entry.has(Flag.NEGATIVE):
            aggregates.furnished_negative_count = _one_more(aggregates.furnished_negative_count)
    elif is_merger(entry):
        aggregates.merged_last = min(index + 1, ENTRY_COUNT_MAX)


def _end_dispute(aggregates: Aggregates, entry: Entry, history: History) -> None:
    if history.is_disputed(entry.amount) and entry.has(Flag.NEGATIVE):
        aggregates.open_dispute_count = max(aggregates.open_dispute_count - 1, 0)
    history.set_disputed(entry.amount, is_disputed=False)


def _corrected(entry: Entry, index: int, history: History) -> Entry:
    """The entry that a correction refers to.

    Raises:
        BadInput: there is none before the correction.
    """
    found = history.entry_at(entry.amount) if entry.amount < index else None
    if found is not None:
        return found
    raise BadInput(
        "record.bad_reference",
        f"entry {index} corrects entry {entry.amount}, which is not before it: fetch all of the "
        "party's entries again, in order",
        f"第 {index} 条记录更正第 {entry.amount} 条记录，而后者不在其之前："
        "请按顺序重新获取该主体的全部记录",
    )


def _take_back(aggregates: Aggregates, corrected: Entry) -> None:
    """Count a corrected entry no more."""
    if is_negative(corrected):
        aggregates.corrected_count = _one_more(aggregates.corrected_count)
    if not corrected.has(Flag.STATED):
        _unmark(aggregates.marks, corrected)
    elif is_hard_inquiry(corrected):
        aggregates.hard_inquiry_count = max(aggregates.hard_inquiry_count - 1, 0)
    elif is_negative(corrected):
        aggregates.furnished_negative_count = max(aggregates.furnished_negative_count - 1, 0)
    elif is_merger(corrected):
        aggregates.merged_last = 0


def _unmark(marks: list[Mark], corrected: Entry) -> None:
    begun: dict[int, int] = {Kind.DEFAULTED: DEFAULT_MARK, Kind.WRITTEN_OFF: WRITE_OFF_MARK}
    number = begun.get(corrected.kind)
    if corrected.kind == Kind.ARREARS_REACHED and corrected.amount:
        number = severity(corrected.amount) - 1
    if is_forbearance(corrected):
        number = FORBEARANCE_MARK
    if number is not None:
        marks[number].count = max(marks[number].count - 1, 0)


def _one_more(count: int) -> int:
    return min(count + 1, STATEMENT_MAX)
