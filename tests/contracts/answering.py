# SPDX-License-Identifier: Apache-2.0
"""A book and its opening contract whose rulebook and registry answer as they are told."""

from dataclasses import dataclass
from typing import Any

from tests.contracts.book_world import BookWorld
from tests.contracts.evm import Contract
from tests.contracts.full_world import PRINCIPAL
from tests.contracts.loan_world import Deal


@dataclass
class Answering:
    """The contracts, beside a world whose till has approved the book."""

    world: BookWorld
    rulebook: Contract
    opening: Contract
    book: Contract

    def answer(self, currency_index: int, exposure: int, jurisdiction: int) -> None:
        """What rulebook and registry answer from now on."""
        by = {"sender": self.world.governance}
        self.rulebook.answer(currency_index, exposure, jurisdiction, **by)

    def drawn_up(self, **changes: Any) -> Deal:
        """The complete terms of a loan at an exposure of 1."""
        party = as_party(self.world.borrower)
        return self.world.drawn_up(party=party, **{"exposure": 1, **changes})

    def open(self, deal: Deal) -> None:
        """Open a loan by the till."""
        self.opening.open(self.book, deal.complete, sender=self.world.till)


def answering_in(world: BookWorld) -> Answering:
    """The contracts, deployed in a world."""
    deploy, by = world.chain.deploy, {"sender": world.governance}
    neighbour, ledger = deploy("AnsweringRulebook", **by), deploy("LedgerMock", **by)
    opening = deploy("LoanOpening", neighbour, neighbour, **by)
    movers = (opening, world.servicing, world.relay, world.amending, world.rollover)
    book = deploy("LoanBook", neighbour, neighbour, ledger, *movers, **by)
    world.token.approve(book, 10 * PRINCIPAL, sender=world.till)
    return Answering(world, neighbour, opening, book)


def as_party(wallet: Any) -> bytes:
    """The party that the answering registry takes a wallet for."""
    return bytes(12) + bytes.fromhex(wallet.address[2:])
