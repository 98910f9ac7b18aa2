# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A party's record: the words of its aggregates, and how entries change them
@notice Low bits first. All are pure but the one that adds an entry to a chain, and tells it.
        Word one, counts: entries 32 | exposure 64 | open 16 | closed 24 | open licensed 16 |
        closed licensed 24 | on time 24 | on time licensed 24 | last day counted on time 20;
        12 bits empty.
        Word two, marks: seven of 32 bits (count 12 | last day ended 20), for 1-29, 30-59, 60-89,
        90 and more days past due, default, write-off, forbearance; 32 bits empty.
        Word three, statements: negative entries under dispute 16 | negative entries corrected 16 |
        hard inquiries 16 | last day of one 20 | negative furnished entries 16 | one more than the
        index of the last furnished entry 32 | one more than the index of the entry that says into
        whom the party was merged 32; 108 bits empty.
@dev Counters stop at their width and at nil: a record can't brick what writes it.
"""

from .interfaces import ICreditLedger

from . import citations
from . import credit_entry


# What the ledger stores of a party.
struct Record:
    head: bytes32  # head of the hash chain
    counts: uint256  # aggregates, word one
    marks: uint256  # aggregates, word two
    statements: uint256  # aggregates, word three


struct Mark:
    count: uint256  # how often, at most 4095
    ended_day: uint256  # civil day it last ended, 0 if never; a write-off's, a forbearance's own day


# What a lender asks of a record.
struct Aggregates:
    entry_count: uint256
    exposure: uint256  # live, in reference units
    open_count: uint256  # loans
    closed_count: uint256  # loans
    open_licensed_count: uint256  # those of licensed lenders, among open
    closed_licensed_count: uint256
    on_time_count: uint256  # bills, at most one a day
    on_time_licensed_count: uint256
    on_time_last_day: uint256  # civil day
    open_dispute_count: uint256  # negative entries now under dispute
    corrected_count: uint256  # negative entries that were corrected
    hard_inquiry_count: uint256
    hard_inquiry_last_day: uint256  # UTC day
    furnished_negative_count: uint256
    furnished_last: uint256  # one more than the index of the last furnished entry, 0 for none
    merged_last: uint256  # likewise of the entry that says into whom it was merged
    marks: Mark[7]  # 1-29, 30-59, 60-89, 90+ days past due, default, write-off, forbearance


# Word one: where each field begins, and how wide it is.
EXPOSURE_SHIFT: constant(uint256) = 32
OPEN_SHIFT: constant(uint256) = 96
CLOSED_SHIFT: constant(uint256) = 112
OPEN_LICENSED_SHIFT: constant(uint256) = 136
CLOSED_LICENSED_SHIFT: constant(uint256) = 152
ON_TIME_SHIFT: constant(uint256) = 176
ON_TIME_LICENSED_SHIFT: constant(uint256) = 200
LAST_DAY_SHIFT: constant(uint256) = 224

MASK_12: constant(uint256) = 2**12 - 1
MASK_16: constant(uint256) = 2**16 - 1
MASK_20: constant(uint256) = 2**20 - 1
MASK_24: constant(uint256) = 2**24 - 1
MASK_32: constant(uint256) = 2**32 - 1
MASK_56: constant(uint256) = 2**56 - 1
MASK_64: constant(uint256) = 2**64 - 1

# Word two: the marks' places.
MARK_WIDTH: constant(uint256) = 32
DEFAULT_MARK: constant(uint256) = 4
WRITE_OFF_MARK: constant(uint256) = 5
FORBEARANCE_MARK: constant(uint256) = 6

# Word three.
DISPUTED_SHIFT: constant(uint256) = 0
CORRECTED_SHIFT: constant(uint256) = 16
HARD_SHIFT: constant(uint256) = 32
HARD_DAY_SHIFT: constant(uint256) = 48
FURNISHED_NEGATIVE_SHIFT: constant(uint256) = 68
FURNISHED_SHIFT: constant(uint256) = 84
MERGED_SHIFT: constant(uint256) = 116

# An entry that has any of these bits set, or is of a kind that marks, may change word two.
WAS_BAD: constant(uint256) = credit_entry.DEFAULTED_BEFORE | (
    7 << credit_entry.SEVERITY_BEFORE_SHIFT
)


@internal
@pure
def _aggregates(counts: uint256, stored: uint256, statements: uint256) -> Aggregates:
    """
    @notice The fields of the three words.
    """
    marks: Mark[7] = empty(Mark[7])
    for index: uint256 in range(7):
        mark: uint256 = stored >> (MARK_WIDTH * index)
        marks[index] = Mark(count=mark & MASK_12, ended_day=(mark >> 12) & MASK_20)
    return Aggregates(
        entry_count=counts & MASK_32,
        exposure=(counts >> EXPOSURE_SHIFT) & MASK_64,
        open_count=(counts >> OPEN_SHIFT) & MASK_16,
        closed_count=(counts >> CLOSED_SHIFT) & MASK_24,
        open_licensed_count=(counts >> OPEN_LICENSED_SHIFT) & MASK_16,
        closed_licensed_count=(counts >> CLOSED_LICENSED_SHIFT) & MASK_24,
        on_time_count=(counts >> ON_TIME_SHIFT) & MASK_24,
        on_time_licensed_count=(counts >> ON_TIME_LICENSED_SHIFT) & MASK_24,
        on_time_last_day=(counts >> LAST_DAY_SHIFT) & MASK_20,
        open_dispute_count=(statements >> DISPUTED_SHIFT) & MASK_16,
        corrected_count=(statements >> CORRECTED_SHIFT) & MASK_16,
        hard_inquiry_count=(statements >> HARD_SHIFT) & MASK_16,
        hard_inquiry_last_day=(statements >> HARD_DAY_SHIFT) & MASK_20,
        furnished_negative_count=(statements >> FURNISHED_NEGATIVE_SHIFT) & MASK_16,
        furnished_last=(statements >> FURNISHED_SHIFT) & MASK_32,
        merged_last=(statements >> MERGED_SHIFT) & MASK_32,
        marks=marks,
    )


@internal
def _appended(
    party: bytes32, record: Record, source: address, reference: bytes32, entry: uint256
) -> Record:
    """
    @notice A record with one more statement at the end of its chain, which is told.
    """
    log ICreditLedger.EntryRecorded(
        party=party,
        loan=reference,
        source=source,
        index=record.counts & MASK_32,
        entry=entry,
    )
    return Record(
        head=citations._next_head(record.head, source, reference, entry),
        counts=self._incremented(record.counts, 0, MASK_32),
        marks=record.marks,
        statements=record.statements,
    )


@internal
@pure
def _is_countable(entry: uint256, counts: uint256, on_time_min: uint256) -> bool:
    """
    @dev Whether an on-time entry is large enough, and on a later day than the last one counted.
    """
    if (entry >> credit_entry.AMOUNT_REF_SHIFT) & MASK_56 < on_time_min:
        return False
    return (entry >> credit_entry.DAY_SHIFT) & MASK_20 > (counts >> LAST_DAY_SHIFT) & MASK_20


@internal
@pure
def _is_marking(kind: uint256) -> bool:
    return (
        kind == credit_entry.ARREARS_REACHED
        or kind == credit_entry.DEFAULTED
        or kind == credit_entry.WRITTEN_OFF
        or kind == credit_entry.AMENDED
    )


@internal
@pure
def _with_on_time(counts: uint256, entry: uint256) -> uint256:
    day: uint256 = (entry >> credit_entry.DAY_SHIFT) & MASK_20
    word: uint256 = (counts & ~(MASK_20 << LAST_DAY_SHIFT)) | (day << LAST_DAY_SHIFT)
    word = self._incremented(word, ON_TIME_SHIFT, MASK_24)
    if entry & (credit_entry.LICENSED << credit_entry.FLAGS_SHIFT) != 0:
        word = self._incremented(word, ON_TIME_LICENSED_SHIFT, MASK_24)
    return word


@internal
@pure
def _with_opened(counts: uint256, flags: uint256) -> uint256:
    word: uint256 = self._incremented(counts, OPEN_SHIFT, MASK_16)
    if flags & credit_entry.LICENSED != 0:
        word = self._incremented(word, OPEN_LICENSED_SHIFT, MASK_16)
    return word


@internal
@pure
def _with_closed(counts: uint256, flags: uint256) -> uint256:
    word: uint256 = self._decremented(counts, OPEN_SHIFT, MASK_16)
    word = self._incremented(word, CLOSED_SHIFT, MASK_24)
    if flags & credit_entry.LICENSED != 0:
        word = self._decremented(word, OPEN_LICENSED_SHIFT, MASK_16)
        word = self._incremented(word, CLOSED_LICENSED_SHIFT, MASK_24)
    return word


@internal
@pure
def _with_exposure(counts: uint256, before: uint256, after: uint256) -> uint256:
    """
    @dev Replaces a loan's part of the exposure; each part is clamped as entries clamp it.
    """
    total: uint256 = (counts >> EXPOSURE_SHIFT) & MASK_64
    # A sum of a 64-bit and a 56-bit number can't overflow; what is taken away is at most `total`.
    total = unsafe_add(
        unsafe_sub(total, min(total, min(before, MASK_56))), min(after, MASK_56)
    )
    return (counts & ~(MASK_64 << EXPOSURE_SHIFT)) | (min(total, MASK_64) << EXPOSURE_SHIFT)


@internal
@pure
def _with_marks(stored: uint256, entry: uint256) -> uint256:
    """
    @dev Word two after an entry: what it begins is counted, what it ends is dated.
    """
    e: credit_entry.Entry = credit_entry._unpack(entry)
    marks: uint256 = stored
    before: uint256 = (e.flags >> credit_entry.SEVERITY_BEFORE_SHIFT) & 7
    after: uint256 = (e.flags >> credit_entry.SEVERITY_AFTER_SHIFT) & 7
    if e.kind == credit_entry.ARREARS_REACHED and e.amount != 0:
        # `_severity` of 1 and more is 1 to 4.
        marks = self._mark_counted(marks, unsafe_sub(credit_entry._severity(e.amount), 1))
    for level: uint256 in range(1, 5):
        if after < level and level <= before:
            marks = self._mark_dated(marks, unsafe_sub(level, 1), e.day)
    if e.kind == credit_entry.DEFAULTED:
        marks = self._mark_counted(marks, DEFAULT_MARK)
    if (
        e.flags & credit_entry.DEFAULTED_BEFORE != 0
        and e.flags & credit_entry.DEFAULTED_AFTER == 0
    ):
        marks = self._mark_dated(marks, DEFAULT_MARK, e.day)
    if e.kind == credit_entry.WRITTEN_OFF:
        marks = self._mark_counted(marks, WRITE_OFF_MARK)
        marks = self._mark_dated(marks, WRITE_OFF_MARK, e.day)
    if credit_entry._is_forbearance(entry):
        marks = self._mark_counted(marks, FORBEARANCE_MARK)
        marks = self._mark_dated(marks, FORBEARANCE_MARK, e.day)
    return marks


@internal
@pure
def _without_mark(stored: uint256, entry: uint256) -> uint256:
    """
    @dev Word two when a book's entry was corrected: what it began counts no more.
    """
    e: credit_entry.Entry = credit_entry._unpack(entry)
    if e.kind == credit_entry.ARREARS_REACHED and e.amount != 0:
        # `_severity` of 1 and more is 1 to 4.
        return self._mark_uncounted(stored, unsafe_sub(credit_entry._severity(e.amount), 1))
    if e.kind == credit_entry.DEFAULTED:
        return self._mark_uncounted(stored, DEFAULT_MARK)
    if e.kind == credit_entry.WRITTEN_OFF:
        return self._mark_uncounted(stored, WRITE_OFF_MARK)
    if credit_entry._is_forbearance(entry):
        return self._mark_uncounted(stored, FORBEARANCE_MARK)
    return stored


@internal
@pure
def _with_dispute(stored: uint256) -> uint256:
    return self._incremented(stored, DISPUTED_SHIFT, MASK_16)


@internal
@pure
def _without_dispute(stored: uint256) -> uint256:
    return self._decremented(stored, DISPUTED_SHIFT, MASK_16)


@internal
@pure
def _with_correction(stored: uint256) -> uint256:
    return self._incremented(stored, CORRECTED_SHIFT, MASK_16)


@internal
@pure
def _with_statement(stored: uint256, entry: uint256, index: uint256) -> uint256:
    """
    @dev Word three after a new inquiry, furnished entry, or merger into another party.
    """
    e: credit_entry.Entry = credit_entry._unpack(entry)
    if e.kind == credit_entry.INQUIRY and e.unbroken < credit_entry.SOFT_PURPOSE_MIN:
        word: uint256 = self._incremented(stored, HARD_SHIFT, MASK_16)
        return self._replaced(word, HARD_DAY_SHIFT, MASK_20, e.day)
    if e.kind == credit_entry.FURNISHED:
        word: uint256 = self._replaced(stored, FURNISHED_SHIFT, MASK_32, index + 1)
        if e.flags & credit_entry.NEGATIVE != 0:
            word = self._incremented(word, FURNISHED_NEGATIVE_SHIFT, MASK_16)
        return word
    if self._is_merger(entry):
        return self._replaced(stored, MERGED_SHIFT, MASK_32, index + 1)
    return stored


@internal
@pure
def _without_statement(stored: uint256, entry: uint256) -> uint256:
    """
    @dev Word three when a statement was corrected. The last day of a hard inquiry and the last
         furnished entry stay as they are.
    """
    e: credit_entry.Entry = credit_entry._unpack(entry)
    if e.kind == credit_entry.INQUIRY and e.unbroken < credit_entry.SOFT_PURPOSE_MIN:
        return self._decremented(stored, HARD_SHIFT, MASK_16)
    if credit_entry._is_negative(entry):
        return self._decremented(stored, FURNISHED_NEGATIVE_SHIFT, MASK_16)
    if self._is_merger(entry):
        return self._replaced(stored, MERGED_SHIFT, MASK_32, 0)
    return stored


@internal
@pure
def _is_merger(entry: uint256) -> bool:
    """
    @dev Whether a statement says into whom its party was merged.
    """
    return (
        entry & credit_entry.MASK_8 == credit_entry.MERGED
        and (entry >> credit_entry.UNBROKEN_SHIFT) & MASK_16 == credit_entry.MERGED_INTO
    )


@internal
@pure
def _replaced(word: uint256, place: uint256, mask: uint256, field: uint256) -> uint256:
    """
    @dev A field written anew, at most its mask.
    """
    return (word & ~(mask << place)) | (min(field, mask) << place)


@internal
@pure
def _mark_uncounted(marks: uint256, index: uint256) -> uint256:
    # `index` is at most 6.
    return self._decremented(marks, unsafe_mul(MARK_WIDTH, index), MASK_12)


@internal
@pure
def _mark_counted(marks: uint256, index: uint256) -> uint256:
    # `index` is at most 6.
    return self._incremented(marks, unsafe_mul(MARK_WIDTH, index), MASK_12)


@internal
@pure
def _mark_dated(marks: uint256, index: uint256, day: uint256) -> uint256:
    # `index` is at most 6.
    place: uint256 = unsafe_add(unsafe_mul(MARK_WIDTH, index), 12)
    return (marks & ~(MASK_20 << place)) | (day << place)


@internal
@pure
def _incremented(word: uint256, place: uint256, mask: uint256) -> uint256:
    """
    @dev One more in a field, unless it is full. Below its mask the field can't carry over.
    """
    if (word >> place) & mask == mask:
        return word
    return unsafe_add(word, 1 << place)


@internal
@pure
def _decremented(word: uint256, place: uint256, mask: uint256) -> uint256:
    """
    @dev One less in a field, unless it is nil. Above nil the field can't borrow.
    """
    if (word >> place) & mask == 0:
        return word
    return unsafe_sub(word, 1 << place)
