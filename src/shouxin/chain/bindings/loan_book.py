# SPDX-License-Identifier: Apache-2.0
"""``LoanBook``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed
from shouxin.chain.bindings import structs

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


@dataclass(frozen=True, slots=True)
class LoanOpened:
    """The event ``LoanOpened``."""

    NAME: ClassVar[str] = "LoanOpened"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "bcae64f9eee2d39e60091c22b86756a9aa1f091885cf24d11952c8437962cf6c"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("bytes32", True),
        ("bytes32", True),
        ("uint256[13]", False),
    )

    loan: bytes
    borrower: bytes
    lender: bytes
    terms: tuple[int, ...]

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            loan=bytes(values[0]),
            borrower=bytes(values[1]),
            lender=bytes(values[2]),
            terms=tuple(values[3]),
        )


@dataclass(frozen=True, slots=True)
class Paid:
    """The event ``Paid``."""

    NAME: ClassVar[str] = "Paid"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "42b4657cd49fd1a59e8c254d906379d3f67f1695bd7eeb135ecf3fcfc800c9d8"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("bytes32", False),
        ("bytes32", False),
        ("uint256", False),
        ("uint256", False),
        ("uint256", False),
        ("uint256", False),
        ("uint256", False),
    )

    loan: bytes
    payer: Address
    payer_party: bytes
    reference: bytes
    day: int
    interest: int
    principal: int
    penalty: int
    balance: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            loan=bytes(values[0]),
            payer=checksummed(values[1]),
            payer_party=bytes(values[2]),
            reference=bytes(values[3]),
            day=int(values[4]),
            interest=int(values[5]),
            principal=int(values[6]),
            penalty=int(values[7]),
            balance=int(values[8]),
        )


@dataclass(frozen=True, slots=True)
class FeeReleased:
    """The event ``FeeReleased``."""

    NAME: ClassVar[str] = "FeeReleased"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "a4acaa32dff5268ae07e1bc49bc343b5f3613e1a334391fc78beda670fefbc19"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("uint256", False),
    )

    loan: bytes
    receiver: Address
    amount: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            loan=bytes(values[0]),
            receiver=checksummed(values[1]),
            amount=int(values[2]),
        )


@dataclass(frozen=True, slots=True)
class Claimed:
    """The event ``Claimed``."""

    NAME: ClassVar[str] = "Claimed"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "0508a8b4117d9a7b3d8f5895f6413e61b4f9a2df35afbfb41e78d0ecfff1843f"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("uint256", False),
    )

    loan: bytes
    holder: Address
    amount: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            loan=bytes(values[0]),
            holder=checksummed(values[1]),
            amount=int(values[2]),
        )


@dataclass(frozen=True, slots=True)
class ApprovalForAll:
    """The event ``ApprovalForAll``."""

    NAME: ClassVar[str] = "ApprovalForAll"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("address", True),
        ("bool", False),
    )

    owner: Address
    operator: Address
    approved: bool

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            owner=checksummed(values[0]),
            operator=checksummed(values[1]),
            approved=bool(values[2]),
        )


@dataclass(frozen=True, slots=True)
class TransferSingle:
    """The event ``TransferSingle``."""

    NAME: ClassVar[str] = "TransferSingle"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "c3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("address", True),
        ("address", True),
        ("uint256", False),
        ("uint256", False),
    )

    operator: Address
    sender: Address
    receiver: Address
    id: int
    value: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            operator=checksummed(values[0]),
            sender=checksummed(values[1]),
            receiver=checksummed(values[2]),
            id=int(values[3]),
            value=int(values[4]),
        )


@dataclass(frozen=True, slots=True)
class TransferBatch:
    """The event ``TransferBatch``."""

    NAME: ClassVar[str] = "TransferBatch"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "4a39dc06d4c0dbc64b70af90fd698a233a518aa5d07e595d983b8c0526c8f7fb"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("address", True),
        ("address", True),
        ("uint256[]", False),
        ("uint256[]", False),
    )

    operator: Address
    sender: Address
    receiver: Address
    ids: tuple[int, ...]
    values: tuple[int, ...]

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            operator=checksummed(values[0]),
            sender=checksummed(values[1]),
            receiver=checksummed(values[2]),
            ids=tuple(values[3]),
            values=tuple(values[4]),
        )


_BALANCEOF = Function("balanceOf", ("address", "uint256"), ("uint256",))
_BALANCEOFBATCH = Function("balanceOfBatch", ("address[]", "uint256[]"), ("uint256[]",))
_ISAPPROVEDFORALL = Function("isApprovedForAll", ("address", "address"), ("bool",))
_SETAPPROVALFORALL = Function("setApprovalForAll", ("address", "bool"), ())
_TOTAL_UNITS = Function("total_units", ("uint256",), ("uint256",))
_ISSUE = Function(
    "issue",
    (
        "(bytes32,bytes32,bytes32,(address,uint256,uint256,uint256,uint256,bool),uint256,uint256,address,address,address,uint256,uint256,uint256[13])",
    ),
    (),
)
_PAY = Function(
    "pay",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),bytes32)",
        "uint256",
        "bytes32",
        "bytes32",
    ),
    ("uint256",),
)
_PAY_FOR = Function(
    "pay_for",
    (
        "bytes32",
        "address",
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),bytes32)",
        "uint256",
        "bytes32",
        "bytes32",
    ),
    ("uint256",),
)
_COMMIT = Function(
    "commit",
    (
        "bytes32",
        "bytes32",
        "(uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,(uint256,uint256[6]))",
        "uint256",
        "uint256",
        "uint256[]",
    ),
    (),
)
_AMEND = Function("amend", ("bytes32", "bytes32", "uint256"), ())
_RELEASE_FEE = Function(
    "release_fee",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
    ),
    ("uint256",),
)
_CLAIM = Function("claim", ("bytes32", "address"), ("uint256",))
_SAFETRANSFERFROM = Function(
    "safeTransferFrom", ("address", "address", "uint256", "uint256", "bytes"), ()
)
_SAFEBATCHTRANSFERFROM = Function(
    "safeBatchTransferFrom", ("address", "address", "uint256[]", "uint256[]", "bytes"), ()
)
_STATE_OF = Function(
    "state_of",
    ("bytes32",),
    (
        "(uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,(uint256,uint256[6]))",
    ),
)
_FIND = Function("find", ("bytes32",), ("(bytes32,uint256,uint256)",))
_ISSUE_OF = Function(
    "issue_of",
    ("bytes32",),
    ("((address,uint256,uint256,uint256,uint256,bool),uint256,uint256,bool)",),
)
_HOLDING_OF = Function("holding_of", ("bytes32", "address"), ("(uint256,uint256,uint256)",))
_URI = Function("uri", ("uint256",), ("string",))
_SUPPORTSINTERFACE = Function("supportsInterface", ("bytes4",), ("bool",))
_RELAY_CONSTANT = Function("RELAY", (), ("address",))
_CURRENCIES = Function("currencies", ("uint256",), ("address",))


class LoanBook(Contract):
    """The contract ``LoanBook``."""

    NAME = "LoanBook"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = (
        "address",
        "address",
        "address",
        "address",
        "address",
        "address",
        "address",
        "address",
    )

    def balanceOf(self, owner: Address, id: int, *, caller: Address | None = None) -> int:
        """Calls ``balanceOf``."""
        raw = self._view(_BALANCEOF, owner, id, caller=caller)
        return int(raw[0])

    def balanceOfBatch(
        self, owners: Sequence[Address], ids: Sequence[int], *, caller: Address | None = None
    ) -> tuple[int, ...]:
        """Calls ``balanceOfBatch``."""
        raw = self._view(_BALANCEOFBATCH, owners, ids, caller=caller)
        return tuple(raw[0])

    def isApprovedForAll(
        self, arg0: Address, arg1: Address, *, caller: Address | None = None
    ) -> bool:
        """Calls ``isApprovedForAll``."""
        raw = self._view(_ISAPPROVEDFORALL, arg0, arg1, caller=caller)
        return bool(raw[0])

    def setApprovalForAll(self, operator: Address, approved: bool, *, sender: Sender) -> Receipt:
        """Calls ``setApprovalForAll``."""
        return self._send(_SETAPPROVALFORALL, operator, approved, sender=sender)

    def total_units(self, id: int, *, caller: Address | None = None) -> int:
        """Calls ``total_units``."""
        raw = self._view(_TOTAL_UNITS, id, caller=caller)
        return int(raw[0])

    def issue(self, given: structs.Issuance, *, sender: Sender) -> Receipt:
        """Issues a loan's notes to its lender and pays it out, all or nothing. For the opening contract alone, which checked all of it."""
        return self._send(_ISSUE, given, sender=sender)

    def pay(
        self,
        given: structs.Loan,
        amount: int,
        payer_party: bytes,
        reference: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Pays a loan today, from the caller's money. Anyone may, any amount of at least one quantum; what is no multiple of it, or more than is owed, is not taken."""
        return self._send(_PAY, given, amount, payer_party, reference, sender=sender)

    def pay_for(
        self,
        loan: bytes,
        payer: Address,
        given: structs.Loan,
        amount: int,
        payer_party: bytes,
        reference: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """The same from the money of a payer that signed so. For the relay alone."""
        return self._send(
            _PAY_FOR, loan, payer, given, amount, payer_party, reference, sender=sender
        )

    def commit(
        self,
        loan: bytes,
        borrower: bytes,
        state: structs.State,
        exposure_before: int,
        exposure_after: int,
        entries: Sequence[int],
        *,
        sender: Sender,
    ) -> Receipt:
        """Writes a living loan's new state and its entries. For the servicing and the amending contract alone."""
        return self._send(
            _COMMIT, loan, borrower, state, exposure_before, exposure_after, entries, sender=sender
        )

    def amend(self, loan: bytes, terms_hash: bytes, first_day: int, *, sender: Sender) -> Receipt:
        """Puts other terms in force for a loan. For the amending contract alone."""
        return self._send(_AMEND, loan, terms_hash, first_day, sender=sender)

    def release_fee(self, given: structs.Terms, *, sender: Sender) -> Receipt:
        """Pays the origination fee out: to its receiver once the cooling-off days, and the withdrawal-pay days of a notice, are over; after a withdrawal to the borrower. Anyone may; it goes to the wallet that took a replaced one's place, and while its party is frozen it waits here."""
        return self._send(_RELEASE_FEE, given, sender=sender)

    def claim(self, loan: bytes, holder: Address, *, sender: Sender) -> Receipt:
        """Pays a holder what was received for its units. Anyone may; it goes to the holder, or the wallet that took its place. While its party is frozen it waits here."""
        return self._send(_CLAIM, loan, holder, sender=sender)

    def safeTransferFrom(
        self,
        sender_: Address,
        receiver: Address,
        id: int,
        units: int,
        data: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Moves units of a loan's note, as ERC-1155. What was received so far stays the sender's; the rulebook is asked. Units of a wallet that was replaced go to its successor alone, by anyone."""
        return self._send(_SAFETRANSFERFROM, sender_, receiver, id, units, data, sender=sender)

    def safeBatchTransferFrom(
        self,
        sender_: Address,
        receiver: Address,
        ids: Sequence[int],
        units: Sequence[int],
        data: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """The same for up to 16 loans."""
        return self._send(
            _SAFEBATCHTRANSFERFROM, sender_, receiver, ids, units, data, sender=sender
        )

    def state_of(self, loan: bytes, *, caller: Address | None = None) -> structs.State:
        """A loan's state as last written; status 0 if there is none, day 0 before its first move."""
        raw = self._view(_STATE_OF, loan, caller=caller)
        return structs.State.of(raw[0])

    def find(self, terms_hash: bytes, *, caller: Address | None = None) -> structs.Found:
        """The loan with these terms in force; of one without, the id is empty."""
        raw = self._view(_FIND, terms_hash, caller=caller)
        return structs.Found.of(raw[0])

    def issue_of(self, loan: bytes, *, caller: Address | None = None) -> structs.Issue:
        """What the book keeps about a loan's notes."""
        raw = self._view(_ISSUE_OF, loan, caller=caller)
        return structs.Issue.of(raw[0])

    def holding_of(
        self, loan: bytes, holder: Address, *, caller: Address | None = None
    ) -> structs.Holding:
        """A holder's units and what it can claim now."""
        raw = self._view(_HOLDING_OF, loan, holder, caller=caller)
        return structs.Holding.of(raw[0])

    def uri(self, id: int, *, caller: Address | None = None) -> str:
        """Notes carry no metadata on chain."""
        raw = self._view(_URI, id, caller=caller)
        return str(raw[0])

    def supportsInterface(self, interface_id: bytes, *, caller: Address | None = None) -> bool:
        """ERC-165, ERC-1155 and its metadata extension."""
        raw = self._view(_SUPPORTSINTERFACE, interface_id, caller=caller)
        return bool(raw[0])

    def RELAY(self, *, caller: Address | None = None) -> Address:
        """Calls ``RELAY``."""
        raw = self._view(_RELAY_CONSTANT, caller=caller)
        return checksummed(raw[0])

    def currencies(self, arg0: int, *, caller: Address | None = None) -> Address:
        """Calls ``currencies``."""
        raw = self._view(_CURRENCIES, arg0, caller=caller)
        return checksummed(raw[0])
