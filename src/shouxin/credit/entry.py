# SPDX-License-Identifier: Apache-2.0
"""One entry of a credit record, packed into a word as ``contracts/credit_entry.vy`` lays it out.

Low bits first: kind 8, flags 16, day 20, unbroken 16, oldest 16, amount 56, amount_ref 56,
exposure_after 56; 244 bits in all. Packing saturates.

A statement (``Flag.STATED``) is an entry that no book wrote: it has a code in the place of
``unbroken`` and in ``amount`` the index of the entry that it refers to, or a number of loans.
"""

from dataclasses import astuple, dataclass
from enum import IntEnum, IntFlag

from shouxin.primitives.errors import BadInput

WIDTHS = (8, 16, 20, 16, 16, 56, 56, 56)
WORD_BITS = sum(WIDTHS)

SEVERITY_BEFORE_SHIFT = 4
SEVERITY_AFTER_SHIFT = 8
SEVERITY_MASK = 7
FORBEARANCE = 5
"""The kind, in an amendment's amount, that speaks against the borrower."""


class Kind(IntEnum):
    """What an entry says."""

    OPENED = 1
    PAID = 2
    ARREARS_REACHED = 3
    CURED = 4
    AMENDED = 5
    WAIVED = 6
    DEFAULTED = 7
    ACCELERATED = 8
    WRITTEN_OFF = 9
    RECOVERED = 10
    REPAID = 11
    WITHDRAWN = 12
    SETTLED = 13
    ROLLED_OVER = 14
    FURNISHED = 15
    TRADE_FACT = 16
    INQUIRY = 17
    DISPUTED = 18
    ANSWERED = 19
    CORRECTED = 20
    MERGED = 21
    ON_TIME_BILL = 22
    NOTICE_GIVEN = 23
    WITHDRAWAL_NOTICE = 24
    TRANSFERRED = 25


CLOSING_KINDS = frozenset({Kind.REPAID, Kind.WITHDRAWN, Kind.SETTLED, Kind.ROLLED_OVER})


class Flag(IntFlag):
    """An entry's single-bit flags; severities stand between them."""

    ON_TIME = 1
    COUNTED = 1 << 1
    LICENSED = 1 << 2
    DEFAULTED_BEFORE = 1 << 12
    DEFAULTED_AFTER = 1 << 13
    NEGATIVE = 1 << 14
    STATED = 1 << 15


class Answer(IntEnum):
    """A statement's code in ``ANSWERED``."""

    UPHELD = 1
    REJECTED = 2


class Correction(IntEnum):
    """A statement's code in ``CORRECTED``: why the entry counts no more."""

    WRONG_COMPUTATION = 1
    WITHDRAWN_BY_SOURCE = 2
    UNANSWERED = 3


class Merger(IntEnum):
    """A statement's code in ``MERGED``."""

    INTO = 1
    FROM = 2


class Reason(IntEnum):
    """Why a subject disputes an entry, a statement's code in ``DISPUTED``; others are free."""

    NOT_MINE = 1
    WRONG_AMOUNT = 2
    WRONG_DATE = 3
    PAID = 4
    NO_CONSENT = 5
    IDENTITY_STOLEN = 6
    OTHER = 255


class Purpose(IntEnum):
    """Why a report was asked for, a statement's code in ``INQUIRY``; up to 15 it is hard."""

    LOAN_APPLICATION = 1
    CREDIT_CARD_APPLICATION = 2
    GUARANTOR_REVIEW = 3
    LIMIT_REVIEW = 4
    AFTER_LENDING = 16
    OWN_REQUEST = 17
    DISPUTE_REVIEW = 18
    SUPERVISION = 19


SOFT_PURPOSE_MIN = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry's fields.

    Attributes:
        kind: a ``Kind``, or a number that this version doesn't know.
        flags: ``Flag`` bits and the severities before and after.
        day: civil day since 1970-01-01 at the terms' offset.
        unbroken: days past due, unbroken count, before the move; a statement's code.
        oldest: days past due from the oldest unpaid bill, before the move.
        amount: in the loan's quanta; for ARREARS_REACHED the level in days, 1, 30, 60 or 90;
            in a statement an index, for FURNISHED the number of loans.
        amount_ref: in reference units.
        exposure_after: the loan's live exposure after the move, in reference units.
    """

    kind: int
    flags: int = 0
    day: int = 0
    unbroken: int = 0
    oldest: int = 0
    amount: int = 0
    amount_ref: int = 0
    exposure_after: int = 0

    @property
    def severity_before(self) -> int:
        """0 none, 1 for 1-29 days past due, 2 for 30-59, 3 for 60-89, 4 for 90 and more."""
        return self.flags >> SEVERITY_BEFORE_SHIFT & SEVERITY_MASK

    @property
    def severity_after(self) -> int:
        """The same after the move."""
        return self.flags >> SEVERITY_AFTER_SHIFT & SEVERITY_MASK

    def has(self, flag: Flag) -> bool:
        """Whether a flag is set."""
        return bool(self.flags & flag)


def is_negative(entry: Entry) -> bool:
    """Whether an entry speaks against its party; a furnished one by its furnisher's word."""
    if entry.has(Flag.STATED):
        return entry.kind == Kind.FURNISHED and entry.has(Flag.NEGATIVE)
    if entry.kind == Kind.ARREARS_REACHED:
        return entry.amount != 0
    marking = {Kind.DEFAULTED, Kind.ACCELERATED, Kind.WRITTEN_OFF}
    return entry.kind in marking or is_forbearance(entry)


def is_forbearance(entry: Entry) -> bool:
    """Whether a book's entry tells of an amendment that is forbearance."""
    return entry.kind == Kind.AMENDED and entry.amount == FORBEARANCE


def is_hard_inquiry(entry: Entry) -> bool:
    """Whether a statement is an inquiry for a decision on credit."""
    return entry.kind == Kind.INQUIRY and entry.unbroken < SOFT_PURPOSE_MIN


def is_merger(entry: Entry) -> bool:
    """Whether a statement says into whom its party was merged."""
    return entry.kind == Kind.MERGED and entry.unbroken == Merger.INTO


def pack(entry: Entry) -> int:
    """The entry's word; a field too large for its place is written as the largest that fits."""
    word = shift = 0
    for value, width in zip(astuple(entry), WIDTHS, strict=True):
        word |= min(value, (1 << width) - 1) << shift
        shift += width
    return word


def unpack(word: int) -> Entry:
    """The fields of an entry's word.

    Raises:
        BadInput: the number is no entry's word.
    """
    if not 0 <= word < 1 << WORD_BITS:
        raise BadInput(
            "record.bad_entry",
            f"entry {word:#x} is not a number of {WORD_BITS} bits: bring the word from the event",
            f"记录 {word:#x} 不是 {WORD_BITS} 位的数：请使用事件中的原值",
        )
    fields = []
    for width in WIDTHS:
        fields.append(word & ((1 << width) - 1))
        word >>= width
    return Entry(*fields)


def severity(days_past_due: int) -> int:
    """0 none, 1 for 1-29 days past due, 2 for 30-59, 3 for 60-89, 4 for 90 and more."""
    return 0 if days_past_due == 0 else min(days_past_due // 30, 3) + 1
