# SPDX-License-Identifier: Apache-2.0
"""Every move twice: on the chain, and in the Python model; they must agree after each one."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from shouxin.chain.abi import Address
from shouxin.chain.bindings import loan_book, structs
from shouxin.chain.bindings.loan_book import LoanBook
from shouxin.chain.bindings.loan_servicing import LoanServicing
from shouxin.chain.sender import Receipt
from shouxin.lending.contract_terms import Deal, contract_state, differing_fields
from shouxin.lending.model import (
    Applied,
    FeeOwner,
    State,
    Terms,
    accelerate,
    amend,
    closing_amount,
    days_past_due,
    fee_owner,
    give_notice,
    open_loan,
    pay,
    reckon,
    roll_over,
    severity,
    waive,
    with_default_reached,
    withdraw,
    write_off,
)
from shouxin.lending.offers import Filled, SignedOffer, Taking, exposure_of, fill_for
from shouxin.story.cast import Person
from shouxin.story.stage import Stage
from shouxin.story.text import Text

EMPTY = bytes(32)
Move: TypeAlias = Callable[[Terms, State, int], State]


@dataclass(slots=True)
class LiveLoan:
    """A loan on the chain and the model's state of it.

    Attributes:
        name: what the story calls it.
        id: the contract's, the hash of the terms that it was opened with.
        deal: its terms in force.
        state: the model's, after the same moves.
        borrower: who owes.
        servicer: who gives notice, waives and writes off; the lender at first.
        is_licensed: whether the lender was licensed at opening.
        severity: of the present arrears as last recorded.
        is_fee_released: whether the origination fee was paid out.
    """

    name: Text
    id: bytes
    deal: Deal
    state: State
    borrower: Person
    servicer: Person
    is_licensed: bool
    severity: int = 0
    is_fee_released: bool = False

    @property
    def terms(self) -> Terms:
        """The model's terms."""
        return self.deal.terms


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as the chain took it and the model applied it."""

    receipt: Receipt
    taken: int
    applied: Applied


@dataclass(slots=True)
class Loans:
    """All loans of the story, and where chain and model did not agree.

    Attributes:
        stage: where they are.
        opened: the loans, in order.
        disagreements: one line each; empty at the end of a story that is right.
        compared: how many states were compared.
    """

    stage: Stage
    opened: list[LiveLoan] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)
    compared: int = 0
    _taken: dict[bytes, int] = field(default_factory=dict)

    @property
    def book(self) -> LoanBook:
        """Where loans live."""
        return self.stage.deployment.book

    @property
    def servicing(self) -> LoanServicing:
        """Where moves without money are made."""
        return self.stage.deployment.servicing

    def take(
        self, name: Text, signed: SignedOffer, principal: int, borrower: Person, lender: Person
    ) -> tuple[LiveLoan, Receipt]:
        """Fill an offer as its borrower, or a request as its lender."""
        taker = borrower if signed.offer.maker == lender.address else lender
        filled = self.fill(signed, principal, borrower, taker)
        receipt = self.stage.deployment.desk.take(
            signed.offer, signed.signature, filled.fill, filled.deal.id, sender=taker.sender
        )
        return self.add(name, signed, filled, borrower, lender), receipt

    def fill(
        self,
        signed: SignedOffer,
        principal: int,
        borrower: Person,
        taker: Person,
        payee: Address | None = None,
    ) -> Filled:
        """What filling an offer or a request today comes to; the borrower is paid by default."""
        taking = Taking(
            principal=principal,
            taker=taker.address,
            borrower=borrower.party,
            today=self.stage.today(),
            exposure=exposure_of(principal, self.stage.listing),
            number=self._taken.get(signed.digest, 0),
            payee=payee,
        )
        return fill_for(self.stage.desk, signed, taking)

    def add(
        self, name: Text, signed: SignedOffer, filled: Filled, borrower: Person, lender: Person
    ) -> LiveLoan:
        """A loan that was opened on chain, whoever sent it."""
        self._taken[signed.digest] = self._taken.get(signed.digest, 0) + 1
        return self.include(name, filled.deal, borrower, lender)

    def include(self, name: Text, deal: Deal, borrower: Person, lender: Person) -> LiveLoan:
        """A loan that was opened on chain, however it came about."""
        is_licensed = self.stage.deployment.registry.profile_of(lender.party).is_licensed
        state = open_loan(deal.terms)
        loan = LiveLoan(name, deal.id, deal, state, borrower, lender, is_licensed)
        self.opened.append(loan)
        self._compare(loan)
        return loan

    def pay(self, loan: LiveLoan, payer: Person, units: int) -> Paid:
        """Pay a loan today; what is more than owed is not taken."""
        receipt = self.book.pay(
            loan.deal.loan, units, payer.party, os.urandom(32), sender=payer.sender
        )
        return self.paid(loan, receipt, units)

    def paid(self, loan: LiveLoan, receipt: Receipt, units: int) -> Paid:
        """A payment that was sent, by whomever: the model makes it too."""
        return self._applied(loan, receipt, lambda t, s, day: pay(t, s, day, units))

    def rolled_over(self, loan: LiveLoan, receipt: Receipt) -> Paid:
        """The proceeds of another loan closed it: the model closes it too."""
        return self._applied(loan, receipt, roll_over)

    def amended(
        self, loan: LiveLoan, receipt: Receipt, deal: Deal, *, taken_back: int = 0
    ) -> Receipt:
        """Other terms were put in force, whoever brought them: the model goes on under them."""
        day = self.book.state_of(loan.id).day
        before = self._reached(loan, day)
        loan.state = amend(loan.terms, before, day, deal.terms, taken_back)
        loan.deal = deal
        self._lower_severity(loan)
        self._compare(loan)
        return receipt

    def due(self, loan: LiveLoan) -> int:
        """What is billed and unpaid today, penalty included."""
        state = reckon(loan.terms, loan.state, self.stage.today())
        return state.interest_due + state.principal_due + -(-state.penalty // 10**9)

    def close(self, loan: LiveLoan, payer: Person) -> Paid:
        """Pay all that is owed today."""
        owed = closing_amount(loan.terms, loan.state, self.stage.today())
        paid = self.pay(loan, payer, owed)
        if loan.state.is_open:
            self._disagree(loan, f"{owed} did not close it")
        return paid

    def reckon(self, loan: LiveLoan, caller: Person) -> Receipt:
        """Write what dates have reached; anyone may."""
        today = self.stage.today()
        receipt = self.servicing.reckon(
            self.book.address, loan.deal.loan, today, sender=caller.sender
        )
        return self._moved(loan, receipt, lambda _terms, state, _day: state)

    def mark_default(self, loan: LiveLoan, caller: Person) -> Receipt:
        """Mark the default that the days past due have reached; anyone may."""
        receipt = self.servicing.mark_default(
            self.book.address, loan.deal.loan, sender=caller.sender
        )
        return self._moved(loan, receipt, lambda _terms, state, _day: state)

    def give_notice(self, loan: LiveLoan) -> Receipt:
        """The servicer's notice of acceleration."""
        return self._moved(loan, self._served(self.servicing.give_notice, loan), give_notice)

    def accelerate(self, loan: LiveLoan) -> Receipt:
        """The servicer declares all of it due."""
        return self._moved(loan, self._served(self.servicing.accelerate, loan), accelerate)

    def write_off(self, loan: LiveLoan) -> Receipt:
        """The servicer writes it off."""
        return self._moved(loan, self._served(self.servicing.write_off, loan), write_off)

    def withdraw(self, loan: LiveLoan) -> Receipt:
        """The borrower's notice of withdrawal."""
        receipt = self.servicing.withdraw(
            self.book.address, loan.deal.complete, sender=loan.borrower.sender
        )
        return self.withdrawn(loan, receipt)

    def withdrawn(self, loan: LiveLoan, receipt: Receipt) -> Receipt:
        """A notice of withdrawal that was sent, by whomever: the model makes it too."""
        return self._moved(loan, receipt, withdraw)

    def waive_penalty(self, loan: LiveLoan, units: int) -> Receipt:
        """The servicer waives penalty, for which it needs nobody."""
        deadline = self.stage.now() + 3600
        waiver = structs.Waiver(self.book.address, loan.id, units, 0, 0, os.urandom(32), deadline)
        return self.waive(loan, waiver, [])

    def waive(
        self, loan: LiveLoan, waiver: structs.Waiver, consents: list[structs.Consent]
    ) -> Receipt:
        """The servicer waives what holders agreed to, or penalty alone."""
        sender, amounts = loan.servicer.sender, (waiver.penalty, waiver.interest, waiver.principal)
        receipt = self.servicing.waive(loan.deal.complete, waiver, consents, sender=sender)
        return self._moved(
            loan, receipt, lambda terms, state, day: waive(terms, state, day, *amounts)[0]
        )

    def release_fee(self, loan: LiveLoan, caller: Person) -> Receipt:
        """Pay the origination fee out to whose it is; anyone may."""
        receipt = self.book.release_fee(loan.deal.complete, sender=caller.sender)
        released, agreement = receipt.event(loan_book.FeeReleased), loan.deal.complete.agreement
        owner = fee_owner(loan.terms, loan.state, self.stage.today())
        receivers = {
            FeeOwner.RECEIVER: agreement.fee_receiver,
            FeeOwner.BORROWER: agreement.borrower,
        }
        if (released.receiver, released.amount) != (receivers.get(owner), loan.terms.fee):
            self._disagree(loan, f"fee: {owner.name} / {released.receiver}")
        loan.is_fee_released = True
        self._compare(loan)
        return receipt

    def claim(self, loan: LiveLoan, holder: Person, caller: Person | None = None) -> Receipt:
        """Pay a holder what its note has received; anyone may."""
        by = (caller or holder).sender
        return self.book.claim(loan.id, holder.address, sender=by)

    def send_note(self, loan: LiveLoan, sender: Person, receiver: Person, units: int) -> Receipt:
        """Move units of a loan's note."""
        note = int.from_bytes(loan.id)
        return self.book.safeTransferFrom(
            sender.address, receiver.address, note, units, b"", sender=sender.sender
        )

    def compare_positions(self) -> None:
        """Compare what both say of every loan today, all figures that people see."""
        today = self.stage.today()
        for loan in self.opened:
            self._compare(loan)
            found = self.servicing.position(self.book.address, loan.deal.loan, today)
            if not loan.state.is_open:
                continue
            past_due = days_past_due(loan.terms, loan.state, today)
            ours = (closing_amount(loan.terms, loan.state, today), *past_due)
            theirs = (
                found.closing_amount,
                found.days_past_due,
                found.days_past_due_unbroken,
                found.days_past_due_oldest,
            )
            self.compared += 1
            if ours != theirs:
                self._disagree(loan, f"closing amount, days past due: {ours} / {theirs}")
            self._compare_fields(loan, reckon(loan.terms, loan.state, today), found.state)

    def _served(self, function: Callable[..., Receipt], loan: LiveLoan) -> Receipt:
        return function(self.book.address, loan.deal.complete, sender=loan.servicer.sender)

    def _applied(
        self, loan: LiveLoan, receipt: Receipt, move: Callable[..., tuple[State, Applied]]
    ) -> Paid:
        """The model takes the same money, and puts it to the same."""
        event = receipt.event(loan_book.Paid, self.book.address)
        before = self._reached(loan, event.day)
        loan.state, applied = move(loan.terms, before, event.day)
        self._lower_severity(loan)
        told = Applied(event.penalty, event.interest, event.principal)
        if told != applied:
            self._disagree(loan, f"payment applied: {applied} / {told}")
        self._compare(loan)
        return Paid(receipt, applied.total, applied)

    def _moved(self, loan: LiveLoan, receipt: Receipt, move: Move) -> Receipt:
        """The model makes the same move on the day that the chain did."""
        day = self.book.state_of(loan.id).day
        loan.state = move(loan.terms, self._reached(loan, day), day)
        self._lower_severity(loan)
        self._compare(loan)
        return receipt

    def _reached(self, loan: LiveLoan, day: int) -> State:
        """The model's state with what every move writes first: severity and default reached."""
        counted = days_past_due(loan.terms, loan.state, day).counted
        loan.severity = max(loan.severity, severity(counted))
        return with_default_reached(loan.terms, loan.state, day)

    def _lower_severity(self, loan: LiveLoan) -> None:
        """What a payment or a waiver left of the arrears; other moves leave all."""
        counted = days_past_due(loan.terms, loan.state, loan.state.day).counted
        loan.severity = min(loan.severity, severity(counted))

    def _compare(self, loan: LiveLoan) -> None:
        self.compared += 1
        self._compare_fields(loan, loan.state, self.book.state_of(loan.id))

    def _compare_fields(self, loan: LiveLoan, state: State, found: structs.State) -> None:
        expected = contract_state(
            loan.terms,
            state,
            severity=loan.severity,
            is_licensed=loan.is_licensed,
            is_fee_released=loan.is_fee_released,
            is_amended=loan.deal.id != loan.id,
        )
        for line in differing_fields(loan.terms, expected, found):
            self._disagree(loan, line)

    def _disagree(self, loan: LiveLoan, line: str) -> None:
        self.disagreements.append(f"{loan.name.en}: model / chain: {line}")
