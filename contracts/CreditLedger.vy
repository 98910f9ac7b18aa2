# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The credit ledger: each party's hash chain of entries, and its aggregates in three words
@notice Who may do what:
        - A book that governance authorised records entries about loans.
        - A book that governance retired records about loans it opened, for ever, and opens none.
        - A party's wallet disputes an entry of its record, once an entry.
        - The source of a disputed statement answers, for a book's entry the book's answerer: upheld
          or rejected. A furnished entry without an answer in the days for it lapses, by anyone.
        - The source of a statement corrects it. A book's entry is corrected by governance alone,
          with evidence that the computation was wrong.
        - An accredited furnisher furnishes, an accredited report user leaves inquiries, the
          identity provider that enrolled a party merges it into another that is found to be the same.
        - Governance authorises and retires books, sets each book's least amount that counts as
          on time and its answerer, accredits furnishers and report users, sets the days to answer,
          and hands itself over. It can't take an entry out of a record or change one.
        - Anyone reads, and anchors a head.
        The record can't brick a loan: for an authorised book `record` refuses nothing; counters
        saturate and amounts are clamped, and no statement stands in its way.
@dev A party's head is keccak256(abi_encode(head before, source, loan, entry)) over all its
     entries, statements too; a statement has what it refers to in the place of the loan. Every
     aggregate can be recounted from the entries alone, as `src/shouxin/credit/record.py` does.
     Entries are stored nowhere: who refers to one cites it (`citations.vy`). The aggregates' words
     are in `record_words.vy`.
"""

from .interfaces import ICreditLedger
from .interfaces import IPartyProfiles

from . import citations
from . import contests
from . import credit_entry
from . import mergers
from . import record_words
from . import signatures
from . import signed_once
from . import statement_rights

initializes: signatures
initializes: signed_once[signatures := signatures]
initializes: mergers[signed_once := signed_once]
initializes: contests
initializes: statement_rights

exports: (
    signatures.eip712Domain,
    mergers.merged_into,
    statement_rights.answerer_of,
    statement_rights.is_furnisher,
    statement_rights.purposes_of,
    statement_rights.answer_days,
)

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


AUTHORISED: constant(uint256) = 1
RETIRED: constant(uint256) = 2
STATUS_MASK: constant(uint256) = 2**8 - 1
ON_TIME_MIN_SHIFT: constant(uint256) = 8

# What of a given entry is recorded: its 244 bits, less the flags that the ledger alone sets.
GIVEN_BITS: constant(uint256) = (2**244 - 1) ^ (
    (credit_entry.COUNTED | credit_entry.STATED) << credit_entry.FLAGS_SHIFT
)

DISPUTE_TYPEHASH: constant(bytes32) = keccak256(
    "Dispute(address wallet,bytes32 party,uint256 index,bytes32 head,uint256 reason,bytes32 evidence,uint256 nonce,uint256 deadline)"
)

REGISTRY: immutable(IPartyProfiles)


# Who authorises books, an address (a timelock); set by itself.
governance: public(address)
# Per book: status (8 bits: 0 unknown, 1 authorised, 2 retired), then the least amount in reference
# units that counts as on time (56 bits). Set by governance.
_books: HashMap[address, uint256]
# Per party: head and aggregates. Written by books through `record`, and by statements.
_records: HashMap[bytes32, record_words.Record]


@deploy
def __init__(governance: address, registry: address):
    assert governance != empty(address), "ledger: governance is empty"
    assert registry.is_contract, "ledger: registry is no contract"
    signatures.__init__("Shouxin CreditLedger", "1")
    REGISTRY = IPartyProfiles(registry)
    self.governance = governance
    statement_rights.__init__()
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
        if flags & credit_entry.ON_TIME != 0 and record_words._is_countable(
            given, counts, book >> ON_TIME_MIN_SHIFT
        ):
            entry |= credit_entry.COUNTED << credit_entry.FLAGS_SHIFT
            counts = record_words._with_on_time(counts, entry)
        if kind == credit_entry.OPENED:
            assert book & STATUS_MASK == AUTHORISED, "ledger: a retired book opens no loan"
            counts = record_words._with_opened(counts, flags)
        elif kind >= credit_entry.REPAID and kind <= credit_entry.ROLLED_OVER:
            counts = record_words._with_closed(counts, flags)
        if flags & record_words.WAS_BAD != 0 or record_words._is_marking(kind):
            if not has_marks:
                marks = self._records[party].marks
                has_marks = True
            marks = record_words._with_marks(marks, entry)
        head = keccak256(abi_encode(head, msg.sender, loan, entry))
        log ICreditLedger.EntryRecorded(
            party=party,
            loan=loan,
            source=msg.sender,
            index=counts & record_words.MASK_32,
            entry=entry,
        )
        counts = record_words._incremented(counts, 0, record_words.MASK_32)
    self._records[party].head = head
    self._records[party].counts = record_words._with_exposure(
        counts, exposure_before, exposure_after
    )
    if has_marks:
        self._records[party].marks = marks


# ------------------------------------------------------------------------------------ disputes


@external
def dispute(citation: citations.Citation, reason: uint256, evidence: bytes32):
    """
    @notice Disputes an entry of the caller's own record (异议), once an entry.
    @param reason 1 to 255; `docs/contracts.md` has the codes.
    @param evidence keccak256 of a secret salt and what is stated off chain.
    """
    self._dispute(msg.sender, citation, reason, evidence)


@external
def dispute_signed(
    wallet: address,
    citation: citations.Citation,
    reason: uint256,
    evidence: bytes32,
    nonce: uint256,
    deadline: uint256,
    signature: Bytes[1024],
):
    """
    @notice Disputes an entry for a wallet that signed. Anyone relays it.
    @dev What is signed names the head with the entry at its end: no other history will do. The
         links after the entry are the relayer's to bring, for the record may grow meanwhile. An
         entry is disputed once, so no nonce is spent: it serves to void what was signed.
    @param deadline The last second at which `signature` serves.
    @param signature The wallet's, over Dispute.
    """
    party: bytes32 = self._dispute(wallet, citation, reason, evidence)
    head: bytes32 = citations._head_with(citation.head_before, citation.links[0])
    hashed: bytes32 = keccak256(
        abi_encode(
            DISPUTE_TYPEHASH,
            wallet,
            party,
            citation.index,
            head,
            reason,
            evidence,
            nonce,
            deadline,
        )
    )
    signed_once._check(wallet, hashed, nonce, deadline, signature)


@external
def answer(party: bytes32, index: uint256, is_upheld: bool, evidence: bytes32):
    """
    @notice Answers a dispute. For the source of a statement; for a book's entry, its answerer.
            Upheld, the entry stays under dispute until it is corrected, or after all rejected.
    """
    contest: contests.Contest = contests._open(party, index)
    answerer: address = contest.source
    if not credit_entry._is_stated(contest.entry):
        answerer = statement_rights.answerer_of[contest.source]
    assert msg.sender == answerer, "ledger: caller does not answer for the entry"
    self._records[party] = contests._answer(
        party, self._records[party], index, msg.sender, is_upheld, evidence
    )


@external
def correct(party: bytes32, citation: citations.Citation, evidence: bytes32):
    """
    @notice Corrects an entry, disputed or not: what it began counts no more, and a dispute of it
            ends. For the source of a statement; for a book's entry, governance, which shows that
            it was computed wrongly. The entry itself stays, followed by the correction.
    """
    assert evidence != empty(bytes32), "ledger: evidence is empty"
    record: record_words.Record = self._records[party]
    link: citations.Link = contests._cited(party, record, citation)
    code: uint256 = credit_entry.WRONG_COMPUTATION
    if credit_entry._is_stated(link.entry):
        contests._check_contestable(link.entry)
        assert msg.sender == link.source, "ledger: caller is not the entry's source"
        code = credit_entry.WITHDRAWN_BY_SOURCE
        if record_words._is_merger(link.entry):
            mergers.merged_into[party] = empty(bytes32)
    else:
        self._check_governance()
    self._records[party] = contests._correct(
        party, record, citation.index, link, msg.sender, code, evidence
    )


@external
def lapse(party: bytes32, index: uint256):
    """
    @notice Corrects a furnished entry whose dispute was not rejected in the days for it. For
            anyone.
    """
    self._records[party] = contests._lapse(party, self._records[party], index, msg.sender)


@external
def anchor(party: bytes32, citation: citations.Citation):
    """
    @notice Makes the head before a cited entry, and the one after it, known, so that what is older
            or is to be cited later can be cited in few links. For anyone.
    """
    contests._anchor(party, self._records[party], citation)


@external
def cancel_nonce(nonce: uint256):
    """
    @notice Voids what the caller signed with a nonce, for ever.
    """
    signed_once._cancel(msg.sender, nonce)


# ---------------------------------------------------------------------------------- statements


@external
def inquire(party: bytes32, purpose: uint256, reference: bytes32):
    """
    @notice Notes that a report was asked for (查询记录). For a report user accredited for the
            purpose, which says whether the inquiry is hard.
    @param purpose 1 to 15 decide on credit, 16 to 31 don't; `docs/contracts.md` has the codes.
    @param reference Of the consent, not empty.
    """
    statement_rights._check_purpose(msg.sender, purpose)
    assert reference != empty(bytes32), "ledger: reference is empty"
    mergers._provider_of(REGISTRY, party)
    entry: uint256 = credit_entry._statement(credit_entry.INQUIRY, False, purpose, 0, 0)
    self._state(party, msg.sender, reference, entry)


@external
def furnish(
    party: bytes32, root: bytes32, loans: uint256, amount_ref: uint256, is_negative: bool
):
    """
    @notice Furnishes loans elsewhere by the root of a Merkle tree. For an accredited furnisher.
    @param loans How many the tree has.
    @param amount_ref What is owed on them, in reference units.
    @param is_negative Whether any of them speaks against the party.
    """
    statement_rights._check_furnisher(msg.sender)
    assert root != empty(bytes32), "ledger: root is empty"
    mergers._provider_of(REGISTRY, party)
    entry: uint256 = credit_entry._statement(
        credit_entry.FURNISHED, is_negative, 0, loans, amount_ref
    )
    self._state(party, msg.sender, root, entry)


@external
def merge(
    party: bytes32,
    into: bytes32,
    signer: address,
    nonce: uint256,
    deadline: uint256,
    signature: Bytes[1024],
):
    """
    @notice Says that a party was found to be another, already linked to it; both records stay and
            refer to each other. For the identity provider that enrolled both; if it enrolled one,
            the other's provider or a wallet of the other signs.
    @param signer Who signs; unused if the caller enrolled both.
    @param deadline The last second at which `signature` serves.
    @param signature The signer's, over Merger.
    """
    mergers._merge(
        REGISTRY, msg.sender, party, into, signer, nonce, deadline, signature
    )
    index: uint256 = self._records[party].counts & record_words.MASK_32
    other_index: uint256 = self._records[into].counts & record_words.MASK_32
    kind: uint256 = credit_entry.MERGED
    entry: uint256 = credit_entry._statement(
        kind, False, credit_entry.MERGED_INTO, other_index, 0
    )
    self._state(party, msg.sender, into, entry)
    entry = credit_entry._statement(kind, False, credit_entry.MERGED_FROM, index, 0)
    self._state(into, msg.sender, party, entry)


# ------------------------------------------------------------------------------------ reading


@view
@external
@reentrant
def exposure_of(party: bytes32) -> uint256:
    """
    @notice The live exposure of a party over all its loans here, in reference units.
    """
    return (self._records[party].counts >> record_words.EXPOSURE_SHIFT) & record_words.MASK_64


@view
@external
def head_of(party: bytes32) -> bytes32:
    """
    @notice The head of the party's hash chain, empty before its first entry.
    """
    return self._records[party].head


@view
@external
def record_of(party: bytes32) -> record_words.Record:
    """
    @notice The four stored words of a party, as `eth_getProof` shows them.
    """
    return self._records[party]


@view
@external
def aggregates_of(party: bytes32) -> record_words.Aggregates:
    """
    @notice What a lender asks of a party's record, in one read.
    """
    record: record_words.Record = self._records[party]
    return record_words._aggregates(record.counts, record.marks, record.statements)


@view
@external
def contest_of(party: bytes32, index: uint256) -> contests.Contest:
    """
    @notice What became of an entry: its dispute, its correction.
    """
    return contests._contests[party][index]


@view
@external
def anchor_of(party: bytes32, entry_count: uint256) -> bytes32:
    """
    @notice The head after so many entries, if it was anchored.
    """
    return contests._anchors[party][entry_count]


@view
@external
def cited(party: bytes32, citation: citations.Citation) -> citations.Link:
    """
    @notice The cited entry, if it is in the party's record at that index.
    """
    return contests._cited(party, self._records[party], citation)


@view
@external
def is_nonce_used(wallet: address, nonce: uint256) -> bool:
    """
    @notice Whether a wallet's nonce was used or cancelled.
    """
    return signed_once._is_used(wallet, nonce)


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
    assert amount_ref <= record_words.MASK_56, "ledger: least amount is out of range"
    self._books[book] = (word & STATUS_MASK) | (amount_ref << ON_TIME_MIN_SHIFT)
    log OnTimeMinSet(book=book, amount_ref=amount_ref)


@external
def set_answerer(book: address, answerer: address):
    """
    @notice Names who answers disputes of a book's entries: an institution, or a contract that lets
            each loan's servicer answer. Empty for nobody.
    """
    self._check_governance()
    assert self._books[book] & STATUS_MASK != 0, "ledger: book is unknown"
    statement_rights._set_answerer(book, answerer)


@external
def accredit_furnisher(furnisher: address, is_accredited: bool):
    """
    @notice Accredits a furnisher, or no longer. Its right to answer and to correct what it
            furnished stays.
    """
    self._check_governance()
    statement_rights._accredit_furnisher(furnisher, is_accredited)


@external
def accredit_report_user(user: address, purposes: uint256):
    """
    @notice Sets for which purposes a report user may inquire, bit n for purpose n; 0 for none.
    """
    self._check_governance()
    statement_rights._accredit_report_user(user, purposes)


@external
def set_answer_days(days: uint256):
    """
    @notice Sets the days in which disputes of furnished entries, made from now on, are to be
            answered.
    """
    self._check_governance()
    statement_rights._set_answer_days(days)


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


# ----------------------------------------------------------------------------- how they are done


@internal
def _dispute(
    wallet: address, citation: citations.Citation, reason: uint256, evidence: bytes32
) -> bytes32:
    """
    @dev Returns the wallet's party.
    """
    party: bytes32 = staticcall REGISTRY.party_of(wallet)
    assert party != empty(bytes32), "ledger: wallet belongs to no party"
    assert not staticcall REGISTRY.is_being_replaced(wallet), "ledger: wallet is being replaced"
    self._records[party] = contests._dispute(
        party,
        self._records[party],
        citation,
        wallet,
        reason,
        evidence,
        statement_rights.answer_days,
    )
    return party


@internal
def _state(party: bytes32, source: address, reference: bytes32, entry: uint256):
    """
    @dev A new statement with what it adds to word three.
    """
    record: record_words.Record = self._records[party]
    index: uint256 = record.counts & record_words.MASK_32
    record.statements = record_words._with_statement(record.statements, entry, index)
    self._records[party] = record_words._appended(party, record, source, reference, entry)
