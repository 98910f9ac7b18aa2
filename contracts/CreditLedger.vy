# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The credit ledger: each party's hash chain of entries, and its aggregates in two words
@notice Who may do what:
        - A book that governance authorised records entries about loans.
        - A book that governance retired records about loans it opened, for ever, and opens none.
        - Governance authorises and retires books, sets each book's least amount that counts as
          on time, and hands itself over. It can't touch a record.
        - Anyone reads.
        The record can't brick a loan: for an authorised book `record` refuses nothing; counters
        saturate and amounts are clamped.
@dev A party's head is keccak256(abi_encode(head before, source, loan, entry)) over all its
     entries. Every aggregate can be recounted from the entries alone, as
     `src/shouxin/credit/record.py` does.
     Aggregates, word one, low bits first:
       entries 32 | exposure 64 | open 16 | closed 24 | open licensed 16 | closed licensed 24 |
       on time 24 | on time licensed 24 | last day counted on time 20; 12 bits empty.
     Word two: six marks of 32 bits (count 12 | last day ended 20), for 1-29, 30-59, 60-89, 90 and
     more days past due, default, write-off; 64 bits empty.
"""

from .interfaces import ICreditLedger

from . import credit_entry

implements: ICreditLedger


event BookAuthorised:
    book: indexed(address)


event BookRetired:
    book: indexed(address)


event OnTimeMinSet:
    book: indexed(address)
    amount_ref: uint256


event GovernanceSet:
    governance: indexed(address)


struct Record:
    head: bytes32  # head of the hash chain
    counts: uint256  # aggregates, word one
    marks: uint256  # aggregates, word two


struct Mark:
    count: uint256  # how often, at most 4095
    ended_day: uint256  # civil day it last ended, 0 if never; a write-off's own day


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
    marks: Mark[6]  # 1-29, 30-59, 60-89, 90+ days past due, default, write-off


AUTHORISED: constant(uint256) = 1
RETIRED: constant(uint256) = 2
STATUS_MASK: constant(uint256) = 2**8 - 1
ON_TIME_MIN_SHIFT: constant(uint256) = 8

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

# An entry that has any of these bits set, or is of a kind that marks, may change word two.
WAS_BAD: constant(uint256) = credit_entry.DEFAULTED_BEFORE | (
    7 << credit_entry.SEVERITY_BEFORE_SHIFT
)


# What of a given entry is recorded: its 244 bits, less the flag that the ledger alone sets.
GIVEN_BITS: constant(uint256) = (2**244 - 1) ^ (
    credit_entry.COUNTED << credit_entry.FLAGS_SHIFT
)


# Who authorises books, an address (a timelock); set by itself.
governance: public(address)
# Per book: status (8 bits: 0 unknown, 1 authorised, 2 retired), then the least amount in reference
# units that counts as on time (56 bits). Set by governance.
_books: HashMap[address, uint256]
# Per party: head and aggregates. Written by books through `record` alone.
_records: HashMap[bytes32, Record]


@deploy
def __init__(governance: address):
    assert governance != empty(address), "ledger: governance is empty"
    self.governance = governance
    log GovernanceSet(governance=governance)


# ---------------------------------------------------------------------------------- recording


@external
@reentrant
def record(
    party: bytes32,
    loan: bytes32,
    exposure_before: uint256,
    exposure_after: uint256,
    entries: DynArray[uint256, 12],
):
    """
    @notice Appends entries about one loan to a party's record. For an authorised book alone, or
            a retired one about loans it opened.
    @dev Calls nobody, so there is nothing to re-enter.
    @param exposure_before The loan's live exposure before, in reference units.
    @param exposure_after The loan's live exposure after, as the last entry says.
    @param entries Packed entries, oldest first.
    """
    book: uint256 = self._books[msg.sender]
    assert book & STATUS_MASK != 0, "ledger: caller is no authorised book"
    head: bytes32 = self._records[party].head
    counts: uint256 = self._records[party].counts
    marks: uint256 = 0
    has_marks: bool = False
    for given: uint256 in entries:
        kind: uint256 = given & credit_entry.MASK_8
        flags: uint256 = given >> credit_entry.FLAGS_SHIFT
        entry: uint256 = given & GIVEN_BITS
        if flags & credit_entry.ON_TIME != 0 and self._is_countable(given, counts, book):
            entry |= credit_entry.COUNTED << credit_entry.FLAGS_SHIFT
            counts = self._with_on_time(counts, entry)
        if kind == credit_entry.OPENED:
            assert book & STATUS_MASK == AUTHORISED, "ledger: a retired book opens no loan"
            counts = self._with_opened(counts, flags)
        elif kind >= credit_entry.REPAID and kind <= credit_entry.ROLLED_OVER:
            counts = self._with_closed(counts, flags)
        if flags & WAS_BAD != 0 or self._is_marking(kind):
            if not has_marks:
                marks = self._records[party].marks
                has_marks = True
            marks = self._with_marks(marks, entry)
        head = keccak256(abi_encode(head, msg.sender, loan, entry))
        log ICreditLedger.EntryRecorded(
            party=party,
            loan=loan,
            source=msg.sender,
            index=counts & MASK_32,
            entry=entry,
        )
        counts = self._incremented(counts, 0, MASK_32)
    self._records[party].head = head
    self._records[party].counts = self._with_exposure(counts, exposure_before, exposure_after)
    if has_marks:
        self._records[party].marks = marks


# ------------------------------------------------------------------------------------ reading


@view
@external
@reentrant
def exposure_of(party: bytes32) -> uint256:
    """
    @notice The live exposure of a party over all its loans here, in reference units.
    """
    return (self._records[party].counts >> EXPOSURE_SHIFT) & MASK_64


@view
@external
def head_of(party: bytes32) -> bytes32:
    """
    @notice The head of the party's hash chain, empty before its first entry.
    """
    return self._records[party].head


@view
@external
def record_of(party: bytes32) -> Record:
    """
    @notice The three stored words of a party, as `eth_getProof` shows them.
    """
    return self._records[party]


@view
@external
def aggregates_of(party: bytes32) -> Aggregates:
    """
    @notice What a lender asks of a party's record, in one read.
    """
    counts: uint256 = self._records[party].counts
    stored: uint256 = self._records[party].marks
    marks: Mark[6] = empty(Mark[6])
    for index: uint256 in range(6):
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
        marks=marks,
    )


@view
@external
def book_status(book: address) -> uint256:
    """
    @notice 0 unknown, 1 authorised, 2 retired.
    """
    return self._books[book] & STATUS_MASK


@view
@external
def on_time_min(book: address) -> uint256:
    """
    @notice The least amount, in reference units, that counts as on time when this book says so.
    """
    return self._books[book] >> ON_TIME_MIN_SHIFT


# --------------------------------------------------------------------------------- governance


@external
def authorise_book(book: address):
    """
    @notice Lets a book record, or again open loans.
    """
    self._check_governance()
    assert book != empty(address), "ledger: book is empty"
    self._books[book] = (self._books[book] & ~STATUS_MASK) | AUTHORISED
    log BookAuthorised(book=book)


@external
def retire_book(book: address):
    """
    @notice Lets a book open no more loans. Its right to record about those it opened stays.
    """
    self._check_governance()
    word: uint256 = self._books[book]
    assert word & STATUS_MASK == AUTHORISED, "ledger: book is not authorised"
    self._books[book] = (word & ~STATUS_MASK) | RETIRED
    log BookRetired(book=book)


@external
def set_on_time_min(book: address, amount_ref: uint256):
    """
    @notice Sets the least amount, in reference units, that counts as on time in a book's entries.
    """
    self._check_governance()
    word: uint256 = self._books[book]
    assert word & STATUS_MASK != 0, "ledger: book is unknown"
    assert amount_ref <= MASK_56, "ledger: least amount is out of range"
    self._books[book] = (word & STATUS_MASK) | (amount_ref << ON_TIME_MIN_SHIFT)
    log OnTimeMinSet(book=book, amount_ref=amount_ref)


@external
def set_governance(governance: address):
    """
    @notice Hands governance over.
    """
    self._check_governance()
    assert governance != empty(address), "ledger: governance is empty"
    self.governance = governance
    log GovernanceSet(governance=governance)


@internal
@view
def _check_governance():
    assert msg.sender == self.governance, "ledger: caller is not governance"


# ---------------------------------------------------------------------------- words, all pure


@internal
@pure
def _is_countable(entry: uint256, counts: uint256, book: uint256) -> bool:
    """
    @dev Whether an on-time entry is large enough, and on a later day than the last one counted.
    """
    if (entry >> credit_entry.AMOUNT_REF_SHIFT) & MASK_56 < book >> ON_TIME_MIN_SHIFT:
        return False
    return (entry >> credit_entry.DAY_SHIFT) & MASK_20 > (counts >> LAST_DAY_SHIFT) & MASK_20


@internal
@pure
def _is_marking(kind: uint256) -> bool:
    return (
        kind == credit_entry.ARREARS_REACHED
        or kind == credit_entry.DEFAULTED
        or kind == credit_entry.WRITTEN_OFF
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
    return marks


@internal
@pure
def _mark_counted(marks: uint256, index: uint256) -> uint256:
    # `index` is at most 5.
    return self._incremented(marks, unsafe_mul(MARK_WIDTH, index), MASK_12)


@internal
@pure
def _mark_dated(marks: uint256, index: uint256, day: uint256) -> uint256:
    # `index` is at most 5.
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
