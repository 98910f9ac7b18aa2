# SPDX-License-Identifier: Apache-2.0
"""What is stated about a record: disputes and what becomes of them, inquiries, mergers and so on.

Each statement is made on the chain and on the record's twin at once; whoever may not is refused.
"""

from collections.abc import Callable
from typing import Any

from eth_utils import keccak

from shouxin.credit.citation import LINKS_MAX, Citation, anchors_to, cite
from shouxin.credit.entry import (
    Answer,
    Correction,
    Entry,
    Flag,
    Kind,
    Merger,
    is_negative,
)
from shouxin.credit.record import recount
from tests.contracts.credit_ledger.record_world import DISPUTE
from tests.contracts.evm import DAY, Actor, Contract
from tests.contracts.machine.play import EMPTY, Play
from tests.contracts.machine.town import HARD, SOFT
from tests.contracts.machine.twin import Contest, Loan, Made, Record
from tests.contracts.registry_world import NOBODY

ANSWER_DAYS = 20
EVIDENCE, REFERENCE, ROOT = (keccak(text=text) for text in ("evidence", "consent", "root"))
DISPUTED, REJECTED, UPHELD, CORRECTED = 1, 2, 3, 4
ABOUT_DISPUTES = (Kind.DISPUTED, Kind.ANSWERED, Kind.CORRECTED)
STATED = int(Flag.STATED)
NOT_CONTESTABLE = "ledger: entry is about a dispute itself"
AGAIN = "ledger: entry was disputed or corrected before"


class Statements:
    """The records of a town in play, and who states what about them."""

    def __init__(self, play: Play) -> None:
        self.play, self.town, self.ledger = play, play.town, play.town.ledger
        self.merged: dict[bytes, bytes] = {}
        self._nonce = 0

    @property
    def today(self) -> int:
        """The UTC day."""
        return self.town.chain.timestamp // DAY

    def record(self, party: bytes) -> Record:
        """A party's record."""
        return self.play.records[party]

    # Disputes

    def citation(self, party: bytes, index: int) -> Citation:
        """A citation of an entry; anchors are set where the way to it is too long."""
        record = self.record(party)
        count = len(record.told)
        ends = [end for end in (count, *record.anchors) if index < end <= index + LINKS_MAX]
        if not ends:
            for at, end in anchors_to(count, index):
                self.anchor(party, cite(record.told, at, end))
            ends = [index + 1]
            self.play.reached["anchored on the way"] += 1
        return cite(record.told, index, min(ends))

    def anchor(self, party: bytes, citation: Citation) -> None:
        """Anybody makes the heads around a cited entry known."""
        self.ledger.anchor(party, citation.values, sender=self.town.stranger)
        record = self.record(party)
        for count in (citation.index, citation.index + 1):
            record.anchors.add(count)
            found = self.ledger.anchor_of(party, count)
            expected = recount(record.told[:count]).head
            assert found == expected, f"H: anchored {found.hex()} after {count}"

    def dispute(self, wallet: Actor, party: bytes, index: int, reason: int = 1) -> bool:
        """A wallet disputes an entry."""
        citation = self.citation(party, index)
        given = (citation.values, reason, EVIDENCE)
        return self._disputed(
            wallet, party, index, lambda: self.ledger.dispute(*given, sender=wallet)
        )

    def dispute_signed(
        self, wallet: Actor, party: bytes, index: int, meanwhile: Callable[[], Any]
    ) -> bool:
        """The same by a signature, which the relayer submits twice, after something happened."""
        self._nonce += 1
        deadline = self.town.chain.timestamp + DAY
        message = {
            "wallet": wallet,
            "party": party,
            "index": index,
            "head": self.citation(party, index).head,
            "reason": 1,
            "evidence": EVIDENCE,
            "nonce": self._nonce,
            "deadline": deadline,
        }
        signature = wallet.sign(self.ledger, "Dispute", DISPUTE, message)
        meanwhile()
        citation = self.citation(party, index).values
        given = (wallet, citation, 1, EVIDENCE, self._nonce, deadline, signature)
        by = {"sender": self.town.relayer}
        done = self._disputed(
            wallet, party, index, lambda: self.ledger.dispute_signed(*given, **by)
        )
        if done:
            citation = self.citation(party, index).values
            again = (wallet, citation, *given[2:])
            self.play.refused(lambda: self.ledger.dispute_signed(*again, **by), AGAIN)
            self.play.reached["relayed dispute"] += 1
        return done

    def _disputed(self, wallet: Actor, party: bytes, index: int, call: Callable[[], Any]) -> bool:
        record = self.record(party)
        if self.town.party(wallet) != party:
            self.play.refused(call)
            self.play.reached["dispute of another's record"] += 1
            return False
        if not _is_contestable(record.made[index].entry):
            self.play.refused(call, NOT_CONTESTABLE)
            return False
        if index in record.contests:
            self.play.refused(call, AGAIN)
            return False
        call()
        entry = self._about(record, index, Kind.DISPUTED, 1)
        record.contests[index] = Contest(DISPUTED, self.today + ANSWER_DAYS)
        self._stated(party, wallet, EVIDENCE, entry)
        self.play.reached["dispute"] += 1
        return True

    def answer(self, by: Actor, party: bytes, index: int, *, is_upheld: bool) -> bool:
        """Somebody answers a dispute."""
        record, loan = self.record(party), self._loan(party, index)
        contest = record.contests.get(index)
        call = self._answering(by, party, index, is_upheld)
        if loan is not None and by is not loan.servicer:
            self.play.refused(call, "servicing: caller is not the servicer")
            self.play.reached["answer of another"] += 1
        elif loan is not None and not self.play.may_serve(loan):
            self.play.refused(call, "answering: servicer may not act on this loan")
        elif contest is None or not contest.is_open:
            self.play.refused(call, "ledger: entry is not under dispute")
        elif by is not self.answerer(party, index):
            self.play.refused(call, "ledger: caller does not answer for the entry")
            self.play.reached["answer of another"] += 1
        elif is_upheld and contest.status == UPHELD:
            self.play.refused(call, "ledger: dispute was upheld already")
        elif self._is_over(record, index):
            self.play.refused(call, "ledger: days to answer are over")
            self.play.reached["answer too late"] += 1
        else:
            call()
            contest.status = UPHELD if is_upheld else REJECTED
            code = Answer.UPHELD if is_upheld else Answer.REJECTED
            entry = self._about(record, index, Kind.ANSWERED, code)
            self._stated(party, self.town.answering if loan else by, EVIDENCE, entry)
            self.play.reached["answer of the servicer"] += loan is not None
            self.play.reached["dispute upheld" if is_upheld else "dispute rejected"] += 1
            return True
        return False

    def _answering(self, by: Actor, party: bytes, index: int, is_upheld: bool) -> Callable[[], Any]:
        """The call that answers: for a book's entry at the contract that asks the servicer."""
        loan = self._loan(party, index)
        if loan is None:
            return lambda: self.ledger.answer(party, index, is_upheld, EVIDENCE, sender=by)
        given = (loan.deal.complete, self.citation(party, index).values, is_upheld, EVIDENCE)
        return lambda: self.town.answering.answer(*given, sender=by)

    def _loan(self, party: bytes, index: int) -> Loan | None:
        """The loan that a book's entry is about."""
        made = self.record(party).made[index]
        return next((x for x in self.play.loans if x.deal.id == made.reference), None)

    def answerer(self, party: bytes, index: int) -> Actor:
        """Who answers for an entry."""
        loan = self._loan(party, index)
        if loan is not None:
            return loan.servicer
        return self._writer(self.record(party).made[index]) or self.town.governance

    def corrector(self, party: bytes, index: int) -> Actor:
        """Who corrects an entry."""
        entry = self.record(party).made[index]
        return self._writer(entry) or self.town.governance

    def _writer(self, made: Made) -> Actor | None:
        """The person that made a statement; None for a book's entry."""
        town = self.town
        people = (town.furnisher, town.report_user, town.people.provider)
        return next((who for who in people if who.address == made.source), None)

    def correct(self, by: Actor, party: bytes, index: int) -> bool:
        """Somebody corrects an entry."""
        record = self.record(party)
        citation = self.citation(party, index).values
        made, contest = record.made[index], record.contests.get(index)

        def call() -> None:
            self.ledger.correct(party, citation, EVIDENCE, sender=by)

        if not _is_contestable(made.entry):
            self.play.refused(call, NOT_CONTESTABLE)
            return False
        if by is not self.corrector(party, index):
            name = "the entry's source" if self._writer(made) else "governance"
            self.play.refused(call, f"ledger: caller is not {name}")
            self.play.reached["correction by another"] += 1
            return False
        if contest is not None and contest.status == CORRECTED:
            self.play.refused(call, "ledger: entry was corrected before")
            return False
        call()
        code = Correction.WITHDRAWN_BY_SOURCE
        if not made.entry.has(Flag.STATED):
            code = Correction.WRONG_COMPUTATION
        self._corrected(party, by, index, code, EVIDENCE)
        self.play.reached["correction"] += 1
        return True

    def lapse(self, party: bytes, index: int) -> bool:
        """Anybody lets a furnished entry lapse whose dispute was not rejected in time."""
        record, by = self.record(party), self.town.stranger
        contest = record.contests.get(index)

        def call() -> None:
            self.ledger.lapse(party, index, sender=by)

        if contest is None or not contest.is_open:
            self.play.refused(call, "ledger: entry is not under dispute")
            return False
        if not self._is_over(record, index):
            self.play.refused(call, "ledger: entry does not lapse now")
            return False
        call()
        self._corrected(party, by, index, Correction.UNANSWERED, EMPTY)
        self.play.reached["dispute lapsed"] += 1
        return True

    def _is_over(self, record: Record, index: int) -> bool:
        is_furnished = record.made[index].entry.kind == Kind.FURNISHED
        return is_furnished and self.today > record.contests[index].last_day

    def _corrected(
        self, party: bytes, by: Actor, index: int, code: Correction, reference: bytes
    ) -> None:
        record = self.record(party)
        entry = self._about(record, index, Kind.CORRECTED, code)
        record.contests[index] = Contest(CORRECTED, 0)
        made = record.made[index].entry
        if made.kind == Kind.MERGED and made.unbroken == Merger.INTO:
            del self.merged[party]
        self._stated(party, by, reference, entry)

    # Other statements

    def inquire(self, by: Actor, party: bytes, purpose: int) -> bool:
        """Somebody leaves an inquiry."""

        def call() -> None:
            self.ledger.inquire(party, purpose, REFERENCE, sender=by)

        if by is not self.town.report_user or purpose not in (HARD, SOFT):
            self.play.refused(call, "ledger: caller is not accredited for the purpose")
            return False
        call()
        self._stated(party, by, REFERENCE, self._new(Kind.INQUIRY, purpose))
        self.play.reached["hard inquiry" if purpose == HARD else "soft inquiry"] += 1
        return True

    def furnish(self, by: Actor, party: bytes, *, is_negative: bool) -> bool:
        """Somebody furnishes three loans elsewhere."""

        def call() -> None:
            self.ledger.furnish(party, ROOT, 3, 500, is_negative, sender=by)

        if by is not self.town.furnisher or not self.play.rules.is_furnisher:
            self.play.refused(call, "ledger: caller is no accredited furnisher")
            return False
        call()
        entry = self._new(Kind.FURNISHED, 0, 3, 500, is_negative=is_negative)
        self._stated(party, by, ROOT, entry)
        self.play.reached["furnished"] += 1
        return True

    def merge(self, by: Actor, party: bytes, into: bytes) -> bool:
        """Somebody says that a party is another, to which it is linked."""
        given = (party, into, NOBODY, 0, 0, b"")

        def call() -> None:
            self.ledger.merge(*given, sender=by)

        if by is not self.town.people.provider:
            self.play.refused(call, "ledger: caller is no accredited provider")
            return False
        if {party, into} & self.merged.keys():
            self.play.refused(call, "ledger: party was merged before")
            return False
        pair = {self.town.party(self.town.borrower), self.town.party(self.town.relative)}
        if {party, into} != pair:
            self.play.refused(call, "ledger: parties are not linked")
            return False
        call()
        self.merged[party] = into
        here, there = (len(self.record(one).told) for one in (party, into))
        for one, other, code, index in (
            (party, into, Merger.INTO, there),
            (into, party, Merger.FROM, here),
        ):
            self.record(one).made.append(
                Made(by.address, other, self._new(Kind.MERGED, code, index))
            )
        self.play.hear({party, into})
        self.play.reached["merge"] += 1
        return True

    # How they are written

    def _new(
        self, kind: Kind, code: int, amount: int = 0, owed: int = 0, *, is_negative: bool = False
    ) -> Entry:
        flags = STATED | (Flag.NEGATIVE if is_negative else 0)
        return Entry(kind, int(flags), self.today, code, 0, amount, owed)

    def _about(self, record: Record, index: int, kind: Kind, code: int) -> Entry:
        """A statement about another entry."""
        return self._new(kind, code, index, is_negative=is_negative(record.made[index].entry))

    def _stated(self, party: bytes, by: Actor | Contract, reference: bytes, entry: Entry) -> None:
        self.record(party).made.append(Made(by.address, reference, entry))
        self.play.hear({party})


def _is_contestable(entry: Entry) -> bool:
    return not (entry.has(Flag.STATED) and entry.kind in ABOUT_DISPUTES)
