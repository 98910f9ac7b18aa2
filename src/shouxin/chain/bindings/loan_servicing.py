# SPDX-License-Identifier: Apache-2.0
"""``LoanServicing``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed
from shouxin.chain.bindings import structs

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


@dataclass(frozen=True, slots=True)
class Waived:
    """The event ``Waived``."""

    NAME: ClassVar[str] = "Waived"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "6d80f7b045a0cd3f28cde4bbc8bb35cc44bec407aad2f7d50124081cdfd7d3c3"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("bytes32", True),
        ("uint256", False),
        ("uint256", False),
        ("uint256", False),
        ("uint256", False),
    )

    book: Address
    loan: bytes
    day: int
    penalty: int
    interest: int
    principal: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            book=checksummed(values[0]),
            loan=bytes(values[1]),
            day=int(values[2]),
            penalty=int(values[3]),
            interest=int(values[4]),
            principal=int(values[5]),
        )


_EIP712DOMAIN = Function(
    "eip712Domain", (), ("bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]")
)
_RECKON = Function(
    "reckon",
    (
        "address",
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),bytes32)",
        "uint256",
    ),
    (),
)
_MARK_DEFAULT = Function(
    "mark_default",
    (
        "address",
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),bytes32)",
    ),
    (),
)
_GIVE_NOTICE = Function(
    "give_notice",
    (
        "address",
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
    ),
    (),
)
_ACCELERATE = Function(
    "accelerate",
    (
        "address",
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
    ),
    (),
)
_WRITE_OFF = Function(
    "write_off",
    (
        "address",
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
    ),
    (),
)
_WAIVE = Function(
    "waive",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
        "(address,bytes32,uint256,uint256,uint256,bytes32,uint256)",
        "(address,bytes)[]",
    ),
    (),
)
_WITHDRAW = Function(
    "withdraw",
    (
        "address",
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
    ),
    (),
)
_WALLET_OF = Function("wallet_of", ("address",), ("address",))
_POSITION = Function(
    "position",
    (
        "address",
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),bytes32)",
        "uint256",
    ),
    (
        "((uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,(uint256,uint256[6])),uint256,uint256,uint256,uint256)",
    ),
)
_WAIVERS_USED = Function("waivers_used", ("bytes32",), ("bool",))


class LoanServicing(Contract):
    """The contract ``LoanServicing``."""

    NAME = "LoanServicing"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ("address", "address")

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

    def reckon(self, book: Address, given: structs.Loan, day: int, *, sender: Sender) -> Receipt:
        """Brings a loan to a day that is not before its own and not after today, and writes the arrears and the default reached by then. Anyone may; a long neglected loan can so be reckoned in parts."""
        return self._send(_RECKON, book, given, day, sender=sender)

    def mark_default(self, book: Address, given: structs.Loan, *, sender: Sender) -> Receipt:
        """Marks a loan as defaulted once its days past due reach the terms' default days. Anyone may."""
        return self._send(_MARK_DEFAULT, book, given, sender=sender)

    def give_notice(self, book: Address, given: structs.Terms, *, sender: Sender) -> Receipt:
        """Gives notice of acceleration (宣布提前到期). For the servicer, while the unbroken count is at least the acceleration days."""
        return self._send(_GIVE_NOTICE, book, given, sender=sender)

    def accelerate(self, book: Address, given: structs.Terms, *, sender: Sender) -> Receipt:
        """Makes all of a loan due. For the servicer, while its notice stands, the notice days over, the unbroken count above 0 and the last due day ahead."""
        return self._send(_ACCELERATE, book, given, sender=sender)

    def write_off(self, book: Address, given: structs.Terms, *, sender: Sender) -> Receipt:
        """Writes a loan off (核销): the record changes, the claim does not. For the servicer, after default, or when only penalty is left after the last due day."""
        return self._send(_WRITE_OFF, book, given, sender=sender)

    def waive(
        self,
        given: structs.Terms,
        waiver: structs.Waiver,
        consents: Sequence[structs.Consent],
        *,
        sender: Sender,
    ) -> Receipt:
        """Waives amounts, multiples of the quantum, clipped to what is owed (减免). For the servicer; interest and principal need the holders of more than half of the units, who sign the same `Waiver`, in ascending order of address; units of the borrower and of parties linked to it never count. The servicer's own units count unsigned."""
        return self._send(_WAIVE, given, waiver, consents, sender=sender)

    def withdraw(self, book: Address, given: structs.Terms, *, sender: Sender) -> Receipt:
        """Gives notice of withdrawal (撤回), once, within the cooling-off days. For the borrower's wallet, or the one that took its place, or the book's relay for it. Paying the closing amount within the withdrawal-pay days then ends the loan as withdrawn, and gives the fee back."""
        return self._send(_WITHDRAW, book, given, sender=sender)

    def wallet_of(self, named: Address, *, caller: Address | None = None) -> Address:
        """Who gives notice for a wallet that terms name as borrower: itself, or its successor."""
        raw = self._view(_WALLET_OF, named, caller=caller)
        return checksummed(raw[0])

    def position(
        self, book: Address, given: structs.Loan, day: int, *, caller: Address | None = None
    ) -> structs.Position:
        """A loan on a day that is not before its last reckoning: its state, closing amount and days past due. What the next move would write as reached is not in it."""
        raw = self._view(_POSITION, book, given, day, caller=caller)
        return structs.Position.of(raw[0])

    def waivers_used(self, arg0: bytes, *, caller: Address | None = None) -> bool:
        """Calls ``waivers_used``."""
        raw = self._view(_WAIVERS_USED, arg0, caller=caller)
        return bool(raw[0])
