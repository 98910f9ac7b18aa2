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


@dataclass(frozen=True, slots=True)
class SignatureRevoked:
    """The event ``SignatureRevoked``."""

    NAME: ClassVar[str] = "SignatureRevoked"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "cff27b4aec9e66c18aa2106edcaa35689f51f5ad526f6d98cc2336e02ee8120f"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("bytes32", True))

    signer: Address
    digest: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            signer=checksummed(values[0]),
            digest=bytes(values[1]),
        )


_IS_REVOKED = Function("is_revoked", ("address", "bytes32"), ("bool",))
_REVOKE = Function("revoke", ("bytes32",), ())
_REVOKE_SIGNED = Function("revoke_signed", ("address", "bytes32", "bytes"), ())
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

    def is_revoked(self, signer: Address, digest: bytes, *, caller: Address | None = None) -> bool:
        """Calls ``is_revoked``."""
        raw = self._view(_IS_REVOKED, signer, digest, caller=caller)
        return bool(raw[0])

    def revoke(self, digest: bytes, *, sender: Sender) -> Receipt:
        """Calls ``revoke``."""
        return self._send(_REVOKE, digest, sender=sender)

    def revoke_signed(
        self, signer: Address, digest: bytes, signature: bytes, *, sender: Sender
    ) -> Receipt:
        """Calls ``revoke_signed``."""
        return self._send(_REVOKE_SIGNED, signer, digest, signature, sender=sender)

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
