# SPDX-License-Identifier: Apache-2.0
"""``OpeningCheck``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from typing import ClassVar

from shouxin.chain.abi import Address, Contract, Function
from shouxin.chain.bindings import structs

_CHECK = Function(
    "check",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
    ),
    ("uint256", "uint256[13]"),
)
_HASHES_OF = Function(
    "hashes_of",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
    ),
    ("bytes32", "bytes32"),
)


class OpeningCheck(Contract):
    """The contract ``OpeningCheck``."""

    NAME = "OpeningCheck"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ()

    def check(
        self, given: structs.Terms, *, caller: Address | None = None
    ) -> tuple[int, tuple[int, ...]]:
        """Refuses terms that may not open now in the calling book."""
        raw = self._view(_CHECK, given, caller=caller)
        return (int(raw[0]), tuple(raw[1]))

    def hashes_of(
        self, given: structs.Terms, *, caller: Address | None = None
    ) -> tuple[bytes, bytes]:
        """The id that a loan with these terms has, and its agreement's hash."""
        raw = self._view(_HASHES_OF, given, caller=caller)
        return (bytes(raw[0]), bytes(raw[1]))
