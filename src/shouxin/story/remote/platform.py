# SPDX-License-Identifier: Apache-2.0
"""The platform that the story is told on: where its service is, and what its tellers know."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from eth_account.signers.local import LocalAccount

from shouxin.chain.manifest import Manifest
from shouxin.client import Client, ClientSettings, KeySigner, Trust
from shouxin.primitives.dates import day_at
from shouxin.story.stage import UTC_OFFSET_MINUTES


@dataclass(frozen=True, slots=True)
class Platform:
    """A running service, and the keys of the roles that have a part in the story.

    Attributes:
        url: the service's.
        manifest: of the deployment, by which everyone here checks the service.
        currency: the bank's deposit token.
        provider: the accredited identity provider's key.
        bank: the bank's key.
        is_own: whether it was started for the story.
        clock: Unix seconds; the chain's are nearly the same.
    """

    url: str
    manifest: Manifest
    currency: str
    provider: LocalAccount
    bank: LocalAccount
    is_own: bool
    clock: Callable[[], float] = field(default=time.time)

    @property
    def trust(self) -> Trust:
        """What signatures may be for."""
        return Trust(self.manifest, frozenset({self.currency}), self.clock)

    def client(self) -> Client:
        """Somebody who asks."""
        settings = ClientSettings(attempts_max=8)
        return Client(self.url, trust=self.trust, settings=settings)

    def client_of(self, account: LocalAccount) -> Client:
        """Somebody who signed in."""
        client = self.client()
        client.sign_in(KeySigner(account))
        return client

    def now(self) -> int:
        """Unix seconds."""
        return int(self.clock())

    def today(self) -> int:
        """The civil day in China."""
        return day_at(self.now(), UTC_OFFSET_MINUTES)
