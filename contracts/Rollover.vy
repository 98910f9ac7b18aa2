# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Rollover: a loan closed by the proceeds of another, in one transaction (借新还旧)
@notice Who may do what:
        - A borrower's wallet rolls a loan of its party over into a new one, which a lender signed
          for. The lender's money opens the new loan, and its payout closes the old one; the rest
          is the borrower's.
        - A lender takes back, until it is used, what it signed.
        Nobody else can do anything; there is no owner, and no money stays here.
@dev A desk like any other to the opening contract; to the book, the one payer whose closing is a
     rollover. Lender and borrower approve this contract for the principal and for the closing
     amount; it pulls from the signer and the caller of that exact call alone.
"""

from ethereum.ercs import IERC20

from .interfaces import ILoanBook
from .interfaces import ILoanOpening

from . import calendar
from . import loan_model
from . import loan_state
from . import moves
from . import revocations
from . import signatures
from . import terms

initializes: signatures
initializes: revocations[signatures := signatures]

exports: (
    revocations.is_revoked,
    revocations.revoke,
    revocations.revoke_signed,
    signatures.eip712Domain,
)


event RolledOver:
    book: indexed(address)
    loan: indexed(bytes32)
    successor: indexed(bytes32)
    amount: uint256  # base units that closed the old loan


# What the lender of the new loan signs; the successor's id is used once, and so is this.
struct Succession:
    book: address
    loan: bytes32  # the old one
    successor: bytes32  # the new one, the hash of its terms; a wallet shows them whole
    deadline: uint256  # Unix seconds


SUCCESSION_TYPEHASH: constant(bytes32) = keccak256(
    "Succession(address book,bytes32 loan,Terms successor,uint256 deadline)Agreement(address borrower,address payee,uint256 borrower_kind,uint256 purpose,address lender,address servicer,address desk,uint256 instalment_multiple,uint256 acceleration_days,uint256 notice_days,uint256 last_payment,uint256 all_in_rate_ppm,uint256 fee,address fee_receiver,uint256 jurisdiction,uint256 product,bytes32 security_hash,bytes32 documents_hash,bytes32 salt,uint256 deadline)Repayment(address currency,uint256 principal,uint256 quantum,uint256 rate_ppm,uint256 penalty_margin_ppm,uint256 overdue_rate_ppm,uint256 method,uint256 instalments,uint256 interest_only_periods,uint256 period_days,uint256 due_day,uint256 start_day,uint256 first_due_day,uint256 day_count,uint256 instalment,uint256 grace_days,uint256 tolerance,uint256 payment_order,uint256 counting,uint256 default_days,int256 utc_offset_minutes,uint256 cooling_off_days,uint256 withdrawal_pay_days,uint256 exposure)Terms(bytes32 borrower,Repayment repayment,Agreement agreement)"
)

OPENING: immutable(ILoanOpening)


@deploy
def __init__(opening: address):
    """
    @param opening The LoanOpening.
    """
    signatures.__init__("Shouxin Rollover", "1")
    OPENING = ILoanOpening(opening)


@external
def roll_over(
    given: terms.Loan, given_new: terms.Terms, succession: Succession, signature: Bytes[1_024]
) -> bytes32:
    """
    @notice Opens a loan and closes another of the same borrower by its payout, all or nothing. For
            the borrower's wallet.
    @param given The old loan, by its terms in force.
    @param given_new The new one's terms; this contract is their desk, the caller their payee.
    @param signature The new lender's, over the EIP-712 succession.
    @return The new loan's id.
    """
    old: terms.Loan = given
    new: terms.Terms = given_new
    c: Succession = succession
    currency: address = new.repayment.currency
    assert msg.sender == new.agreement.borrower, "rollover: caller is not the borrower"
    assert msg.sender == new.agreement.payee, "rollover: payee is not the borrower"
    assert old.borrower == new.borrower, "rollover: borrower is another"
    assert old.repayment.currency == currency, "rollover: currency is another"
    assert block.timestamp <= c.deadline, "rollover: deadline is over"
    closing: uint256 = self._closing_amount(old, c)
    assert (
        new.repayment.principal - new.agreement.fee >= closing
    ), "rollover: payout is below the closing amount"
    digest: bytes32 = signatures._digest(keccak256(abi_encode(SUCCESSION_TYPEHASH, c)))
    assert revocations._is_agreed(
        new.agreement.lender, digest, signature
    ), "rollover: lender's signature is not valid"

    self._pull(currency, new.agreement.lender, new.repayment.principal, c.book)
    opened: bytes32 = extcall OPENING.open(c.book, new)
    assert opened == c.successor, "rollover: terms are not those signed for"
    self._pull(currency, msg.sender, closing, c.book)
    taken: uint256 = extcall ILoanBook(c.book).pay(old, closing, old.borrower, opened)
    assert taken == closing, "rollover: another amount was taken"
    closed: loan_state.State = staticcall ILoanBook(c.book).state_of(c.loan)
    assert closed.status == loan_state.ROLLED_OVER, "rollover: the book did not close the loan"
    log RolledOver(book=c.book, loan=c.loan, successor=opened, amount=closing)
    return opened


@internal
@view
def _closing_amount(old: terms.Loan, c: Succession) -> uint256:
    """
    @dev What closes the old loan today, base units.
    """
    r: terms.Repayment = old.repayment
    found: ILoanBook.Found = staticcall ILoanBook(c.book).find(terms._id_of(old))
    assert found.loan == c.loan, "rollover: the succession is of another loan"
    m: moves.Move = moves._begun(
        r,
        staticcall ILoanBook(c.book).state_of(found.loan),
        calendar._today(r.utc_offset_minutes),
        found.units,
    )
    return loan_model._closing(r.quantum, m.now) * r.quantum


@internal
def _pull(currency: address, owner: address, amount: uint256, book: address):
    """
    @dev Money of a signer or the caller to this contract, and on to the book's reach.
    """
    token: IERC20 = IERC20(currency)
    assert extcall token.transferFrom(
        owner, self, amount, default_return_value=True
    ), "rollover: transfer failed"
    assert extcall token.approve(
        book, amount, default_return_value=True
    ), "rollover: approval failed"
