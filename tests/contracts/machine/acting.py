# SPDX-License-Identifier: Apache-2.0
"""What all rules of the machine share: the town in play, and how a loan, a holder is picked."""

from collections.abc import Callable
from random import Random
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from shouxin.lending.model import closing_amount, reckon
from shouxin.lending.model.calendar import due_day
from tests.contracts.machine import invariants
from tests.contracts.machine.amendments import Amendments
from tests.contracts.machine.play import Play
from tests.contracts.machine.post import Post
from tests.contracts.machine.rollovers import Rollovers
from tests.contracts.machine.sentinels import REACHED
from tests.contracts.machine.statements import Statements
from tests.contracts.machine.town import Town
from tests.contracts.machine.twin import Loan

LOANS_MAX = 7
PICK = st.integers(0, 2**16)
SEED = st.integers(0, 2**32)


class Acting(RuleBasedStateMachine):
    """One town over some months."""

    town: ClassVar[Town | None] = None

    def __init__(self) -> None:
        super().__init__()
        Acting.town = Acting.town or Town()
        self.start = Acting.town.saved()
        self.play = Play(Acting.town, REACHED)
        self.post = Post(self.play)
        self.statements = Statements(self.play)
        self.amendments = Amendments(self.play)
        self.rollovers = Rollovers(self.play)

    def teardown(self) -> None:
        try:
            for loan in self.play.loans:
                invariants.invariant_f_g(
                    self.play.town, loan, self.play.town.stranger, self.play.standings
                )
        finally:
            self.play.town.restore(self.start)

    def _loan(self, pick: int, wanted: Any = None) -> Loan:
        """A loan; mostly one that is as wanted, if there is any."""
        found = [x for x in self.play.loans if x.state.is_open and (not wanted or wanted(x))]
        if not found or pick % 8 == 0:
            found = self.play.loans
        return found[pick // 8 % len(found)]

    def _is_small(self) -> bool:
        return sum(loan.state.is_open for loan in self.play.loans) < LOANS_MAX

    def _holder(self, loan: Loan, pick: int) -> str:
        held = [holder for holder, units in loan.units.items() if units]
        return held[pick % len(held)]

    def _amount(self, loan: Loan, kind: str) -> int:
        """What a payment of a kind brings today, base units."""
        terms, day = loan.deal.terms, self.play.today(loan)
        now, quantum = reckon(terms, loan.state, day), terms.quantum
        closing = closing_amount(terms, loan.state, day)
        bills = now.interest_due + now.principal_due
        amounts = {
            "tiny": quantum,
            "part": bills // 2 + quantum - 1,
            "bill": bills or terms.principal // terms.instalments,
            "ahead": bills + terms.principal // 5,
            "closing": closing,
            "over": closing * 2 + 1,
            "nothing": quantum - 1,
        }
        return amounts[kind]

    def _pay(self, loan: Loan, who: int, kind: str) -> None:
        town = self.play.town
        payers = (loan.borrower, town.stranger, *town.townsfolk)
        self.play.pay(loan, self._amount(loan, kind), payers[who % len(payers)])
        if self.play.rules.is_strict(town.chain.timestamp):
            REACHED["paid under restrictions"] += 1

    def _fall_behind(self, loan: Loan, days: int) -> None:
        """Let a loan's next due day pass by some days, unless it is behind by so many."""
        terms, today = loan.deal.terms, self.play.today(loan)
        now = reckon(terms, loan.state, today)
        since = now.since or due_day(terms, min(now.period, terms.instalments))
        self.play.town.chain.warp(days=max(since + days - today, 0))

    def _fresh(self, seed: int, wanted: Callable[[Loan], bool]) -> Loan | None:
        """A new loan that is as wanted, if the first few are."""
        town = self.play.town
        for number in range(4):
            if not self._is_small():
                break
            rng = Random(seed + number)  # noqa: S311
            paper = self.play.sign(town.lenders[number % 2], rng)
            loan = self.play.take(paper, paper.left, town.borrowers[seed % 2])
            if loan is not None and wanted(loan):
                return loan
        return None

    def _default(self, loan: Loan) -> None:
        """Let a loan's default days pass, and mark its default."""
        self._fall_behind(loan, loan.deal.terms.default_days)
        self.play.serve(loan, "mark_default")
