# SPDX-License-Identifier: Apache-2.0
"""The same moves signed by people and sent by somebody else, who pays the gas."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from shouxin.chain.abi import Address
from shouxin.chain.bindings import structs
from shouxin.chain.sender import Receipt, Sender
from shouxin.chain.typed_data import Domain
from shouxin.lending.offers import SignedOffer
from shouxin.lending.signed_actions import (
    Action,
    cancellation_action,
    payment_action,
    permit_action,
    take_action,
    transfer_action,
)
from shouxin.story.cast import Person
from shouxin.story.loans import LiveLoan, Loans, Paid
from shouxin.story.stage import Stage
from shouxin.story.text import Text

SECONDS_TO_SUBMIT = 3_600


@dataclass(frozen=True, slots=True)
class Relaying:
    """Who sends what others signed.

    Attributes:
        loans: where the model follows.
        relayer: who pays the gas, and has no other part in it.
        nonces: of what is signed, each once a signer and contract.
    """

    loans: Loans
    relayer: Sender
    nonces: Iterator[int]

    @property
    def stage(self) -> Stage:
        """Where it happens."""
        return self.loans.stage

    def take(
        self, name: Text, signed: SignedOffer, principal: int, borrower: Person, lender: Person
    ) -> tuple[LiveLoan, Receipt]:
        """Fill an offer for a borrower that signed the complete terms."""
        desk = self.stage.deployment.desk
        filled = self.loans.fill(signed, principal, borrower, borrower)
        nonce, deadline = next(self.nonces), self._deadline()
        action = take_action(
            self.stage.desk, filled.deal, borrower.address, nonce=nonce, deadline=deadline
        )
        receipt = desk.take_signed(
            signed.offer,
            signed.signature,
            filled.fill,
            structs.Take(borrower.address, filled.deal.id, nonce, deadline),
            _signature(borrower, action),
            b"",
            sender=self.relayer,
        )
        return self.loans.add(name, signed, filled, borrower, lender), receipt

    def pay(self, loan: LiveLoan, payer: Person, units: int, *, permits: bool = False) -> Paid:
        """Pay a loan today for a payer that signed, with a permit of the amount if it says so."""
        today, at = self.stage.today(), self.stage.deployment
        payment = structs.Payment(
            loan=loan.deal.id,
            book=at.book.address,
            payer=payer.address,
            amount=units,
            payer_party=payer.party,
            reference=os.urandom(32),
            first_day=today,
            last_day=today,
            nonce=next(self.nonces),
            deadline=self._deadline(),
        )
        signature = _signature(
            payer, payment_action(self.stage.relay, self.stage.token.address, payment)
        )
        permit = b""
        if permits:
            permit = self.permit(payer, at.book.address, units, payment.deadline)
        receipt = at.relay.pay_signed(
            loan.deal.loan, payment, signature, permit, sender=self.relayer
        )
        return self.loans.paid(loan, receipt, units)

    def permit(self, owner: Person, spender: Address, units: int, deadline: int) -> bytes:
        """An owner's permit of an exact amount of the stage's token."""
        token = self.stage.token
        action = permit_action(
            Domain(token.name(), self.stage.chain.chain_id, token.address),
            owner.address,
            spender,
            units,
            nonce=token.nonces(owner.address),
            deadline=deadline,
        )
        return _signature(owner, action)

    def send_note(self, loan: LiveLoan, holder: Person, receiver: Person, units: int) -> Receipt:
        """Move units of a loan's note for a holder that signed."""
        at = self.stage.deployment
        transfer = structs.NoteTransfer(
            book=at.book.address,
            holder=holder.address,
            receiver=receiver.address,
            loan=loan.deal.id,
            units=units,
            nonce=next(self.nonces),
            deadline=self._deadline(),
        )
        signature = _signature(holder, transfer_action(self.stage.relay, transfer))
        return at.relay.transfer_signed(transfer, signature, sender=self.relayer)

    def cancel(self, maker: Person, nonce: int) -> Receipt:
        """Cancel an offer for a maker that signed."""
        cancellation = structs.Cancellation(maker.address, nonce, self._deadline())
        signature = _signature(maker, cancellation_action(self.stage.desk, cancellation))
        desk = self.stage.deployment.desk
        return desk.cancel_signed(cancellation, signature, sender=self.relayer)

    def _deadline(self) -> int:
        return self.stage.now() + SECONDS_TO_SUBMIT


def _signature(signer: Person, action: Action) -> bytes:
    return action.signed_by(signer.sender.account)
