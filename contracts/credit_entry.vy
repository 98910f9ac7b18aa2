# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title One entry of a credit record, packed into a word
@notice Low bits first:
        kind 8 | flags 16 | day 20 | unbroken 16 | oldest 16 | amount 56 | amount_ref 56 |
        exposure_after 56; the 12 bits on top are empty.
        Packing saturates: a field too large for its place is written as the largest that fits.
        `src/shouxin/credit/entry.py` is the same layout in Python.
"""


struct Entry:
    kind: uint256  # one of the kinds below
    flags: uint256  # the flags below
    day: uint256  # civil day since 1970-01-01 at the terms' offset
    unbroken: uint256  # days past due, unbroken count, before the move
    oldest: uint256  # days past due from the oldest unpaid bill, before the move
    amount: uint256  # in the loan's quanta; a level in days for ARREARS_REACHED
    amount_ref: uint256  # in reference units
    exposure_after: uint256  # this loan's live exposure after the move, in reference units


# Kinds.
OPENED: constant(uint256) = 1
PAID: constant(uint256) = 2
ARREARS_REACHED: constant(uint256) = 3  # amount = 1, 30, 60 or 90 days
CURED: constant(uint256) = 4
AMENDED: constant(uint256) = 5  # amount = its kind
WAIVED: constant(uint256) = 6
DEFAULTED: constant(uint256) = 7
ACCELERATED: constant(uint256) = 8
WRITTEN_OFF: constant(uint256) = 9
RECOVERED: constant(uint256) = 10
REPAID: constant(uint256) = 11
WITHDRAWN: constant(uint256) = 12
SETTLED: constant(uint256) = 13
ROLLED_OVER: constant(uint256) = 14
FURNISHED: constant(uint256) = 15
TRADE_FACT: constant(uint256) = 16
INQUIRY: constant(uint256) = 17
DISPUTED: constant(uint256) = 18
ANSWERED: constant(uint256) = 19
CORRECTED: constant(uint256) = 20
MERGED: constant(uint256) = 21
ON_TIME_BILL: constant(uint256) = 22  # a bill wholly credited ahead, by its day
NOTICE_GIVEN: constant(uint256) = 23
WITHDRAWAL_NOTICE: constant(uint256) = 24
TRANSFERRED: constant(uint256) = 25

# The one kind of amendment that speaks against the borrower (纾困重组).
FORBEARANCE: constant(uint256) = 5

# Flags.
ON_TIME: constant(uint256) = 1  # this move wholly cleared a bill by its day
COUNTED: constant(uint256) = 1 << 1  # set by the ledger alone: the on-time was counted
LICENSED: constant(uint256) = 1 << 2  # the lender is licensed
SEVERITY_BEFORE_SHIFT: constant(uint256) = 4  # 3 bits: 0 none, 1 to 4 as `_severity`
SEVERITY_AFTER_SHIFT: constant(uint256) = 8  # 3 bits
DEFAULTED_BEFORE: constant(uint256) = 1 << 12
DEFAULTED_AFTER: constant(uint256) = 1 << 13
NEGATIVE: constant(uint256) = 1 << 14  # in a statement: it, or what it refers to, is negative
STATED: constant(uint256) = 1 << 15  # set by the ledger alone: a statement, written by no book

# Codes of answers, corrections and merges, in the place of the unbroken count.
UPHELD: constant(uint256) = 1
REJECTED: constant(uint256) = 2
WRONG_COMPUTATION: constant(uint256) = 1
WITHDRAWN_BY_SOURCE: constant(uint256) = 2
UNANSWERED: constant(uint256) = 3
MERGED_INTO: constant(uint256) = 1
MERGED_FROM: constant(uint256) = 2

# Purposes of inquiries: from 1 on those of a decision on credit, hard; from here on the others.
SOFT_PURPOSE_MIN: constant(uint256) = 16

# Places in the word.
FLAGS_SHIFT: constant(uint256) = 8
DAY_SHIFT: constant(uint256) = 24
UNBROKEN_SHIFT: constant(uint256) = 44
OLDEST_SHIFT: constant(uint256) = 60
AMOUNT_SHIFT: constant(uint256) = 76
AMOUNT_REF_SHIFT: constant(uint256) = 132
EXPOSURE_SHIFT: constant(uint256) = 188

MASK_8: constant(uint256) = 2**8 - 1
MASK_16: constant(uint256) = 2**16 - 1
MASK_20: constant(uint256) = 2**20 - 1
MASK_56: constant(uint256) = 2**56 - 1


@internal
@pure
def _pack(
    kind: uint256,
    flags: uint256,
    day: uint256,
    unbroken: uint256,
    oldest: uint256,
    amount: uint256,
    amount_ref: uint256,
    exposure_after: uint256,
) -> uint256:
    """
    @notice The word of an entry. Saturates each field.
    """
    return (
        min(kind, MASK_8)
        | (min(flags, MASK_16) << FLAGS_SHIFT)
        | (min(day, MASK_20) << DAY_SHIFT)
        | (min(unbroken, MASK_16) << UNBROKEN_SHIFT)
        | (min(oldest, MASK_16) << OLDEST_SHIFT)
        | (min(amount, MASK_56) << AMOUNT_SHIFT)
        | (min(amount_ref, MASK_56) << AMOUNT_REF_SHIFT)
        | (min(exposure_after, MASK_56) << EXPOSURE_SHIFT)
    )


@internal
@pure
def _unpack(word: uint256) -> Entry:
    """
    @notice The fields of an entry's word.
    """
    return Entry(
        kind=word & MASK_8,
        flags=(word >> FLAGS_SHIFT) & MASK_16,
        day=(word >> DAY_SHIFT) & MASK_20,
        unbroken=(word >> UNBROKEN_SHIFT) & MASK_16,
        oldest=(word >> OLDEST_SHIFT) & MASK_16,
        amount=(word >> AMOUNT_SHIFT) & MASK_56,
        amount_ref=(word >> AMOUNT_REF_SHIFT) & MASK_56,
        exposure_after=(word >> EXPOSURE_SHIFT) & MASK_56,
    )


@internal
@view
def _statement(
    kind: uint256, is_negative: bool, code: uint256, amount: uint256, amount_ref: uint256
) -> uint256:
    """
    @notice The word of a statement made now; its day is the UTC day.
    """
    flags: uint256 = STATED | (NEGATIVE if is_negative else 0)
    day: uint256 = block.timestamp // 86_400
    return self._pack(kind, flags, day, code, 0, amount, amount_ref, 0)


@internal
@pure
def _is_stated(word: uint256) -> bool:
    """
    @notice Whether the entry is a statement and not a book's.
    """
    return word & (STATED << FLAGS_SHIFT) != 0


@internal
@pure
def _is_negative(word: uint256) -> bool:
    """
    @notice Whether the entry speaks against its party: arrears reached, a default, acceleration, a
            write-off, forbearance; a furnished one by its furnisher's word.
    """
    kind: uint256 = word & MASK_8
    if self._is_stated(word):
        return kind == FURNISHED and word & (NEGATIVE << FLAGS_SHIFT) != 0
    if kind == ARREARS_REACHED:
        return (word >> AMOUNT_SHIFT) & MASK_56 != 0
    if kind == AMENDED:
        return self._is_forbearance(word)
    return kind == DEFAULTED or kind == ACCELERATED or kind == WRITTEN_OFF


@internal
@pure
def _is_forbearance(word: uint256) -> bool:
    """
    @notice Whether a book's entry tells of an amendment that is forbearance.
    """
    return word & MASK_8 == AMENDED and (word >> AMOUNT_SHIFT) & MASK_56 == FORBEARANCE


@internal
@pure
def _severity(days_past_due: uint256) -> uint256:
    """
    @notice 0 none, 1 for 1-29 days past due, 2 for 30-59, 3 for 60-89, 4 for 90 and more.
    """
    if days_past_due == 0:
        return 0
    return min(days_past_due // 30, 3) + 1


@internal
@pure
def _threshold(severity: uint256) -> uint256:
    """
    @notice The days past due at which a severity of 1 to 4 begins: 1, 30, 60, 90.
    """
    if severity <= 1:
        return 1
    return 30 * min(severity - 1, 3)
