# SPDX-License-Identifier: Apache-2.0
"""A loan with entries under dispute, and the record that they are in."""

from typing import Any

from eth_utils import keccak

from shouxin.credit.citation import Citation, cite
from shouxin.credit.record import Recorded
from tests.contracts.evm import Actor
from tests.contracts.full_world import FullWorld
from tests.contracts.loan_amending.amendable import Amendable

EVIDENCE, ANSWER = keccak(text="what the borrower says"), keccak(text="what the servicer says")


class Disputed(Amendable):
    """``recorded`` are all entries of the borrower's record, from its first."""

    def __init__(self, world: FullWorld, **conditions: Any) -> None:
        self.recorded: list[Recorded] = []
        super().__init__(world, **conditions)
        self.note()

    def note(self) -> None:
        """Keep what the last call wrote in the record."""
        for event in self.world.chain.events:
            if event.name == "EntryRecorded" and event.args["party"] == self.deal.borrower:
                args = event.args
                self.recorded.append(Recorded(args["source"], args["loan"], args["entry"]))

    def reckon(self, day: int | None = None, sender: Actor | None = None) -> None:
        super().reckon(day, sender)
        self.note()

    def cite(self, index: int) -> Citation:
        return cite(self.recorded, index)

    def dispute(self, index: int) -> None:
        """The borrower disputes an entry."""
        given = (self.cite(index).values, 1, EVIDENCE)
        self.world.ledger.dispute(*given, sender=self.world.borrower)
        self.note()

    def answer(
        self, index: int = 2, sender: Actor | None = None, *, is_upheld: bool = False, **other: Any
    ) -> None:
        """Somebody, the servicer by default, answers; ``other`` are terms or a citation."""
        complete = other.get("complete", self.deal.complete)
        citation = other.get("citation", self.cite(index)).values
        by = sender or self.world.lender
        self.world.answering.answer(complete, citation, is_upheld, ANSWER, sender=by)
        self.note()
