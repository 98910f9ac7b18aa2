# SPDX-License-Identifier: Apache-2.0
"""A loan as the contracts know it: its terms as structs, its id, its state in quanta.

The contracts keep a loan's id, the EIP-712 hash of its terms, and are brought the terms with each
call. The model keeps the same terms in one dataclass; this is the bridge between the two.
"""

from dataclasses import dataclass, fields, replace
from functools import lru_cache

from shouxin.chain.abi import Address
from shouxin.chain.bindings import structs
from shouxin.chain.typed_data import hash_struct, types_of
from shouxin.lending.model import (
    Counting,
    DayCount,
    Method,
    PaymentOrder,
    State,
    Terms,
    all_in_rate_ppm,
    last_payment,
)

AGREEMENT_TYPES = types_of(structs.Agreement)
TERMS_TYPES = types_of(structs.Terms, structs.Repayment, structs.Agreement)

DEFAULTED, ACCELERATED, WRITTEN_OFF, AMENDED, LICENSED, BARRED, FEE_RELEASED = (
    1 << bit for bit in range(7)
)
"""Flags of a state, as ``contracts/loan_state.vy`` has them."""

_ENUMERATED = {"method", "day_count", "payment_order", "counting"}
_SHARED = (
    {field.name for field in fields(structs.Repayment)} & {field.name for field in fields(Terms)}
) - _ENUMERATED

HASHES_KEPT = 1_000
BILL_BITS, BILL_DAY_SHIFT, BILLS_A_WORD, MISSED_WORDS = 80, 60, 3, 6


@dataclass(frozen=True, slots=True)
class Deal:
    """A loan's complete terms.

    Attributes:
        terms: what the model needs of them.
        complete: all of them, as the contracts take them.
        agreement_hash: of the part that calls on a living loan leave out.
        id: the loan's, the hash of all of them.
    """

    terms: Terms
    complete: structs.Terms
    agreement_hash: bytes
    id: bytes

    @property
    def loan(self) -> structs.Loan:
        """What a call on the living loan brings."""
        return structs.Loan(self.complete.borrower, self.complete.repayment, self.agreement_hash)


@lru_cache(maxsize=HASHES_KEPT)
def deal_of(terms: Terms, complete: structs.Terms) -> Deal:
    """Terms in both forms, with their hashes."""
    return Deal(
        terms,
        complete,
        hash_struct(AGREEMENT_TYPES, "Agreement", complete.agreement),
        hash_struct(TERMS_TYPES, "Terms", complete),
    )


def amended_deal(deal: Deal, terms: Terms, salt: bytes) -> Deal:
    """A loan's terms in force after an amendment, which have a hash of their own.

    Args:
        deal: the terms so far.
        terms: the model's new ones.
        salt: 32 bytes; makes the new terms' hash one of its kind.
    """
    before = deal.complete
    agreement = replace(
        before.agreement,
        instalment_multiple=terms.multiple,
        notice_days=terms.notice_days,
        last_payment=last_payment(terms),
        all_in_rate_ppm=all_in_rate_ppm(terms),
        fee=0,
        salt=salt,
        deadline=0,
    )
    repayment = repayment_of(terms, before.repayment.currency, before.repayment.exposure)
    return deal_of(terms, structs.Terms(before.borrower, repayment, agreement))


def repayment_of(terms: Terms, currency: Address, exposure: int) -> structs.Repayment:
    """What each call brings of the model's terms.

    Args:
        terms: the model's.
        currency: the token.
        exposure: the principal in reference units, as the rulebook has it at opening.
    """
    return structs.Repayment(
        currency=currency,
        principal=terms.principal,
        quantum=terms.quantum,
        rate_ppm=terms.rate_ppm,
        penalty_margin_ppm=terms.penalty_margin_ppm,
        overdue_rate_ppm=terms.overdue_rate_ppm,
        method=int(terms.method),
        instalments=terms.instalments,
        interest_only_periods=terms.interest_only_periods,
        period_days=terms.period_days,
        due_day=terms.due_day,
        start_day=terms.start_day,
        first_due_day=terms.first_due_day,
        day_count=int(terms.day_count),
        instalment=terms.instalment,
        grace_days=terms.grace_days,
        tolerance=terms.tolerance,
        payment_order=int(terms.payment_order),
        counting=int(terms.counting),
        default_days=terms.default_days,
        utc_offset_minutes=terms.utc_offset_minutes,
        cooling_off_days=terms.cooling_off_days,
        withdrawal_pay_days=terms.withdrawal_pay_days,
        exposure=exposure,
    )


def model_terms(complete: structs.Terms) -> Terms:
    """What the model needs of complete terms."""
    repayment, agreement = complete.repayment, complete.agreement
    shared = {name: getattr(repayment, name) for name in _SHARED}
    return Terms(
        **shared,
        method=Method(repayment.method),
        day_count=DayCount(repayment.day_count),
        payment_order=PaymentOrder(repayment.payment_order),
        counting=Counting(repayment.counting),
        instalment_multiple=agreement.instalment_multiple,
        acceleration_days=agreement.acceleration_days,
        notice_days=agreement.notice_days,
        fee=agreement.fee,
    )


def contract_state(
    terms: Terms,
    state: State,
    *,
    severity: int = 0,
    is_licensed: bool = False,
    is_fee_released: bool = False,
    is_amended: bool = False,
) -> structs.State:
    """The struct that the contract has for a model's state.

    Args:
        terms: the loan's.
        state: the model's.
        severity: of the present arrears as last recorded, 0 to 4.
        is_licensed: whether the lender was licensed when the loan was opened.
        is_fee_released: whether the origination fee was paid out.
        is_amended: whether other terms are in force than those it was opened with.
    """
    quantum = terms.quantum
    notice = state.withdrawal_day - state.opened_day + 1 if state.withdrawal_day else 0
    return structs.State(
        balance=state.balance // quantum,
        accrued=state.accrued,
        period=state.period,
        day=state.day,
        status=int(state.status),
        flags=_flags(state)
        | (LICENSED if is_licensed else 0)
        | (FEE_RELEASED if is_fee_released else 0)
        | (AMENDED if is_amended else 0),
        severity=severity,
        notice_day=state.notice_day,
        withdrawal_day=notice,
        interest_due=state.interest_due // quantum,
        principal_due=state.principal_due // quantum,
        paid=state.paid // quantum,
        paid_interest=state.paid_interest // quantum,
        since=state.since,
        penalty=state.penalty,
        provisional=state.provisional,
        missed=_missed(quantum, state),
    )


def differing_fields(terms: Terms, expected: structs.State, found: structs.State) -> list[str]:
    """Where two states of a loan differ: ``name: expected / found`` each, empty if nowhere.

    A loan that has not moved has day 0 in the contract, which stands for the start day.
    """
    ours, theirs = _plain(terms, expected), _plain(terms, found)
    return [f"{name}: {ours[name]} / {theirs[name]}" for name in ours if ours[name] != theirs[name]]


def _plain(terms: Terms, state: structs.State) -> dict[str, object]:
    """Every field by name, the missed bills as those that count."""
    plain = {field.name: getattr(state, field.name) for field in fields(state)}
    return plain | {"day": state.day or terms.start_day, "missed": _present(state.missed)}


def _flags(state: State) -> int:
    return (
        (DEFAULTED if state.is_defaulted else 0)
        | (ACCELERATED if state.is_accelerated else 0)
        | (WRITTEN_OFF if state.is_written_off else 0)
        | (BARRED if state.is_withdrawal_barred else 0)
    )


def _missed(quantum: int, state: State) -> structs.Missed:
    words = [0] * MISSED_WORDS
    for i, bill in enumerate(state.missed):
        packed = (bill.day << BILL_DAY_SHIFT) | bill.amount // quantum
        words[i // BILLS_A_WORD] |= packed << (BILL_BITS * (i % BILLS_A_WORD))
    return structs.Missed(len(state.missed), tuple(words))


def _present(missed: structs.Missed) -> list[int]:
    """The bills that count; what a word holds beyond them is left from earlier ones."""
    mask = (1 << BILL_BITS) - 1
    return [
        missed.words[i // BILLS_A_WORD] >> (BILL_BITS * (i % BILLS_A_WORD)) & mask
        for i in range(missed.count)
    ]
