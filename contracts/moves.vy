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
    now: loan_state.State
    counts: loan_model.Counts  # before the move's own change
    due_day_last: uint256
    quanta: uint256  # the principal
    exposure: uint256  # of the whole principal, reference units
    live_before: uint256  # exposure before the move
    entries: DynArray[uint256, 9]  # packed, oldest first; a move adds at most nine


@internal
@pure
def _begun(r: terms.Repayment, was: loan_state.State, day: uint256) -> Move:
    """
    @dev A living loan brought to a day, with the entries of what dates have reached.
    """
    assert was.status == loan_state.OPEN, "book: no open loan has these terms"
    m: Move = empty(Move)
    m.quanta = unsafe_div(r.principal, r.quantum)
    m.exposure = r.exposure
    m.live_before = self._live(r.exposure, was.balance, m.quanta)
    m.now = was
    if was.day == 0:
        m.now.day = r.start_day
    assert day >= m.now.day, "book: day is before the last reckoning"
    passed: loan_model.Reckoning = loan_model._reckoned(r, m.now, day)
    m.now = passed.state
    m.due_day_last = passed.due_day_last
    if passed.credited != 0:
        m.entries.append(
            credit_entry._pack(
                credit_entry.ON_TIME_BILL,
                credit_entry.ON_TIME
                | self._flags(m.now.severity, m.now.flags, m.now.severity, m.now.flags),
                day,
                0,
                0,
                passed.credited,
                self._referenced(r.exposure, passed.credited, m.quanta),
                self._live(r.exposure, m.now.balance, m.quanta),
            )
        )
    if m.now.since != 0 and unsafe_sub(day, m.now.since) > r.grace_days:
        m.counts = loan_model._counts(r, m.now)
        m = self._reached(m, r.default_days)
    return m


@internal
@pure
def _reached(m: Move, default_days: uint256) -> Move:
    """
    @dev Adds the severities and the default that dates have reached and nobody wrote yet.
    """
    reached: uint256 = credit_entry._severity(m.counts.counted)
    live: uint256 = self._live(m.exposure, m.now.balance, m.quanta)
    for _: uint256 in range(4):
        if m.now.severity >= reached:
            break
        severity: uint256 = m.now.severity
        m.now.severity = unsafe_add(severity, 1)
        m.entries.append(
            credit_entry._pack(
                credit_entry.ARREARS_REACHED,
                self._flags(severity, m.now.flags, m.now.severity, m.now.flags),
                m.now.day,
                m.counts.unbroken,
                m.counts.oldest,
                credit_entry._threshold(m.now.severity),
                0,
                live,
            )
        )
    if m.counts.counted >= default_days and m.now.flags & loan_state.DEFAULTED == 0:
        flags: uint256 = m.now.flags
        m.now.flags = flags | loan_state.DEFAULTED | loan_state.BARRED
        m.entries.append(
            credit_entry._pack(
                credit_entry.DEFAULTED,
                self._flags(m.now.severity, flags, m.now.severity, m.now.flags),
                m.now.day,
                m.counts.unbroken,
                m.counts.oldest,
                m.now.balance,
                0,
                live,
            )
        )
    return m


@internal
@pure
def _lowered(
    r: terms.Repayment, state: loan_state.State, severity: uint256
) -> uint256:
    """
    @dev The recorded severity after a payment or waiver, lowered to what is left of it.
    """
    if severity == 0:
        return 0
    return min(severity, credit_entry._severity(loan_model._counts(r, state).counted))


@internal
@pure
def _is_cured(s: loan_state.State) -> bool:
    """
    @dev Whether arrears have ended and with them a default; after acceleration or write-off
         nothing is cured.
    """
    fixed: uint256 = loan_state.ACCELERATED | loan_state.WRITTEN_OFF
    return s.since == 0 and s.flags & (loan_state.DEFAULTED | fixed) == loan_state.DEFAULTED


@internal
@pure
def _cured(m: Move) -> Move:
    """
    @dev Adds the entry of a default's end.
    """
    flags: uint256 = m.now.flags
    m.now.flags = flags ^ loan_state.DEFAULTED
    return self._with_entry(
        m,
        credit_entry.CURED,
        self._flags(m.now.severity, flags, m.now.severity, m.now.flags),
        0,
        0,
    )


@internal
@pure
def _is_nil(s: loan_state.State, quantum: uint256) -> bool:
    """
    @dev Nothing is owed any more.
    """
    return (
        s.balance == 0
        and s.interest_due == 0
        and loan_model._rounded(s.accrued, quantum) == 0
        and loan_model._rounded(s.penalty, quantum) == 0
    )


@internal
@pure
def _closing_status(r: terms.Repayment, before: loan_state.State) -> uint256:
    """
    @dev Withdrawn if notice was given, its pay days are not over and the loan was neither
         defaulted nor accelerated; else repaid.
    """
    if before.withdrawal_day == 0:
        return loan_state.REPAID
    notice_day: uint256 = r.start_day + before.withdrawal_day - 1
    if before.day > notice_day + r.withdrawal_pay_days:
        return loan_state.REPAID
    if before.flags & loan_state.BARRED != 0:
        return loan_state.REPAID
    return loan_state.WITHDRAWN


@internal
@pure
def _closed(m: Move, status: uint256) -> Move:
    """
    @dev Ends a loan at nil and adds the entry that says how.
    """
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
    ended: uint256 = m.now.flags & ~loan_state.DEFAULTED
    return self._with_entry(
        m, kind, self._flags(m.now.severity, m.now.flags, m.now.severity, ended), 0, 0
    )


@internal
@pure
def _with_entry(
    m: Move, kind: uint256, flags: uint256, amount: uint256, amount_ref: uint256
) -> Move:
    """
    @dev Adds an entry about the move's state.
    """
    live: uint256 = self._live_now(m)
    m.entries.append(
        credit_entry._pack(
            kind,
            flags,
            m.now.day,
            m.counts.unbroken,
            m.counts.oldest,
            amount,
            amount_ref,
            live,
        )
    )
    return m


@internal
@pure
def _live_now(m: Move) -> uint256:
    """
    @dev The loan's live exposure after the move so far.
    """
    if m.now.status != loan_state.OPEN:
        return 0
    return self._live(m.exposure, m.now.balance, m.quanta)


@internal
@pure
def _flags(
    severity_before: uint256, flags_before: uint256, severity: uint256, flags: uint256
) -> uint256:
    """
    @dev An entry's flags: licensed lender, severity and default before and after.
    """
    packed: uint256 = (severity_before << credit_entry.SEVERITY_BEFORE_SHIFT) | (
        severity << credit_entry.SEVERITY_AFTER_SHIFT
    )
    if flags & loan_state.LICENSED != 0:
        packed |= credit_entry.LICENSED
    if flags_before & loan_state.DEFAULTED != 0:
        packed |= credit_entry.DEFAULTED_BEFORE
    if flags & loan_state.DEFAULTED != 0:
        packed |= credit_entry.DEFAULTED_AFTER
    return packed


@internal
@pure
def _referenced(exposure: uint256, quanta: uint256, principal: uint256) -> uint256:
    """
    @dev Quanta of a loan in reference units, floored, at the rate of its opening.
    """
    return unsafe_div(unsafe_mul(exposure, quanta), principal)


@internal
@pure
def _live(exposure: uint256, balance: uint256, principal: uint256) -> uint256:
    """
    @dev The live exposure of a balance, in reference units, rounded up.
    """
    return unsafe_div(
        unsafe_sub(unsafe_add(unsafe_mul(exposure, balance), principal), 1), principal
    )
