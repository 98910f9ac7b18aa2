# SPDX-License-Identifier: Apache-2.0
"""``LoanAmending``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed
from shouxin.chain.bindings import structs

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


@dataclass(frozen=True, slots=True)
class LoanAmended:
    """The event ``LoanAmended``."""

    NAME: ClassVar[str] = "LoanAmended"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "ad57cd5d8c97af6dd2b5c0d40c51cbed6c040f28b8ab2b3b84473442d26de8c3"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("bytes32", True),
        ("uint256", False),
        ("uint256", False),
        ("uint256", False),
        ("bytes32", False),
        ("uint256[13]", False),
    )

    book: Address
    loan: bytes
    kind: int
    taken_back: int
    maturity_day: int
    terms_hash: bytes
    terms: tuple[int, ...]

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            book=checksummed(values[0]),
            loan=bytes(values[1]),
            kind=int(values[2]),
            taken_back=int(values[3]),
            maturity_day=int(values[4]),
            terms_hash=bytes(values[5]),
            terms=tuple(values[6]),
        )


@dataclass(frozen=True, slots=True)
class ServicerReplaced:
    """The event ``ServicerReplaced``."""

    NAME: ClassVar[str] = "ServicerReplaced"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "cca6f43a543952ae67245c7944d72358b5051026649cc6e60f69ec44c5255bc0"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("bytes32", True),
        ("address", True),
    )

    book: Address
    loan: bytes
    servicer: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            book=checksummed(values[0]),
            loan=bytes(values[1]),
            servicer=checksummed(values[2]),
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
_AMEND = Function(
    "amend",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
        "(address,bytes32,bytes32,uint256,uint256,bytes32,uint256)",
        "(bytes,bytes,(address,bytes)[])",
    ),
    (),
)
_REPLACE_SERVICER = Function(
    "replace_servicer",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
        "(address,bytes32,address,address,bytes32,uint256)",
        "(address,bytes)[]",
    ),
    (),
)
_IS_MAJORITY_BEHIND = Function(
    "is_majority_behind",
    ("address", "bytes32", "bytes32", "bytes32", "address", "(address,bytes)[]"),
    ("bool",),
)
_SERVICER_OF = Function("servicer_of", ("address", "bytes32", "address"), ("address",))
_REPRICING_CONSTANT = Function("REPRICING", (), ("uint256",))
_EXTENSION_CONSTANT = Function("EXTENSION", (), ("uint256",))
_HOLIDAY_CONSTANT = Function("HOLIDAY", (), ("uint256",))
_LOWER_INSTALMENT_CONSTANT = Function("LOWER_INSTALMENT", (), ("uint256",))
_FORBEARANCE_CONSTANT = Function("FORBEARANCE", (), ("uint256",))
_DIGESTS_USED = Function("digests_used", ("bytes32",), ("bool",))


class LoanAmending(Contract):
    """The contract ``LoanAmending``."""

    NAME = "LoanAmending"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ("address", "address", "address")

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

    def amend(
        self,
        given: structs.Terms,
        given_new: structs.Terms,
        amendment: structs.Amendment,
        agreed: structs.Agreed,
        *,
        sender: Sender,
    ) -> Receipt:
        """Puts other terms in force for a living loan (变更), from today on. For borrower, servicer and the holders of more than half of the units together."""
        return self._send(_AMEND, given, given_new, amendment, agreed, sender=sender)

    def replace_servicer(
        self,
        given: structs.Terms,
        replacement: structs.Replacement,
        consents: Sequence[structs.Consent],
        *,
        sender: Sender,
    ) -> Receipt:
        """Replaces a living loan's servicer by one that is enrolled, neither linked to the borrower nor frozen. For the holders of more than half of the units; the caller's own count unsigned."""
        return self._send(_REPLACE_SERVICER, given, replacement, consents, sender=sender)

    def is_majority_behind(
        self,
        book: Address,
        loan: bytes,
        borrower: bytes,
        digest: bytes,
        caller_: Address,
        consents: Sequence[structs.Consent],
        *,
        caller: Address | None = None,
    ) -> bool:
        """Whether the holders of more than half of a loan's units agreed to what has this EIP-712 digest, in whatever contract's domain. The caller's own units count unsigned."""
        raw = self._view(
            _IS_MAJORITY_BEHIND, book, loan, borrower, digest, caller_, consents, caller=caller
        )
        return bool(raw[0])

    def servicer_of(
        self, book: Address, loan: bytes, named: Address, *, caller: Address | None = None
    ) -> Address:
        """A loan's servicer."""
        raw = self._view(_SERVICER_OF, book, loan, named, caller=caller)
        return checksummed(raw[0])

    def REPRICING(self, *, caller: Address | None = None) -> int:
        """Calls ``REPRICING``."""
        raw = self._view(_REPRICING_CONSTANT, caller=caller)
        return int(raw[0])

    def EXTENSION(self, *, caller: Address | None = None) -> int:
        """Calls ``EXTENSION``."""
        raw = self._view(_EXTENSION_CONSTANT, caller=caller)
        return int(raw[0])

    def HOLIDAY(self, *, caller: Address | None = None) -> int:
        """Calls ``HOLIDAY``."""
        raw = self._view(_HOLIDAY_CONSTANT, caller=caller)
        return int(raw[0])

    def LOWER_INSTALMENT(self, *, caller: Address | None = None) -> int:
        """Calls ``LOWER_INSTALMENT``."""
        raw = self._view(_LOWER_INSTALMENT_CONSTANT, caller=caller)
        return int(raw[0])

    def FORBEARANCE(self, *, caller: Address | None = None) -> int:
        """Calls ``FORBEARANCE``."""
        raw = self._view(_FORBEARANCE_CONSTANT, caller=caller)
        return int(raw[0])

    def digests_used(self, arg0: bytes, *, caller: Address | None = None) -> bool:
        """Calls ``digests_used``."""
        raw = self._view(_DIGESTS_USED, arg0, caller=caller)
        return bool(raw[0])
