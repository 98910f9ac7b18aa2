# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Answering: a loan's servicer answers disputes of what its book wrote
@notice Who may do what:
        - The servicer of a loan, whom its terms name or the holders put in its place, answers a
          dispute of an entry about that loan: upheld or rejected.
        Nobody else can do anything; there is no owner and no storage. An answer changes no entry:
        what was computed wrongly is corrected by governance alone.
@dev Governance names this contract in the ledger as the answerer of each book whose servicers it
     lets answer. The book is the disputed entry's source, which the ledger vouches for; it says
     which amending contract keeps its servicers.
"""

from .interfaces import ILoanAmending
from .interfaces import ILoanBook
from .interfaces import IPartyRegistry

from . import contests
from . import credit_entry
from . import standing_codes
from . import terms


# What this contract asks of the ledger.
interface IRecords:
    def contest_of(party: bytes32, index: uint256) -> contests.Contest: view
    def answer(party: bytes32, index: uint256, is_upheld: bool, evidence: bytes32): nonpayable


event DisputeAnswered:
    book: indexed(address)
    loan: indexed(bytes32)
    servicer: indexed(address)
    party: bytes32
    index: uint256  # of the entry in the party's record
    is_upheld: bool
    evidence: bytes32


LEDGER: immutable(IRecords)
REGISTRY: immutable(IPartyRegistry)


@deploy
def __init__(ledger: address, registry: address):
    """
    @param ledger The CreditLedger.
    @param registry The PartyRegistry, asked for the servicer's standing.
    """
    LEDGER = IRecords(ledger)
    REGISTRY = IPartyRegistry(registry)


@external
def answer(given: terms.Terms, index: uint256, is_upheld: bool, evidence: bytes32):
    """
    @notice Answers a dispute of an entry about a loan, living or ended. For its servicer, a party
            neither linked to the borrower nor frozen, by a wallet that is not being replaced.
    @param given The loan's terms in force.
    @param index Of the disputed entry in the borrower's record.
    @param is_upheld Whether the borrower is right.
    @param evidence keccak256 of a secret salt and what is stated off chain.
    """
    t: terms.Terms = given
    c: contests.Contest = staticcall LEDGER.contest_of(t.borrower, index)
    assert c.status != 0, "ledger: entry is not under dispute"
    assert not credit_entry._is_stated(
        c.entry
    ), "answering: entry is a statement, which its source answers for"
    book: ILoanBook = ILoanBook(c.source)
    found: ILoanBook.Found = staticcall book.find(terms._id_of(terms._loan_of(t)))
    assert found.loan == c.loan, "answering: entry is about another loan"
    amending: ILoanAmending = ILoanAmending(staticcall book.AMENDING())
    assert msg.sender == staticcall amending.servicer_of(
        c.source, c.loan, t.agreement.servicer
    ), "servicing: caller is not the servicer"
    standing: uint256 = staticcall REGISTRY.standing_of(msg.sender, t.borrower)
    assert standing == standing_codes.GOOD, "answering: servicer may not act on this loan"
    extcall LEDGER.answer(t.borrower, index, is_upheld, evidence)
    log DisputeAnswered(
        book=c.source,
        loan=c.loan,
        servicer=msg.sender,
        party=t.borrower,
        index=index,
        is_upheld=is_upheld,
        evidence=evidence,
    )
