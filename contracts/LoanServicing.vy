# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Servicing: every move of a living loan that takes no money
@notice Who may do what:
        - Anyone reckons a loan and writes what dates have reached: arrears, default.
        - The borrower's wallet, or the book's relay with its signature, gives notice of
          withdrawal in the cooling-off days.
        - The servicer, named in the terms or put in its place by the holders, gives notice of
          acceleration, accelerates, writes off, waives penalty; and
          waives interest and principal with the holders of more than half of the units, each of
          whom may take back, at the amending contract, what it signed.
        There is no owner. A book accepts moves from the one servicing contract that it was
        deployed with; the loan lives in the book, and this contract holds nothing of it.
@dev Each function names the book. One that does not know this contract refuses the commit.
"""

from .interfaces import ILoanAmending
from .interfaces import ILoanBook
from .interfaces import IPartyRegistry

from . import calendar
from . import credit_entry
from . import loan_model
from . import loan_state
from . import majority
from . import moves
from . import signatures
from . import standing_codes
from . import terms

initializes: signatures

exports: signatures.eip712Domain


event Waived:
    book: indexed(address)
    loan: indexed(bytes32)
    day: uint256
    penalty: uint256
    interest: uint256
    principal: uint256


# What a view says of a loan on a day.
struct Position:
    state: loan_state.State
    closing_amount: uint256  # base units
    days_past_due: uint256  # by the terms' counting
    days_past_due_unbroken: uint256
    days_past_due_oldest: uint256


# A loan as its book has it.
struct Loaded:
    by: ILoanBook.Found
    state: loan_state.State


# What servicer and holders sign: amounts in base units, clipped to what is owed.
struct Waiver:
    book: address
    loan: bytes32
    penalty: uint256
    interest: uint256
    principal: uint256
    salt: bytes32
    deadline: uint256  # Unix seconds


WAIVER_TYPEHASH: constant(bytes32) = keccak256(
    "Waiver(address book,bytes32 loan,uint256 penalty,uint256 interest,uint256 principal,bytes32 salt,uint256 deadline)"
)

# Days after its notice days during which an acceleration notice stands.
NOTICE_LAPSE_DAYS: constant(uint256) = 90

REGISTRY: immutable(IPartyRegistry)
AMENDING: immutable(ILoanAmending)

# Book -> loan -> salt of a waiver that was carried out; set by it, for ever.
waivers_used: public(HashMap[address, HashMap[bytes32, HashMap[bytes32, bool]]])

@deploy
def __init__(registry: address, amending: address):
    """
    @param registry The PartyRegistry.
    @param amending The LoanAmending, asked who replaced a servicer, and what holders agreed to.
    """
    signatures.__init__("Shouxin LoanServicing", "1")
    REGISTRY = IPartyRegistry(registry)
    AMENDING = ILoanAmending(amending)


# What dates have reached


@external
def reckon(book: address, given: terms.Loan, day: uint256):
    """
    @notice Brings a loan to a day that is not before its own and not after today, and writes
            the arrears and the default reached by then. Anyone may; a long neglected loan can so
            be reckoned in parts.
    """
    loan: terms.Loan = given
    assert (
        day <= calendar._today(loan.repayment.utc_offset_minutes)
    ), "servicing: day is after today"
    m: moves.Move = self._begun(book, loan, day)
    self._commit(book, loan, m)


@external
def mark_default(book: address, given: terms.Loan):
    """
    @notice Marks a loan as defaulted once its days past due reach the terms' default days.
            Anyone may.
    """
    loan: terms.Loan = given
    was: loan_state.State = self._found(book, loan).state
    assert was.flags & loan_state.DEFAULTED == 0, "servicing: loan is in default already"
    m: moves.Move = self._begun_today(book, loan)
    assert (
        m.now.flags & loan_state.DEFAULTED != 0
    ), "servicing: default days are not reached"
    self._commit(book, loan, m)


# The servicer's moves


@external
def give_notice(book: address, given: terms.Terms):
    """
    @notice Gives notice of acceleration (宣布提前到期). For the servicer, while the unbroken count
            is at least the acceleration days.
    """
    t: terms.Terms = given
    loan: terms.Loan = terms._loan_of(t)
    m: moves.Move = self._begun_by_servicer(book, t, loan)
    assert (
        m.now.period <= t.repayment.instalments
    ), "servicing: all of it is due already"
    assert (
        m.counts.unbroken >= t.agreement.acceleration_days
    ), "servicing: acceleration days are not reached"
    assert (
        m.now.notice_day == 0 or m.now.day > self._lapse_day(t, m)
    ), "servicing: a notice stands"
    m.now.notice_day = m.now.day
    m = self._with_plain_entry(m, credit_entry.NOTICE_GIVEN, 0)
    self._commit(book, loan, m)


@external
def accelerate(book: address, given: terms.Terms):
    """
    @notice Makes all of a loan due. For the servicer, while its notice stands, the notice days
            over, the unbroken count above 0 and the last due day ahead.
    """
    t: terms.Terms = given
    loan: terms.Loan = terms._loan_of(t)
    m: moves.Move = self._begun_by_servicer(book, t, loan)
    assert (
        m.now.period <= t.repayment.instalments
    ), "servicing: all of it is due already"
    assert m.now.notice_day != 0, "servicing: no notice stands"
    assert (
        m.now.day > m.now.notice_day + t.agreement.notice_days
    ), "servicing: notice days are not over"
    assert m.now.day <= self._lapse_day(t, m), "servicing: the notice has lapsed"
    assert m.counts.unbroken != 0, "servicing: no days past due"
    m.now = loan_model._accelerated(t.repayment, m.now)
    m = self._with_plain_entry(m, credit_entry.ACCELERATED, m.now.balance)
    self._commit(book, loan, m)


@internal
@pure
def _lapse_day(t: terms.Terms, m: moves.Move) -> uint256:
    """
    @dev The last day on which a notice stands.
    """
    return m.now.notice_day + t.agreement.notice_days + NOTICE_LAPSE_DAYS


@external
def write_off(book: address, given: terms.Terms):
    """
    @notice Writes a loan off (核销): the record changes, the claim does not. For the servicer,
            after default, or when only penalty is left after the last due day.
    """
    t: terms.Terms = given
    loan: terms.Loan = terms._loan_of(t)
    m: moves.Move = self._begun_by_servicer(book, t, loan)
    assert (
        m.now.flags & loan_state.WRITTEN_OFF == 0
    ), "servicing: loan is written off already"
    is_penalty_only: bool = (
        m.now.period > t.repayment.instalments
        and m.now.balance == 0
        and m.now.interest_due == 0
        and loan_model._rounded(m.now.accrued, t.repayment.quantum) == 0
    )
    assert (
        m.now.flags & loan_state.DEFAULTED != 0 or is_penalty_only
    ), "servicing: loan is not in default"
    m.now.flags |= loan_state.WRITTEN_OFF
    m = self._with_plain_entry(m, credit_entry.WRITTEN_OFF, m.now.balance)
    self._commit(book, loan, m)


@external
def waive(given: terms.Terms, waiver: Waiver, consents: DynArray[majority.Consent, 32]):
    """
    @notice Waives amounts, multiples of the quantum, clipped to what is owed (减免). For the
            servicer; interest and principal need the holders of more than half of the units, who
            sign the same `Waiver`, in ascending order of address; units of the borrower and of
            parties linked to it never count. The servicer's own units count unsigned.
    """
    t: terms.Terms = given
    w: Waiver = waiver
    loan: terms.Loan = terms._loan_of(t)
    q: uint256 = t.repayment.quantum
    m: moves.Move = self._begun_by_servicer(w.book, t, loan)
    assert m.loan == w.loan, "servicing: the waiver is another loan's"
    assert block.timestamp <= w.deadline, "servicing: the waiver's deadline is over"
    assert (
        w.penalty % q == 0 and w.interest % q == 0 and w.principal % q == 0
    ), "servicing: waiver is no multiple of the quantum"
    if w.interest != 0 or w.principal != 0:
        self._check_majority(w, t.borrower, consents)

    done: loan_model.Applied = loan_model._waived(
        t.repayment, m.now, w.penalty // q, w.interest // q, w.principal // q
    )
    total: uint256 = done.penalty + done.interest + done.principal
    assert total != 0, "servicing: nothing to waive"
    severity: uint256 = m.now.severity
    m.now = done.state
    m.now.severity = moves._lowered(t.repayment, done.state, severity)
    m = moves._with_entry(
        m,
        credit_entry.WAIVED,
        moves._flags(severity, m.now.flags, m.now.severity, m.now.flags),
        total,
        0,
    )
    if moves._is_cured(m.now):
        m = moves._cured(m)
    if moves._is_nil(m.now, q):
        m = moves._closed(m, loan_state.SETTLED, 0)
    self._commit(w.book, loan, m)
    log Waived(
        book=w.book,
        loan=w.loan,
        day=m.now.day,
        penalty=done.penalty * q,
        interest=done.interest * q,
        principal=done.principal * q,
    )


@internal
def _check_majority(w: Waiver, borrower: bytes32, consents: DynArray[majority.Consent, 32]):
    """
    @dev Counts the units behind a waiver and uses its salt up: of drafts with one salt one counts.
    """
    digest: bytes32 = signatures._digest(keccak256(abi_encode(WAIVER_TYPEHASH, w)))
    assert not self.waivers_used[w.book][w.loan][w.salt], "servicing: the waiver was used before"
    self.waivers_used[w.book][w.loan][w.salt] = True
    assert staticcall AMENDING.is_majority_behind(
        w.book, w.loan, borrower, digest, msg.sender, consents
    ), "servicing: holders of over half of the units did not sign"


# The borrower's withdrawal


@external
def withdraw(book: address, given: terms.Terms):
    """
    @notice Gives notice of withdrawal (撤回), once, within the cooling-off days. For the
            borrower's wallet, or the one that took its place, or the book's relay for it. Paying
            the closing amount within the withdrawal-pay days then ends the loan as withdrawn, and
            gives the fee back.
    """
    t: terms.Terms = given
    loan: terms.Loan = terms._loan_of(t)
    r: terms.Repayment = t.repayment
    assert (
        msg.sender == staticcall ILoanBook(book).RELAY()
        or msg.sender == self._wallet_of(t.agreement.borrower)
    ), "servicing: caller is not the borrower"
    m: moves.Move = self._begun_today(book, loan)
    assert r.cooling_off_days != 0, "servicing: loan has no cooling-off days"
    assert (
        m.now.day <= m.first_day + r.cooling_off_days
    ), "servicing: cooling-off days are over"
    assert m.now.withdrawal_day == 0, "servicing: notice of withdrawal was given"
    m.now.withdrawal_day = m.now.day - m.first_day + 1
    m = self._with_plain_entry(m, credit_entry.WITHDRAWAL_NOTICE, 0)
    self._commit(book, loan, m)


# The skeleton of a move


@internal
@view
def _begun(book: address, loan: terms.Loan, day: uint256) -> moves.Move:
    """
    @dev A living loan of a book, brought to a day.
    """
    found: Loaded = self._found(book, loan)
    m: moves.Move = moves._begun(loan.repayment, found.state, day, found.by.units)
    m.loan = found.by.loan
    m.first_day = loan.repayment.start_day if found.by.units == 0 else found.by.first_day
    return m


@internal
@view
def _found(book: address, loan: terms.Loan) -> Loaded:
    """
    @dev What the book has of a loan with these terms in force.
    """
    by: ILoanBook.Found = staticcall ILoanBook(book).find(terms._id_of(loan))
    return Loaded(by=by, state=staticcall ILoanBook(book).state_of(by.loan))


@internal
@view
def _begun_today(book: address, loan: terms.Loan) -> moves.Move:
    """
    @dev The same, today.
    """
    return self._begun(book, loan, calendar._today(loan.repayment.utc_offset_minutes))


@internal
@view
def _begun_by_servicer(book: address, t: terms.Terms, loan: terms.Loan) -> moves.Move:
    """
    @dev The same, for the servicer alone, as long as it is a party, neither linked to the borrower
         nor frozen, nor a wallet that is being replaced.
    """
    m: moves.Move = self._begun_today(book, loan)
    assert msg.sender == staticcall AMENDING.servicer_of(
        book, m.loan, t.agreement.servicer
    ), "servicing: caller is not the servicer"
    standing: uint256 = staticcall REGISTRY.standing_of(msg.sender, t.borrower)
    assert standing != standing_codes.NO_PARTY, "servicing: servicer has no party"
    assert (
        standing != standing_codes.LINKED
    ), "servicing: servicer is linked to the borrower"
    assert (
        standing == standing_codes.GOOD
    ), "servicing: servicer is frozen, or recovers this wallet"
    return m


@internal
@pure
def _with_plain_entry(m: moves.Move, kind: uint256, amount: uint256) -> moves.Move:
    """
    @dev Adds the entry of a move that changes neither severity nor default.
    """
    flags: uint256 = moves._flags(m.now.severity, m.now.flags, m.now.severity, m.now.flags)
    return moves._with_entry(m, kind, flags, amount, 0)


@internal
def _commit(book: address, loan: terms.Loan, m: moves.Move):
    """
    @dev Has the book write the move.
    """
    extcall ILoanBook(book).commit(
        m.loan,
        loan.borrower,
        m.now,
        m.live_before,
        moves._live_now(m),
        m.entries,
    )


# Views


@view
@external
def wallet_of(named: address) -> address:
    """
    @notice Who gives notice for a wallet that terms name as borrower: itself, or its successor.
    """
    return self._wallet_of(named)


@internal
@view
def _wallet_of(named: address) -> address:
    return staticcall REGISTRY.successor_of(named)


@view
@external
def position(book: address, given: terms.Loan, day: uint256) -> Position:
    """
    @notice A loan on a day that is not before its last reckoning: its state, closing amount and
            days past due. What the next move would write as reached is not in it.
    """
    loan: terms.Loan = given
    r: terms.Repayment = loan.repayment
    state: loan_state.State = self._found(book, loan).state
    if state.day == 0:
        state.day = r.start_day
    assert state.status != loan_state.ABSENT, "book: no loan has these terms"
    if state.status != loan_state.OPEN:
        return Position(
            state=state,
            closing_amount=0,
            days_past_due=0,
            days_past_due_unbroken=0,
            days_past_due_oldest=0,
        )
    assert day >= state.day, "book: day is before the last reckoning"
    state = loan_model._reckoned(r, state, day).state
    counts: loan_model.Counts = loan_model._counts(r, state)
    return Position(
        state=state,
        closing_amount=loan_model._closing(r.quantum, state) * r.quantum,
        days_past_due=counts.counted,
        days_past_due_unbroken=counts.unbroken,
        days_past_due_oldest=counts.oldest,
    )
