# SPDX-License-Identifier: Apache-2.0
"""All contracts, with a desk of the tests' own that opens loans of any terms in any currency."""

from dataclasses import replace
from typing import Any

from shouxin.credit.entry import Entry, unpack
from shouxin.lending.model import Method, Terms, all_in_rate_ppm, last_payment, with_instalment
from tests.contracts.evm import Actor, Contract
from tests.contracts.full_world import CENT, EMPTY, MONEY, NO_LIMIT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_world import FOREVER, Deal, repayment_of
from tests.contracts.registry_world import CHINA
from tests.contracts.storage import storage_of
from tests.contracts.terms_struct import changed, field
from tests.lending.model.samples import started

FEE = 300 * YUAN
UNITS = PRINCIPAL // CENT
OPEN_TRANSFERS = (NO_LIMIT,) * 6 + (True,)


class BookWorld(FullWorld):
    """``till`` is a desk with money: ``opened`` brings its loans, with any field changed."""

    def __init__(self) -> None:
        super().__init__()
        self.till = self.actor("till")
        self.rulebook.set_desk(self.till, True, sender=self.governance)
        self._salt = 0

    def terms(self, **changes: Any) -> Terms:
        """Twelve equal monthly instalments at 12 % from today, with a fee of 1 %."""
        plain = Terms(
            principal=PRINCIPAL,
            quantum=CENT,
            rate_ppm=120_000,
            penalty_margin_ppm=60_000,
            overdue_rate_ppm=180_000,
            method=Method.EQUAL_INSTALMENT,
            instalments=12,
            due_day=1,
            start_day=1,
            first_due_day=2,
            instalment_multiple=CENT,
            grace_days=5,
            acceleration_days=60,
            notice_days=10,
            cooling_off_days=14,
            withdrawal_pay_days=30,
            fee=FEE,
        )
        return with_instalment(replace(started(plain, self.today()), **changes))

    def drawn_up(self, terms: Terms | None = None, **changes: Any) -> Deal:
        """The complete terms of a loan by the till, with fields of the structs changed by name."""
        self._salt += 1
        terms = terms or self.terms()
        agreement = (
            self.borrower.address,
            self.borrower.address,
            1,
            1,
            self.lender.address,
            self.lender.address,
            self.till.address,
            terms.multiple,
            terms.acceleration_days,
            terms.notice_days,
            last_payment(terms),
            all_in_rate_ppm(terms),
            terms.fee,
            self.backer.address,
            CHINA,
            1,
            EMPTY,
            EMPTY,
            self._salt.to_bytes(32, "big"),
            FOREVER,
        )
        plain = (self.party(self.borrower), repayment_of(terms, self.token.address), agreement)
        complete = changed(plain, **changes)
        id_, agreement_hash = self.opening.hashes_of(complete)
        return Deal(terms, *complete, agreement_hash, id_)

    def opened(self, terms: Terms | None = None, **changes: Any) -> Deal:
        """A loan that the till, or the desk that is named, has opened."""
        deal = self.drawn_up(terms, **changes)
        assert self.open(deal) == deal.id
        return deal

    def open(self, deal: Deal, *, by: Any = None, book: Any = None) -> bytes:
        """Open a loan in the book, or another, by the desk that its terms name, or another."""
        desk = by or field(deal.complete, "desk")
        return bytes(self.opening.open(book or self.book, deal.complete, sender=desk))

    def currency(self, name: str = "TokenMock", *, exponent: int = 4) -> Contract:
        """Another listed currency, of which everybody has money that the book may take."""
        token = self.chain.deploy(name, sender=self.governance)
        self.rulebook.set_currency(token, True, 1, exponent, sender=self.governance)
        for owner in (self.till, self.borrower, self.lender, self.backer, self.stranger):
            token.mint(owner, MONEY, sender=owner)
            token.approve(self.book, NO_LIMIT, sender=owner)
        return token

    def let_anyone_hold(self) -> None:
        """Notes may go to wallets without a party."""
        self.rulebook.set_limits(CHINA, OPEN_TRANSFERS, sender=self.governance)

    def move(
        self, deal: Deal, sender: Any, receiver: Any, units: int, by: Actor | None = None
    ) -> None:
        """Move units of a loan's note, by their holder."""
        by = by or sender
        self.book.safeTransferFrom(sender, receiver, note_id(deal), units, b"", sender=by)

    def claim(self, deal: Deal, holder: Any) -> int:
        """Claim for a holder, called by nobody in particular."""
        return int(self.book.claim(deal.id, holder, sender=self.stranger))

    def claimable(self, deal: Deal, holder: Any) -> int:
        """What a holder can claim now."""
        return int(self.book.holding_of(deal.id, holder).owed)

    def units(self, deal: Deal, holder: Any) -> int:
        """Units of a loan that a holder has."""
        return int(self.book.balanceOf(holder, note_id(deal)))

    def entries(self) -> list[Entry]:
        """The record's entries of the last call, oldest first."""
        found = [event for event in self.chain.events if event.name == "EntryRecorded"]
        return [unpack(event.args["entry"]) for event in found]

    def event(self, name: str) -> dict[str, Any]:
        """The one event of a name in the last call."""
        (found,) = [event.args for event in self.chain.events if event.name == name]
        return dict(found)

    def storage(self, *more: Contract) -> dict[str, dict[int, int]]:
        """What the contracts, and others, have in storage."""
        ours = (self.book, self.desk, self.servicing, self.ledger, self.registry, self.rulebook)
        return storage_of(self.chain, *ours, self.token, *more)


def note_id(deal: Deal) -> int:
    """The ERC-1155 id of a loan's note."""
    return int.from_bytes(deal.id, "big")
