# SPDX-License-Identifier: Apache-2.0
"""Rules: loans are amended, rolled over, and served by others, or it is refused."""

from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shouxin.lending.model import AmendmentKind
from tests.contracts.machine.acting import PICK, SEED, Acting
from tests.contracts.machine.amendments import FAULTS
from tests.contracts.machine.overreach import (
    replaced_servicer_waives,
    somebody_pays_by_terms_no_longer_in_force,
)
from tests.contracts.machine.rollovers import ROLLOVER_FAULTS
from tests.contracts.machine.twin import Loan


class AmendingRules(Acting):
    """What borrower, servicer, holders and a new lender agree on."""

    @rule(
        pick=PICK,
        seed=SEED,
        kind=st.sampled_from(AmendmentKind),
        first=st.integers(0, len(FAULTS) - 1),
        is_paid=st.booleans(),
    )
    def amend(self, pick: int, seed: int, kind: AmendmentKind, first: int, is_paid: bool) -> None:
        """First with two faults; then somebody goes by the old terms, or pays by the new."""
        rng, is_forbearance = Random(seed), kind == AmendmentKind.FORBEARANCE  # noqa: S311
        loan = self._loan(pick, lambda x: bool(x.state.since) == is_forbearance)
        if pick % (2 if is_forbearance else 6) == 1:
            self._default(loan)
        for fault in (FAULTS[first], FAULTS[first - 1]):
            self._amend_amiss(loan, kind, rng, fault)
        if not self.amendments.amend(loan, kind, rng, ""):
            return
        attempt = somebody_pays_by_terms_no_longer_in_force
        self.play.refused(lambda: attempt(self.play, loan), "book: terms are no longer in force")
        if is_paid:
            self._pay(loan, pick, "bill")

    def _amend_amiss(self, loan: Loan, kind: AmendmentKind, rng: Random, fault: str) -> None:
        """Try an amendment with a fault."""
        if fault == "margin":
            self._fall_behind(loan, 3)
        frozen = (loan.borrower, loan.servicer)[rng.randrange(2)] if fault == "frozen" else None
        if frozen:
            self.play.freeze(frozen, 1)
        self.amendments.amend(loan, kind, rng, fault)
        if frozen:
            self.play.lift(frozen)

    @rule(pick=PICK, seed=SEED)
    def reprice_above_the_limit(self, pick: int, seed: int) -> None:
        """A rate that rises stays within today's limit."""
        if self.play.rules.is_known:
            self.play.forbid("limits")
        rng = Random(seed)  # noqa: S311
        self.amendments.amend(self._loan(pick), AmendmentKind.REPRICING, rng, "")
        self.play.restore()

    @rule(pick=PICK, who=PICK, share=st.integers(0, 3))
    def replace_servicer(self, pick: int, who: int, share: int) -> None:
        """By all holders, or by too few; the old one then serves no more."""
        town, loan = self.play.town, self._loan(pick)
        buyer = self.play.standings.buyers[-1]
        people = (*town.townsfolk, town.customer, town.stranger, buyer)
        holders = [holder for holder, units in loan.units.items() if units]
        new = people[who % len(people)]
        if self.amendments.replace_servicer(loan, new, holders if share else holders[1:]):
            self._old_servicer_tries(loan)

    def _old_servicer_tries(self, loan: Loan) -> None:
        reason = "servicing: caller is not the servicer"
        if not loan.state.is_open:
            reason = "book: no open loan has these terms"
        if any(one is not loan.servicer for one in loan.retired):
            self.play.refused(lambda: replaced_servicer_waives(self.play, loan), reason)

    @rule(pick=PICK, seed=SEED, who=PICK, fault=st.sampled_from(ROLLOVER_FAULTS))
    def roll_over(self, pick: int, seed: int, who: int, fault: str) -> None:
        town, loan = self.play.town, self._loan(pick)
        people = (*town.lenders, town.backer, town.relative)
        lender = people[who % len(people)]
        rng = Random(seed)  # noqa: S311
        if fault:
            self.rollovers.roll_over(loan, lender, rng, fault)
        if seed % 3 == 0:
            self.rollovers.roll_over(loan, lender, rng, "")
