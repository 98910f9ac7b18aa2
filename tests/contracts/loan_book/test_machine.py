# SPDX-License-Identifier: Apache-2.0
"""The whole set of contracts in random play: what must hold after every step, by letter.

People lend, pay, default, trade notes and are governed in random order over months; a twin of
each loan in Python moves with it. Sentinels show that the run went everywhere.
"""

from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shouxin.lending.model import closing_amount, reckon
from shouxin.lending.model.calendar import due_day
from tests.contracts.full_world import BORROW, LEND
from tests.contracts.machine import invariants
from tests.contracts.machine.overreach import OVERREACHES
from tests.contracts.machine.play import Play
from tests.contracts.machine.sentinels import REACHED, SENTINELS
from tests.contracts.machine.town import Town
from tests.contracts.machine.twin import Loan

LOANS_MAX = 7
ACTS = ("pause", "delist", "desk", "jurisdiction", "limits", "open transfers")
PARTS = ("whole", "half", "least", "almost", "over")
PICK = st.integers(0, 2**16)
SEED = st.integers(0, 2**32)


class LoanMachine(RuleBasedStateMachine):
    """One town over some months."""

    town: ClassVar[Town | None] = None

    def __init__(self) -> None:
        super().__init__()
        cls = type(self)
        cls.town = cls.town or Town()
        self.start = cls.town.saved()
        self.play = Play(cls.town, REACHED)

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

    def _holder(self, loan: Loan, pick: int) -> str:
        held = [holder for holder, units in loan.units.items() if units]
        return held[pick % len(held)]

    # Offers

    @initialize(seed=SEED)
    def two_loans(self, seed: int) -> None:
        for number in range(20):
            if len(self.play.loans) < 2:
                self.lend(seed + number, number, number, "whole")
        assert len(self.play.loans) == 2

    def _is_small(self) -> bool:
        return sum(loan.state.is_open for loan in self.play.loans) < LOANS_MAX

    @precondition(_is_small)
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
        if is_withdrawal and share > 10:
            self.play.refused(lambda: town.desk.withdraw(token, amount + 1, sender=lender))
        elif is_withdrawal:
            if amount:
                town.desk.withdraw(token, amount, sender=lender)
                town.moved(token.address, town.desk.address, lender.address, amount)
        else:
            amount = 10**10 * share
            town.desk.deposit(token, amount, sender=lender)
            town.moved(token.address, lender.address, town.desk.address, amount)

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

    def _pay(self, loan: Loan, who: int, kind: str) -> None:
        town, terms = self.play.town, loan.deal.terms
        day, quantum = self.play.today(loan), terms.quantum
        now = reckon(terms, loan.state, day)
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
        payers = (loan.borrower, town.stranger, *town.townsfolk)
        self.play.pay(loan, amounts[kind], payers[who % len(payers)])
        if self.play.rules.is_strict(town.chain.timestamp):
            REACHED["paid under restrictions"] += 1

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

    def _default(self, loan: Loan) -> None:
        """Let a loan's default days pass, and mark its default."""
        terms, today = loan.deal.terms, self.play.today(loan)
        now = reckon(terms, loan.state, today)
        since = now.since or due_day(terms, min(now.period, terms.instalments))
        self.play.town.chain.warp(days=max(since + terms.default_days - today, 0))
        self.play.serve(loan, "mark_default")

    @rule(pick=PICK, who=PICK)
    def cure(self, pick: int, who: int) -> None:
        loan = self._loan(pick, lambda x: x.state.is_defaulted and not x.state.is_accelerated)
        self._pay(loan, who, "bill")

    @rule(pick=PICK, extra=st.sampled_from((0, 1, 1, 1, 95)))
    def call_in(self, pick: int, extra: int) -> None:
        loan = self._loan(pick, lambda x: x.state.since)
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
            last = terms.start_day + terms.cooling_off_days
            return terms.cooling_off_days > 0 and self.play.today(loan) <= last

        loan = self._loan(pick, is_cooling)
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

    # Notes

    @rule(
        pick=PICK,
        to=PICK,
        share=st.sampled_from(("half", "half", "all", "one", "none", "over")),
    )
    def transfer(self, pick: int, to: int, share: str) -> None:
        town = self.play.town
        loan = self._loan(pick, lambda x: x.received)
        sender = self._holder(loan, pick)
        people = (*town.townsfolk, town.stranger, *self.play.standings.buyers)
        units = loan.units[sender]
        shares = {"half": -(-units // 2), "all": units, "one": 1, "none": 0, "over": units + 1}
        receiver = people[to % len(people)].address
        self.play.transfer(loan, sender, receiver, shares[share])

    @rule(pick=PICK, who=PICK, by=PICK)
    def claim(self, pick: int, who: int, by: int) -> None:
        town, loans = self.play.town, self.play.loans
        paid = [loan for loan in loans if loan.received > loan.claimed.total()] or loans
        loan = paid[pick % len(paid)]
        callers = (*town.townsfolk, town.stranger, town.governance)
        holders = list(loan.units)
        self.play.claim(loan, holders[who % len(holders)], callers[by % len(callers)])

    # Freezes and recoveries

    @rule(pick=PICK, days=st.sampled_from((1, 10, 60)), then=st.sampled_from((0, 1, 2, 3)))
    def freeze(self, pick: int, days: int, then: int) -> None:
        """Somebody is frozen, and soon claims, acts or is freed."""
        town, play = self.play.town, self.play
        person = town.townsfolk[pick % len(town.townsfolk)]
        play.freeze(person, days)
        if then == 1:
            play.lift(person)
        for loan in play.loans:
            if then == 2 and person.address in loan.units:
                play.claim(loan, person.address, town.stranger)
            if then == 3 and loan.servicer is person:
                play.serve(loan, "write_off")

    @rule(pick=PICK, kind=st.sampled_from(("concluded", "concluded", "contested", "left")))
    def recover(self, pick: int, kind: str) -> None:
        """The buyer, which is given notes first, recovers its wallet, and is followed."""
        play, loan = self.play, self._loan(pick, lambda x: x.received)
        lost = play.standings.buyers[-1].address
        sender = self._holder(loan, pick)
        play.transfer(loan, sender, lost, loan.units[sender] // 2)
        self._pay(loan, pick, "tiny")
        play.recover(is_contested=kind == "contested", is_concluded=kind != "left")
        if kind == "concluded" and loan.units.get(lost):
            self._pay(loan, pick, "tiny")
            play.claim(loan, lost, play.town.governance)
            if pick % 2:
                heir = play.standings.buyers[-1].address
                play.transfer(loan, lost, heir, loan.units[lost])

    @rule(pick=PICK, amount=st.integers(1, 10**12))
    def donate(self, pick: int, amount: int) -> None:
        town = self.play.town
        token, to = (town.token, town.coin)[pick % 2], (town.book, town.desk)[pick // 2 % 2]
        token.transfer(to, amount, sender=town.stranger)
        town.moved(token.address, town.stranger.address, to.address, amount)
        self.play.donated[token.address, to.address] += amount
        REACHED["donation"] += 1

    # Governance and what nobody may

    @rule(act=st.sampled_from((*ACTS, "restore", "restore")))
    def govern(self, act: str) -> None:
        if act == "restore":
            self.play.restore()
        else:
            self.play.forbid(act)

    @rule(pick=PICK)
    def overreach(self, pick: int) -> None:
        """Somebody tries what it may not."""
        loan = self._loan(pick)
        attempt = OVERREACHES[pick % len(OVERREACHES)]
        self.play.refused(lambda: attempt(self.play, loan))
        REACHED["overreach"] += 1

    # What must hold

    @invariant()
    def everything_holds(self) -> None:
        play, town = self.play, self.play.town
        touched = [loan for loan in play.loans if loan.deal.id in play.touched]
        invariants.invariant_a(town, play.loans, play.donated)
        for loan in play.loans:
            invariants.invariant_j(town, loan)
            if loan.state.is_open:
                invariants.invariant_d_i(town, loan)
        for loan in touched:
            invariants.invariant_b(loan)
            invariants.invariant_c(town, loan)
            invariants.invariant_e(town, loan)
            invariants.invariant_f_g(town, loan, town.stranger, play.standings)
        for party in {loan.deal.borrower for loan in touched}:
            invariants.invariant_h(town, party, play.records[party])
        invariants.invariant_l(town, play.papers[-4:], play.epochs)
        invariants.invariant_n(play.loans)
        play.touched.clear()


CHECKS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def _run(**changes: Any) -> None:
    """Run the machine, and see that it went everywhere."""
    REACHED.clear()
    chosen = {"deadline": None, "database": None, "suppress_health_check": CHECKS} | changes
    run_state_machine_as_test(LoanMachine, settings=settings(**chosen))
    missing = [name for name in SENTINELS if not REACHED[name]]
    assert not missing, f"the run never reached {missing}; {REACHED}"


def test_what_must_hold_holds_after_every_step() -> None:
    _run(max_examples=200, stateful_step_count=50, derandomize=True)


@pytest.mark.long
def test_what_must_hold_holds_in_longer_play() -> None:
    _run(max_examples=1_500, stateful_step_count=80, print_blob=True)
