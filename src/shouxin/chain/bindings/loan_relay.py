# SPDX-License-Identifier: Apache-2.0
"""``LoanRelay``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed
from shouxin.chain.bindings import structs

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


@dataclass(frozen=True, slots=True)
class NonceCancelled:
    """The event ``NonceCancelled``."""

    NAME: ClassVar[str] = "NonceCancelled"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "26ccf9904b9b2fb069d347553978928fd2fc65efb2638dcbeb8d142e974479f0"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("uint256", False))

    signer: Address
    nonce: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            signer=checksummed(values[0]),
            nonce=int(values[1]),
        )


_CANCEL_NONCE = Function("cancel_nonce", ("uint256",), ())
_CANCEL_NONCE_SIGNED = Function("cancel_nonce_signed", ("(address,uint256,uint256)", "bytes"), ())
_IS_NONCE_SPENT = Function("is_nonce_spent", ("address", "uint256"), ("bool",))
_EIP712DOMAIN = Function(
    "eip712Domain", (), ("bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]")
)
_PAY_SIGNED = Function(
    "pay_signed",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),bytes32)",
        "(bytes32,address,address,uint256,bytes32,bytes32,uint256,uint256,uint256,uint256)",
        "bytes",
        "bytes",
    ),
    ("uint256",),
)
_TRANSFER_SIGNED = Function(
    "transfer_signed", ("(address,address,address,bytes32,uint256,uint256,uint256)", "bytes"), ()
)
_WITHDRAW_SIGNED = Function(
    "withdraw_signed",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
        "(bytes32,address,address,uint256,uint256)",
        "bytes",
    ),
    (),
)


class LoanRelay(Contract):
    """The contract ``LoanRelay``."""

    NAME = "LoanRelay"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ()

    def cancel_nonce(self, nonce: int, *, sender: Sender) -> Receipt:
        """Calls ``cancel_nonce``."""
        return self._send(_CANCEL_NONCE, nonce, sender=sender)

    def cancel_nonce_signed(
        self, cancellation: structs.Cancellation, signature: bytes, *, sender: Sender
    ) -> Receipt:
        """Calls ``cancel_nonce_signed``."""
        return self._send(_CANCEL_NONCE_SIGNED, cancellation, signature, sender=sender)

    def is_nonce_spent(self, signer: Address, nonce: int, *, caller: Address | None = None) -> bool:
        """Calls ``is_nonce_spent``."""
        raw = self._view(_IS_NONCE_SPENT, signer, nonce, caller=caller)
        return bool(raw[0])

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

    def pay_signed(
        self,
        given: structs.Loan,
        payment: structs.Payment,
        signature: bytes,
        permit: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Pays a loan from the payer's money, on one of the days that it signed."""
        return self._send(_PAY_SIGNED, given, payment, signature, permit, sender=sender)

    def transfer_signed(
        self, transfer: structs.NoteTransfer, signature: bytes, *, sender: Sender
    ) -> Receipt:
        """Moves units of a loan's note from the holder that signed."""
        return self._send(_TRANSFER_SIGNED, transfer, signature, sender=sender)

    def withdraw_signed(
        self,
        given: structs.Terms,
        notice: structs.WithdrawalNotice,
        signature: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Gives notice of withdrawal (撤回) by the signature of the borrower's wallet, or of the one that took its place."""
        return self._send(_WITHDRAW_SIGNED, given, notice, signature, sender=sender)
