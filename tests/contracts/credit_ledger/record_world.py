# SPDX-License-Identifier: Apache-2.0
"""A ledger with a book, people, and whoever states something about them; it keeps all entries."""

from collections import defaultdict
from typing import Any

from eth_utils import keccak

from shouxin.credit.citation import Citation, cite
from shouxin.credit.entry import Entry, Kind, pack, unpack
from shouxin.credit.record import Record, Recorded, check
from tests.contracts.evm import DAY, Actor, Chain
from tests.contracts.registry_world import RegistryWorld

LOAN, ROOT, EVIDENCE, OTHER_EVIDENCE = (keccak(text=t) for t in ("loan", "root", "1", "2"))
EMPTY = bytes(32)
ALL_PURPOSES = 2**32 - 2
OPENED = Entry(Kind.OPENED, day=20_454, amount=900, amount_ref=900, exposure_after=900)
ARREARS = Entry(Kind.ARREARS_REACHED, 3 << 8, 20_520, 60, 60, 60, 0, 900)
DEFAULTED = Entry(Kind.DEFAULTED, 1 << 13, 20_560, 90, 90, 900, 0, 900)
ACCELERATED = Entry(Kind.ACCELERATED, 3 << 12, 20_570, 100, 100, 900, 0, 900)
WRITTEN_OFF = Entry(Kind.WRITTEN_OFF, 3 << 12, 20_580, 110, 110, 900, 0, 900)

DISPUTE = {
    "Dispute": [
        ("wallet", "address"),
        ("party", "bytes32"),
        ("index", "uint256"),
        ("head", "bytes32"),
        ("reason", "uint256"),
        ("evidence", "bytes32"),
        ("nonce", "uint256"),
        ("deadline", "uint256"),
    ]
}
MERGER = {
    "Merger": [
        ("signer", "address"),
        ("party", "bytes32"),
        ("into", "bytes32"),
        ("provider", "address"),
        ("nonce", "uint256"),
        ("deadline", "uint256"),
    ]
}


class RecordWorld:
    """One ledger; ``state`` calls it and keeps what it tells."""

    def __init__(self) -> None:
        self.people = RegistryWorld.made(chain := Chain())
        self.chain, self.governance = chain, self.people.governance
        self.registry, self.provider = self.people.registry, self.people.provider
        by = {"sender": self.governance}
        self.ledger = chain.deploy("CreditLedger", self.governance, self.registry, **by)
        names = ("book", "answerer", "furnisher", "user", "subject", "twin", "stranger", "keeper")
        self.actors = {name: chain.actor(name) for name in names}
        self.subject, self.twin, self.stranger = (self.actors[n] for n in names[4:7])
        self.book, self.answerer, self.furnisher, self.user = (self.actors[n] for n in names[:4])
        self.party, self.other = (self.people.enrolled(a) for a in (self.subject, self.twin))
        self.ledger.authorise_book(self.book, **by)
        self.ledger.set_answerer(self.book, self.answerer, **by)
        self.ledger.accredit_furnisher(self.furnisher, True, **by)
        self.ledger.accredit_report_user(self.user, ALL_PURPOSES, **by)
        self.entries: dict[bytes, list[Recorded]] = defaultdict(list)

    @property
    def today(self) -> int:
        """The UTC day."""
        return self.chain.timestamp // DAY

    def state(self, function: str, *values: Any, by: Actor) -> None:
        """Call the ledger and keep the entries that it tells of."""
        getattr(self.ledger, function)(*values, sender=by)
        for event in self.chain.events:
            if event.name == "EntryRecorded":
                args = event.args
                kept = self.entries[args["party"]]
                assert args["index"] == len(kept)
                kept.append(Recorded(args["source"], args["loan"], args["entry"]))

    def record(self, *entries: Entry, party: bytes = b"") -> None:
        """What the book records about one loan whose exposure stays 900."""
        words = [pack(entry) for entry in entries]
        before = 900 if self.entries[party or self.party] else 0
        self.state("record", party or self.party, LOAN, before, 900, words, by=self.book)

    def cite(self, index: int, end: int | None = None) -> Citation:
        """A citation of the subject's entry."""
        return cite(self.entries[self.party], index, end)

    def dispute(self, index: int, reason: int = 1, evidence: bytes = EVIDENCE) -> None:
        """The subject disputes an entry."""
        self.state("dispute", self.cite(index).values, reason, evidence, by=self.subject)

    def answer(self, index: int, by: Actor, *, is_upheld: bool) -> None:
        """Somebody answers a dispute of the subject."""
        self.state("answer", self.party, index, is_upheld, OTHER_EVIDENCE, by=by)

    def correct(self, index: int, by: Actor) -> None:
        """Somebody corrects the subject's entry."""
        self.state("correct", self.party, self.cite(index).values, OTHER_EVIDENCE, by=by)

    def furnish(self, *, is_negative: bool = True) -> int:
        """The furnisher furnishes about the subject; the entry's index."""
        self.state("furnish", self.party, ROOT, 3, 500, is_negative, by=self.furnisher)
        return len(self.entries[self.party]) - 1

    def inquire(self, purpose: int = 1) -> int:
        """The report user inquires about the subject; the entry's index."""
        self.state("inquire", self.party, purpose, EVIDENCE, by=self.user)
        return len(self.entries[self.party]) - 1

    def last(self, party: bytes = b"") -> tuple[Recorded, Entry]:
        """A party's last entry."""
        recorded = self.entries[party or self.party][-1]
        return recorded, unpack(recorded.word)

    def checked(self, party: bytes = b"") -> Record:
        """A party's record recounted, found to be the chain's."""
        who = party or self.party
        record = check(self.entries[who], self.ledger.head_of(who))
        stored = self.ledger.aggregates_of(who)
        marks = [tuple(mark) for mark in stored.marks]
        assert [(mark.count, mark.ended_day) for mark in record.aggregates.marks] == marks
        for name, value in stored._asdict().items():
            assert name == "marks" or getattr(record.aggregates, name) == value, name
        return record

    def counted(self, name: str) -> Any:
        """One of the subject's aggregates, checked."""
        return getattr(self.checked().aggregates, name)

    def signed_dispute(self, wallet: Actor, citation: Citation, /, **changes: Any) -> bytes:
        """A wallet's signature of a dispute."""
        message = {
            "wallet": wallet,
            "party": self.party,
            "index": citation.index,
            "head": citation.head,
            "reason": 1,
            "evidence": EVIDENCE,
            "nonce": 7,
            "deadline": self.people.tomorrow,
        } | changes
        return wallet.sign(self.ledger, "Dispute", DISPUTE, message)
