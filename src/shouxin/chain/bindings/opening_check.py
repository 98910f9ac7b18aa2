# SPDX-License-Identifier: Apache-2.0
"""``OpeningCheck``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from typing import ClassVar

from shouxin.chain.abi import Address, Contract, Function
from shouxin.chain.bindings import structs

_CHECK = Function(
    "check",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
    ),
    ("uint256",),
)


class OpeningCheck(Contract):
    """The contract ``OpeningCheck``."""

    NAME = "OpeningCheck"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ()

    def check(self, given: structs.Terms, *, caller: Address | None = None) -> int:
        """Refuses terms that may not open now in the calling book."""
        raw = self._view(_CHECK, given, caller=caller)
        return int(raw[0])
