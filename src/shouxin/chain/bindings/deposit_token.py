# SPDX-License-Identifier: Apache-2.0
"""``DepositToken``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


@dataclass(frozen=True, slots=True)
class Minted:
    """The event ``Minted``."""

    NAME: ClassVar[str] = "Minted"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "c263b302aec62d29105026245f19e16f8e0137066ccd4a8bd941f716bd4096bb"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("uint256", False),
        ("bytes32", True),
    )

    owner: Address
    amount: int
    reference: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            owner=checksummed(values[0]),
            amount=int(values[1]),
            reference=bytes(values[2]),
        )


@dataclass(frozen=True, slots=True)
class Redeemed:
    """The event ``Redeemed``."""

    NAME: ClassVar[str] = "Redeemed"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "3be2edea458ae9d9dd885a96aa23c988b15277ec0f613d273e6fcc4a27e610ff"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("uint256", False),
        ("bytes32", True),
    )

    owner: Address
    amount: int
    reference: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            owner=checksummed(values[0]),
            amount=int(values[1]),
            reference=bytes(values[2]),
        )


@dataclass(frozen=True, slots=True)
class OwnershipTransferred:
    """The event ``OwnershipTransferred``."""

    NAME: ClassVar[str] = "OwnershipTransferred"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("address", True))

    previous_owner: Address
    new_owner: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            previous_owner=checksummed(values[0]),
            new_owner=checksummed(values[1]),
        )


@dataclass(frozen=True, slots=True)
class RoleMinterChanged:
    """The event ``RoleMinterChanged``."""

    NAME: ClassVar[str] = "RoleMinterChanged"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "bb6e183664bd7425a9e444072cb0f1c7f7c4d5486a36d7d24d0b0735687c2ef4"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("bool", False))

    minter: Address
    status: bool

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            minter=checksummed(values[0]),
            status=bool(values[1]),
        )


@dataclass(frozen=True, slots=True)
class Approval:
    """The event ``Approval``."""

    NAME: ClassVar[str] = "Approval"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("address", True),
        ("uint256", False),
    )

    owner: Address
    spender: Address
    value: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            owner=checksummed(values[0]),
            spender=checksummed(values[1]),
            value=int(values[2]),
        )


@dataclass(frozen=True, slots=True)
class Transfer:
    """The event ``Transfer``."""

    NAME: ClassVar[str] = "Transfer"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("address", True),
        ("uint256", False),
    )

    sender: Address
    receiver: Address
    value: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            sender=checksummed(values[0]),
            receiver=checksummed(values[1]),
            value=int(values[2]),
        )


_APPROVE = Function("approve", ("address", "uint256"), ("bool",))
_ALLOWANCE = Function("allowance", ("address", "address"), ("uint256",))
_BALANCEOF = Function("balanceOf", ("address",), ("uint256",))
_TOTALSUPPLY = Function("totalSupply", (), ("uint256",))
_NAME = Function("name", (), ("string",))
_SYMBOL = Function("symbol", (), ("string",))
_DECIMALS = Function("decimals", (), ("uint8",))
_PERMIT = Function(
    "permit", ("address", "address", "uint256", "uint256", "uint8", "bytes32", "bytes32"), ()
)
_NONCES = Function("nonces", ("address",), ("uint256",))
_DOMAIN_SEPARATOR_CONSTANT = Function("DOMAIN_SEPARATOR", (), ("bytes32",))
_EIP712DOMAIN = Function(
    "eip712Domain", (), ("bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]")
)
_TRANSFER = Function("transfer", ("address", "uint256"), ("bool",))
_TRANSFERFROM = Function("transferFrom", ("address", "address", "uint256"), ("bool",))
_MINT = Function("mint", ("address", "uint256", "bytes32"), ())
_REDEEM = Function("redeem", ("uint256", "bytes32"), ())
_BANK_CONSTANT = Function("BANK", (), ("address",))


class DepositToken(Contract):
    """The contract ``DepositToken``."""

    NAME = "DepositToken"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ("address", "string", "string", "uint8")

    def approve(self, spender: Address, amount: int, *, sender: Sender) -> Receipt:
        """Calls ``approve``."""
        return self._send(_APPROVE, spender, amount, sender=sender)

    def allowance(self, arg0: Address, arg1: Address, *, caller: Address | None = None) -> int:
        """Calls ``allowance``."""
        raw = self._view(_ALLOWANCE, arg0, arg1, caller=caller)
        return int(raw[0])

    def balanceOf(self, arg0: Address, *, caller: Address | None = None) -> int:
        """Calls ``balanceOf``."""
        raw = self._view(_BALANCEOF, arg0, caller=caller)
        return int(raw[0])

    def totalSupply(self, *, caller: Address | None = None) -> int:
        """Calls ``totalSupply``."""
        raw = self._view(_TOTALSUPPLY, caller=caller)
        return int(raw[0])

    def name(self, *, caller: Address | None = None) -> str:
        """Calls ``name``."""
        raw = self._view(_NAME, caller=caller)
        return str(raw[0])

    def symbol(self, *, caller: Address | None = None) -> str:
        """Calls ``symbol``."""
        raw = self._view(_SYMBOL, caller=caller)
        return str(raw[0])

    def decimals(self, *, caller: Address | None = None) -> int:
        """Calls ``decimals``."""
        raw = self._view(_DECIMALS, caller=caller)
        return int(raw[0])

    def permit(
        self,
        owner: Address,
        spender: Address,
        amount: int,
        deadline: int,
        v: int,
        r: bytes,
        s: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Calls ``permit``."""
        return self._send(_PERMIT, owner, spender, amount, deadline, v, r, s, sender=sender)

    def nonces(self, arg0: Address, *, caller: Address | None = None) -> int:
        """Calls ``nonces``."""
        raw = self._view(_NONCES, arg0, caller=caller)
        return int(raw[0])

    def DOMAIN_SEPARATOR(self, *, caller: Address | None = None) -> bytes:
        """Calls ``DOMAIN_SEPARATOR``."""
        raw = self._view(_DOMAIN_SEPARATOR_CONSTANT, caller=caller)
        return bytes(raw[0])

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

    def transfer(self, to: Address, amount: int, *, sender: Sender) -> Receipt:
        """Moves the caller's tokens."""
        return self._send(_TRANSFER, to, amount, sender=sender)

    def transferFrom(self, owner: Address, to: Address, amount: int, *, sender: Sender) -> Receipt:
        """Moves tokens of an owner who approved the caller for at least so much."""
        return self._send(_TRANSFERFROM, owner, to, amount, sender=sender)

    def mint(self, owner: Address, amount: int, reference: bytes, *, sender: Sender) -> Receipt:
        """Mints tokens for money that the bank's ledger has received. For the bank alone."""
        return self._send(_MINT, owner, amount, reference, sender=sender)

    def redeem(self, amount: int, reference: bytes, *, sender: Sender) -> Receipt:
        """Burns the caller's tokens against money that the bank owes it by this event."""
        return self._send(_REDEEM, amount, reference, sender=sender)

    def BANK(self, *, caller: Address | None = None) -> Address:
        """Calls ``BANK``."""
        raw = self._view(_BANK_CONSTANT, caller=caller)
        return checksummed(raw[0])
