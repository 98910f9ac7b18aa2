# SPDX-License-Identifier: Apache-2.0
"""What lowers a debt: payments, waivers, and closing by the proceeds of another loan.

Source: LOAN_MODEL, "A payment of X on a day", "Waiver" and "Rollover".
"""

from typing import NamedTuple

from shouxin.lending.model.fine import less_rounded, round_half_up
from shouxin.lending.model.moves import brought_open
from shouxin.lending.model.reckoning import clear_missed
from shouxin.lending.model.state import (
    State,
    Status,
    accrued_rounded,
    closing_amount_at,
    is_matured,
)
from shouxin.lending.model.terms import PaymentOrder, Terms
from shouxin.primitives.errors import BadInput, Refused

PENALTY, INTEREST, PRINCIPAL = "penalty", "interest", "principal"

TURNS = {
    PaymentOrder.INTEREST_PRINCIPAL_PENALTY: (INTEREST, PRINCIPAL, PENALTY),
    PaymentOrder.PENALTY_INTEREST_PRINCIPAL: (PENALTY, INTEREST, PRINCIPAL),
    PaymentOrder.PRINCIPAL_INTEREST_PENALTY: (PRINCIPAL, INTEREST, PENALTY),
}


class Applied(NamedTuple):
    """What a payment or a waiver went to, in base units."""

    penalty: int = 0
    interest: int = 0
    principal: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self)


def pay(terms: Terms, state: State, day: int, amount: int) -> tuple[State, Applied]:
    """A payment: cut to the quantum, clipped to the closing amount, applied in the terms' order.

    Raises:
        BadInput: ``loan.amount``; less than the quantum.
        BadInput: ``loan.day_passed``.
        Refused: ``loan.closed``.
    """
    cut = amount - amount % terms.quantum
    if cut <= 0:
        raise BadInput(
            "loan.amount",
            f"a payment of {amount} base units is below the smallest amount, {terms.quantum}: "
            "pay at least that",
            f"还款额 {amount}（最小货币单位）低于最小还款额 {terms.quantum}：请至少支付该金额",
        )
    paid = brought_open(terms, state, day)
    withdraws = _is_withdrawal(terms, paid)
    applied = _apply(terms, paid, min(cut, closing_amount_at(terms, paid)))
    _close_if_nil(terms, paid, Status.WITHDRAWN if withdraws else Status.REPAID)
    return paid, applied


def roll_over(terms: Terms, state: State, day: int) -> tuple[State, Applied]:
    """Closes the loan by the proceeds of another: the closing amount, in one move.

    Raises:
        BadInput: ``loan.day_passed``.
        Refused: ``loan.closed``.
    """
    closed = brought_open(terms, state, day)
    applied = _apply(terms, closed, closing_amount_at(terms, closed))
    _close_if_nil(terms, closed, Status.ROLLED_OVER)
    return closed, applied


def waive(
    terms: Terms, state: State, day: int, penalty: int, interest: int, principal: int
) -> tuple[State, Applied]:
    """Forgives penalty, interest and principal, each clipped to what there is.

    Penalty: ``pen``, then ``prov``; interest: ``Oᵢ``, then ``a``; principal: ``Oₚ`` with ``B``,
    then the rest of ``B``. A loan at nil by it is settled.

    Raises:
        BadInput: ``loan.amount``; negative or no multiple of the quantum.
        BadInput: ``loan.day_passed``.
        Refused: ``loan.closed``, or ``loan.nothing_to_waive``.
    """
    for amount in (penalty, interest, principal):
        if amount < 0 or amount % terms.quantum:
            raise BadInput(
                "loan.amount",
                f"a waiver of {amount} base units is no multiple of {terms.quantum}: "
                "waive whole multiples of the smallest amount",
                f"减免额 {amount}（最小货币单位）不是 {terms.quantum} 的整数倍："
                "请按最小金额的整数倍减免",
            )
    waived = brought_open(terms, state, day)
    billed = waived.interest_due + waived.principal_due
    applied = Applied(
        penalty=_waive_penalty(terms, waived, penalty),
        interest=_waive_interest(terms, waived, interest),
        principal=min(principal, waived.balance),
    )
    if not applied.total:
        raise Refused(
            "loan.nothing_to_waive",
            "nothing that is owed would be waived: name an amount of what the loan owes",
            "没有可减免的欠款：请填写该贷款实际欠付的项目和金额",
        )
    waived.balance -= applied.principal
    waived.principal_due -= min(applied.principal, waived.principal_due)
    clear_missed(terms, waived, billed - waived.interest_due - waived.principal_due)
    _close_if_nil(terms, waived, Status.SETTLED)
    return waived, applied


def _apply(terms: Terms, state: State, amount: int) -> Applied:
    """Applies a payment that is at most the closing amount; changes the state."""
    billed = state.interest_due + state.principal_due
    parts = dict.fromkeys((PENALTY, INTEREST, PRINCIPAL), 0)
    left = amount
    for turn in TURNS[terms.payment_order]:
        parts[turn] = _PAYERS[turn](terms, state, left)
        left -= parts[turn]
    cleared = billed - state.interest_due - state.principal_due
    if left:
        ahead = min(left, accrued_rounded(terms, state))
        state.accrued = less_rounded(state.accrued, ahead)
        state.balance -= left - ahead
        state.paid += left
        state.paid_interest += ahead
        parts[INTEREST] += ahead
        parts[PRINCIPAL] += left - ahead
    clear_missed(terms, state, cleared)
    return Applied(**parts)


def _pay_interest(terms: Terms, state: State, left: int) -> int:
    billed = min(left, state.interest_due)
    state.interest_due -= billed
    if not is_matured(terms, state):
        return billed
    accrued = min(left - billed, accrued_rounded(terms, state))
    state.accrued = less_rounded(state.accrued, accrued)
    return billed + accrued


def _pay_principal(_terms: Terms, state: State, left: int) -> int:
    billed = min(left, state.principal_due)
    state.principal_due -= billed
    state.balance -= billed
    return billed


def _pay_penalty(terms: Terms, state: State, left: int) -> int:
    owed = min(left, round_half_up(state.penalty, terms.quantum))
    state.penalty = less_rounded(state.penalty, owed)
    return owed


_PAYERS = {PENALTY: _pay_penalty, INTEREST: _pay_interest, PRINCIPAL: _pay_principal}


def _waive_penalty(terms: Terms, state: State, amount: int) -> int:
    owed = _pay_penalty(terms, state, amount)
    provisional = min(amount - owed, round_half_up(state.provisional, terms.quantum))
    state.provisional = less_rounded(state.provisional, provisional)
    return owed + provisional


def _waive_interest(terms: Terms, state: State, amount: int) -> int:
    billed = min(amount, state.interest_due)
    state.interest_due -= billed
    accrued = min(amount - billed, accrued_rounded(terms, state))
    state.accrued = less_rounded(state.accrued, accrued)
    return billed + accrued


def _is_withdrawal(terms: Terms, state: State) -> bool:
    """Whether closing the loan now ends it as withdrawn."""
    if not state.withdrawal_day or state.is_withdrawal_barred:
        return False
    return state.day <= state.withdrawal_day + terms.withdrawal_pay_days


def _close_if_nil(terms: Terms, state: State, status: Status) -> None:
    """Ends the loan when nothing is owed; what is below half a quantum goes with it."""
    if closing_amount_at(terms, state):
        return
    state.status = status
    state.accrued = state.penalty = state.provisional = 0
    state.paid = state.paid_interest = 0
    state.since = state.notice_day = 0
    state.missed = ()
