# SPDX-License-Identifier: Apache-2.0
"""``Rollover``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed
from shouxin.chain.bindings import structs

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


@dataclass(frozen=True, slots=True)
class RolledOver:
    """The event ``RolledOver``."""

    NAME: ClassVar[str] = "RolledOver"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "3faccbccf1a8587e5b88996511881518bb3fe6a27ea970da0f857354a0971fb8"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("bytes32", True),
        ("bytes32", True),
        ("uint256", False),
    )

    book: Address
    loan: bytes
    successor: bytes
    amount: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            book=checksummed(values[0]),
            loan=bytes(values[1]),
            successor=bytes(values[2]),
            amount=int(values[3]),
        )


_EIP712DOMAIN = Function(
    "eip712Domain", (), ("bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]")
)
_ROLL_OVER = Function(
    "roll_over",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),bytes32)",
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
        "(address,bytes32,bytes32,uint256)",
        "bytes",
    ),
    ("bytes32",),
)


class Rollover(Contract):
    """The contract ``Rollover``."""

    NAME = "Rollover"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ("address",)

    def eip712Domain(
        self, *, caller: Address | None = None
    ) -> tuple[bytes, str, str, int, Address, bytes, tuple[int, ...]]:
        """Calls ``eip712Domain``."""
        raw = self._view(_EIP712DOMAIN, caller=caller)
        return (
            bytes(raw[0]),
            str(raw[1]),
            str(raw[2]),
            int(raw[3]),
            checksummed(raw[4]),
            bytes(raw[5]),
            tuple(raw[6]),
        )

    def roll_over(
        self,
        given: structs.Loan,
        given_new: structs.Terms,
        succession: structs.Succession,
        signature: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Opens a loan and closes another of the same borrower by its payout, all or nothing. For the borrower's wallet."""
        return self._send(_ROLL_OVER, given, given_new, succession, signature, sender=sender)
