# SPDX-License-Identifier: Apache-2.0
"""What several sign and anyone brings: other terms, another servicer, a waiver, a rollover.

Each is made on the chain and in the Python model alike.
"""

import os
from dataclasses import dataclass, replace

from shouxin.chain.bindings import structs
from shouxin.chain.sender import Receipt, Sender
from shouxin.chain.typed_data import Domain
from shouxin.lending.contract_terms import Deal, amended_deal, deal_of, repayment_of
from shouxin.lending.joint_actions import (
    AMENDING_NAME,
    ROLLOVER_NAME,
    SERVICING_NAME,
    amendment_action,
    replacement_action,
    succession_action,
    waiver_action,
)
from shouxin.lending.model import (
    AmendmentKind,
    Terms,
    all_in_rate_ppm,
    closing_amount,
    last_payment,
)
from shouxin.lending.offers import exposure_of
from shouxin.lending.signed_actions import Action
from shouxin.primitives.dates import clamped_day, month_of, to_date
from shouxin.story.cast import Person
from shouxin.story.loans import LiveLoan, Loans, Paid
from shouxin.story.stage import Stage
from shouxin.story.text import Text

SECONDS_TO_BRING = 86_400


@dataclass(frozen=True, slots=True)
class Agreeing:
    """Who brings what others agreed to.

    Attributes:
        loans: where the model follows.
        bringer: who sends it, and is no party to it.
    """

    loans: Loans
    bringer: Sender

    @property
    def stage(self) -> Stage:
        """Where it happens."""
        return self.loans.stage

    def amend(self, loan: LiveLoan, terms: Terms, kind: AmendmentKind, *holders: Person) -> Receipt:
        """Put other terms in force that borrower, servicer and these holders signed."""
        new = amended_deal(loan.deal, terms, os.urandom(32))
        at = self.stage.deployment
        amendment = structs.Amendment(
            book=at.book.address,
            loan=loan.id,
            present=loan.deal.id,
            terms_hash=new.id,
            kind=int(kind),
            taken_back=0,
            salt=os.urandom(32),
            deadline=self._deadline(),
        )
        domain = self._domain(AMENDING_NAME, at.amending.address)
        action = amendment_action(domain, amendment, new.complete)
        agreed = structs.Agreed(
            _signature(loan.borrower, action),
            _signature(loan.servicer, action),
            tuple(_consents(action, *holders)),
        )
        receipt = at.amending.amend(
            loan.deal.complete, new.complete, amendment, agreed, sender=self.bringer
        )
        return self.loans.amended(loan, receipt, new)

    def replace_servicer(self, loan: LiveLoan, servicer: Person, *holders: Person) -> Receipt:
        """Put another servicer in the present one's place, as these holders signed."""
        at = self.stage.deployment
        replacement = structs.Replacement(
            book=at.book.address,
            loan=loan.id,
            present=loan.servicer.address,
            servicer=servicer.address,
            salt=os.urandom(32),
            deadline=self._deadline(),
        )
        domain = self._domain(AMENDING_NAME, at.amending.address)
        receipt = at.amending.replace_servicer(
            loan.deal.complete,
            replacement,
            _consents(replacement_action(domain, replacement), *holders),
            sender=self.bringer,
        )
        loan.servicer = servicer
        return receipt

    def waive(self, loan: LiveLoan, penalty: int, interest: int, *holders: Person) -> Receipt:
        """The servicer waives what these holders signed for."""
        at = self.stage.deployment
        waiver = structs.Waiver(
            book=at.book.address,
            loan=loan.id,
            penalty=penalty,
            interest=interest,
            principal=0,
            salt=os.urandom(32),
            deadline=self._deadline(),
        )
        action = waiver_action(self._domain(SERVICING_NAME, at.servicing.address), waiver)
        return self.loans.waive(loan, waiver, _consents(action, *holders))

    def roll_over(
        self, name: Text, loan: LiveLoan, terms: Terms, lender: Person
    ) -> tuple[LiveLoan, Paid]:
        """Close a loan by the proceeds of a new one; the borrower's own wallet sends it.

        Both have approved the rollover contract: the lender for the principal, the borrower for
        the closing amount.
        """
        at, borrower = self.stage.deployment, loan.borrower
        new = self._successor(loan, terms, lender)
        succession = structs.Succession(at.book.address, loan.id, new.id, self._deadline())
        domain = self._domain(ROLLOVER_NAME, at.rollover.address)
        signature = _signature(lender, succession_action(domain, succession, new.complete))
        closing = closing_amount(loan.terms, loan.state, self.stage.today())
        token = self.stage.token
        token.approve(at.rollover.address, terms.principal, sender=lender.sender)
        token.approve(at.rollover.address, closing, sender=borrower.sender)
        receipt = at.rollover.roll_over(
            loan.deal.loan, new.complete, succession, signature, sender=borrower.sender
        )
        return self.loans.include(name, new, borrower, lender), self.loans.rolled_over(
            loan, receipt
        )

    def _successor(self, loan: LiveLoan, terms: Terms, lender: Person) -> Deal:
        """A new loan's complete terms, on the old one's papers."""
        at, borrower, before = self.stage.deployment, loan.borrower.address, loan.deal.complete
        agreement = replace(
            before.agreement,
            borrower=borrower,
            payee=borrower,
            lender=lender.address,
            servicer=lender.address,
            desk=at.rollover.address,
            instalment_multiple=terms.multiple,
            last_payment=last_payment(terms),
            all_in_rate_ppm=all_in_rate_ppm(terms),
            fee=terms.fee,
            salt=os.urandom(32),
            deadline=self._deadline(),
        )
        exposure = exposure_of(terms.principal, self.stage.listing)
        repayment = repayment_of(terms, self.stage.token.address, exposure)
        return deal_of(terms, structs.Terms(before.borrower, repayment, agreement))

    def _domain(self, name: str, contract: str) -> Domain:
        return Domain(name, self.stage.chain.chain_id, contract)

    def _deadline(self) -> int:
        return self.stage.now() + SECONDS_TO_BRING


def monthly_from(day: int, terms: Terms, principal: int) -> Terms:
    """Terms of a principal from a day on, by months, without a fee and an instalment yet."""
    return replace(
        terms,
        principal=principal,
        start_day=day,
        due_day=to_date(day).day,
        first_due_day=clamped_day(month_of(day) + 1, to_date(day).day),
        instalment=0,
        fee=0,
    )


def _signature(signer: Person, action: Action) -> bytes:
    return action.signed_by(signer.sender.account)


def _consents(action: Action, *holders: Person) -> list[structs.Consent]:
    """Each holder's signature, in ascending order of address, as the contracts count them."""
    ordered = sorted(holders, key=lambda holder: int(holder.address, 16))
    return [structs.Consent(holder.address, _signature(holder, action)) for holder in ordered]
