# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The loan book: obligations, their state, their notes, and the money received for them
@notice Who may do what:
        - The opening contract of this generation, which has no owner, issues loans that desks
          bring it, and pays them out with the desk's money.
        - Anyone pays, claims to the owner, releases a fee to whom it is due.
        - A holder, or its operator, moves its notes where the rulebook admits.
        - The relay of this generation, which has no owner, does so for those who signed it.
        - The servicing contract of this generation, which has no owner, writes the moves that take
          no money: reckoning, default, acceleration, withdrawal, waiver, write-off.
        - The amending contract of this generation, which has no owner, writes amendments.
        Nobody can pause payment or closing, or another's claim, and no role can touch anyone's
        money. Rulebook, registry and currency list are not asked on payment or closing; a claim
        asks the registry alone, whether its holder is frozen or was replaced, and goes on without
        an answer.
@dev The ledger's entries tell of every move; the book's own events add amounts and parties.
     Every move has the same skeleton: check, bring up to date, write what dates have reached,
     compute, write, record, log, move tokens.
"""

from ethereum.ercs import IERC20

from .interfaces import ICreditLedger
from .interfaces import ILoanBook
from .interfaces import IPartyRegistry
from .interfaces import IRulebook

from . import calendar
from . import credit_entry
from . import loan_model
from . import loan_state
from . import moves
from . import notes
from . import terms

initializes: loan_state
initializes: notes

exports: (
    notes.balanceOf,
    notes.balanceOfBatch,
    notes.isApprovedForAll,
    notes.setApprovalForAll,
    notes.total_units,
)


event LoanOpened:
    loan: indexed(bytes32)
    borrower: indexed(bytes32)
    lender: indexed(bytes32)
    terms: uint256[13]  # packed as `terms._packed` does


event Paid:
    loan: indexed(bytes32)
    payer: indexed(address)
    payer_party: bytes32  # as the payer states it; the registry is not asked on payment
    reference: bytes32  # the payer's own, for reconciliation
    day: uint256
    interest: uint256
    principal: uint256
    penalty: uint256
    balance: uint256  # principal outstanding after


event FeeReleased:
    loan: indexed(bytes32)
    receiver: indexed(address)
    amount: uint256


event Claimed:
    loan: indexed(bytes32)
    holder: indexed(address)
    amount: uint256


MAX_160: constant(uint256) = 2**160 - 1

REGISTRY: immutable(IPartyRegistry)
RULEBOOK: immutable(IRulebook)
# A contract, as the book's deployment saw; so calls leave the check of its code out.
LEDGER: immutable(ICreditLedger)
OPENING: immutable(address)
SERVICING: immutable(address)
# The contract whose word for a payer's or a holder's signature is taken.
RELAY: public(immutable(address))
AMENDING: immutable(address)
ROLLOVER: immutable(address)

# Currency index -> token; set by the first loan in it, for ever.
currencies: public(HashMap[uint256, address])
# Loan id -> hash of the terms in force, once it was amended; set by each amendment.
_terms_in_force: HashMap[bytes32, bytes32]
# Hash of terms that an amendment put in force -> loan id; set by it, for ever. No loan opens with
# such terms, for their deadline is 0.
_amended_loans: HashMap[bytes32, bytes32]
# Loan id -> its start day at opening, once it was amended; set by each amendment.
_first_days: HashMap[bytes32, uint256]


@deploy
def __init__(
    registry: address,
    rulebook: address,
    ledger: address,
    opening: address,
    servicing: address,
    relay: address,
    amending: address,
    rollover: address,
):
    """
    @param registry The PartyRegistry.
    @param rulebook The Rulebook.
    @param ledger The CreditLedger.
    @param opening The LoanOpening, the only contract that may issue loans.
    @param servicing The LoanServicing, which may commit moves.
    @param relay The LoanRelay, the only contract that may pay and move notes for signers.
    @param amending The LoanAmending, which may commit moves and put other terms in force.
    @param rollover The Rollover; a loan that it closes is rolled over.
    """
    assert ledger.is_contract, "book: ledger is no contract"
    REGISTRY = IPartyRegistry(registry)
    RULEBOOK = IRulebook(rulebook)
    LEDGER = ICreditLedger(ledger)
    OPENING = opening
    SERVICING = servicing
    RELAY = relay
    AMENDING = amending
    ROLLOVER = rollover


# Opening


@external
def issue(given: ILoanBook.Issuance):
    """
    @notice Issues a loan's notes to its lender and pays it out, all or nothing. For the opening
            contract alone, which checked all of it.
    @dev Pulls the principal from the desk that called there: the fee stays here, the rest goes to
         the payee.
    """
    i: ILoanBook.Issuance = given
    assert msg.sender == OPENING, "book: caller is not the opening contract"
    assert not notes._is_issued(i.loan), "book: terms were used before"
    known: address = self.currencies[i.note.currency_index]
    if known == empty(address):
        self.currencies[i.note.currency_index] = i.currency
    else:
        assert known == i.currency, "book: currency index is another's"
    notes._mint(i.loan, i.note)
    extcall LEDGER.record(
        i.borrower,
        i.loan,
        0,
        i.exposure,
        [
            credit_entry._pack(
                credit_entry.OPENED,
                credit_entry.LICENSED if i.note.is_licensed else 0,
                i.start_day,
                0,
                0,
                i.note.units,
                i.exposure,
                i.exposure,
            )
        ],
        skip_contract_check=True,
    )
    log LoanOpened(loan=i.loan, borrower=i.borrower, lender=i.lender, terms=i.terms)
    self._pull(i.currency, i.desk, i.payee, i.payout)
    if i.fee != 0:
        self._pull(i.currency, i.desk, self, i.fee)


# Paying


@external
def pay(given: terms.Loan, amount: uint256, payer_party: bytes32, reference: bytes32) -> uint256:
    """
    @notice Pays a loan today, from the caller's money. Anyone may, any amount of at least one
            quantum; what is no multiple of it, or more than is owed, is not taken.
    @param payer_party The payer's party as it states it, for the event alone.
    @param reference The payer's own reference, for the event alone; of a rollover the new loan.
    @return The amount taken.
    """
    return self._pay(empty(bytes32), msg.sender, given, amount, payer_party, reference)


@external
def pay_for(
    loan: bytes32,
    payer: address,
    given: terms.Loan,
    amount: uint256,
    payer_party: bytes32,
    reference: bytes32,
) -> uint256:
    """
    @notice The same from the money of a payer that signed so. For the relay alone.
    @param loan The id of the loan that the payer signed for.
    @return The amount taken.
    """
    assert msg.sender == RELAY, "book: caller is not the relay"
    return self._pay(loan, payer, given, amount, payer_party, reference)


@internal
def _pay(
    signed_for: bytes32,
    payer: address,
    given: terms.Loan,
    amount: uint256,
    payer_party: bytes32,
    reference: bytes32,
) -> uint256:
    """
    @dev A payment from the money of who called or signed.
    """
    r: terms.Repayment = given.repayment
    id: bytes32 = terms._id(
        given.borrower, terms._hash_of_repayment(r), given.agreement_hash
    )
    was: loan_state.State = self._state_of(id)
    units: uint256 = 0
    first_day: uint256 = r.start_day
    if was.status == loan_state.ABSENT or was.flags & loan_state.AMENDED != 0:
        found: ILoanBook.Found = self._found(id)
        id = found.loan
        was = self._state_of(id)
        units = found.units
        first_day = found.first_day
    assert id == signed_for or msg.sender != RELAY, "book: terms are another loan's"
    m: moves.Move = moves._begun(r, was, calendar._today(r.utc_offset_minutes), units)
    quanta: uint256 = min(amount // r.quantum, loan_model._closing(r.quantum, m.now))
    assert quanta != 0, "book: payment is below the quantum"

    bills: uint256 = m.now.interest_due + m.now.principal_due
    done: loan_model.Applied = loan_model._applied(
        m.now,
        quanta,
        r.payment_order,
        m.now.period > r.instalments,
        r.tolerance,
        r.quantum,
    )
    cleared: uint256 = bills - done.state.interest_due - done.state.principal_due
    flags: uint256 = 0
    if cleared == bills and m.due_day_last == m.now.day:
        of_the_day: uint256 = loan_model._bill_of_day(m.now.missed, m.now.day, bills)
        if of_the_day != 0:
            flags = credit_entry.ON_TIME
            cleared = max(of_the_day, loan_model._bill_least(r, m.now.period - 1))
    kind: uint256 = credit_entry.PAID
    if m.now.flags & loan_state.WRITTEN_OFF != 0:
        kind = credit_entry.RECOVERED
    status: uint256 = loan_state.OPEN
    if done.state.balance == 0 and moves._is_nil(done.state, r.quantum):
        status = moves._closing_status(first_day, r.withdrawal_pay_days, m.now)
        if msg.sender == ROLLOVER:
            status = loan_state.ROLLED_OVER
    severity: uint256 = m.now.severity
    m.now = done.state
    if severity != 0:
        m.now.severity = moves._lowered(r, m.now, severity)
    live: uint256 = moves._live(r.exposure, m.now.balance, m.quanta)
    m.entries.append(
        credit_entry._pack(
            kind,
            flags | moves._flags(severity, m.now.flags, m.now.severity, m.now.flags),
            m.now.day,
            m.counts.unbroken,
            m.counts.oldest,
            quanta,
            moves._referenced(r.exposure, cleared, m.quanta),
            live,
        )
    )
    if m.now.flags & loan_state.DEFAULTED != 0 and moves._is_cured(m.now):
        m = moves._cured(m)
    if status != loan_state.OPEN:
        m = moves._closed(m, status, convert(reference, uint256))
        live = 0
    loan_state._store(id, m.now, was)
    extcall LEDGER.record(
        given.borrower, id, m.live_before, live, m.entries, skip_contract_check=True
    )

    taken: uint256 = quanta * r.quantum
    notes._receive(id, taken)
    log Paid(
        loan=id,
        payer=payer,
        payer_party=payer_party,
        reference=reference,
        day=m.now.day,
        interest=done.interest * r.quantum,
        principal=done.principal * r.quantum,
        penalty=done.penalty * r.quantum,
        balance=m.now.balance * r.quantum,
    )
    self._pull(r.currency, payer, self, taken)
    return taken


# Moves without money


@external
def commit(
    loan: bytes32,
    borrower: bytes32,
    state: loan_state.State,
    exposure_before: uint256,
    exposure_after: uint256,
    entries: DynArray[uint256, 12],
):
    """
    @notice Writes a living loan's new state and its entries. For the servicing and the amending
            contract alone.
    @param exposure_before The loan's live exposure before, in reference units.
    @param exposure_after The same after.
    """
    assert (
        msg.sender == SERVICING or msg.sender == AMENDING
    ), "book: caller is not the servicing contract"
    was: loan_state.State = self._state_of(loan)
    assert was.status == loan_state.OPEN, "book: loan is not open"
    loan_state._store(loan, state, was)
    if len(entries) != 0:
        extcall LEDGER.record(borrower, loan, exposure_before, exposure_after, entries)


@external
def amend(loan: bytes32, terms_hash: bytes32, first_day: uint256):
    """
    @notice Puts other terms in force for a loan. For the amending contract alone.
    @param first_day The loan's start day at opening.
    """
    assert msg.sender == AMENDING, "book: caller is not the amending contract"
    assert (
        self._amended_loans[terms_hash] == empty(bytes32)
    ), "book: terms were used before"
    self._amended_loans[terms_hash] = loan
    self._first_days[loan] = first_day
    self._terms_in_force[loan] = terms_hash


@internal
@view
def _found(terms_hash: bytes32) -> ILoanBook.Found:
    """
    @dev The loan with these terms in force: of one that was never amended its id is their hash.
    """
    f: ILoanBook.Found = empty(ILoanBook.Found)
    f.loan = terms_hash
    if not notes._is_issued(terms_hash):
        f.loan = self._amended_loans[terms_hash]
    in_force: bytes32 = self._terms_in_force[f.loan]
    if in_force != empty(bytes32):
        assert in_force == terms_hash, "book: terms are no longer in force"
        f.units = notes._notes[f.loan] & notes.MAX_56
        f.first_day = self._first_days[f.loan]
    return f


@internal
@view
def _state_of(loan: bytes32) -> loan_state.State:
    """
    @dev A loan's state; of one that has not moved, what follows from its note, with day 0.
    """
    state: loan_state.State = loan_state._load(loan)
    if state.status == loan_state.ABSENT:
        note: notes.Note = notes._note_of(loan)
        if note.units != 0:
            state.balance = note.units
            state.period = 1
            state.status = loan_state.OPEN
            state.flags = loan_state.LICENSED if note.is_licensed else 0
    return state


# The fee


@external
def release_fee(given: terms.Terms) -> uint256:
    """
    @notice Pays the origination fee out: to its receiver once the cooling-off days, and the
            withdrawal-pay days of a notice, are over; after a withdrawal to the borrower. Anyone
            may; it goes to the wallet that took a replaced one's place, and while its party is
            frozen it waits here.
    @param given The terms that the loan opened with, also of an amended one.
    """
    t: terms.Terms = given
    r: terms.Repayment = t.repayment
    a: terms.Agreement = t.agreement
    id: bytes32 = terms._id_of(terms._loan_of(t))
    was: loan_state.State = self._state_of(id)
    assert (
        was.status != loan_state.ABSENT
        and a.fee != 0
        and was.flags & loan_state.FEE_RELEASED == 0
    ), "book: no fee is held"
    state: loan_state.State = was
    today: uint256 = calendar._today(r.utc_offset_minutes)
    receiver: address = a.fee_receiver
    notice_day: uint256 = r.start_day + state.withdrawal_day - 1
    if state.status == loan_state.WITHDRAWN:
        receiver = a.borrower
    elif state.status == loan_state.OPEN or state.withdrawal_day == 0:
        assert today > r.start_day + r.cooling_off_days, "book: cooling-off days are not over"
        assert (
            state.withdrawal_day == 0 or today > notice_day + r.withdrawal_pay_days
        ), "book: withdrawal may still be paid"
    receiver = self._claimant_of(receiver)
    state.flags |= loan_state.FEE_RELEASED
    if state.day == 0:
        state.day = r.start_day
    loan_state._store(id, state, was)
    log FeeReleased(loan=id, receiver=receiver, amount=a.fee)
    self._push(r.currency, receiver, a.fee)
    return a.fee


# Notes


@external
def claim(loan: bytes32, holder: address) -> uint256:
    """
    @notice Pays a holder what was received for its units. Anyone may; it goes to the holder, or
            the wallet that took its place. While its party is frozen it waits here.
    @return The amount paid out.
    """
    claimant: address = self._claimant_of(holder)
    note: notes.Note = notes._note_of(loan)
    owed: uint256 = notes._claim(loan, holder, note)
    log Claimed(loan=loan, holder=holder, amount=owed)
    self._push(self.currencies[note.currency_index], claimant, owed)
    return owed


@internal
@view
def _claimant_of(holder: address) -> address:
    """
    @dev Whom the registry names. One that reverts, or answers no address, stops no claim. A caller
         can't make it fail by scarce gas: what is left then, a 64th, would not pay for the rest.
    """
    success: bool = False
    answer: Bytes[32] = b""
    success, answer = raw_call(
        REGISTRY.address,
        abi_encode(holder, method_id=method_id("claimant_of(address)")),
        max_outsize=32,
        is_static_call=True,
        revert_on_failure=False,
    )
    if not success or len(answer) != 32:
        return holder
    claimant: address = convert(convert(answer, uint256) & MAX_160, address)
    assert claimant != empty(address), "book: holder is frozen"
    return claimant


@external
def safeTransferFrom(
    sender: address, receiver: address, id: uint256, units: uint256, data: Bytes[1_024]
):
    """
    @notice Moves units of a loan's note, as ERC-1155. What was received so far stays the
            sender's; the rulebook is asked. Units of a wallet that was replaced go to its
            successor alone, by anyone.
    """
    who: IPartyRegistry.TransferParties = self._checked_parties(sender, receiver)
    self._moved(sender, receiver, id, units, who)
    log notes.TransferSingle(
        operator=msg.sender, sender=sender, receiver=receiver, id=id, value=units
    )
    notes._tell(sender, receiver, id, units, data)


@external
def safeBatchTransferFrom(
    sender: address,
    receiver: address,
    ids: DynArray[uint256, 16],
    units: DynArray[uint256, 16],
    data: Bytes[1_024],
):
    """
    @notice The same for up to 16 loans.
    """
    assert len(ids) == len(units), "book: lengths differ"
    who: IPartyRegistry.TransferParties = self._checked_parties(sender, receiver)
    for i: uint256 in range(len(ids), bound=16):
        self._moved(sender, receiver, ids[i], units[i], who)
    log notes.TransferBatch(
        operator=msg.sender, sender=sender, receiver=receiver, ids=ids, values=units
    )
    notes._tell_batch(sender, receiver, ids, units, data)


@internal
@view
def _checked_parties(
    sender: address, receiver: address
) -> IPartyRegistry.TransferParties:
    """
    @dev The parties of a transfer that its caller may make, as the registry sees it.
    """
    assert (
        receiver != empty(address) and receiver != self
    ), "book: receiver cannot hold notes"
    return staticcall REGISTRY.transfer_parties(
        sender,
        receiver,
        sender == msg.sender
        or msg.sender == RELAY
        or notes.isApprovedForAll[sender][msg.sender],
    )


@internal
def _moved(
    sender: address,
    receiver: address,
    id: uint256,
    units: uint256,
    who: IPartyRegistry.TransferParties,
):
    """
    @dev Asks the rulebook and moves units of one loan.
    """
    loan: bytes32 = convert(id, bytes32)
    note: notes.Note = notes._note_of(loan)
    extcall RULEBOOK.admit_transfer(
        IRulebook.TransferRequest(
            token=self,
            id=id,
            units=units,
            sender=who.sender,
            receiver=who.receiver,
            jurisdiction=note.jurisdiction,
            product=note.product,
        )
    )
    notes._move(sender, receiver, loan, units, note)


# Tokens


@internal
def _pull(currency: address, sender: address, receiver: address, amount: uint256):
    """
    @dev Moves money that the caller brought, and sees that all of it arrived.
    """
    token: IERC20 = IERC20(currency)
    before: uint256 = staticcall token.balanceOf(receiver)
    assert extcall token.transferFrom(
        sender, receiver, amount, default_return_value=True
    ), "book: transfer failed"
    assert (
        staticcall token.balanceOf(receiver) - before == amount
    ), "book: another amount arrived"


@internal
def _push(currency: address, receiver: address, amount: uint256):
    """
    @dev Pays out what was received.
    """
    assert extcall IERC20(currency).transfer(
        receiver, amount, default_return_value=True
    ), "book: transfer failed"


# Views


@view
@external
def state_of(loan: bytes32) -> loan_state.State:
    """
    @notice A loan's state as last written; status 0 if there is none, day 0 before its first move.
    """
    return self._state_of(loan)


@view
@external
def find(terms_hash: bytes32) -> ILoanBook.Found:
    """
    @notice The loan with these terms in force; of one without, the id is empty.
    """
    return self._found(terms_hash)


@view
@external
def issue_of(loan: bytes32) -> notes.Issue:
    """
    @notice What the book keeps about a loan's notes.
    """
    return notes._issue_of(loan)


@view
@external
def holding_of(loan: bytes32, holder: address) -> notes.Holding:
    """
    @notice A holder's units and what it can claim now.
    """
    return notes._holding_of(loan, holder, notes._note_of(loan), notes._payouts[loan])


@pure
@external
def uri(id: uint256) -> String[1]:
    """
    @notice Notes carry no metadata on chain.
    """
    return ""


@view
@external
def supportsInterface(interface_id: bytes4) -> bool:
    """
    @notice ERC-165, ERC-1155 and its metadata extension.
    """
    return interface_id in [0x01ffc9a7, 0xd9b67a26, 0x0e89341c]
