# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The offer desk: signed offers by lenders, signed requests by borrowers, taken on chain
@notice Who may do what:
        - A lender deposits money that its offers draw on, and takes back at will what is left.
        - A maker signs offers (it lends) or requests (it borrows) off chain, cancels one by its
          nonce, or all by its epoch. Cancelling wins from the next block on.
        - A taker, the one named or anyone the rulebook allows, fills one, whole or in part, and
          names the id of the complete terms that it agreed to.
        - Whoever may do one of these can sign it instead, and anyone submits what was signed.
        - Anyone moves the balance of a wallet that was replaced to the wallet in its place.
        Nobody else can do anything; there is no owner.
@dev The desk derives every field of a fill's terms from the offer, the principal and today; the
     taker chooses the amount alone, and the book checks the numbers shown.
"""

from ethereum.ercs import IERC20

from .interfaces import ILoanOpening
from .interfaces import IPartyRegistry

from . import offers
from . import permits
from . import signatures
from . import terms

initializes: signatures

exports: signatures.eip712Domain


event Deposited:
    lender: indexed(address)
    currency: indexed(address)
    amount: uint256


event Withdrawn:
    lender: indexed(address)
    currency: indexed(address)
    amount: uint256


event BalanceFollowed:
    lost: indexed(address)
    lender: indexed(address)
    currency: indexed(address)
    amount: uint256


event OfferTaken:
    digest: indexed(bytes32)
    maker: indexed(address)
    loan: indexed(bytes32)
    taker: address
    principal: uint256
    remaining: uint256


event OfferCancelled:
    maker: indexed(address)
    nonce: uint256


event AllOffersCancelled:
    maker: indexed(address)
    epoch: uint256  # the maker's from now on


# What lenders, takers and makers sign for anyone to submit; a nonce is one of the signer's here,
# offers' or actions', and a deadline is in Unix seconds, the last at which the signature serves.
struct Deposit:
    lender: address
    currency: address
    amount: uint256  # base units
    nonce: uint256
    deadline: uint256


struct Withdrawal:
    lender: address
    currency: address
    amount: uint256  # base units
    nonce: uint256
    deadline: uint256


# Signed with the complete terms, `terms.TAKE_TYPEHASH`, of which the loan's id is the hash.
struct Take:
    taker: address
    loan: bytes32
    nonce: uint256
    deadline: uint256


struct Cancellation:
    signer: address
    nonce: uint256
    deadline: uint256


struct EpochCancellation:
    signer: address
    epoch: uint256  # the signer's present one
    deadline: uint256


DEPOSIT_TYPEHASH: constant(bytes32) = keccak256(
    "Deposit(address lender,address currency,uint256 amount,uint256 nonce,uint256 deadline)"
)
WITHDRAWAL_TYPEHASH: constant(bytes32) = keccak256(
    "Withdrawal(address lender,address currency,uint256 amount,uint256 nonce,uint256 deadline)"
)
CANCELLATION_TYPEHASH: constant(bytes32) = keccak256(
    "Cancellation(address signer,uint256 nonce,uint256 deadline)"
)
EPOCH_CANCELLATION_TYPEHASH: constant(bytes32) = keccak256(
    "EpochCancellation(address signer,uint256 epoch,uint256 deadline)"
)

# Marks of a nonce.
SPENT: constant(uint256) = 1
PARTLY_FILLED: constant(uint256) = 2

MAX_128: constant(uint256) = 2**128 - 1

BOOK: immutable(address)
OPENING: immutable(ILoanOpening)
REGISTRY: immutable(IPartyRegistry)

# Lender -> currency -> money its offers may draw on, base units; changed by it and by its fills.
balances: public(HashMap[address, HashMap[address, uint256]])
# Maker -> the epoch its live offers bear; raised by it to cancel them all.
epochs: public(HashMap[address, uint256])
# Signer -> nonce // 128 -> two bits a nonce: 1 cancelled, used by a signed action, or its offer
# wholly filled, 2 filled in part; set for ever.
_nonces: HashMap[address, HashMap[uint256, uint256]]
# Digest of an offer filled in part -> filled 128, number of fills 128; grows with fills.
_fills: HashMap[bytes32, uint256]


@deploy
def __init__(book: address, opening: address, registry: address):
    """
    @param book The LoanBook.
    @param opening The LoanOpening.
    @param registry The PartyRegistry.
    """
    signatures.__init__("Shouxin OfferDesk", "1")
    BOOK = book
    OPENING = ILoanOpening(opening)
    REGISTRY = IPartyRegistry(registry)


# A lender's money


@external
def deposit(currency: address, amount: uint256):
    """
    @notice Brings money that the caller's offers may draw on.
    """
    self._deposit(msg.sender, currency, amount)


@external
def deposit_signed(deposit: Deposit, signature: Bytes[1_024], permit: Bytes[1_024]):
    """
    @notice The same by the lender's signature, submitted by anyone.
    @param permit The lender's ERC-2612 permit of the amount to the desk with the same deadline: r,
           s and v, or a contract wallet's signature; empty where the desk may take it already.
    """
    d: Deposit = deposit
    signatures._check(
        d.lender, keccak256(abi_encode(DEPOSIT_TYPEHASH, d)), d.deadline, signature
    )
    self._spend(d.lender, d.nonce)
    permits._use(d.currency, d.lender, self, d.amount, d.deadline, permit)
    self._deposit(d.lender, d.currency, d.amount)


@internal
def _deposit(lender: address, currency: address, amount: uint256):
    assert amount != 0, "desk: nothing to deposit"
    self.balances[lender][currency] += amount
    log Deposited(lender=lender, currency=currency, amount=amount)
    self._pull(lender, currency, amount)


@external
def withdraw(currency: address, amount: uint256):
    """
    @notice Takes back money of the caller that no fill has drawn.
    """
    self._withdraw(msg.sender, currency, amount)


@external
def withdraw_signed(withdrawal: Withdrawal, signature: Bytes[1_024]):
    """
    @notice The same by the lender's signature, submitted by anyone; the money goes to the lender.
    """
    w: Withdrawal = withdrawal
    signatures._check(
        w.lender, keccak256(abi_encode(WITHDRAWAL_TYPEHASH, w)), w.deadline, signature
    )
    self._spend(w.lender, w.nonce)
    self._withdraw(w.lender, w.currency, w.amount)


@internal
def _withdraw(lender: address, currency: address, amount: uint256):
    balance: uint256 = self.balances[lender][currency]
    assert amount != 0 and amount <= balance, "desk: balance is less"
    self.balances[lender][currency] = balance - amount
    log Withdrawn(lender=lender, currency=currency, amount=amount)
    assert extcall IERC20(currency).transfer(
        lender, amount, default_return_value=True
    ), "desk: transfer failed"


@external
def follow(lost: address, currency: address):
    """
    @notice Moves what is left of a replaced wallet's balance to the wallet that took its place.
            Anyone may.
    """
    lender: address = staticcall REGISTRY.successor_of(lost)
    assert lender != lost, "desk: wallet was not replaced"
    amount: uint256 = self.balances[lost][currency]
    assert amount != 0, "desk: balance is nil"
    self.balances[lost][currency] = 0
    self.balances[lender][currency] += amount
    log BalanceFollowed(lost=lost, lender=lender, currency=currency, amount=amount)


@internal
def _pull(owner: address, currency: address, amount: uint256):
    """
    @dev The money of who called or signed to the desk, all of it, from where the book takes it.
    """
    token: IERC20 = IERC20(currency)
    before: uint256 = staticcall token.balanceOf(self)
    assert extcall token.transferFrom(
        owner, self, amount, default_return_value=True
    ), "desk: transfer failed"
    assert (
        staticcall token.balanceOf(self) - before == amount
    ), "desk: another amount arrived"
    if staticcall token.allowance(self, BOOK) < MAX_128:
        assert extcall token.approve(
            BOOK, max_value(uint256), default_return_value=True
        ), "desk: approval failed"


# Offers and requests


@external
def take(
    offer: offers.Offer, signature: Bytes[1_024], fill: offers.Fill, loan: bytes32
) -> bytes32:
    """
    @notice Fills an offer as its borrower, or a request as its lender, in one transaction: the
            loan is opened and paid out, or nothing happens.
    @param signature The maker's, over the EIP-712 offer.
    @param fill The principal, and the numbers that follow from it.
    @param loan The id of the complete terms that the caller agreed to.
    @return The loan's id.
    """
    return self._take(offer, signature, fill, loan, msg.sender)


@external
def take_signed(
    offer: offers.Offer,
    signature: Bytes[1_024],
    fill: offers.Fill,
    take: Take,
    taker_signature: Bytes[1_024],
    permit: Bytes[1_024],
) -> bytes32:
    """
    @notice The same by the taker's signature over the complete terms, submitted by anyone.
    @param take The taker, and the id of the terms that it signed.
    @param permit Of a request: the taker's ERC-2612 permit of the principal to the desk with the
           same deadline: r, s and v, or a contract wallet's signature; empty where the desk may
           take it already.
    @return The loan's id.
    """
    t: Take = take
    signatures._check(
        t.taker,
        keccak256(abi_encode(terms.TAKE_TYPEHASH, t)),
        t.deadline,
        taker_signature,
    )
    self._spend(t.taker, t.nonce)
    permits._use(
        offer.conditions.currency, t.taker, self, fill.principal, t.deadline, permit
    )
    return self._take(offer, signature, fill, t.loan, t.taker)


@internal
def _take(
    offer: offers.Offer,
    signature: Bytes[1_024],
    fill: offers.Fill,
    loan: bytes32,
    taker: address,
) -> bytes32:
    """
    @dev A fill by who called or signed.
    """
    digest: bytes32 = self._digest_of(offer)
    marks: uint256 = self._marks_of(offer.maker, offer.nonce)
    self._check_live(offer, digest, signature, fill, marks, taker)
    number: uint256 = 0
    left: uint256 = 0
    number, left = self._fill(offer, digest, fill.principal, marks)
    t: terms.Terms = offers._terms_of(offer, digest, number, fill, taker, self)
    if offer.side == offers.LEND:
        balance: uint256 = self.balances[offer.maker][t.repayment.currency]
        assert balance >= fill.principal, "desk: lender's balance is less"
        self.balances[offer.maker][t.repayment.currency] = balance - fill.principal
    else:
        self._pull(taker, t.repayment.currency, fill.principal)
    opened: bytes32 = extcall OPENING.open(BOOK, t)
    assert opened == loan, "desk: terms are not those agreed"
    log OfferTaken(
        digest=digest,
        maker=offer.maker,
        loan=opened,
        taker=taker,
        principal=fill.principal,
        remaining=left,
    )
    return opened


@external
def cancel(nonce: uint256):
    """
    @notice Voids the caller's offers, requests and signed actions of one nonce, for ever.
    """
    self._cancel(msg.sender, nonce)


@external
def cancel_signed(cancellation: Cancellation, signature: Bytes[1_024]):
    """
    @notice The same by the signer's signature, submitted by anyone.
    """
    c: Cancellation = cancellation
    signatures._check(
        c.signer, keccak256(abi_encode(CANCELLATION_TYPEHASH, c)), c.deadline, signature
    )
    self._cancel(c.signer, c.nonce)


@internal
def _cancel(maker: address, nonce: uint256):
    self._spend(maker, nonce)
    log OfferCancelled(maker=maker, nonce=nonce)


@external
def cancel_all():
    """
    @notice Voids all offers and requests that the caller has signed for its present epoch.
    """
    self._cancel_all(msg.sender, self.epochs[msg.sender])


@external
def cancel_all_signed(cancellation: EpochCancellation, signature: Bytes[1_024]):
    """
    @notice The same by the maker's signature, submitted by anyone.
    """
    c: EpochCancellation = cancellation
    signatures._check(
        c.signer,
        keccak256(abi_encode(EPOCH_CANCELLATION_TYPEHASH, c)),
        c.deadline,
        signature,
    )
    epoch: uint256 = self.epochs[c.signer]
    assert c.epoch == epoch, "desk: epoch is not the present one"
    self._cancel_all(c.signer, epoch)


@internal
def _cancel_all(maker: address, epoch: uint256):
    self.epochs[maker] = epoch + 1
    log AllOffersCancelled(maker=maker, epoch=epoch + 1)


@internal
@view
def _check_live(
    offer: offers.Offer,
    digest: bytes32,
    signature: Bytes[1_024],
    fill: offers.Fill,
    marks: uint256,
    caller: address,
):
    """
    @dev Signed by its maker, neither expired nor cancelled, and the taker may take it.
    """
    assert offer.side == offers.LEND or offer.side == offers.BORROW, "desk: unknown side"
    assert block.timestamp <= offer.expiry, "desk: offer has expired"
    assert offer.epoch == self.epochs[offer.maker], "desk: offer was cancelled"
    assert marks & SPENT == 0, "desk: offer is spent or cancelled"
    assert signatures._is_valid(
        offer.maker, digest, signature
    ), "desk: maker's signature is not valid"
    if offer.taker != empty(bytes32):
        taker: bytes32 = fill.borrower  # the book sees that it is the caller's
        if offer.side == offers.BORROW:
            taker = staticcall REGISTRY.party_of(caller)
        assert taker == offer.taker, "desk: offer names another taker"
    assert (
        fill.all_in_rate_ppm <= offer.conditions.all_in_rate_ppm_max
    ), "desk: all-in rate is over the offer's"
    if offer.side == offers.BORROW:
        assert fill.payee == offer.payee, "desk: payee is not the request's"
    else:
        assert offer.payee == empty(address), "desk: an offer names no payee"


@internal
def _fill(
    offer: offers.Offer, digest: bytes32, principal: uint256, marks: uint256
) -> (uint256, uint256):
    """
    @dev Counts a fill and gives its number, from 0, and what is left of the offer.
    """
    assert offer.amount <= MAX_128, "desk: amount out of range"
    word: uint256 = 0
    if marks & PARTLY_FILLED != 0:
        word = self._fills[digest]
    filled: uint256 = word & MAX_128
    number: uint256 = word >> 128
    left: uint256 = offer.amount - filled
    assert principal != 0 and principal <= left, "desk: principal is over what is left"
    left -= principal
    assert left == 0 or (
        principal >= offer.fill_min and left >= offer.fill_min
    ), "desk: a fill leaves nothing, or at least the minimum"
    if left == 0:
        self._mark(offer.maker, offer.nonce, SPENT)
    else:
        self._fills[digest] = (filled + principal) | ((number + 1) << 128)
        if marks & PARTLY_FILLED == 0:
            self._mark(offer.maker, offer.nonce, PARTLY_FILLED)
    return number, left


@internal
def _spend(signer: address, nonce: uint256):
    """
    @dev Uses a nonce up, of a signed action or by cancelling.
    """
    assert not self._is_spent(signer, nonce), "desk: nonce is spent"
    self._mark(signer, nonce, SPENT)


@internal
@view
def _is_spent(maker: address, nonce: uint256) -> bool:
    return self._marks_of(maker, nonce) & SPENT != 0


@internal
@view
def _marks_of(maker: address, nonce: uint256) -> uint256:
    return (self._nonces[maker][nonce >> 7] >> (2 * (nonce & 127))) & 3


@internal
def _mark(maker: address, nonce: uint256, mark: uint256):
    self._nonces[maker][nonce >> 7] |= mark << (2 * (nonce & 127))


@internal
@view
def _digest_of(offer: offers.Offer) -> bytes32:
    """
    @dev What the maker signs.
    """
    return signatures._digest(offers._hash_of(offer))


# Views


@view
@external
def preview_terms(offer: offers.Offer, fill: offers.Fill, taker: address) -> terms.Terms:
    """
    @notice The complete terms that a fill by this taker would have if it were the next one.
    """
    digest: bytes32 = self._digest_of(offer)
    return offers._terms_of(
        offer, digest, self._fills[digest] >> 128, fill, taker, self
    )


@view
@external
def remaining(offer: offers.Offer) -> uint256:
    """
    @notice What is left to take of an offer, 0 if it was cancelled or has expired.
    """
    if block.timestamp > offer.expiry or offer.epoch != self.epochs[offer.maker]:
        return 0
    if self._is_spent(offer.maker, offer.nonce):
        return 0
    return offer.amount - (self._fills[self._digest_of(offer)] & MAX_128)


@view
@external
def is_spent(maker: address, nonce: uint256) -> bool:
    """
    @notice Whether a maker's nonce was cancelled or its offer wholly filled.
    """
    return self._is_spent(maker, nonce)


@view
@external
def digest_of(offer: offers.Offer) -> bytes32:
    """
    @notice The EIP-712 digest that the maker signs.
    """
    return self._digest_of(offer)
