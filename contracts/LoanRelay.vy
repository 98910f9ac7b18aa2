# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The relay: what people sign about a living loan, submitted by anyone
@notice Who may do what:
        - Anyone submits what a payer, a holder or a borrower signed: a payment from the payer's
          money, a transfer of the holder's notes, the borrower's notice of withdrawal.
        - A signer cancels a nonce of its own, by a call or by a signature.
        There is no owner; no money and no notes are ever here. A book, and the servicing contract
        through its book, believe the one relay that the book was deployed with; so a signer is
        never asked for more than it signed.
@dev Each call names the book, in the digest as well. One that does not know this contract refuses.
     Every argument is in the digest, or in the terms in force of the loan that is; a permit is the
     token's to check. A nonce is spent by the action that succeeds.
"""

from .interfaces import ILoanBook
from .interfaces import ILoanServicing

from . import calendar
from . import nonces
from . import permits
from . import signatures
from . import terms

initializes: signatures
initializes: nonces[signatures := signatures]

exports: (
    nonces.cancel_nonce,
    nonces.cancel_nonce_signed,
    nonces.is_nonce_spent,
    signatures.eip712Domain,
)


# What a payer signs, with the currency before it. The loan's id stays when its terms are amended.
struct Payment:
    loan: bytes32
    book: address
    payer: address
    amount: uint256  # the most that is taken, base units
    payer_party: bytes32  # as the payer states it
    reference: bytes32  # the payer's own
    first_day: uint256  # civil days at the loan's offset, the first and the last to pay on
    last_day: uint256
    nonce: uint256
    deadline: uint256  # Unix seconds, the last at which it serves


# What a holder signs.
struct NoteTransfer:
    book: address
    holder: address
    receiver: address
    loan: bytes32
    units: uint256
    nonce: uint256
    deadline: uint256  # Unix seconds, the last at which it serves


# What a borrower signs.
struct WithdrawalNotice:
    loan: bytes32
    book: address
    servicing: address
    nonce: uint256
    deadline: uint256  # Unix seconds, the last at which it serves


PAYMENT_TYPEHASH: constant(bytes32) = keccak256(
    "Payment(address currency,bytes32 loan,address book,address payer,uint256 amount,bytes32 payer_party,bytes32 reference,uint256 first_day,uint256 last_day,uint256 nonce,uint256 deadline)"
)
NOTE_TRANSFER_TYPEHASH: constant(bytes32) = keccak256(
    "NoteTransfer(address book,address holder,address receiver,bytes32 loan,uint256 units,uint256 nonce,uint256 deadline)"
)
WITHDRAWAL_NOTICE_TYPEHASH: constant(bytes32) = keccak256(
    "WithdrawalNotice(bytes32 loan,address book,address servicing,uint256 nonce,uint256 deadline)"
)


@deploy
def __init__():
    signatures.__init__("Shouxin LoanRelay", "1")


@external
def pay_signed(
    given: terms.Loan, payment: Payment, signature: Bytes[1_024], permit: Bytes[1_024]
) -> uint256:
    """
    @notice Pays a loan from the payer's money, on one of the days that it signed.
    @param signature The payer's, over `payment`.
    @param permit The payer's ERC-2612 permit of the amount to the book with the same deadline: r,
           s and v, or a contract wallet's signature; empty where the book may take it already.
    @return The amount taken.
    """
    loan: terms.Loan = given
    p: Payment = payment
    currency: address = loan.repayment.currency
    today: uint256 = calendar._today(loan.repayment.utc_offset_minutes)
    assert (
        p.first_day <= today and today <= p.last_day
    ), "relay: today is no day of the payment"
    signatures._check(
        p.payer,
        keccak256(abi_encode(PAYMENT_TYPEHASH, currency, p)),
        p.deadline,
        signature,
    )
    nonces._spend(p.payer, p.nonce)
    permits._use(currency, p.payer, p.book, p.amount, p.deadline, permit)
    # a book that is no contract answers nothing, which reverts
    return extcall ILoanBook(p.book).pay_for(
        p.loan,
        p.payer,
        loan,
        p.amount,
        p.payer_party,
        p.reference,
        skip_contract_check=True,
    )


@external
def transfer_signed(transfer: NoteTransfer, signature: Bytes[1_024]):
    """
    @notice Moves units of a loan's note from the holder that signed.
    @dev This contract is the operator that a receiving contract is told of.
    """
    t: NoteTransfer = transfer
    signatures._check(
        t.holder, keccak256(abi_encode(NOTE_TRANSFER_TYPEHASH, t)), t.deadline, signature
    )
    nonces._spend(t.holder, t.nonce)
    extcall ILoanBook(t.book).safeTransferFrom(
        t.holder, t.receiver, convert(t.loan, uint256), t.units, b""
    )


@external
def withdraw_signed(
    given: terms.Terms, notice: WithdrawalNotice, signature: Bytes[1_024]
):
    """
    @notice Gives notice of withdrawal (撤回) by the signature of the borrower's wallet, or of the
            one that took its place.
    @dev The servicing contract named, which is in the digest, says whose signature that is; one
         that lies can be made to believe itself alone.
    """
    t: terms.Terms = given
    n: WithdrawalNotice = notice
    found: ILoanBook.Found = staticcall ILoanBook(n.book).find(
        terms._id_of(terms._loan_of(t))
    )
    assert found.loan == n.loan, "relay: terms are another loan's"
    borrower: address = staticcall ILoanServicing(n.servicing).wallet_of(
        t.agreement.borrower
    )
    signatures._check(
        borrower,
        keccak256(abi_encode(WITHDRAWAL_NOTICE_TYPEHASH, n)),
        n.deadline,
        signature,
    )
    nonces._spend(borrower, n.nonce)
    extcall ILoanServicing(n.servicing).withdraw(n.book, t)
