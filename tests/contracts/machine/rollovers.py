# SPDX-License-Identifier: Apache-2.0
"""A loan is closed by the proceeds of another, on chain and twin, or it is refused."""

from collections.abc import Callable
from random import Random
from typing import Any

from shouxin.chain.bindings import structs
from shouxin.credit.entry import Kind
from shouxin.lending.joint_actions import (
    ROLLOVER_NAME,
    succession_action,
)
from shouxin.lending.model import (
    Applied,
    Status,
    check_terms,
)
from shouxin.lending.model.payments import roll_over
from shouxin.primitives.errors import ShouxinError
from tests.contracts.evm import Actor
from tests.contracts.loan_world import AGREEMENT, FOREVER, Deal
from tests.contracts.machine.joint import Joint, whole
from tests.contracts.machine.twin import Loan

UNBEARABLE = (ShouxinError, ZeroDivisionError, ValueError)
ROLLOVER_FAULTS = ("", "caller", "lender", "revoked", "small")


class Rollovers(Joint):
    """What a borrower and its new lender agree."""

    def roll_over(self, loan: Loan, lender: Actor, rng: Random, fault: str) -> bool:
        """A borrower closes a loan by the proceeds of another, if all is well."""
        town, play = self.town, self.play
        new = self._successor(loan, lender, rng, fault)
        if new is None:
            return False
        succession = structs.Succession(town.book.address, loan.deal.id, new.id, FOREVER)
        domain = self.domain(ROLLOVER_NAME, town.rollover)
        digest = succession_action(domain, succession, whole(new)).digest
        signature = (town.stranger if fault == "lender" else lender).sign_digest(digest)
        caller = lender if fault == "caller" else loan.borrower
        if fault == "revoked":
            town.rollover.revoke(digest, sender=lender)
        call = self._rolled(loan, new, (succession, signature), lender, caller)
        closing = self.owed(loan) if loan.state.is_open else 0
        found = {
            "rollover: caller is not the borrower": fault == "caller",
            "rollover: lender's signature is not valid": fault in ("lender", "revoked"),
            "rollover: payout is below the closing amount": new.terms.principal - new.terms.fee
            < closing,
        }
        amiss = [reason for reason, is_so in found.items() if is_so]
        if amiss or not loan.state.is_open or not play.may_open(new):
            reason = play.refused(call)
            play.reached[reason] += 1
            return False
        number = int.from_bytes(new.id[-7:], "big")
        kind = Kind.RECOVERED if loan.state.is_written_off else Kind.PAID
        terms = loan.deal.terms
        done = play.move(loan, lambda s, d: roll_over(terms, s, d), call, kind, number=number)
        if done is None:
            return False
        play.took(loan, done, loan.borrower)
        assert loan.state.status == Status.ROLLED_OVER, f"J: {loan.state.status}"
        play.reached["rollover"] += 1
        return True

    def _rolled(
        self, loan: Loan, new: Deal, signed: tuple[Any, bytes], lender: Actor, caller: Actor
    ) -> Callable[[], Applied]:
        town, play = self.town, self.play

        def call() -> Applied:
            listing = town.rulebook.currency(new.repayment[0])
            given = (loan.deal.loan, new.complete, *signed)
            opened = town.rollover.roll_over(*given, sender=caller)
            assert opened == new.id, "N: another id"
            play.entered(new, lender.address, listing)
            paid = next(e.args for e in town.chain.events if e.name == "Paid")
            return Applied(paid["penalty"], paid["interest"], paid["principal"])

        return call

    def _successor(self, loan: Loan, lender: Actor, rng: Random, fault: str) -> Deal | None:
        """A new loan's terms that close the old one, or too small a loan."""
        town, old = self.town, loan.deal
        conditions = town.random_conditions(rng)
        quantum = old.terms.quantum
        multiple = conditions["instalment_multiple"] // conditions["quantum"] * quantum
        conditions |= {
            "currency": old.repayment[0],
            "quantum": quantum,
            "tolerance": 0,
            "instalment_multiple": multiple,
        }
        owed = self.owed(loan) if loan.state.is_open else quantum
        principal = owed // (2 * quantum) * quantum if fault == "small" else 2 * owed
        principal = max(principal // quantum, 1_000) * quantum
        offer = town.offer(conditions, amount=principal, maker=lender.address)
        try:
            deal = town.deal(offer, principal, taker=loan.borrower)
            check_terms(deal.terms)
        except UNBEARABLE:
            return None
        agreement = dict(zip(AGREEMENT, deal.agreement, strict=True))
        agreement["desk"] = town.rollover.address
        values = tuple(agreement.values())
        complete = (deal.borrower, deal.repayment, values)
        id_, agreement_hash = town.opening.hashes_of(complete)
        return Deal(deal.terms, deal.borrower, deal.repayment, values, agreement_hash, id_)
