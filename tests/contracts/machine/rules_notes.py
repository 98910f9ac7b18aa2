# SPDX-License-Identifier: Apache-2.0
"""Rules: notes are moved and claimed, parties frozen, wallets recovered."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.contracts.machine.acting import PICK, Acting


class NoteRules(Acting):
    """What is done by holders, and to them."""

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
        newcomers = (town.customer, town.stranger)
        people = (*town.townsfolk, *newcomers, *self.play.standings.buyers)
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
        people = (*town.townsfolk, town.customer)
        person = people[pick % len(people)]
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
