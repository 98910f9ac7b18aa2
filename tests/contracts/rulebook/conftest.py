# SPDX-License-Identifier: Apache-2.0
from dataclasses import dataclass
from typing import Any

import pytest

from shouxin.credit.entry import Entry, Kind, pack
from tests.contracts.evm import Actor, Chain, Contract
from tests.contracts.registry_world import CHINA, EMPTY, RegistryWorld

NO_LIMIT = 2**256 - 1
LIMITS = {
    "rate_ppm_max": 240_000,
    "rate_and_margin_ppm_max": 360_000,
    "overdue_rate_ppm_max": 300_000,
    "all_in_rate_ppm_max": 250_000,
    "fee_ppm_max": 30_000,
    "exposure_max": NO_LIMIT,
    "has_open_transfers": False,
}


@dataclass
class Rules:
    """A rulebook with one book, one desk, one currency (6 decimals, in cents) and China."""

    chain: Chain
    governance: Actor
    guardian: Actor
    book: Actor
    desk: Actor
    token: Actor
    registries: RegistryWorld
    ledger: Contract
    rulebook: Contract
    borrower: bytes
    lender: bytes

    def request(self, **changes: Any) -> dict[str, Any]:
        """A loan's request that is admitted."""
        request = {
            "borrower": self.borrower,
            "lender": self.lender,
            "borrower_group": EMPTY,
            "desk": self.desk,
            "currency": self.token,
            "principal": 120_000_000_000,
            "rate_ppm": 120_000,
            "penalty_margin_ppm": 60_000,
            "overdue_rate_ppm": 180_000,
            "all_in_rate_ppm": 130_000,
            "fee": 1_200_000_000,
            "tenor_days": 365,
            "product": 1,
            "borrower_kind": 1,
            "jurisdiction": CHINA,
            "lender_jurisdiction": CHINA,
        }
        return request | changes

    def limit(self, **changes: Any) -> None:
        """Change China's limits."""
        self.rulebook.set_limits(CHINA, LIMITS | changes, sender=self.governance)

    def expose(self, party: bytes, exposure: int) -> None:
        """Record a live exposure of a party."""
        word = pack(Entry(Kind.OPENED, exposure_after=exposure))
        self.ledger.record(party, EMPTY, 0, exposure, [word], sender=self.book)


@pytest.fixture
def rules() -> Rules:
    chain = Chain()
    registries = RegistryWorld.made(chain)
    governance, book = registries.governance, chain.actor("book")
    guardian, desk, token = (chain.actor(n) for n in ("guardian", "desk", "token"))
    ledger = chain.deploy("CreditLedger", governance, registries.registry, sender=governance)
    ledger.authorise_book(book, sender=governance)
    rulebook = chain.deploy("Rulebook", governance, registries.registry, ledger, sender=governance)
    rulebook.set_book(book, True, sender=governance)
    rulebook.set_desk(desk, True, sender=governance)
    rulebook.set_guardian(guardian, sender=governance)
    rulebook.set_currency(token, True, 100, 6, sender=governance)
    rulebook.set_limits(CHINA, LIMITS, sender=governance)
    borrower, lender = (registries.enrolled(chain.actor(n)) for n in ("borrower", "lender"))
    return Rules(
        chain,
        governance,
        guardian,
        book,
        desk,
        token,
        registries,
        ledger,
        rulebook,
        borrower,
        lender,
    )
