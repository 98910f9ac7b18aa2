# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Opening: how a loan comes into the book
@notice Who may do what:
        - A desk that the rulebook authorised opens loans that name it; it brings the money, and
          the borrower's consent to these very terms.
        Nobody else can do anything; there is no owner and no storage. A book takes loans from the
        one opening contract that it was deployed with.
@dev Each call names the book. One that does not know this contract refuses the loan.
"""

from .interfaces import ILoanBook
from .interfaces import ILoanOpening
from .interfaces import IPartyRegistry
from .interfaces import IRulebook

from . import notes
from . import opening_check
from . import terms

implements: ILoanOpening

REGISTRY: immutable(IPartyRegistry)
RULEBOOK: immutable(IRulebook)


@deploy
def __init__(registry: address, rulebook: address):
    """
    @param registry The PartyRegistry.
    @param rulebook The Rulebook.
    """
    REGISTRY = IPartyRegistry(registry)
    RULEBOOK = IRulebook(rulebook)


@external
def open(book: address, given: terms.Terms) -> bytes32:
    """
    @notice Opens a loan in a book and pays it out, all or nothing. For the desk that the terms
            name, which the rulebook authorised, and which has the borrower's consent.
    @dev The book pulls the principal from the desk: the fee stays there, the rest goes to the
         payee.
    @return The loan's id, the hash of its terms.
    """
    t: terms.Terms = given
    assert msg.sender == t.agreement.desk, "book: caller is not the desk"
    maturity_day: uint256 = opening_check._checked(t, book)
    who: IPartyRegistry.OpeningParties = self._checked_parties(t.borrower, t.agreement)
    admission: IRulebook.LoanAdmission = self._admitted(t, who, maturity_day)
    id: bytes32 = terms._id(
        t.borrower,
        terms._hash_of_repayment(t.repayment),
        terms._hash_of_agreement(t.agreement),
    )
    extcall ILoanBook(book).issue(
        ILoanBook.Issuance(
            loan=id,
            borrower=t.borrower,
            lender=who.lender,
            note=notes.Note(
                lender=t.agreement.lender,
                units=t.repayment.principal // t.repayment.quantum,
                currency_index=admission.currency_index,
                jurisdiction=t.agreement.jurisdiction,
                product=t.agreement.product,
                is_licensed=who.lender_licensed,
            ),
            exposure=admission.exposure,
            start_day=t.repayment.start_day,
            desk=msg.sender,
            currency=t.repayment.currency,
            payee=t.agreement.payee,
            payout=t.repayment.principal - t.agreement.fee,
            fee=t.agreement.fee,
            terms=terms._packed(t),
        )
    )
    return id


@internal
@view
def _checked_parties(
    borrower: bytes32, a: terms.Agreement
) -> IPartyRegistry.OpeningParties:
    """
    @dev The parties of a new loan, enrolled and at arm's length.
    """
    who: IPartyRegistry.OpeningParties = staticcall REGISTRY.opening_parties(
        a.borrower, a.lender, a.servicer
    )
    assert who.borrower != empty(bytes32), "book: borrower has no party"
    assert who.borrower == borrower, "book: wallet is not the borrower's"
    assert who.lender != empty(bytes32), "book: lender has no party"
    assert who.servicer != empty(bytes32), "book: servicer has no party"
    assert not who.is_barred, "book: a party is frozen, or recovers a wallet"
    assert not who.is_conflicted, "book: lender or servicer is linked to the borrower"
    assert who.borrower_kind == a.borrower_kind, "book: kind of borrower is another"
    assert (
        who.borrower_jurisdiction == a.jurisdiction
    ), "book: jurisdiction is not the borrower's"
    return who


@internal
def _admitted(
    t: terms.Terms, who: IPartyRegistry.OpeningParties, maturity_day: uint256
) -> IRulebook.LoanAdmission:
    """
    @dev The rulebook's admission, within the packing.
    """
    admission: IRulebook.LoanAdmission = extcall RULEBOOK.admit_loan(
        IRulebook.LoanRequest(
            borrower=who.borrower,
            lender=who.lender,
            borrower_group=who.borrower_group,
            desk=t.agreement.desk,
            currency=t.repayment.currency,
            principal=t.repayment.principal,
            rate_ppm=t.repayment.rate_ppm,
            penalty_margin_ppm=t.repayment.penalty_margin_ppm,
            overdue_rate_ppm=t.repayment.overdue_rate_ppm,
            all_in_rate_ppm=t.agreement.all_in_rate_ppm,
            fee=t.agreement.fee,
            tenor_days=maturity_day - t.repayment.start_day,
            product=t.agreement.product,
            borrower_kind=t.agreement.borrower_kind,
            jurisdiction=t.agreement.jurisdiction,
            lender_jurisdiction=who.lender_jurisdiction,
        )
    )
    assert (
        admission.currency_index != 0 and admission.currency_index <= notes.MAX_16
    ), "book: currency index out of range"
    assert admission.exposure == t.repayment.exposure, "book: exposure is another"
    assert admission.exposure <= notes.MAX_56, "book: exposure out of range"
    assert t.agreement.jurisdiction <= notes.MAX_10, "book: jurisdiction out of range"
    assert t.agreement.product <= notes.MAX_12, "book: product out of range"
    return admission


# Views


@view
@external
def check_amended(given: terms.Terms, owed: uint256) -> uint256:
    """
    @notice Refuses terms that may not come in force today for a living loan, for the reasons that
            opening refuses them.
    @param owed The loan's closing amount, base units.
    @return The last due day.
    """
    return opening_check._checked_amended(given, owed)


@pure
@external
def hashes_of(given: terms.Terms) -> (bytes32, bytes32):
    """
    @notice The id that a loan with these terms has, and its agreement's hash.
    """
    loan: terms.Loan = terms._loan_of(given)
    return terms._id_of(loan), loan.agreement_hash
