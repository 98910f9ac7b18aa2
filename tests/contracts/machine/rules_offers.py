# SPDX-License-Identifier: Apache-2.0
"""Rules: offers and requests are made, taken, cancelled; deposits come and go."""

from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.contracts.full_world import BORROW, LEND
from tests.contracts.machine.acting import PICK, SEED, Acting

PARTS = ("whole", "half", "least", "almost", "over")


class OfferRules(Acting):
    """What is done at the desk."""

    @initialize(seed=SEED)
    def two_loans(self, seed: int) -> None:
        for number in range(20):
            if len(self.play.loans) < 2:
                self.lend(seed + number, number, number, "whole")
        assert len(self.play.loans) == 2

    @precondition(Acting._is_small)
    @rule(seed=SEED, borrower=PICK, lender=PICK, part=st.sampled_from(PARTS[:4]))
    def lend(self, seed: int, borrower: int, lender: int, part: str) -> None:
        town = self.play.town
        takers = {LEND: town.borrowers[borrower % 2], BORROW: town.lenders[lender % 2]}
        makers = {LEND: town.lenders[lender % 2], BORROW: town.borrowers[borrower % 2]}
        side = LEND if seed % 3 else BORROW
        paper = self.play.sign(makers[side], Random(seed), side=side)  # noqa: S311
        self.play.take(paper, self._part(paper, part), takers[side])

    def _part(self, paper: Any, part: str) -> int:
        quantum = paper.offer["conditions"]["quantum"]
        half = paper.left // 2 // quantum * quantum
        parts = {
            "whole": paper.left,
            "half": half,
            "least": paper.offer["fill_min"],
            "almost": paper.left - quantum,
            "over": paper.left + quantum,
        }
        return max(int(parts[part]), quantum)

    @precondition(lambda self: self.play.papers and self._is_small())
    @rule(pick=PICK, who=PICK, part=st.sampled_from(PARTS))
    def take_again(self, pick: int, who: int, part: str) -> None:
        paper = self.play.papers[pick % len(self.play.papers)]
        town = self.play.town
        is_request = paper.offer["side"] == BORROW
        people = (*(town.lenders if is_request else town.borrowers), town.relative)
        self.play.take(paper, self._part(paper, part), people[who % 3])
        if self.play.rules.is_strict(town.chain.timestamp):
            self.play.restore()

    @rule(pick=PICK, everything=st.integers(0, 3))
    def cancel(self, pick: int, everything: int) -> None:
        people = (*self.play.town.lenders, *self.play.town.borrowers)
        maker = people[pick % 4]
        if everything == 0:
            self.play.cancel_all(maker)
            return
        papers = [paper for paper in self.play.papers if paper.maker is maker]
        nonce = papers[pick // 4 % len(papers)].offer["nonce"] if papers else pick
        self.play.cancel(maker, nonce)

    @rule(pick=PICK, is_withdrawal=st.booleans(), share=st.integers(1, 12))
    def move_deposit(self, pick: int, is_withdrawal: bool, share: int) -> None:
        town = self.play.town
        lender, token = town.lenders[pick % 2], (town.token, town.coin)[pick // 2 % 2]
        amount = town.desk.balances(lender, token) * share // 10
        if is_withdrawal:
            self.play.take_back(lender, token, amount)
        else:
            self.play.deposit(lender, token, 10**10 * share)
