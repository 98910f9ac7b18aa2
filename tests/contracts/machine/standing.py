# SPDX-License-Identifier: Apache-2.0
"""Who is frozen, who recovers a wallet and which wallets were replaced, beside the registry."""

from dataclasses import dataclass, field

from tests.contracts.evm import DAY, Actor
from tests.contracts.machine.town import Town

DELAY_DAYS, LAPSE_DAYS, REST_DAYS = 14, 44, 14


@dataclass
class Standings:
    """The town's freezes, and the recoveries of its buyer's wallets.

    ``frozen`` is by a party's first wallet; ``heirs`` by replaced wallet, the wallet after it.
    """

    town: Town
    frozen: dict[str, int] = field(default_factory=dict)
    heirs: dict[str, Actor] = field(default_factory=dict)
    buyers: list[Actor] = field(default_factory=list)
    started_at: int = 0
    is_contested: bool = False

    def __post_init__(self) -> None:
        self.buyers.append(self.town.buyer)

    @property
    def _now(self) -> int:
        return self.town.chain.timestamp

    def _first(self, wallet: str) -> str:
        is_buyers = wallet in {buyer.address for buyer in self.buyers}
        return self.buyers[0].address if is_buyers else wallet

    def frozen_until(self, wallet: str) -> int:
        """When a wallet's party is free, 0 if it is."""
        end = self.frozen.get(self._first(wallet), 0)
        return end if end > self._now else 0

    def is_frozen(self, wallet: str) -> bool:
        """Whether a wallet's party is frozen."""
        return self.frozen_until(wallet) > 0

    def is_recovering(self) -> bool:
        """Whether the buyer has a recovery under way."""
        days = DELAY_DAYS * (2 if self.is_contested else 1) + LAPSE_DAYS
        return self.started_at > 0 and self._now < self.started_at + days * DAY

    def is_silent(self, wallet: str) -> bool:
        """Whether a wallet agrees to nothing: its party is frozen, or it is being replaced."""
        is_lost = wallet == self.buyers[-1].address and self.is_recovering()
        return self.is_frozen(wallet) or is_lost

    def has_party(self, wallet: str) -> bool:
        """Whether a wallet of the town belongs to a party."""
        return wallet != self.town.stranger.address and wallet not in self.heirs

    def is_barred(self, wallet: str) -> bool:
        """Whether a wallet's party opens no loan and moves no note."""
        is_buyers = self._first(wallet) == self.buyers[0].address
        return self.is_frozen(wallet) or (is_buyers and self.is_recovering())

    def is_resting(self) -> bool:
        """Whether a contested recovery lapsed so lately that none may start."""
        days = 2 * DELAY_DAYS + LAPSE_DAYS + REST_DAYS
        return self.is_contested and self._now < self.started_at + days * DAY

    def claimant(self, holder: str) -> str:
        """Who is paid what a wallet claims."""
        return self.buyers[-1].address if holder in self.heirs else holder

    def freeze(self, person: Actor, days: int) -> None:
        """Freeze somebody's party by governance."""
        self.town.people.freeze(self._party(person), days=days)
        self.frozen[self._first(person.address)] = self._now + days * DAY

    def lift(self, person: Actor) -> None:
        """Lift somebody's freeze by the guardian."""
        self.town.registry.lift_freeze(self._party(person), sender=self.town.guardian)
        del self.frozen[self._first(person.address)]

    def _party(self, person: Actor) -> bytes:
        """Somebody's party, of whichever of the buyer's wallets."""
        return self.town.party(self.buyers[-1] if person in self.buyers else person)

    def start(self) -> Actor:
        """Start the recovery of the buyer's wallet; the new one."""
        fresh = self.town.chain.actor(f"buyer {len(self.buyers) + 1}")
        self.town.people.start_recovery(self.buyers[-1], fresh)
        self.started_at, self.is_contested = self._now, False
        return fresh

    def contest(self) -> None:
        """The named wallet objects."""
        lost = self.buyers[-1]
        self.town.registry.object_to_recovery(lost, b"", sender=lost)
        self.is_contested = True

    def conclude(self, fresh: Actor) -> None:
        """The new wallet takes the lost one's place."""
        lost = self.buyers[-1]
        party = self.town.party(lost)
        self.town.registry.conclude_recovery(party, sender=self.town.stranger)
        self.heirs[lost.address] = fresh
        self.buyers.append(fresh)
        self.started_at = 0
        for token in self.town.tokens:
            self.town.money[token, fresh.address] = 0
