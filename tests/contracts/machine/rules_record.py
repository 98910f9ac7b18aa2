# SPDX-License-Identifier: Apache-2.0
"""Rules: people state things about records, and those who may not try it too."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shouxin.credit.citation import LINKS_MAX
from shouxin.credit.entry import Kind, is_negative
from tests.contracts.evm import Actor
from tests.contracts.machine.acting import PICK, Acting
from tests.contracts.machine.statements import ANSWER_DAYS
from tests.contracts.machine.town import HARD, SOFT


class RecordRules(Acting):
    """What is stated about records."""

    def _subject(self, pick: int) -> Actor:
        """The wallet of somebody whose record has entries, mostly a borrower's."""
        town = self.play.town
        people = (*town.borrowers, *town.borrowers, town.relative)
        known = [one for one in people if self._told(one)] or people[:1]
        return known[pick % len(known)]

    def _told(self, wallet: Actor) -> int:
        return len(self.play.records[self.play.town.party(wallet)].told)

    def _index(self, party: bytes, pick: int, *, is_open: bool = False) -> int:
        """An entry; mostly one that is under dispute, or a negative one that never was."""
        record = self.play.records[party]
        wanted = [i for i, contest in record.contests.items() if contest.is_open]
        if not is_open:
            entries = enumerate(record.made)
            wanted = [i for i, made in entries if is_negative(made.entry)]
            wanted = [i for i in wanted if i not in record.contests]
        if not wanted or pick % 4 == 0:
            wanted = list(range(len(record.made)))
        return wanted[pick // 4 % len(wanted)]

    def _others(self) -> tuple[Actor, ...]:
        """Those who state something, or would like to."""
        town = self.play.town
        states = (town.furnisher, town.report_user, town.backer, town.governance)
        return (*states, town.people.provider, town.lender, town.stranger, town.relayer)

    def _chosen(self, right: Actor, who: int) -> Actor:
        """Mostly the one who may."""
        others = self._others()
        return right if who % 3 else others[who // 3 % len(others)]

    def _wallet(self, subject: Actor, who: int) -> Actor:
        """A wallet of the subject's party, mostly."""
        town, party = self.play.town, self.play.town.party(subject)
        joined = [one for one in self.play.joined.values() if town.party(one) == party]
        wallets = (subject, *joined)
        if who % 5:
            return wallets[who // 5 % len(wallets)]
        others = (*self._others(), town.other_borrower, town.borrower)
        return others[who // 5 % len(others)]

    @rule(pick=PICK, who=PICK, is_signed=st.booleans())
    def dispute(self, pick: int, who: int, is_signed: bool) -> None:
        subject = self._subject(pick)
        party = self.play.town.party(subject)
        if not self._told(subject):
            return
        index, wallet = self._index(party, pick // 4), self._wallet(subject, who)
        states, user = self.statements, self.play.town.report_user
        if is_signed:
            states.dispute_signed(wallet, party, index, lambda: states.inquire(user, party, SOFT))
        else:
            states.dispute(wallet, party, index)
        if who % 2:
            by = self._chosen(states.answerer(party, index), who // 2)
            states.answer(by, party, index, is_upheld=pick % 2 == 0)

    @rule(pick=PICK, who=PICK, is_upheld=st.booleans())
    def answer(self, pick: int, who: int, is_upheld: bool) -> None:
        subject = self._subject(pick)
        party = self.play.town.party(subject)
        if not self._told(subject):
            return
        index = self._index(party, pick // 4, is_open=True)
        by = self._chosen(self.statements.answerer(party, index), who)
        self.statements.answer(by, party, index, is_upheld=is_upheld)

    @rule(pick=PICK, who=PICK, is_open=st.booleans())
    def correct(self, pick: int, who: int, is_open: bool) -> None:
        subject = self._subject(pick)
        party = self.play.town.party(subject)
        if not self._told(subject):
            return
        index = self._index(party, pick // 4, is_open=is_open)
        by = self._chosen(self.statements.corrector(party, index), who)
        self.statements.correct(by, party, index)

    @rule(pick=PICK, days=st.sampled_from((0, ANSWER_DAYS, ANSWER_DAYS + 1, ANSWER_DAYS + 1)))
    def dispute_what_is_furnished(self, pick: int, days: int) -> None:
        """A furnished entry is disputed, perhaps upheld, and lapses, or is answered too late."""
        states, town = self.statements, self.play.town
        subject = self._subject(pick)
        party = town.party(subject)
        if not states.furnish(town.furnisher, party, is_negative=pick % 2 == 0):
            return
        index = self._told(subject) - 1
        states.dispute(subject, party, index)
        states.answer(self._others()[pick % 3 + 1], party, index, is_upheld=True)
        if pick // 2 % 3 == 0:
            states.answer(town.furnisher, party, index, is_upheld=True)
        self.play.town.chain.warp(days=days)
        if pick // 6 % 3 == 0:
            states.answer(town.furnisher, party, index, is_upheld=False)
        states.lapse(party, index)

    @rule(pick=PICK)
    def let_lapse(self, pick: int) -> None:
        subject = self._subject(pick)
        party = self.play.town.party(subject)
        if self._told(subject):
            self.statements.lapse(party, self._index(party, pick // 4, is_open=True))

    @rule(
        pick=PICK,
        who=PICK,
        kind=st.sampled_from((Kind.INQUIRY, Kind.FURNISHED, Kind.MERGED, Kind.MERGED)),
        purpose=st.sampled_from((HARD, HARD, SOFT, 4)),
    )
    def state(self, pick: int, who: int, kind: Kind, purpose: int) -> None:
        town, states = self.play.town, self.statements
        party = town.party(self._subject(pick))
        if kind == Kind.INQUIRY:
            by = self._chosen(town.report_user, who)
            states.inquire(by, party, purpose)
        elif kind == Kind.FURNISHED:
            by = self._chosen(town.furnisher, who)
            states.furnish(by, party, is_negative=bool(pick // 8 % 2))
        else:
            others = (town.relative, town.borrower, town.relative, town.borrower, town.lender)
            party, into = (town.party(others[at % 5]) for at in (pick, pick + 1))
            states.merge(self._chosen(town.people.provider, who), party, into)

    @rule(pick=PICK, is_long=st.integers(0, 5))
    def anchor(self, pick: int, is_long: int) -> None:
        """Whatever the entry, anybody can make it known, however many came after it."""
        town = self.play.town
        party = town.party(self._subject(pick))
        for _ in range(LINKS_MAX if is_long == 0 else 0):
            self.statements.inquire(town.report_user, party, SOFT)
        count = len(self.play.records[party].told)
        if count:
            index = pick // 4 % (count // 4 + 1)
            self.statements.anchor(party, self.statements.citation(party, index))
