# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Amending: how a living loan comes to other terms, or to another servicer
@notice Who may do what:
        - Borrower, servicer, and the holders of more than half of the units amend a loan together:
          they sign the same `Amendment`, and anyone may bring it. Whoever of them calls need not
          sign.
        - The holders of more than half of the units replace the servicer; anyone may bring it.
        - Each takes back, until it is brought, what it signed.
        There is no owner. A book accepts amendments from the one amending contract that it was
        deployed with. Nothing here touches money, and what is owed on the day stays as it is.
@dev Each call names the book. One that does not know this contract refuses the amendment.
"""

from .interfaces import ILoanAmending
from .interfaces import ILoanBook
from .interfaces import ILoanOpening
from .interfaces import IPartyRegistry

from . import calendar
from . import credit_entry
from . import limits
from . import loan_model
from . import loan_state
from . import majority
from . import moves
from . import revocations
from . import signatures
from . import standing_codes
from . import terms

initializes: signatures
initializes: revocations[signatures := signatures]
initializes: majority[revocations := revocations]

implements: ILoanAmending

exports: (
    revocations.is_revoked,
    revocations.revoke,
    revocations.revoke_signed,
    signatures.eip712Domain,
)


# The one question to the rulebook; it is `Rulebook`'s own view.
interface ILimits:
    def limits_of(jurisdiction: uint256) -> limits.Limits: view


event LoanAmended:
    book: indexed(address)
    loan: indexed(bytes32)
    kind: uint256
    taken_back: uint256  # base units
    maturity_day: uint256
    terms_hash: bytes32
    terms: uint256[13]  # packed as `terms._packed` does; they are stored nowhere else


event ServicerReplaced:
    book: indexed(address)
    loan: indexed(bytes32)
    servicer: indexed(address)


# What borrower, servicer and holders sign.
struct Amendment:
    book: address
    loan: bytes32
    present: bytes32  # hash of the terms in force until then
    terms_hash: bytes32  # of the new terms; a wallet shows them whole
    kind: uint256  # one of the kinds below; forbearance where the loan is in trouble
    taken_back: uint256  # overdue principal that the new schedule takes in, base units
    salt: bytes32
    deadline: uint256  # Unix seconds


# What holders sign to replace a servicer.
struct Replacement:
    book: address
    loan: bytes32
    present: address  # the servicer until now
    servicer: address  # the new one
    salt: bytes32
    deadline: uint256  # Unix seconds


# The signatures under an amendment; a caller's own may be left empty.
struct Agreed:
    borrower: Bytes[1_024]
    servicer: Bytes[1_024]
    holders: DynArray[majority.Consent, 32]


AMENDMENT_TYPEHASH: constant(bytes32) = keccak256(
    "Amendment(address book,bytes32 loan,bytes32 present,Terms terms,uint256 kind,uint256 taken_back,bytes32 salt,uint256 deadline)Agreement(address borrower,address payee,uint256 borrower_kind,uint256 purpose,address lender,address servicer,address desk,uint256 instalment_multiple,uint256 acceleration_days,uint256 notice_days,uint256 last_payment,uint256 all_in_rate_ppm,uint256 fee,address fee_receiver,uint256 jurisdiction,uint256 product,bytes32 security_hash,bytes32 documents_hash,bytes32 salt,uint256 deadline)Repayment(address currency,uint256 principal,uint256 quantum,uint256 rate_ppm,uint256 penalty_margin_ppm,uint256 overdue_rate_ppm,uint256 method,uint256 instalments,uint256 interest_only_periods,uint256 period_days,uint256 due_day,uint256 start_day,uint256 first_due_day,uint256 day_count,uint256 instalment,uint256 grace_days,uint256 tolerance,uint256 payment_order,uint256 counting,uint256 default_days,int256 utc_offset_minutes,uint256 cooling_off_days,uint256 withdrawal_pay_days,uint256 exposure)Terms(bytes32 borrower,Repayment repayment,Agreement agreement)"
)
REPLACEMENT_TYPEHASH: constant(bytes32) = keccak256(
    "Replacement(address book,bytes32 loan,address present,address servicer,bytes32 salt,uint256 deadline)"
)

# Kinds of amendment; only the last counts against the borrower.
REPRICING: public(constant(uint256)) = 1
EXTENSION: public(constant(uint256)) = 2  # 展期
HOLIDAY: public(constant(uint256)) = 3
LOWER_INSTALMENT: public(constant(uint256)) = 4  # 减额
FORBEARANCE: public(constant(uint256)) = credit_entry.FORBEARANCE  # 纾困重组

# From this severity on, 30 days past due, a loan is amended by forbearance alone.
FORBORNE_SEVERITY: constant(uint256) = 2

REGISTRY: immutable(IPartyRegistry)
RULEBOOK: immutable(ILimits)
OPENING: immutable(ILoanOpening)

# Digest of an amendment or a replacement that was carried out; set by it, for ever.
digests_used: public(HashMap[bytes32, bool])
# Book -> loan id -> servicer, once the holders replaced the one that the terms name.
_servicers: HashMap[address, HashMap[bytes32, address]]


@deploy
def __init__(registry: address, rulebook: address, opening: address):
    """
    @param registry The PartyRegistry.
    @param rulebook The Rulebook, asked for a jurisdiction's limits where a rate rises.
    @param opening The LoanOpening, whose checks of terms apply to new ones.
    """
    signatures.__init__("Shouxin LoanAmending", "1")
    REGISTRY = IPartyRegistry(registry)
    RULEBOOK = ILimits(rulebook)
    OPENING = ILoanOpening(opening)


# Amendment


@external
def amend(given: terms.Terms, given_new: terms.Terms, amendment: Amendment, agreed: Agreed):
    """
    @notice Puts other terms in force for a living loan (变更), from today on. For borrower, servicer
            and the holders of more than half of the units together.
    @param given The terms in force so far.
    @param given_new The new ones: they start today, their principal is what is outstanding and
           not overdue, and what is taken back; their deadline and fee are 0.
    """
    old: terms.Terms = given
    new: terms.Terms = given_new
    a: Amendment = amendment
    loan: terms.Loan = terms._loan_of(old)
    present: bytes32 = terms._id_of(loan)
    assert present == a.present, "amending: the amendment is of other terms in force"
    found: ILoanBook.Found = staticcall ILoanBook(a.book).find(present)
    m: moves.Move = moves._begun(
        old.repayment,
        staticcall ILoanBook(a.book).state_of(found.loan),
        calendar._today(old.repayment.utc_offset_minutes),
        found.units,
    )
    assert found.loan == a.loan, "amending: the amendment is another loan's"
    assert (
        terms._id_of(terms._loan_of(new)) == a.terms_hash
    ), "amending: the amendment is for other terms"
    assert a.kind >= REPRICING and a.kind <= FORBEARANCE, "amending: unknown kind"
    maturity_day: uint256 = self._checked_new(old, new, m, a.taken_back)
    self._check_agreed(old, a, agreed)

    severity: uint256 = m.now.severity
    assert a.kind == FORBEARANCE or (
        severity < FORBORNE_SEVERITY
        and m.now.flags & (loan_state.DEFAULTED | loan_state.ACCELERATED) == 0
    ), "amending: 30 days past due, in default or accelerated, only forbearance amends"
    m.now = loan_model._amended(new.repayment, m.now, a.taken_back // new.repayment.quantum)
    m.now.severity = moves._lowered(new.repayment, m.now, severity)
    flags: uint256 = moves._flags(severity, m.now.flags, m.now.severity, m.now.flags)
    m = moves._with_entry(m, credit_entry.AMENDED, flags, a.kind, 0)
    if moves._is_cured(m.now):
        m = moves._cured(m)
    first_day: uint256 = old.repayment.start_day if found.units == 0 else found.first_day
    extcall ILoanBook(a.book).amend(a.loan, a.terms_hash, first_day)
    extcall ILoanBook(a.book).commit(
        a.loan, old.borrower, m.now, m.live_before, moves._live_now(m), m.entries
    )
    log LoanAmended(
        book=a.book,
        loan=a.loan,
        kind=a.kind,
        taken_back=a.taken_back,
        maturity_day=maturity_day,
        terms_hash=a.terms_hash,
        terms=terms._packed(new),
    )


@internal
@view
def _checked_new(
    old: terms.Terms, new: terms.Terms, m: moves.Move, taken_back: uint256
) -> uint256:
    """
    @dev Holds new terms against the old ones, the loan, and all that opening asks of terms; gives
         their last due day.
    """
    q: uint256 = old.repayment.quantum
    assert taken_back % q == 0, "amending: taken back is no multiple of the quantum"
    assert taken_back <= m.now.principal_due * q, "amending: taken back is over what is overdue"
    assert (
        new.repayment.principal == (m.now.balance - m.now.principal_due) * q + taken_back
    ), "amending: principal is another"
    assert new.agreement.fee == 0, "amending: an amendment takes no fee"
    assert new.agreement.deadline == 0, "amending: deadline is not 0"
    assert self._has_same_rest(old, new), "amending: terms change what can't change"
    if m.now.since != 0:
        assert (
            new.repayment.penalty_margin_ppm <= old.repayment.penalty_margin_ppm
            and new.repayment.overdue_rate_ppm <= old.repayment.overdue_rate_ppm
        ), "amending: a margin rises in arrears"
    self._check_limits(old, new)
    return staticcall OPENING.check_amended(new, loan_model._closing(q, m.now) * q)


@internal
@pure
def _has_same_rest(old: terms.Terms, new: terms.Terms) -> bool:
    """
    @dev Whether nothing changes but rate, margins, method, dates, instalment, grace, default and
         notice days, what follows from them, and the papers.
    """
    t: terms.Terms = old
    t.repayment.principal = new.repayment.principal
    t.repayment.rate_ppm = new.repayment.rate_ppm
    t.repayment.penalty_margin_ppm = new.repayment.penalty_margin_ppm
    t.repayment.overdue_rate_ppm = new.repayment.overdue_rate_ppm
    t.repayment.method = new.repayment.method
    t.repayment.instalments = new.repayment.instalments
    t.repayment.interest_only_periods = new.repayment.interest_only_periods
    t.repayment.period_days = new.repayment.period_days
    t.repayment.due_day = new.repayment.due_day
    t.repayment.start_day = new.repayment.start_day
    t.repayment.first_due_day = new.repayment.first_due_day
    t.repayment.instalment = new.repayment.instalment
    t.repayment.grace_days = new.repayment.grace_days
    t.repayment.default_days = new.repayment.default_days
    t.agreement.instalment_multiple = new.agreement.instalment_multiple
    t.agreement.notice_days = new.agreement.notice_days
    t.agreement.last_payment = new.agreement.last_payment
    t.agreement.all_in_rate_ppm = new.agreement.all_in_rate_ppm
    t.agreement.fee = new.agreement.fee
    t.agreement.documents_hash = new.agreement.documents_hash
    t.agreement.salt = new.agreement.salt
    t.agreement.deadline = new.agreement.deadline
    return keccak256(abi_encode(t)) == keccak256(abi_encode(new))


@internal
@view
def _check_limits(old: terms.Terms, new: terms.Terms):
    """
    @dev A rate that rises stays within the jurisdiction's limits of today.
    """
    o: terms.Repayment = old.repayment
    n: terms.Repayment = new.repayment
    margined: uint256 = n.rate_ppm + n.penalty_margin_ppm
    if (
        n.rate_ppm <= o.rate_ppm
        and margined <= o.rate_ppm + o.penalty_margin_ppm
        and n.overdue_rate_ppm <= o.overdue_rate_ppm
        and new.agreement.all_in_rate_ppm <= old.agreement.all_in_rate_ppm
    ):
        return
    l: limits.Limits = staticcall RULEBOOK.limits_of(new.agreement.jurisdiction)
    assert (
        n.rate_ppm <= l.rate_ppm_max
        and margined <= l.rate_and_margin_ppm_max
        and n.overdue_rate_ppm <= l.overdue_rate_ppm_max
        and new.agreement.all_in_rate_ppm <= l.all_in_rate_ppm_max
    ), "amending: a rate rises above the limit"


@internal
def _check_agreed(old: terms.Terms, a: Amendment, agreed: Agreed):
    """
    @dev Borrower, servicer and a majority of the units agreed to this very amendment.
    """
    digest: bytes32 = self._used_up(
        keccak256(abi_encode(AMENDMENT_TYPEHASH, a)), a.deadline
    )
    borrower: address = staticcall REGISTRY.signatory_of(old.agreement.borrower)
    assert (
        borrower != empty(address)
    ), "amending: borrower is frozen, or recovers a wallet"
    assert self._has_agreed(
        borrower, digest, agreed.borrower
    ), "amending: borrower's signature is not valid"
    servicer: address = self._servicer_of(a.book, a.loan, old.agreement.servicer)
    assert self._has_agreed(
        servicer, digest, agreed.servicer
    ), "amending: servicer's signature is not valid"
    standing: uint256 = staticcall REGISTRY.standing_of(servicer, old.borrower)
    assert standing != standing_codes.NO_PARTY, "servicing: servicer has no party"
    self._check_standing(standing)
    assert majority._is_behind(
        self._ballot(a.book, a.loan, old.borrower), digest, msg.sender, agreed.holders
    ), "servicing: holders of over half of the units did not sign"


@internal
@view
def _has_agreed(signer: address, digest: bytes32, signature: Bytes[1_024]) -> bool:
    return signer == msg.sender or revocations._is_agreed(signer, digest, signature)


# The servicer


@external
def replace_servicer(
    given: terms.Terms, replacement: Replacement, consents: DynArray[majority.Consent, 32]
):
    """
    @notice Replaces a loan's servicer, also of an ended one, for disputes, by one that is
            enrolled, neither linked to the borrower nor frozen. For the holders of more than half
            of the units; the caller's own count unsigned.
    """
    t: terms.Terms = given
    r: Replacement = replacement
    found: ILoanBook.Found = staticcall ILoanBook(r.book).find(
        terms._id_of(terms._loan_of(t))
    )
    state: loan_state.State = staticcall ILoanBook(r.book).state_of(found.loan)
    assert state.status != loan_state.ABSENT, "book: no loan has these terms"
    assert found.loan == r.loan, "amending: the replacement is another loan's"
    assert (
        self._servicer_of(r.book, r.loan, t.agreement.servicer) == r.present
    ), "amending: the replacement is of another servicer"
    standing: uint256 = staticcall REGISTRY.standing_of(r.servicer, t.borrower)
    assert standing != standing_codes.NO_PARTY, "amending: servicer has no party"
    self._check_standing(standing)
    digest: bytes32 = self._used_up(
        keccak256(abi_encode(REPLACEMENT_TYPEHASH, r)), r.deadline
    )
    assert majority._is_behind(
        self._ballot(r.book, r.loan, t.borrower), digest, msg.sender, consents
    ), "servicing: holders of over half of the units did not sign"
    self._servicers[r.book][r.loan] = r.servicer
    log ServicerReplaced(book=r.book, loan=r.loan, servicer=r.servicer)


@internal
@view
def _servicer_of(book: address, loan: bytes32, named: address) -> address:
    servicer: address = self._servicers[book][loan]
    return named if servicer == empty(address) else servicer


# What both share


@internal
@pure
def _check_standing(standing: uint256):
    """
    @dev A servicer that agrees, or takes over, is neither linked to the borrower nor frozen, nor
         a wallet that is being replaced.
    """
    assert (
        standing != standing_codes.LINKED
    ), "servicing: servicer is linked to the borrower"
    assert (
        standing == standing_codes.GOOD
    ), "servicing: servicer is frozen, or recovers this wallet"


@internal
def _used_up(struct_hash: bytes32, deadline: uint256) -> bytes32:
    """
    @dev The digest that was signed, now used up.
    """
    assert block.timestamp <= deadline, "amending: the deadline is over"
    digest: bytes32 = signatures._digest(struct_hash)
    assert not self.digests_used[digest], "amending: it was carried out before"
    self.digests_used[digest] = True
    return digest


@internal
@view
def _ballot(book: address, loan: bytes32, borrower: bytes32) -> majority.Ballot:
    return majority.Ballot(registry=REGISTRY, book=book, loan=loan, borrower=borrower)


# Views


@view
@external
def is_majority_behind(
    book: address,
    loan: bytes32,
    borrower: bytes32,
    digest: bytes32,
    caller: address,
    consents: DynArray[majority.Consent, 32],
) -> bool:
    """
    @notice Whether the holders of more than half of a loan's units agreed to what has this EIP-712
            digest, in whatever contract's domain. The caller's own units count unsigned.
    """
    return majority._is_behind(
        self._ballot(book, loan, borrower), digest, caller, consents
    )


@view
@external
def servicer_of(book: address, loan: bytes32, named: address) -> address:
    """
    @notice A loan's servicer.
    @param named The servicer that the loan's terms name.
    """
    return self._servicer_of(book, loan, named)
