# SPDX-License-Identifier: Apache-2.0
"""``LoanOpening``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from shouxin.chain.abi import Address, Contract, Function
from shouxin.chain.bindings import structs

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


_OPEN = Function(
    "open",
    (
        "address",
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
    ),
    ("bytes32",),
)
_HASHES_OF = Function(
    "hashes_of",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
    ),
    ("bytes32", "bytes32"),
)


class LoanOpening(Contract):
    """The contract ``LoanOpening``."""

    NAME = "LoanOpening"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ("address", "address")

    def open(self, book: Address, given: structs.Terms, *, sender: Sender) -> Receipt:
        """Opens a loan in a book and pays it out, all or nothing. For the desk that the terms name, which the rulebook authorised, and which has the borrower's consent."""
        return self._send(_OPEN, book, given, sender=sender)

    def hashes_of(
        self, given: structs.Terms, *, caller: Address | None = None
    ) -> tuple[bytes, bytes]:
        """The id that a loan with these terms has, and its agreement's hash."""
        raw = self._view(_HASHES_OF, given, caller=caller)
        return (bytes(raw[0]), bytes(raw[1]))
