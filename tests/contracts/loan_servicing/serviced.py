# SPDX-License-Identifier: Apache-2.0
"""One loan out of an offer, and every move that servicing makes with it."""

from itertools import count
from typing import Any

from shouxin.credit.entry import Entry, Kind, unpack
from shouxin.lending.model import State, open_loan
from tests.contracts.evm import Actor
from tests.contracts.full_world import PRINCIPAL, FullWorld
from tests.contracts.loan_world import FOREVER, Deal, contract_state, quanta_state

WAIVER = {
    "Waiver": [
        ("book", "address"),
        ("loan", "bytes32"),
        ("penalty", "uint256"),
        ("interest", "uint256"),
        ("principal", "uint256"),
        ("salt", "bytes32"),
        ("deadline", "uint256"),
    ]
}


class Serviced:
    """A loan in a full world; days are counted from its first due day."""

    def __init__(self, world: FullWorld, principal: int = PRINCIPAL, **conditions: Any) -> None:
        self.world = world
        self.deal: Deal = world.take(
            world.offer(world.conditions(**conditions), amount=principal), principal
        )
        self.terms = self.deal.terms
        self.due = self.terms.first_due_day
        self.id = int.from_bytes(self.deal.id, "big")
        self.salts = count(1)

    def go(self, days: int) -> int:
        """Noon, so many days after the first due day; the day."""
        self.world.go_to(self.due + days)
        return self.due + days

    def start(self, days: int) -> int:
        """Noon, so many days after the start; the day."""
        self.world.go_to(self.terms.start_day + days)
        return self.terms.start_day + days

    def reckon(self, day: int | None = None, sender: Actor | None = None) -> None:
        by = sender or self.world.stranger
        today = self.world.today(self.terms.utc_offset_minutes)
        loan, day = self.deal.loan, today if day is None else day
        self.world.servicing.reckon(self.world.book, loan, day, sender=by)

    def mark_default(self, sender: Actor | None = None) -> None:
        by = sender or self.world.stranger
        self.world.servicing.mark_default(self.world.book, self.deal.loan, sender=by)

    def give_notice(self, sender: Actor | None = None) -> None:
        self._move("give_notice", sender or self.world.lender)

    def accelerate(self, sender: Actor | None = None) -> None:
        self._move("accelerate", sender or self.world.lender)

    def write_off(self, sender: Actor | None = None) -> None:
        self._move("write_off", sender or self.world.lender)

    def withdraw(self, sender: Actor | None = None) -> None:
        self._move("withdraw", sender or self.world.borrower)

    def _move(self, name: str, sender: Actor) -> None:
        getattr(self.world.servicing, name)(self.world.book, self.deal.complete, sender=sender)

    def waiver(self, **changes: Any) -> dict[str, Any]:
        """The waiver that servicer and holders sign; of nothing."""
        found = {
            "book": self.world.book.address,
            "loan": self.deal.id,
            "penalty": 0,
            "interest": 0,
            "principal": 0,
            "salt": next(self.salts).to_bytes(32, "big"),
            "deadline": FOREVER,
        }
        return found | changes

    def consent(self, waiver: dict[str, Any], holder: Actor) -> tuple[str, bytes]:
        """A holder's signature under a waiver."""
        signature = holder.sign(self.world.servicing, "Waiver", WAIVER, waiver)
        return (holder.address, signature)

    def waive(
        self,
        waiver: dict[str, Any] | None = None,
        consents: Any = (),
        sender: Actor | None = None,
        **amounts: int,
    ) -> None:
        """Waive with the consents given, in ascending order of address."""
        waiver = waiver or self.waiver(**amounts)
        given = sorted(consents, key=lambda one: int(one[0], 16))
        by = sender or self.world.lender
        self.world.servicing.waive(self.deal.complete, waiver, given, sender=by)

    def pay(self, amount: int) -> int:
        return self.world.pay(self.deal, amount)

    def hand(self, receiver: Actor, units: int) -> None:
        """Units of the lender's note to somebody."""
        lender, by = self.world.lender, {"sender": self.world.lender}
        self.world.book.safeTransferFrom(lender, receiver, self.id, units, b"", **by)

    @property
    def closing_amount(self) -> int:
        return int(self.position().closing_amount)

    def position(self, day: int | None = None) -> Any:
        """The view of a day, today by default."""
        day = self.world.today(self.terms.utc_offset_minutes) if day is None else day
        return self.world.servicing.position(self.world.book, self.deal.loan, day)

    def state(self) -> Any:
        return self.world.book.state_of(self.deal.id)

    def equals(self, state: State) -> None:
        """The stored state is the model's."""
        assert contract_state(self.state()) == quanta_state(self.terms, state)

    def opened(self) -> State:
        return open_loan(self.terms)

    def entries(self) -> list[Entry]:
        """The entries that the last call wrote."""
        found = [e for e in self.world.chain.events if e.name == "EntryRecorded"]
        assert all(e.args["loan"] == self.deal.id for e in found)
        assert all(e.args["party"] == self.deal.borrower for e in found)
        return [unpack(e.args["entry"]) for e in found]

    def kinds(self) -> list[Kind]:
        return [Kind(entry.kind) for entry in self.entries()]
