# SPDX-License-Identifier: Apache-2.0
"""A loan out of an offer that can be amended, and whose servicer can be replaced."""

from dataclasses import replace
from typing import Any

from shouxin.lending.model import (
    State,
    Terms,
    amend,
    amendable_principal,
    with_default_reached,
    with_instalment,
)
from shouxin.primitives.dates import clamped_day, month_of, to_date
from tests.contracts.evm import Actor
from tests.contracts.full_world import EMPTY
from tests.contracts.joint import amendment_digest, replacement_digest
from tests.contracts.loan_servicing.serviced import Serviced
from tests.contracts.loan_world import AGREEMENT, FOREVER, Deal, amended_deal, amendment_of


class Amendable(Serviced):
    """``deal`` is always that of the terms in force; ``first`` that of the opening."""

    def __init__(self, world: Any, **conditions: Any) -> None:
        super().__init__(world, **conditions)
        self.first = self.deal
        self.now = self.opened()

    @classmethod
    def of(cls, loan: Serviced) -> "Amendable":
        """A loan that was only served so far."""
        made = cls.__new__(cls)
        vars(made).update(vars(loan))
        made.first = made.deal
        return made

    def start(self, days: int) -> int:
        """Noon, so many days after the start at opening; the day."""
        day = self.first.terms.start_day + days
        self.world.go_to(day)
        return day

    def new_terms(self, taken_back: int = 0, **changes: Any) -> Terms:
        """Terms from today on: twelve months anew at the same rates, with changes."""
        today = self.world.today()
        principal = amendable_principal(self.terms, self.now, today, taken_back)
        return with_instalment(replace(self.terms_of(principal), instalment=0, **changes))

    def terms_of(self, principal: int) -> Terms:
        """The same, of a principal."""
        today = self.world.today()
        moved = replace(
            self.terms,
            principal=principal,
            start_day=today,
            first_due_day=clamped_day(month_of(today) + 1, to_date(today).day),
            due_day=to_date(today).day,
            instalment=0,
            fee=0,
        )
        return with_instalment(moved)

    def new_deal(self, terms: Terms | None = None, **changes: Any) -> Deal:
        return amended_deal(self.world.opening, self.deal, terms or self.new_terms(), **changes)

    def amendment(self, new: Deal, **changes: Any) -> dict[str, Any]:
        """What is signed; ``changes`` are of its fields."""
        made = amendment_of(self.world.opening, self.world.book, self.deal, new)
        return made | changes

    def signed(self, amendment: dict[str, Any], who: Actor) -> bytes:
        return who.sign_digest(amendment_digest(self.world.amending, amendment))

    def agreed(
        self, amendment: dict[str, Any], *holders: Actor, servicer: Actor | None = None
    ) -> tuple[bytes, bytes, list[Any]]:
        """Everybody's signatures: borrower, servicer, and the holders, the lender by default."""
        world = self.world
        ordered = sorted(holders or (world.lender,), key=lambda one: int(one.address, 16))
        consents = [(one.address, self.signed(amendment, one)) for one in ordered]
        by_servicer = self.signed(amendment, servicer or world.lender)
        return (self.signed(amendment, world.borrower), by_servicer, consents)

    def bring(
        self,
        new: Deal,
        amendment: dict[str, Any] | None = None,
        agreed: Any = None,
        sender: Actor | None = None,
    ) -> None:
        """Bring an amendment, all signed, by a stranger."""
        amendment = amendment or self.amendment(new)
        agreed = agreed or self.agreed(amendment)
        given = (self.deal.complete, new.complete, amendment, agreed)
        self.world.amending.amend(*given, sender=sender or self.world.stranger)

    def amend(self, taken_back: int = 0, kind: int = 5, salt: int = 0, **changes: Any) -> None:
        """Amend for good, on chain and in the model."""
        terms = self.new_terms(taken_back, **changes)
        new = self.new_deal(terms, salt=salt)
        self.bring(new, self.amendment(new, taken_back=taken_back, kind=kind))
        today = self.world.today()
        reached = with_default_reached(self.terms, self.now, today)
        self.now = amend(self.terms, reached, today, terms, taken_back)
        self.deal, self.terms = new, terms

    def agrees(self, state: State | None = None) -> None:
        """Chain and model have the same state."""
        self.equals(state or self.now)

    @property
    def servicer(self) -> str:
        """The loan's servicer now."""
        named = dict(zip(AGREEMENT, self.deal.agreement, strict=True))["servicer"]
        found: str = self.world.amending.servicer_of(self.world.book, self.deal.id, named)
        return found

    def replacement(self, servicer: Actor, **changes: Any) -> dict[str, Any]:
        found = {
            "book": self.world.book.address,
            "loan": self.deal.id,
            "present": self.servicer,
            "servicer": servicer.address,
            "salt": EMPTY,
            "deadline": FOREVER,
        }
        return found | changes

    def replace_servicer(
        self, replacement: dict[str, Any], *holders: Actor, sender: Actor | None = None
    ) -> None:
        """Bring a replacement that the holders given signed."""
        ordered = sorted(holders, key=lambda one: int(one.address, 16))
        consents = [self.consented(replacement, one) for one in ordered]
        by = sender or self.world.stranger
        self.world.amending.replace_servicer(self.deal.complete, replacement, consents, sender=by)

    def consented(self, replacement: dict[str, Any], holder: Actor) -> tuple[str, bytes]:
        """A holder's signature under a replacement."""
        digest = replacement_digest(self.world.amending, replacement)
        return (holder.address, holder.sign_digest(digest))
