# SPDX-License-Identifier: Apache-2.0
"""Rules: time passes, loans are paid or not, and what then becomes of them."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shouxin.lending.model.calendar import due_day
from tests.contracts.machine.acting import PICK, Acting
from tests.contracts.machine.twin import Loan


class LoanRules(Acting):
    """What is done about living loans."""

    # Time and money

    @rule(days=st.one_of(st.integers(0, 12), st.integers(20, 100)))
    def let_time_pass(self, days: int) -> None:
        self.play.town.chain.warp(days=days, seconds=days % 3 * 3_600)

    @rule(pick=PICK, late=st.sampled_from((0, 0, 0, 1, 3, 10, 12)))
    def go_to_a_due_day(self, pick: int, late: int) -> None:
        loan = self._loan(pick)
        terms, today = loan.deal.terms, self.play.today(loan)
        due = due_day(terms, min(loan.state.period, terms.instalments))
        self.play.town.chain.warp(days=max(due + late - today, 0))

    @rule(
        pick=PICK,
        who=PICK,
        kind=st.sampled_from(
            ("tiny", "part", "bill", "bill", "bill", "ahead", "closing", "over", "nothing")
        ),
    )
    def pay(self, pick: int, who: int, kind: str) -> None:
        self._pay(self._loan(pick), who, kind)

    @rule(pick=PICK, share=st.integers(0, 4))
    def reckon(self, pick: int, share: int) -> None:
        loan = self._loan(pick)
        behind = self.play.today(loan) - loan.state.day
        self.play.reckon(loan, loan.state.day + behind * share // 4)

    # Arrears and their ends

    @rule(pick=PICK, is_patient=st.booleans())
    def neglect_until_default(self, pick: int, is_patient: bool) -> None:
        loan = self._loan(pick, lambda x: not x.state.is_defaulted)
        if is_patient:
            self._default(loan)
        else:
            self.play.serve(loan, "mark_default")

    @rule(pick=PICK, who=PICK)
    def cure(self, pick: int, who: int) -> None:
        loan = self._loan(pick, lambda x: x.state.is_defaulted and not x.state.is_accelerated)
        self._pay(loan, who, "bill")

    @rule(pick=PICK, extra=st.sampled_from((0, 1, 1, 1, 95)))
    def call_in(self, pick: int, extra: int) -> None:
        loan = self._loan(pick, lambda x: x.state.since)
        if pick % 2:
            terms = loan.deal.terms
            self._fall_behind(loan, terms.grace_days + terms.acceleration_days)
        self.play.serve(loan, "give_notice")
        if not loan.state.notice_day:
            return
        last = loan.state.notice_day + loan.deal.terms.notice_days
        self.play.town.chain.warp(days=max(last + extra - self.play.today(loan), 0))
        self.play.serve(loan, "accelerate")

    @rule(pick=PICK, who=PICK)
    def write_off(self, pick: int, who: int) -> None:
        loan = self._loan(pick, lambda x: x.state.is_defaulted)
        if self.play.serve(loan, "write_off"):
            self._pay(loan, who, ("tiny", "part", "ahead")[who % 3])

    @rule(pick=PICK, share=st.integers(1, 5))
    def waive_penalty(self, pick: int, share: int) -> None:
        loan = self._loan(pick, lambda x: x.state.penalty or x.state.provisional)
        fine = loan.state.penalty + loan.state.provisional
        quantum = loan.deal.terms.quantum
        amount = fine // 10**9 * share // 4 // quantum * quantum + quantum
        self.play.waive(loan, (amount, 0, 0), [])

    @rule(pick=PICK, share=st.sampled_from((1, 2, 8)), signers=st.integers(0, 4))
    def waive_debt(self, pick: int, share: int, signers: int) -> None:
        loan = self._loan(pick, lambda x: x.state.since)
        quantum, state = loan.deal.terms.quantum, loan.state
        interest, principal = (
            amount * share // 4 // quantum * quantum + quantum
            for amount in (state.interest_due, state.balance)
        )
        holders = [holder for holder, units in loan.units.items() if units]
        amounts = (interest * 9 if share == 8 else 0, interest, principal if share > 1 else 0)
        if share == 8:
            amounts = (2**80 * quantum,) * 3
        self.play.waive(loan, amounts, holders if signers else [])

    @rule(pick=PICK)
    def relative_votes(self, pick: int) -> None:
        """Most notes go to the first borrower's relative, who signs a waiver for it."""
        town = self.play.town
        loan = self._loan(pick, lambda x: x.borrower is town.borrower)
        holder = max(loan.units, key=lambda owner: loan.units[owner])
        self.play.transfer(loan, holder, town.relative.address, loan.units[holder])
        amounts = (0, loan.deal.terms.quantum, loan.deal.terms.quantum)
        self.play.waive(loan, amounts, [town.relative.address])

    @rule(pick=PICK, who=PICK, then=st.sampled_from(("closing", "late", "tiny", "default")))
    def withdraw(self, pick: int, who: int, then: str) -> None:
        def is_cooling(loan: Loan) -> bool:
            terms = loan.deal.terms
            last = loan.state.opened_day + terms.cooling_off_days
            return terms.cooling_off_days > 0 and self.play.today(loan) <= last

        loan = self._loan(pick, is_cooling)
        if not is_cooling(loan):
            loan = self._fresh(pick, is_cooling) or loan
        if self.play.serve(loan, "withdraw"):
            if then == "default":
                self._default(loan)
            if then == "late":
                days = loan.deal.terms.withdrawal_pay_days + 1
                self.play.town.chain.warp(days=days)
            self._pay(loan, who, "tiny" if then == "tiny" else "closing")
            self.play.release_fee(loan)

    @rule(pick=PICK)
    def release_fee(self, pick: int) -> None:
        held = [loan for loan in self.play.loans if loan.fee_held] or self.play.loans
        self.play.release_fee(held[pick % len(held)])
