# SPDX-License-Identifier: Apache-2.0
"""Rules: people sign, and a relayer withholds, reorders, doubles, delays, forges and starves."""

from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.contracts.evm import DAY, Contract
from tests.contracts.full_world import BORROW, LEND
from tests.contracts.machine.acting import PICK, SEED, Acting
from tests.contracts.machine.letters import Letter
from tests.contracts.machine.twin import Loan, Paper

WAYS = ("plain", "twice", "late", "next day", "front-run", "starved", "forged")
WAY = st.sampled_from((*WAYS, "withheld", "withheld", "withheld"))
UNTIL = st.sampled_from((3_600, 2 * DAY, 40 * DAY))


class RelayRules(Acting):
    """What is signed, and what then becomes of it."""

    def _terms(self, signer: Any, contract: Contract, pick: int, until: int) -> dict[str, int]:
        """Nonce and deadline; sometimes the nonce of the signer's last letter."""
        like = None
        if pick % 6 == 0:
            like = next(iter(self._open(signer, contract)[::-1]), None)
        deadline = self.play.town.chain.timestamp + until
        return {"nonce": self.post.write.nonce(like), "deadline": deadline}

    def _open(self, signer: Any, contract: Contract) -> list[Letter]:
        """A signer's letters to a contract that are not carried out."""
        letters = [one for one in self.post.letters if not one.is_done]
        return [one for one in letters if one.signer is signer and one.contract is contract]

    @rule(
        pick=PICK,
        who=PICK,
        kind=st.sampled_from(("tiny", "bill", "ahead", "closing", "over")),
        days=st.sampled_from((0, 1, 40)),
        until=UNTIL,
        way=WAY,
    )
    def sign_a_payment(
        self, pick: int, who: int, kind: str, days: int, until: int, way: str
    ) -> None:
        town, loan = self.play.town, self._loan(pick)
        payers = (town.customer, town.customer, loan.borrower, self.play.standings.buyers[0])
        payer = payers[who % 4]
        terms = self._terms(payer, town.relay, who // 4, until)
        amount = self._amount(loan, kind)
        self.post.receive(self.post.write.payment(loan, payer, amount, days=days, **terms), way)

    @rule(pick=PICK, until=UNTIL)
    def sign_two_payments(self, pick: int, until: int) -> None:
        """The relayer submits the second before the first."""
        town, write, loan = self.play.town, self.post.write, self._loan(pick)
        amount, deadline = loan.deal.terms.quantum, town.chain.timestamp + until
        for _ in range(2):
            terms = {"nonce": write.nonce(), "deadline": deadline}
            letter = write.payment(loan, loan.borrower, amount, days=1, **terms)
            self.post.receive(letter, "withheld")
        for letter in self.post.letters[:-3:-1]:
            self.post.submit(letter, "plain")

    @rule(pick=PICK, to=PICK, until=UNTIL, way=WAY)
    def sign_a_transfer(self, pick: int, to: int, until: int, way: str) -> None:
        town, loan = self.play.town, self._loan(pick, lambda x: x.received)
        holder = self.play.wallets[self._holder(loan, pick)]
        people = (*town.townsfolk, town.customer, self.play.standings.buyers[-1])
        receiver, units = people[to % len(people)], -(-loan.units[holder.address] // 2)
        terms = self._terms(holder, town.relay, to, until)
        self.post.receive(self.post.write.transfer(loan, holder, receiver, units, **terms), way)

    @rule(pick=PICK, until=UNTIL, way=WAY)
    def sign_a_notice(self, pick: int, until: int, way: str) -> None:
        def is_cooling(loan: Loan) -> bool:
            terms = loan.deal.terms
            last = loan.state.opened_day + terms.cooling_off_days
            is_early = self.play.today(loan) <= last
            return is_early and terms.cooling_off_days > 0 and not loan.state.withdrawal_day

        loan = self._loan(pick, is_cooling)
        terms = self._terms(loan.borrower, self.play.town.relay, pick, until)
        self.post.receive(self.post.write.notice(loan, **terms), way)

    @rule(pick=PICK, share=st.integers(0, 11), is_deposit=st.booleans(), until=UNTIL, way=WAY)
    def sign_about_money(
        self, pick: int, share: int, is_deposit: bool, until: int, way: str
    ) -> None:
        town, write = self.play.town, self.post.write
        lender = (town.customer, town.customer, *town.lenders)[pick % 4]
        token = (town.token, town.coin)[pick // 4 % 2]
        terms = self._terms(lender, town.desk, share, until)
        amount = town.desk.balances(lender, token) * share // 10
        if is_deposit or not amount:
            letter = write.deposit(lender, token, 10**10 * (share + 1), **terms)
        else:
            letter = write.take_back(lender, token, amount, **terms)
        self.post.receive(letter, way)

    @precondition(lambda self: self.play.papers and self._is_small())
    @rule(
        seed=SEED,
        who=PICK,
        is_new=st.booleans(),
        is_half=st.booleans(),
        until=UNTIL.map(lambda seconds: seconds + 2 * DAY),
        way=st.sampled_from((*WAYS, "next day", "withheld", "withheld")),
    )
    def sign_a_take(
        self, seed: int, who: int, is_new: bool, is_half: bool, until: int, way: str
    ) -> None:
        town = self.play.town
        paper = self._new_paper(seed, who) if is_new else self._paper(seed)
        lenders = (town.customer, town.customer, *town.lenders)
        takers = lenders if paper.offer["side"] == BORROW else town.borrowers
        taker = takers[who % len(takers)]
        quantum = paper.offer["conditions"]["quantum"]
        principal = max(paper.left // (2 if is_half else 1) // quantum, 1) * quantum
        terms = self._terms(taker, town.desk, seed, until)
        self.post.receive(self.post.write.taking(paper, principal, taker, **terms), way)

    def _new_paper(self, seed: int, who: int) -> Paper:
        side = BORROW if seed % 2 else LEND
        town = self.play.town
        makers = town.borrowers if side == BORROW else town.lenders
        return self.play.sign(makers[who // 4 % 2], Random(seed), side=side)  # noqa: S311

    def _paper(self, pick: int) -> Paper:
        papers = [paper for paper in self.play.papers if paper.left] or self.play.papers
        return papers[pick % len(papers)]

    @rule(pick=PICK, which=st.sampled_from(("desk", "relay", "epoch")), until=UNTIL, way=WAY)
    def sign_a_cancellation(self, pick: int, which: str, until: int, way: str) -> None:
        town, write = self.play.town, self.post.write
        people = (town.customer, *town.lenders, *town.borrowers)
        signer, deadline = people[pick % 5], town.chain.timestamp + until
        if which == "epoch":
            self.post.receive(write.cancel_all(signer, deadline=deadline), way)
            return
        at_relay = which == "relay"
        contract = town.relay if at_relay else town.desk
        found = [one.nonce for one in self._open(signer, contract)]
        if not at_relay:
            found += [one.offer["nonce"] for one in self.play.papers if one.maker is signer]
        known = [one for one in found if one is not None]
        known = [one for one in known if not self.play.is_spent(contract, signer.address, one)]
        nonce = known[pick // 5 % len(known)] if known else write.nonce()
        given = {"at_relay": at_relay, "nonce": nonce, "deadline": deadline}
        self.post.receive(write.cancel(signer, **given), way)

    @rule(pick=PICK, is_relayed=st.booleans())
    def cancel_a_nonce_at_the_relay(self, pick: int, is_relayed: bool) -> None:
        """By the signer's own call; nobody else's nonce of the same number stands in the way."""
        relay, letters = self.play.town.relay, self.post.letters
        letters = [one for one in letters if one.contract is relay]
        if not letters:
            return
        letter = letters[pick % len(letters)]
        signer = self.play.town.relayer if is_relayed else letter.signer
        place = (relay.address, signer.address, letter.nonce)
        if place in self.play.spent:
            reason = "signature: nonce is spent"
            self.play.refused(lambda: relay.cancel_nonce(letter.nonce, sender=signer), reason)
            return
        relay.cancel_nonce(letter.nonce, sender=signer)
        self.play.spent.add(place)

    @rule(pick=PICK, until=UNTIL, way=WAY)
    def sign_in_a_wallet(self, pick: int, until: int, way: str) -> None:
        town = self.play.town
        people = (*town.borrowers, *town.lenders)
        deadline = town.chain.timestamp + until
        self.post.receive(self.post.write.joining(people[pick % 4], deadline=deadline), way)

    @precondition(lambda self: self.post.letters)
    @rule(pick=PICK, way=st.sampled_from(WAYS))
    def submit_what_was_withheld(self, pick: int, way: str) -> None:
        letters = [one for one in self.post.letters if not one.is_done]
        if not letters or pick % 8 == 0:
            letters = self.post.letters
        self.post.submit(letters[pick // 8 % len(letters)], way)
