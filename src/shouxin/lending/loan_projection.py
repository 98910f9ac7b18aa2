# SPDX-License-Identifier: Apache-2.0
"""Turns the events of living loans into states: the model makes each move that the chain made.

No event carries a loan's whole state, and none is needed: the model is equal to the contracts to
the smallest unit, so the state follows from the moves. Where it ever did not, a row in
``projection_faults`` says so, the loan goes on with what the event states, and ``index verify``
shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from shouxin.chain.bindings import credit_ledger, loan_amending, loan_book, loan_servicing, rollover
from shouxin.chain.manifest import Manifest
from shouxin.credit.entry import Entry, Flag, Kind, unpack
from shouxin.indexing.projection import At, Handler, Keys
from shouxin.lending.loan_rows import packed, state_of, terms_in_force, unpacked, with_state
from shouxin.lending.model import (
    Applied,
    State,
    Status,
    Terms,
    accelerate,
    amend,
    give_notice,
    open_loan,
    pay,
    waive,
    with_default_reached,
    withdraw,
    write_off,
)
from shouxin.lending.model.calendar import due_day
from shouxin.lending.tables import amendments, claims, faults, loans, payments, waivers
from shouxin.parties.tables import parties
from shouxin.primitives.errors import ShouxinError
from shouxin.primitives.hexadecimal import to_hex
from shouxin.store.changes import Change
from shouxin.store.rows import Row, Rows

Move: TypeAlias = Callable[[Terms, State, int], State]

REASON_CHARACTERS = 500
MOVES: dict[int, Move] = {
    Kind.ARREARS_REACHED: lambda _terms, state, _day: state,
    Kind.DEFAULTED: lambda _terms, state, _day: state,
    Kind.NOTICE_GIVEN: give_notice,
    Kind.ACCELERATED: accelerate,
    Kind.WRITTEN_OFF: write_off,
    Kind.WITHDRAWAL_NOTICE: withdraw,
}
"""What an entry of the book says that the loan did; payments and the like have their own events."""


class LoansProjection:
    """Loans and what was paid, waived, amended and claimed."""

    def handlers(self, manifest: Manifest) -> Sequence[Handler]:
        """All events that it reads."""
        books = {manifest.address_of(loan_book.LoanBook.NAME)}

        def entry_recorded(rows: Rows, event: credit_ledger.EntryRecorded, at: At) -> None:
            if event.source in books:
                _entry_recorded(rows, event, at)

        book = loan_book.LoanBook.NAME
        ledger = credit_ledger.CreditLedger.NAME
        amending = loan_amending.LoanAmending.NAME
        return [
            Handler(ledger, credit_ledger.EntryRecorded, entry_recorded, _loan_key),
            Handler(book, loan_book.LoanOpened, _opened, _lender_key),
            Handler(book, loan_book.Paid, _paid, _loan_key),
            Handler(book, loan_book.Claimed, _claimed, _loan_key),
            Handler(book, loan_book.FeeReleased, _fee_released, _loan_key),
            Handler(loan_servicing.LoanServicing.NAME, loan_servicing.Waived, _waived, _loan_key),
            Handler(amending, loan_amending.LoanAmended, _amended, _loan_key),
            Handler(amending, loan_amending.ServicerReplaced, _servicer_replaced, _loan_key),
            Handler(rollover.Rollover.NAME, rollover.RolledOver, _rolled_over, _loan_key),
        ]


def _loan_key(event: Any) -> Keys:
    return [(loans, (to_hex(event.loan),))]


def _lender_key(event: loan_book.LoanOpened) -> Keys:
    return [(parties, (to_hex(event.lender),)), *_loan_key(event)]


def _tell(rows: Rows, kind: str, row: Row, at: At, **payload: Any) -> None:
    rows.tell(Change(kind, row["id"], payload, row["borrower"], at.block_number))


def _opened(rows: Rows, event: loan_book.LoanOpened, at: At) -> None:
    borrower, lender, words = to_hex(event.borrower), to_hex(event.lender), packed(event.terms)
    known = unpacked(borrower, words)
    terms, repayment, agreement = known.terms, known.complete.repayment, known.complete.agreement
    lending_party = rows.find(parties, lender)
    row = {
        "id": to_hex(event.loan),
        "book": at.contract,
        "borrower": borrower,
        "lender": lender,
        "borrower_wallet": agreement.borrower,
        "lender_wallet": agreement.lender,
        "servicer": agreement.servicer,
        "desk": agreement.desk,
        "currency": repayment.currency,
        "principal": terms.principal,
        "quantum": terms.quantum,
        "jurisdiction": agreement.jurisdiction,
        "product": agreement.product,
        "start_day": terms.start_day,
        "maturity_day": due_day(terms, terms.instalments),
        "utc_offset_minutes": terms.utc_offset_minutes,
        "received": 0,
        "claimed": 0,
        "is_licensed": bool(lending_party and lending_party["is_licensed"]),
        "is_fee_released": False,
        "is_amended": False,
        "terms_hash": to_hex(event.loan),
        "opening_terms": words,
        "terms": words,
        "offer_digest": None,
        "successor": None,
        "opened_block": at.block_number,
        "opened_at": at.block_time,
        "closed_at": None,
    }
    rows.put(loans, with_state(row, terms, open_loan(terms), 0, at.block_number))
    _tell(rows, "loan.opened", row, at, principal_units=str(terms.principal), lender=lender)


def _entry_recorded(rows: Rows, event: credit_ledger.EntryRecorded, at: At) -> None:
    """Arrears, default, notices, acceleration, write-off: moves that only the record tells of."""
    row, entry = rows.find(loans, to_hex(event.loan)), unpack(event.entry)
    if row is None or entry.has(Flag.STATED):
        return
    move = MOVES.get(entry.kind)
    if move is not None:
        _make(rows, row, entry, move, at)
    elif row["severity"] != entry.severity_after:
        rows.put(loans, {**row, "severity": entry.severity_after})


def _make(rows: Rows, row: Row, entry: Entry, move: Move, at: At) -> None:
    terms, state = terms_in_force(row).terms, state_of(row)
    try:
        reached = with_default_reached(terms, state, entry.day)
        state = move(terms, reached, entry.day)
    except ShouxinError as error:
        _fault(rows, row, at, error.message)
    rows.put(loans, with_state(row, terms, state, entry.severity_after, at.block_number))
    _tell(rows, f"loan.{Kind(entry.kind).name.lower()}", row, at, day=entry.day)


def _paid(rows: Rows, event: loan_book.Paid, at: At) -> None:
    loan = to_hex(event.loan)
    rows.add(
        payments,
        {
            **at.columns,
            "loan": loan,
            "payer": event.payer,
            "payer_party": to_hex(event.payer_party),
            "reference": to_hex(event.reference),
            "day": event.day,
            "interest": event.interest,
            "principal": event.principal,
            "penalty": event.penalty,
            "balance": event.balance,
        },
    )
    row = rows.find(loans, loan)
    if row is None:
        return
    told = Applied(event.penalty, event.interest, event.principal)
    row = {**row, "received": row["received"] + told.total}
    row = _lowered(rows, row, event.day, told, at, _payment_of(told.total))
    _tell(rows, "loan.paid", row, at, day=event.day, amount_units=str(told.total))


def _payment_of(amount: int) -> Callable[[Terms, State, int], tuple[State, Applied]]:
    return lambda terms, state, day: pay(terms, state, day, amount)


def _lowered(
    rows: Rows,
    row: Row,
    day: int,
    told: Applied,
    at: At,
    move: Callable[[Terms, State, int], tuple[State, Applied]],
) -> Row:
    """A payment or a waiver: the model makes it, and must come to what the chain says."""
    terms, state = terms_in_force(row).terms, state_of(row)
    try:
        state, applied = move(terms, with_default_reached(terms, state, day), day)
        if applied != told:
            _fault(rows, row, at, f"the model applies {tuple(applied)}, the chain {tuple(told)}")
    except ShouxinError as error:
        _fault(rows, row, at, error.message)
    after = with_state(row, terms, state, row["severity"], at.block_number)
    if not state.is_open:
        after["closed_at"] = at.block_time
        _tell(rows, "loan.closed", row, at, status=state.status.name.lower())
    rows.put(loans, after)
    return after


def _waived(rows: Rows, event: loan_servicing.Waived, at: At) -> None:
    loan = to_hex(event.loan)
    told = Applied(event.penalty, event.interest, event.principal)
    rows.add(
        waivers,
        {
            **at.columns,
            "loan": loan,
            "day": event.day,
            "interest": event.interest,
            "principal": event.principal,
            "penalty": event.penalty,
        },
    )
    row = rows.find(loans, loan)
    if row is not None:
        row = _lowered(rows, row, event.day, told, at, lambda t, s, day: waive(t, s, day, *told))
        _tell(rows, "loan.waived", row, at, day=event.day, amount_units=str(told.total))


def _amended(rows: Rows, event: loan_amending.LoanAmended, at: At) -> None:
    loan, words = to_hex(event.loan), packed(event.terms)
    rows.add(
        amendments,
        {
            **at.columns,
            "loan": loan,
            "kind": event.kind,
            "taken_back": event.taken_back,
            "terms_hash": to_hex(event.terms_hash),
            "terms": words,
        },
    )
    row = rows.find(loans, loan)
    if row is None:
        return
    terms, state = terms_in_force(row).terms, state_of(row)
    new = unpacked(row["borrower"], words).terms
    try:
        reached = with_default_reached(terms, state, new.start_day)
        state = amend(terms, reached, new.start_day, new, event.taken_back)
    except ShouxinError as error:
        _fault(rows, row, at, error.message)
    changed = {
        **row,
        "terms": words,
        "terms_hash": to_hex(event.terms_hash),
        "is_amended": True,
        "maturity_day": event.maturity_day,
    }
    after = with_state(changed, new, state, row["severity"], at.block_number)
    rows.put(loans, after)
    _tell(rows, "loan.amended", row, at, amendment=event.kind)


def _servicer_replaced(rows: Rows, event: loan_amending.ServicerReplaced, at: At) -> None:
    row = rows.find(loans, to_hex(event.loan))
    if row is not None:
        changed = {"servicer": event.servicer, "changed_block": at.block_number}
        rows.put(loans, {**row, **changed})
        _tell(rows, "loan.servicer_replaced", row, at, servicer=event.servicer)


def _rolled_over(rows: Rows, event: rollover.RolledOver, at: At) -> None:
    row, successor = rows.find(loans, to_hex(event.loan)), to_hex(event.successor)
    if row is not None:
        terms, state = terms_in_force(row).terms, state_of(row)
        state.status = Status.ROLLED_OVER
        after = with_state(row, terms, state, row["severity"], at.block_number)
        rows.put(loans, {**after, "successor": successor})
        _tell(rows, "loan.rolled_over", row, at, successor=successor)


def _fee_released(rows: Rows, event: loan_book.FeeReleased, at: At) -> None:
    row = rows.find(loans, to_hex(event.loan))
    if row is not None:
        rows.put(loans, {**row, "is_fee_released": True, "changed_block": at.block_number})
        _tell(rows, "loan.fee_released", row, at, receiver=event.receiver)


def _claimed(rows: Rows, event: loan_book.Claimed, at: At) -> None:
    loan = to_hex(event.loan)
    rows.add(
        claims,
        {**at.columns, "loan": loan, "holder": event.holder, "amount": event.amount},
    )
    row = rows.find(loans, loan)
    if row is not None:
        claimed = row["claimed"] + event.amount
        rows.put(loans, {**row, "claimed": claimed, "changed_block": at.block_number})
        _tell(rows, "loan.claimed", row, at, amount_units=str(event.amount))


def _fault(rows: Rows, row: Row, at: At, reason: str) -> None:
    text = reason[:REASON_CHARACTERS]
    rows.add(faults, {**at.columns, "loan": row["id"], "reason": text})
