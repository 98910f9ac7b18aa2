# SPDX-License-Identifier: Apache-2.0
"""What the machine knows of each loan, offer and record without asking the chain."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from shouxin.credit.entry import Entry, Flag
from shouxin.credit.record import Recorded
from shouxin.lending.model import State
from tests.contracts.evm import Actor
from tests.contracts.loan_world import Deal
from tests.contracts.machine.entries import Writer


@dataclass
class Loan:
    """A loan's twin: the model's state, its money, and who holds its notes.

    ``shares`` is what each holder has earned of the money received, as an exact fraction;
    ``settlements`` how often each holder's part was floored. ``deal`` is that of the terms in
    force, ``former`` those before; ``retired`` the servicers that were replaced.
    """

    deal: Deal
    state: State
    writer: Writer
    servicer: Actor
    borrower: Actor
    fee_held: int
    units: dict[str, int]
    received: int = 0
    claimed: Counter[str] = field(default_factory=Counter)
    shares: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    settlements: Counter[str] = field(default_factory=Counter)
    repaid: int = 0
    waived: int = 0
    interest_paid: int = 0
    penalty_paid: int = 0
    owed_least: int = 0
    shown: tuple[int, State] | None = None
    former: list[Deal] = field(default_factory=list)
    retired: list[Actor] = field(default_factory=list)

    @property
    def first(self) -> Deal:
        """The deal of the terms that it opened with."""
        return (*self.former, self.deal)[0]

    @property
    def principal(self) -> int:
        """At opening, base units."""
        return int(self.first.terms.principal)

    @property
    def currency(self) -> str:
        """The token's address."""
        return str(self.deal.repayment[0])

    @property
    def token_id(self) -> int:
        """The note's ERC-1155 id."""
        return int.from_bytes(self.deal.id, "big")

    def receive(self, amount: int) -> None:
        """Money for the holders, by their units."""
        self.received += amount
        total = sum(self.units.values())
        for holder, units in self.units.items():
            if units:
                self.shares[holder] += Fraction(amount * units, total)

    def transfer(self, sender: str, receiver: str, units: int) -> None:
        """Units that moved; both sides were settled."""
        if sender == receiver:
            return
        self.units[sender] -= units
        self.units[receiver] = self.units.get(receiver, 0) + units
        self.settlements[sender] += 1
        self.settlements[receiver] += 1


@dataclass
class Paper:
    """A signed offer or request, and what was taken of it."""

    offer: dict[str, Any]
    signature: bytes
    maker: Actor
    filled: int = 0
    fills: int = 0
    is_cancelled: bool = False

    @property
    def left(self) -> int:
        """What is not taken, were it neither expired nor of an old epoch."""
        return 0 if self.is_cancelled else int(self.offer["amount"]) - self.filled

    def takes(self, principal: int) -> bool:
        """Whether a fill of so much leaves nothing, or at least the minimum."""
        left, least = self.left - principal, self.offer["fill_min"]
        is_whole = left == 0
        return 0 < principal <= self.left and (is_whole or min(principal, left) >= least)


@dataclass
class Contest:
    """What became of an entry: 1 disputed, 2 rejected, 3 upheld, 4 corrected."""

    status: int
    last_day: int

    @property
    def is_open(self) -> bool:
        """Whether the entry is under dispute."""
        return self.status in (1, 3)


class Made(NamedTuple):
    """An entry as a move must have made it: by whom, about what."""

    source: str
    reference: bytes
    entry: Entry


@dataclass
class Record:
    """A party's entries as the chain told them, and as the moves must have made them.

    ``contests`` are by index; ``anchors`` the numbers of entries whose head is known.
    """

    told: list[Recorded] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    exposures: dict[bytes, int] = field(default_factory=dict)
    counted_day: int = 0
    contests: dict[int, Contest] = field(default_factory=dict)
    anchors: set[int] = field(default_factory=set)

    def add(self, book: str, loan: bytes, entries: list[Entry]) -> None:
        """Entries of one move; the ledger counts an on-time bill once a day."""
        for entry in entries:
            flags = entry.flags
            if flags & Flag.ON_TIME and entry.day > self.counted_day:
                self.counted_day = entry.day
                flags |= Flag.COUNTED
            fields = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
            self.made.append(Made(book, loan, Entry(**fields | {"flags": int(flags)})))
        if entries:
            self.exposures[loan] = entries[-1].exposure_after
