# SPDX-License-Identifier: Apache-2.0
"""What a client believes by itself: the caller's own manifest, and its own clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from shouxin.chain.manifest import Manifest
from shouxin.primitives.errors import BadInput


@dataclass(frozen=True, slots=True)
class Trust:
    """What signatures may be for.

    Attributes:
        manifest: chain and contracts, from the caller's own file and never from the service.
        currencies: the tokens that money may be in; empty for any.
        clock: Unix seconds; what is signed ends soon after by it.
    """

    manifest: Manifest
    currencies: frozenset[str] = frozenset()
    clock: Callable[[], float] = field(default=time.time)

    @property
    def chain_id(self) -> int:
        """The chain's."""
        return self.manifest.chain_id

    def address_of(self, contract: str) -> str:
        """Where a contract is.

        Raises:
            BadInput: ``client.no_contract``.
        """
        known = self.manifest.contracts.get(contract)
        if known is None:
            raise BadInput(
                "client.no_contract",
                f"your manifest of chain {self.chain_id} has no {contract}: use the manifest of a "
                "finished deployment",
                f"您的链 {self.chain_id} 部署清单中没有 {contract}：请使用已完成部署的清单",
            )
        return known.address

    @property
    def now(self) -> int:
        """Unix seconds."""
        return int(self.clock())
