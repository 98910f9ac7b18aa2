# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Disputes, answers and corrections of a record's entries
@notice An entry is under dispute from its dispute (异议) until the dispute is rejected or the entry
        is corrected; upheld, it waits for the correction. It is disputed once and corrected once.
        Nothing is taken out of a record: each step is a further entry that refers to the first.
@dev Takes a party's record and gives it back as it is afterwards; the ledger writes it, and checks
     who calls.
"""

from . import citations
from . import credit_entry
from . import record_words


event Anchored:
    party: indexed(bytes32)
    entry_count: uint256
    head: bytes32


# What became of an entry that was disputed or corrected.
struct Contest:
    status: uint256  # 0 nothing, 1 disputed, 2 dispute rejected, 3 dispute upheld, 4 corrected
    last_day: uint256  # the last UTC day on which a furnished entry's dispute can be answered
    source: address  # of the entry
    loan: bytes32  # that it is about, or what a statement refers to
    entry: uint256  # packed


DISPUTED: constant(uint256) = 1
REJECTED: constant(uint256) = 2
UPHELD: constant(uint256) = 3
CORRECTED: constant(uint256) = 4

REASON_MAX: constant(uint256) = 255
DAY: constant(uint256) = 86_400


# Party -> number of entries -> the head after them; anchored by anyone who cites it.
_anchors: HashMap[bytes32, HashMap[uint256, bytes32]]
# Party -> index -> what became of that entry, once it was disputed or corrected.
_contests: HashMap[bytes32, HashMap[uint256, Contest]]


@internal
@view
def _cited(
    party: bytes32, record: record_words.Record, citation: citations.Citation
) -> citations.Link:
    """
    @notice The cited entry, whose links lead to a head that is known at their end.
    """
    count: uint256 = record.counts & record_words.MASK_32
    assert citation.index < count and len(citation.links) != 0, "ledger: no entry is cited"
    end: uint256 = citation.index + len(citation.links)
    known: bytes32 = self._anchors[party][end]
    if end == count:
        known = record.head
    assert (
        citations._last_head(citation) == known
    ), "ledger: cited entries are not the record's"
    return citation.links[0]


@internal
def _anchor(party: bytes32, record: record_words.Record, citation: citations.Citation):
    """
    @notice Makes the heads before and after a cited entry known.
    """
    link: citations.Link = self._cited(party, record, citation)
    after: bytes32 = citations._head_with(citation.head_before, link)
    self._set_anchor(party, citation.index, citation.head_before)
    self._set_anchor(party, citation.index + 1, after)


@internal
def _dispute(
    party: bytes32,
    record: record_words.Record,
    citation: citations.Citation,
    wallet: address,
    reason: uint256,
    evidence: bytes32,
    days: uint256,
) -> record_words.Record:
    """
    @param days Those in which a furnished entry's dispute is to be answered.
    """
    assert reason != 0 and reason <= REASON_MAX, "ledger: reason is out of range"
    assert evidence != empty(bytes32), "ledger: evidence is empty"
    index: uint256 = citation.index
    link: citations.Link = self._cited(party, record, citation)
    self._check_contestable(link.entry)
    assert (
        self._contests[party][index].status == 0
    ), "ledger: entry was disputed or corrected before"
    self._contests[party][index] = Contest(
        status=DISPUTED,
        last_day=block.timestamp // DAY + days,
        source=link.source,
        loan=link.loan,
        entry=link.entry,
    )
    is_negative: bool = credit_entry._is_negative(link.entry)
    after: record_words.Record = record
    if is_negative:
        after.statements = record_words._with_dispute(after.statements)
    entry: uint256 = credit_entry._statement(
        credit_entry.DISPUTED, is_negative, reason, index, 0
    )
    return record_words._appended(party, after, wallet, evidence, entry)


@internal
def _answer(
    party: bytes32,
    record: record_words.Record,
    index: uint256,
    answerer: address,
    is_upheld: bool,
    evidence: bytes32,
) -> record_words.Record:
    contest: Contest = self._open(party, index)
    assert evidence != empty(bytes32), "ledger: evidence is empty"
    assert not (
        is_upheld and contest.status == UPHELD
    ), "ledger: dispute was upheld already"
    assert not self._is_lapsed(contest), "ledger: days to answer are over"
    is_negative: bool = credit_entry._is_negative(contest.entry)
    after: record_words.Record = record
    self._contests[party][index].status = UPHELD if is_upheld else REJECTED
    if is_negative and not is_upheld:
        after.statements = record_words._without_dispute(after.statements)
    code: uint256 = credit_entry.UPHELD if is_upheld else credit_entry.REJECTED
    entry: uint256 = credit_entry._statement(
        credit_entry.ANSWERED, is_negative, code, index, 0
    )
    return record_words._appended(party, after, answerer, evidence, entry)


@internal
def _lapse(
    party: bytes32, record: record_words.Record, index: uint256, caller: address
) -> record_words.Record:
    contest: Contest = self._open(party, index)
    assert self._is_lapsed(contest), "ledger: entry does not lapse now"
    link: citations.Link = citations.Link(
        source=contest.source, loan=contest.loan, entry=contest.entry
    )
    code: uint256 = credit_entry.UNANSWERED
    return self._correct(party, record, index, link, caller, code, empty(bytes32))


@internal
def _correct(
    party: bytes32,
    record: record_words.Record,
    index: uint256,
    link: citations.Link,
    caller: address,
    code: uint256,
    evidence: bytes32,
) -> record_words.Record:
    """
    @notice What an entry began counts no more, and its dispute ends.
    """
    status: uint256 = self._contests[party][index].status
    assert status != CORRECTED, "ledger: entry was corrected before"
    self._contests[party][index] = Contest(
        status=CORRECTED,
        last_day=0,
        source=link.source,
        loan=link.loan,
        entry=link.entry,
    )
    is_negative: bool = credit_entry._is_negative(link.entry)
    after: record_words.Record = record
    if is_negative:
        if status == DISPUTED or status == UPHELD:
            after.statements = record_words._without_dispute(after.statements)
        after.statements = record_words._with_correction(after.statements)
    if credit_entry._is_stated(link.entry):
        after.statements = record_words._without_statement(after.statements, link.entry)
    else:
        after.marks = record_words._without_mark(after.marks, link.entry)
    entry: uint256 = credit_entry._statement(
        credit_entry.CORRECTED, is_negative, code, index, 0
    )
    return record_words._appended(party, after, caller, evidence, entry)


@internal
@view
def _open(party: bytes32, index: uint256) -> Contest:
    """
    @dev The contest of an entry under dispute.
    """
    contest: Contest = self._contests[party][index]
    assert (
        contest.status == DISPUTED or contest.status == UPHELD
    ), "ledger: entry is not under dispute"
    return contest


@internal
def _set_anchor(party: bytes32, entry_count: uint256, head: bytes32):
    self._anchors[party][entry_count] = head
    log Anchored(party=party, entry_count=entry_count, head=head)


@internal
@pure
def _check_contestable(entry: uint256):
    """
    @dev A dispute, an answer or a correction is not disputed or corrected itself.
    """
    kind: uint256 = entry & credit_entry.MASK_8
    assert not (
        credit_entry._is_stated(entry)
        and kind >= credit_entry.DISPUTED
        and kind <= credit_entry.CORRECTED
    ), "ledger: entry is about a dispute itself"


@internal
@view
def _is_lapsed(contest: Contest) -> bool:
    """
    @dev Whether a furnished entry's days to answer are over. No other entry lapses.
    """
    return (
        credit_entry._is_stated(contest.entry)
        and contest.entry & credit_entry.MASK_8 == credit_entry.FURNISHED
        and block.timestamp // DAY > contest.last_day
    )
