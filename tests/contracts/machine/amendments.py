# SPDX-License-Identifier: Apache-2.0
"""Living loans come to other terms, or to another servicer, on chain and twin, or are refused."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from shouxin.chain.bindings import structs
from shouxin.credit.entry import Kind, severity
from shouxin.lending.joint_actions import (
    AMENDING_NAME,
    amendment_action,
    replacement_action,
)
from shouxin.lending.model import (
    AmendmentKind,
    Applied,
    Method,
    Terms,
    amend,
    amendable_principal,
    check_terms,
    reckon,
    with_default_reached,
    with_instalment,
)
from shouxin.lending.model.state import days_past_due_at
from shouxin.lending.signed_actions import Action
from shouxin.primitives.dates import clamped_day, month_of, to_date
from shouxin.primitives.errors import ShouxinError
from tests.contracts.evm import Actor
from tests.contracts.loan_world import FOREVER, Deal, amended_deal
from tests.contracts.machine.joint import Joint, whole
from tests.contracts.machine.twin import Loan

TOO_FEW = "servicing: holders of over half of the units did not sign"
SILENT = "servicing: servicer is frozen, or recovers this wallet"
NOT_BORROWER = "amending: borrower's signature is not valid"
NOT_SERVICER = "amending: servicer's signature is not valid"
BORROWER_SILENT = "amending: borrower is frozen, or recovers a wallet"
OVER_LIMIT = "amending: a rate rises above the limit"
NOT_FORBEARANCE = "amending: 30 days past due, in default or accelerated, only forbearance amends"
OVER = "amending: the deadline is over"
FAULTS = ("", "borrower", "servicer", "holders", "late", "revoked", "principal", "margin", "frozen")
UNBEARABLE = (ShouxinError, ZeroDivisionError, ValueError)
RAISES = ("rate_ppm", "overdue_rate_ppm")


class Amendments(Joint):
    """What borrower, servicer and holders agree."""

    def amend(self, loan: Loan, kind: AmendmentKind, rng: Random, fault: str) -> bool:
        """Borrower, servicer and holders put other terms in force, or something is amiss."""
        drawn = self._drawn(loan, kind, rng, fault)
        if drawn is None:
            return False
        new, taken_back = drawn
        amendment = self._amendment(loan, new, kind, taken_back, fault)
        domain = self.domain(AMENDING_NAME, self.town.amending)
        action = amendment_action(domain, amendment, whole(new))
        holders = [holder for holder, units in loan.units.items() if units]
        holders = [] if fault == "holders" else holders
        call = self._brought(loan, new, amendment, action, holders, fault)
        amiss = self._amiss(loan, new, kind, holders, fault)
        if amiss:
            return self._refused_amendment(loan, new, taken_back, call, amiss)
        owed = self.owed(loan)
        day = self.play.today(loan)

        def model(state: Any, today: int) -> Any:
            return amend(loan.deal.terms, state, today, new.terms, taken_back), Applied()

        done = self.play.move(loan, model, call, Kind.AMENDED, number=int(kind), new=new)
        if done is None:
            self.play.reached[self.play.reason] += 1
            return False
        assert self.owed(loan) == owed, f"I: an amendment on day {day} changed what is owed"
        self.play.reached[f"amended: {kind.name.lower()}"] += 1
        return True

    def _amendment(
        self, loan: Loan, new: Deal, kind: AmendmentKind, taken_back: int, fault: str
    ) -> structs.Amendment:
        terms_hash, _ = self.town.opening.hashes_of(new.complete)
        until = self.town.chain.timestamp - 1 if fault == "late" else FOREVER
        book, salt = self.town.book.address, self.next_salt()
        present, _ = self.town.opening.hashes_of(loan.deal.complete)
        return structs.Amendment(
            book, loan.deal.id, present, terms_hash, int(kind), taken_back, salt, until
        )

    def _brought(
        self,
        loan: Loan,
        new: Deal,
        amendment: structs.Amendment,
        action: Action,
        holders: list[str],
        fault: str,
    ) -> Callable[[], Applied]:
        """The call of a stranger that brings what was signed."""
        amending, old = self.town.amending, loan.deal.complete
        signers = [loan.borrower, loan.servicer]
        if fault in ("borrower", "servicer"):
            signers[("borrower", "servicer").index(fault)] = self.town.stranger
        if fault == "revoked":
            amending.revoke(action.digest, sender=loan.borrower)
        signed = [signer.sign_digest(action.digest) for signer in signers]
        agreed = (*signed, self.consents(action, holders))

        def call() -> Applied:
            amending.amend(old, new.complete, amendment, agreed, sender=self.town.stranger)
            return Applied()

        return call

    def _refused_amendment(
        self, loan: Loan, new: Deal, taken_back: int, call: Callable[[], Any], amiss: set[str]
    ) -> bool:
        """Something that the contract asks for is missing; perhaps the terms are amiss as well."""
        terms, day = loan.deal.terms, self.play.today(loan)
        try:
            begun = with_default_reached(terms, loan.state, day)
            amend(terms, begun, day, new.terms, taken_back)
        except ShouxinError:
            reason = self.play.refused(call)
        else:
            reason = self.play.refused(call, *amiss)
        self.play.reached[reason] += 1
        return False

    def _amiss(
        self, loan: Loan, new: Deal, kind: AmendmentKind, holders: list[str], fault: str
    ) -> set[str]:
        """What the contract refuses of an amendment, and the model does not know."""
        standings, servicer = self.play.standings, loan.servicer.address
        found = {
            NOT_BORROWER: fault in ("borrower", "revoked"),
            NOT_SERVICER: fault == "servicer",
            OVER: fault == "late",
            BORROWER_SILENT: standings.is_silent(loan.borrower.address),
            "servicing: servicer has no party": not standings.has_party(servicer),
            SILENT: standings.is_silent(servicer),
            TOO_FEW: not self.play.is_majority(loan, holders, self.town.stranger),
            NOT_FORBEARANCE: kind != AmendmentKind.FORBEARANCE and self._is_troubled(loan),
            OVER_LIMIT: self._is_over_limit(loan.deal, new),
        }
        return {reason for reason, is_so in found.items() if is_so}

    def _is_troubled(self, loan: Loan) -> bool:
        """Whether it is 30 days past due by its record, in default, or accelerated."""
        if not loan.state.is_open:
            return False
        terms, day = loan.deal.terms, self.play.today(loan)
        begun = with_default_reached(terms, loan.state, day)
        past = days_past_due_at(terms, reckon(terms, begun, day))
        level = max(loan.writer.severity, severity(past.counted))
        return level > 1 or begun.is_defaulted or begun.is_accelerated

    def _is_over_limit(self, old: Deal, new: Deal) -> bool:
        """Whether a rate rises, above today's limit of the rate."""
        before, after, rules = old.terms, new.terms, self.play.rules
        margined = [terms.rate_ppm + terms.penalty_margin_ppm for terms in (before, after)]
        rises = [getattr(after, name) > getattr(before, name) for name in RAISES]
        rises += [margined[1] > margined[0], new.agreement[11] > old.agreement[11]]
        return any(rises) and (not rules.is_known or after.rate_ppm > rules.rate_ppm_max)

    def _drawn(
        self, loan: Loan, kind: AmendmentKind, rng: Random, fault: str
    ) -> tuple[Deal, int] | None:
        """New terms with their figures, and what they take back; None where there can be none."""
        terms, day = loan.deal.terms, self.play.today(loan)
        try:
            now = reckon(terms, loan.state, day)
            share = 4 if kind == AmendmentKind.FORBEARANCE else rng.choice((0, 0, 2))
            taken_back = now.principal_due * share // 4 // terms.quantum * terms.quantum
            principal = amendable_principal(terms, loan.state, day, taken_back)
            if fault == "principal":
                principal += terms.quantum
            left = max(terms.instalments - now.period + 1, 1)
            changes = _changes(terms, kind, left, rng)
            if fault == "margin":
                changes["penalty_margin_ppm"] = terms.penalty_margin_ppm + 10_000
            new = _anew(terms, principal, day, changes)
            check_terms(new)
            salt = int.from_bytes(self.next_salt(), "big")
            return amended_deal(self.town.opening, loan.deal, new, salt=salt), taken_back
        except UNBEARABLE:
            return None

    def replace_servicer(self, loan: Loan, new: Actor, holders: list[str]) -> bool:
        """Holders replace a loan's servicer, if they are enough and it may serve."""
        town, standings = self.town, self.play.standings
        replacement = structs.Replacement(
            town.book.address,
            loan.deal.id,
            loan.servicer.address,
            new.address,
            self.next_salt(),
            FOREVER,
        )
        domain = self.domain(AMENDING_NAME, town.amending)
        consents = self.consents(replacement_action(domain, replacement), holders)

        def call() -> None:
            given = (loan.deal.complete, replacement, consents)
            town.amending.replace_servicer(*given, sender=town.stranger)

        kin = {town.borrower: town.relative}.get(loan.borrower)
        found = {
            "amending: servicer has no party": not standings.has_party(new.address),
            "servicing: servicer is linked to the borrower": new in (loan.borrower, kin),
            SILENT: standings.is_silent(new.address),
            TOO_FEW: not self.play.is_majority(loan, holders, town.stranger),
        }
        amiss = [reason for reason, is_so in found.items() if is_so]
        if amiss:
            self.play.reached[self.play.refused(call, *amiss)] += 1
            return False
        call()
        if new is not loan.servicer:
            loan.retired.append(loan.servicer)
            self.play.reached["servicer replaced"] += 1
        loan.servicer = new
        reason = self.play.refused(call)
        self.play.reached["replaced twice by one signature"] += reason != ""
        return True


@dataclass(frozen=True)
class _Rhythm:
    """Due days from a day on, as terms have them."""

    first_due_day: int
    due_day: int

    @classmethod
    def of(cls, terms: Terms, day: int) -> "_Rhythm":
        """One period later."""
        if terms.period_days:
            return cls(day + terms.period_days, 0)
        due_day = to_date(day).day
        return cls(clamped_day(month_of(day) + 1, due_day), due_day)


def _anew(terms: Terms, principal: int, day: int, changes: dict[str, Any]) -> Terms:
    rhythm = _Rhythm.of(terms, day)
    given = {
        "principal": principal,
        "start_day": day,
        "first_due_day": rhythm.first_due_day,
        "due_day": rhythm.due_day,
        "instalment": 0,
        "fee": 0,
    }
    return with_instalment(replace(terms, **given | changes))


def _changes(terms: Terms, kind: AmendmentKind, left: int, rng: Random) -> dict[str, Any]:
    """What an amendment of a kind changes, besides principal and dates."""
    changes: dict[str, Any] = {"instalments": left, "interest_only_periods": 0}
    if kind == AmendmentKind.REPRICING:
        rate = rng.choice((terms.rate_ppm // 2, terms.rate_ppm + 30_000))
        margin = terms.penalty_margin_ppm + rng.choice((0, 0, 10_000))
        return changes | {"rate_ppm": rate, "penalty_margin_ppm": margin}
    if kind == AmendmentKind.EXTENSION:
        return changes | {"instalments": left + rng.choice((1, 6))}
    if kind == AmendmentKind.HOLIDAY:
        is_equal = terms.method in (Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL)
        alone = 2 if is_equal else 0
        return changes | {"instalments": left + 2, "interest_only_periods": alone}
    if kind == AmendmentKind.LOWER_INSTALMENT:
        return changes | {"instalments": 2 * left, "method": Method.EQUAL_INSTALMENT}
    return changes | {"instalments": left + 6, "penalty_margin_ppm": 0, "overdue_rate_ppm": 0}
