# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A loan on its way through a move: brought up to date, changed, with its entries
@notice Pure; the loan book and the servicing contract both move loans through it. Every move first
        writes the severities and the default that dates have reached, so that nobody outruns the
        keeper.
"""

from . import credit_entry
from . import loan_model
from . import loan_state
from . import terms


struct Move:
    id: bytes32
    was: loan_state.State
    now: loan_state.State
    counts: loan_model.Counts  # before the move's own change
    due_day_last: uint256
    quanta: uint256  # the principal
    exposure: uint256  # of the whole principal, reference units
    entry_count: uint256
    entries: uint256[12]  # packed, oldest first; a move adds at most nine


@internal
@pure
def _begun(
    r: terms.Repayment, id: bytes32, was: loan_state.State, exposure: uint256, day: uint256
) -> Move:
    """
    @dev A living loan brought to a day, with the entries of what dates have reached.
    """
    assert was.status == loan_state.OPEN, "book: no open loan has these terms"
    assert day >= was.day, "book: day is before the last reckoning"
    m: Move = empty(Move)
    m.id = id
    m.was = was
    m.quanta = r.principal // r.quantum
    m.exposure = exposure
    passed: loan_model.Reckoning = loan_model._reckoned(r, was, day)
    m.now = passed.state
    m.due_day_last = passed.due_day_last
    m.counts = loan_model._counts(r, m.now)
    if passed.credited_day != 0:
        m.entry_count = 1
        m.entries[0] = credit_entry._pack(
            credit_entry.ON_TIME_BILL,
            credit_entry.ON_TIME | self._flags(m.now, m.now),
            passed.credited_day,
            0,
            0,
            passed.credited,
            self._referenced(m, passed.credited),
            self._live(m.exposure, m.quanta, m.now),
        )
    return self._reached(m, r)


@internal
@pure
def _closing_status(r: terms.Repayment, before: loan_state.State) -> uint256:
    """
    @dev Withdrawn if notice was given, its pay days are not over and the loan is neither
         defaulted nor accelerated; else repaid.
    """
    if before.withdrawal_day == 0:
        return loan_state.REPAID
    notice_day: uint256 = r.start_day + before.withdrawal_day - 1
    if before.day > notice_day + r.withdrawal_pay_days:
        return loan_state.REPAID
    if before.flags & (loan_state.DEFAULTED | loan_state.ACCELERATED) != 0:
        return loan_state.REPAID
    return loan_state.WITHDRAWN


@internal
@pure
def _is_nil(r: terms.Repayment, s: loan_state.State) -> bool:
    """
    @dev Nothing is owed any more.
    """
    return (
        s.balance == 0
        and s.interest_due == 0
        and loan_model._rounded(s.accrued, r.quantum) == 0
        and loan_model._rounded(s.penalty, r.quantum) == 0
    )


@internal
@pure
def _reached(move: Move, r: terms.Repayment) -> Move:
    """
    @dev Adds the severities and the default that dates have reached and nobody wrote yet.
    """
    m: Move = move
    reached: uint256 = credit_entry._severity(m.counts.counted)
    for severity: uint256 in range(1, 5):
        if severity > m.now.severity and severity <= reached:
            before: loan_state.State = m.now
            m.now.severity = severity
            m = self._with_entry(
                m,
                credit_entry.ARREARS_REACHED,
                0,
                before,
                credit_entry._threshold(severity),
                0,
            )
    if (
        m.counts.counted >= r.default_days
        and m.now.flags & loan_state.DEFAULTED == 0
    ):
        before: loan_state.State = m.now
        m.now.flags |= loan_state.DEFAULTED
        m = self._with_entry(m, credit_entry.DEFAULTED, 0, before, m.now.balance, 0)
    return m


@internal
@pure
def _after_arrears(
    move: Move,
    r: terms.Repayment,
    before: loan_state.State,
    kind: uint256,
    flags: uint256,
    amount: uint256,
    amount_ref: uint256,
) -> Move:
    """
    @dev Adds the entry of a payment or waiver, lowers the recorded severity to what is left of
         it, and cures a default when arrears have ended.
    """
    m: Move = move
    counts: loan_model.Counts = loan_model._counts(r, m.now)
    m.now.severity = min(m.now.severity, credit_entry._severity(counts.counted))
    m = self._with_entry(m, kind, flags, before, amount, amount_ref)
    fixed: uint256 = loan_state.ACCELERATED | loan_state.WRITTEN_OFF
    if (
        m.now.since == 0
        and m.now.flags & loan_state.DEFAULTED != 0
        and m.now.flags & fixed == 0
    ):
        defaulted: loan_state.State = m.now
        m.now.flags ^= loan_state.DEFAULTED
        m = self._with_entry(m, credit_entry.CURED, 0, defaulted, 0, 0)
    return m


@internal
@pure
def _closed(move: Move, status: uint256) -> Move:
    """
    @dev Ends a loan at nil and adds the entry that says how.
    """
    m: Move = move
    before: loan_state.State = m.now
    m.now.status = status
    m.now.accrued = 0
    m.now.penalty = 0
    m.now.provisional = 0
    m.now.paid = 0
    m.now.paid_interest = 0
    kind: uint256 = credit_entry.REPAID
    if status == loan_state.WITHDRAWN:
        kind = credit_entry.WITHDRAWN
    elif status == loan_state.SETTLED:
        kind = credit_entry.SETTLED
    return self._with_entry(m, kind, 0, before, 0, 0)


@internal
@pure
def _with_entry(
    move: Move,
    kind: uint256,
    flags: uint256,
    before: loan_state.State,
    amount: uint256,
    amount_ref: uint256,
) -> Move:
    """
    @dev Adds an entry about the change from `before` to the move's state.
    """
    m: Move = move
    m.entries[m.entry_count] = credit_entry._pack(
        kind,
        flags | self._flags(before, m.now),
        m.now.day,
        m.counts.unbroken,
        m.counts.oldest,
        amount,
        amount_ref,
        self._live(m.exposure, m.quanta, m.now),
    )
    m.entry_count += 1
    return m


@internal
@pure
def _flags(before: loan_state.State, now: loan_state.State) -> uint256:
    """
    @dev An entry's flags: licensed lender, severity and default before and after.
    """
    flags: uint256 = (before.severity << credit_entry.SEVERITY_BEFORE_SHIFT) | (
        now.severity << credit_entry.SEVERITY_AFTER_SHIFT
    )
    if now.flags & loan_state.LICENSED != 0:
        flags |= credit_entry.LICENSED
    if before.flags & loan_state.DEFAULTED != 0:
        flags |= credit_entry.DEFAULTED_BEFORE
    if now.status == loan_state.OPEN and now.flags & loan_state.DEFAULTED != 0:
        flags |= credit_entry.DEFAULTED_AFTER
    return flags


@internal
@pure
def _referenced(m: Move, quanta: uint256) -> uint256:
    """
    @dev Quanta of the loan in reference units, floored, at the rate of its opening.
    """
    return m.exposure * quanta // m.quanta


@internal
@pure
def _live(exposure: uint256, quanta: uint256, state: loan_state.State) -> uint256:
    """
    @dev The live exposure of a state, in reference units, rounded up; nil once closed.
    """
    if state.status != loan_state.OPEN:
        return 0
    return (exposure * state.balance + quanta - 1) // quanta


@internal
@pure
def _listed(m: Move) -> DynArray[uint256, 12]:
    """
    @dev The entries as the ledger takes them.
    """
    entries: DynArray[uint256, 12] = []
    for i: uint256 in range(m.entry_count, bound=12):
        entries.append(m.entries[i])
    return entries
