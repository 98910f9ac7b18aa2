# SPDX-License-Identifier: Apache-2.0
"""``OfferDesk``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed
from shouxin.chain.bindings import structs

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


@dataclass(frozen=True, slots=True)
class Deposited:
    """The event ``Deposited``."""

    NAME: ClassVar[str] = "Deposited"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "8752a472e571a816aea92eec8dae9baf628e840f4929fbcc2d155e6233ff68a7"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("address", True),
        ("uint256", False),
    )

    lender: Address
    currency: Address
    amount: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            lender=checksummed(values[0]),
            currency=checksummed(values[1]),
            amount=int(values[2]),
        )


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The event ``Withdrawn``."""

    NAME: ClassVar[str] = "Withdrawn"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "d1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("address", True),
        ("uint256", False),
    )

    lender: Address
    currency: Address
    amount: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            lender=checksummed(values[0]),
            currency=checksummed(values[1]),
            amount=int(values[2]),
        )


@dataclass(frozen=True, slots=True)
class BalanceFollowed:
    """The event ``BalanceFollowed``."""

    NAME: ClassVar[str] = "BalanceFollowed"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "a0a1294620140f193ba1028092077ae4aa1c6816bd8356b67e168be9f821bf8e"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("address", True),
        ("address", True),
        ("uint256", False),
    )

    lost: Address
    lender: Address
    currency: Address
    amount: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            lost=checksummed(values[0]),
            lender=checksummed(values[1]),
            currency=checksummed(values[2]),
            amount=int(values[3]),
        )


@dataclass(frozen=True, slots=True)
class OfferTaken:
    """The event ``OfferTaken``."""

    NAME: ClassVar[str] = "OfferTaken"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "116770d31b09eb517b982e42199e0c1a35f6c22d74d484abe6d153514ca3dace"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("bytes32", True),
        ("address", False),
        ("uint256", False),
        ("uint256", False),
    )

    digest: bytes
    maker: Address
    loan: bytes
    taker: Address
    principal: int
    remaining: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            digest=bytes(values[0]),
            maker=checksummed(values[1]),
            loan=bytes(values[2]),
            taker=checksummed(values[3]),
            principal=int(values[4]),
            remaining=int(values[5]),
        )


@dataclass(frozen=True, slots=True)
class OfferCancelled:
    """The event ``OfferCancelled``."""

    NAME: ClassVar[str] = "OfferCancelled"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "899cab278284ae4a91172caa0943607a0bcb19766254c3ebe1139be00650b102"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("uint256", False))

    maker: Address
    nonce: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            maker=checksummed(values[0]),
            nonce=int(values[1]),
        )


@dataclass(frozen=True, slots=True)
class AllOffersCancelled:
    """The event ``AllOffersCancelled``."""

    NAME: ClassVar[str] = "AllOffersCancelled"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "eaacd06746bfd850a83bbe929f94f4e1413f9aac82dc76e4331418aaf8bba468"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("uint256", False))

    maker: Address
    epoch: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            maker=checksummed(values[0]),
            epoch=int(values[1]),
        )


_EIP712DOMAIN = Function(
    "eip712Domain", (), ("bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]")
)
_DEPOSIT = Function("deposit", ("address", "uint256"), ())
_DEPOSIT_SIGNED = Function(
    "deposit_signed", ("(address,address,uint256,uint256,uint256)", "bytes", "bytes"), ()
)
_WITHDRAW = Function("withdraw", ("address", "uint256"), ())
_WITHDRAW_SIGNED = Function(
    "withdraw_signed", ("(address,address,uint256,uint256,uint256)", "bytes"), ()
)
_FOLLOW = Function("follow", ("address", "address"), ())
_TAKE = Function(
    "take",
    (
        "(uint256,address,bytes32,address,uint256,uint256,uint256,uint256,uint256,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,address,uint256,address,uint256,uint256,uint256,uint256,bytes32,bytes32))",
        "bytes",
        "(bytes32,address,uint256,uint256,uint256,uint256,uint256)",
        "bytes32",
    ),
    ("bytes32",),
)
_TAKE_SIGNED = Function(
    "take_signed",
    (
        "(uint256,address,bytes32,address,uint256,uint256,uint256,uint256,uint256,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,address,uint256,address,uint256,uint256,uint256,uint256,bytes32,bytes32))",
        "bytes",
        "(bytes32,address,uint256,uint256,uint256,uint256,uint256)",
        "(address,bytes32,uint256,uint256)",
        "bytes",
        "bytes",
    ),
    ("bytes32",),
)
_CANCEL = Function("cancel", ("uint256",), ())
_CANCEL_SIGNED = Function("cancel_signed", ("(address,uint256,uint256)", "bytes"), ())
_CANCEL_ALL = Function("cancel_all", (), ())
_CANCEL_ALL_SIGNED = Function("cancel_all_signed", ("(address,uint256,uint256)", "bytes"), ())
_PREVIEW_TERMS = Function(
    "preview_terms",
    (
        "(uint256,address,bytes32,address,uint256,uint256,uint256,uint256,uint256,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,address,uint256,address,uint256,uint256,uint256,uint256,bytes32,bytes32))",
        "(bytes32,address,uint256,uint256,uint256,uint256,uint256)",
        "address",
    ),
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
    ),
)
_REMAINING = Function(
    "remaining",
    (
        "(uint256,address,bytes32,address,uint256,uint256,uint256,uint256,uint256,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,address,uint256,address,uint256,uint256,uint256,uint256,bytes32,bytes32))",
    ),
    ("uint256",),
)
_IS_SPENT = Function("is_spent", ("address", "uint256"), ("bool",))
_DIGEST_OF = Function(
    "digest_of",
    (
        "(uint256,address,bytes32,address,uint256,uint256,uint256,uint256,uint256,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,address,uint256,address,uint256,uint256,uint256,uint256,bytes32,bytes32))",
    ),
    ("bytes32",),
)
_BALANCES = Function("balances", ("address", "address"), ("uint256",))
_EPOCHS = Function("epochs", ("address",), ("uint256",))


class OfferDesk(Contract):
    """The contract ``OfferDesk``."""

    NAME = "OfferDesk"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ("address", "address", "address")

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

    def deposit(self, currency: Address, amount: int, *, sender: Sender) -> Receipt:
        """Brings money that the caller's offers may draw on."""
        return self._send(_DEPOSIT, currency, amount, sender=sender)

    def deposit_signed(
        self, deposit: structs.Deposit, signature: bytes, permit: bytes, *, sender: Sender
    ) -> Receipt:
        """The same by the lender's signature, submitted by anyone."""
        return self._send(_DEPOSIT_SIGNED, deposit, signature, permit, sender=sender)

    def withdraw(self, currency: Address, amount: int, *, sender: Sender) -> Receipt:
        """Takes back money of the caller that no fill has drawn."""
        return self._send(_WITHDRAW, currency, amount, sender=sender)

    def withdraw_signed(
        self, withdrawal: structs.Withdrawal, signature: bytes, *, sender: Sender
    ) -> Receipt:
        """The same by the lender's signature, submitted by anyone; the money goes to the lender."""
        return self._send(_WITHDRAW_SIGNED, withdrawal, signature, sender=sender)

    def follow(self, lost: Address, currency: Address, *, sender: Sender) -> Receipt:
        """Moves what is left of a replaced wallet's balance to the wallet that took its place. Anyone may."""
        return self._send(_FOLLOW, lost, currency, sender=sender)

    def take(
        self,
        offer: structs.Offer,
        signature: bytes,
        fill: structs.Fill,
        loan: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Fills an offer as its borrower, or a request as its lender, in one transaction: the loan is opened and paid out, or nothing happens."""
        return self._send(_TAKE, offer, signature, fill, loan, sender=sender)

    def take_signed(
        self,
        offer: structs.Offer,
        signature: bytes,
        fill: structs.Fill,
        take: structs.Take,
        taker_signature: bytes,
        permit: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """The same by the taker's signature over the complete terms, submitted by anyone."""
        return self._send(
            _TAKE_SIGNED, offer, signature, fill, take, taker_signature, permit, sender=sender
        )

    def cancel(self, nonce: int, *, sender: Sender) -> Receipt:
        """Voids the caller's offers, requests and signed actions of one nonce, for ever."""
        return self._send(_CANCEL, nonce, sender=sender)

    def cancel_signed(
        self, cancellation: structs.Cancellation, signature: bytes, *, sender: Sender
    ) -> Receipt:
        """The same by the signer's signature, submitted by anyone."""
        return self._send(_CANCEL_SIGNED, cancellation, signature, sender=sender)

    def cancel_all(self, *, sender: Sender) -> Receipt:
        """Voids all offers and requests that the caller has signed for its present epoch."""
        return self._send(_CANCEL_ALL, sender=sender)

    def cancel_all_signed(
        self, cancellation: structs.EpochCancellation, signature: bytes, *, sender: Sender
    ) -> Receipt:
        """The same by the maker's signature, submitted by anyone."""
        return self._send(_CANCEL_ALL_SIGNED, cancellation, signature, sender=sender)

    def preview_terms(
        self,
        offer: structs.Offer,
        fill: structs.Fill,
        taker: Address,
        *,
        caller: Address | None = None,
    ) -> structs.Terms:
        """The complete terms that a fill by this taker would have if it were the next one."""
        raw = self._view(_PREVIEW_TERMS, offer, fill, taker, caller=caller)
        return structs.Terms.of(raw[0])

    def remaining(self, offer: structs.Offer, *, caller: Address | None = None) -> int:
        """What is left to take of an offer, 0 if it was cancelled or has expired."""
        raw = self._view(_REMAINING, offer, caller=caller)
        return int(raw[0])

    def is_spent(self, maker: Address, nonce: int, *, caller: Address | None = None) -> bool:
        """Whether a maker's nonce was cancelled or its offer wholly filled."""
        raw = self._view(_IS_SPENT, maker, nonce, caller=caller)
        return bool(raw[0])

    def digest_of(self, offer: structs.Offer, *, caller: Address | None = None) -> bytes:
        """The EIP-712 digest that the maker signs."""
        raw = self._view(_DIGEST_OF, offer, caller=caller)
        return bytes(raw[0])

    def balances(self, arg0: Address, arg1: Address, *, caller: Address | None = None) -> int:
        """Calls ``balances``."""
        raw = self._view(_BALANCES, arg0, arg1, caller=caller)
        return int(raw[0])

    def epochs(self, arg0: Address, *, caller: Address | None = None) -> int:
        """Calls ``epochs``."""
        raw = self._view(_EPOCHS, arg0, caller=caller)
        return int(raw[0])
