# SPDX-License-Identifier: Apache-2.0
"""``CreditLedger``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed
from shouxin.chain.bindings import structs

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


@dataclass(frozen=True, slots=True)
class BookAuthorised:
    """The event ``BookAuthorised``."""

    NAME: ClassVar[str] = "BookAuthorised"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "8ac251a4cba1ba0e759e6716587eba29e869cf71718de8e290438665ad849406"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True),)

    book: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            book=checksummed(values[0]),
        )


@dataclass(frozen=True, slots=True)
class BookRetired:
    """The event ``BookRetired``."""

    NAME: ClassVar[str] = "BookRetired"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "e51d246983f5bfcc301ed4f7bdf7a0a2b444ff8dca335b60d708597bf8c972c4"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True),)

    book: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            book=checksummed(values[0]),
        )


@dataclass(frozen=True, slots=True)
class OnTimeMinSet:
    """The event ``OnTimeMinSet``."""

    NAME: ClassVar[str] = "OnTimeMinSet"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "4a5ee6cb4ebf83611d7e744506217708bc2ff109b3219aa81bb49947b65ff066"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("uint256", False))

    book: Address
    amount_ref: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            book=checksummed(values[0]),
            amount_ref=int(values[1]),
        )


@dataclass(frozen=True, slots=True)
class GovernanceSet:
    """The event ``GovernanceSet``."""

    NAME: ClassVar[str] = "GovernanceSet"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "c73be659241aade67e9a059bcf21494955018b213dbd1179054ccf928b13f3b6"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True),)

    governance: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            governance=checksummed(values[0]),
        )


@dataclass(frozen=True, slots=True)
class EntryRecorded:
    """The event ``EntryRecorded``."""

    NAME: ClassVar[str] = "EntryRecorded"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "680e396ab891757ce69082d966103b9030661dde897cf681ca92c35b3cf04b94"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("bytes32", True),
        ("address", True),
        ("uint256", False),
        ("uint256", False),
    )

    party: bytes
    loan: bytes
    source: Address
    index: int
    entry: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            loan=bytes(values[1]),
            source=checksummed(values[2]),
            index=int(values[3]),
            entry=int(values[4]),
        )


_RECORD = Function("record", ("bytes32", "bytes32", "uint256", "uint256", "uint256[]"), ())
_EXPOSURE_OF = Function("exposure_of", ("bytes32",), ("uint256",))
_HEAD_OF = Function("head_of", ("bytes32",), ("bytes32",))
_RECORD_OF = Function("record_of", ("bytes32",), ("(bytes32,uint256,uint256)",))
_AGGREGATES_OF = Function(
    "aggregates_of",
    ("bytes32",),
    (
        "(uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,(uint256,uint256)[6])",
    ),
)
_BOOK_STATUS = Function("book_status", ("address",), ("uint256",))
_ON_TIME_MIN = Function("on_time_min", ("address",), ("uint256",))
_AUTHORISE_BOOK = Function("authorise_book", ("address",), ())
_RETIRE_BOOK = Function("retire_book", ("address",), ())
_SET_ON_TIME_MIN = Function("set_on_time_min", ("address", "uint256"), ())
_SET_GOVERNANCE = Function("set_governance", ("address",), ())
_GOVERNANCE = Function("governance", (), ("address",))


class CreditLedger(Contract):
    """The contract ``CreditLedger``."""

    NAME = "CreditLedger"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ("address",)

    def record(
        self,
        party: bytes,
        loan: bytes,
        exposure_before: int,
        exposure_after: int,
        entries: Sequence[int],
        *,
        sender: Sender,
    ) -> Receipt:
        """Appends entries about one loan to a party's record. For an authorised book alone, or a retired one about loans it opened."""
        return self._send(
            _RECORD, party, loan, exposure_before, exposure_after, entries, sender=sender
        )

    def exposure_of(self, party: bytes, *, caller: Address | None = None) -> int:
        """The live exposure of a party over all its loans here, in reference units."""
        raw = self._view(_EXPOSURE_OF, party, caller=caller)
        return int(raw[0])

    def head_of(self, party: bytes, *, caller: Address | None = None) -> bytes:
        """The head of the party's hash chain, empty before its first entry."""
        raw = self._view(_HEAD_OF, party, caller=caller)
        return bytes(raw[0])

    def record_of(self, party: bytes, *, caller: Address | None = None) -> structs.Record:
        """The three stored words of a party, as `eth_getProof` shows them."""
        raw = self._view(_RECORD_OF, party, caller=caller)
        return structs.Record.of(raw[0])

    def aggregates_of(self, party: bytes, *, caller: Address | None = None) -> structs.Aggregates:
        """What a lender asks of a party's record, in one read."""
        raw = self._view(_AGGREGATES_OF, party, caller=caller)
        return structs.Aggregates.of(raw[0])

    def book_status(self, book: Address, *, caller: Address | None = None) -> int:
        """0 unknown, 1 authorised, 2 retired."""
        raw = self._view(_BOOK_STATUS, book, caller=caller)
        return int(raw[0])

    def on_time_min(self, book: Address, *, caller: Address | None = None) -> int:
        """The least amount, in reference units, that counts as on time when this book says so."""
        raw = self._view(_ON_TIME_MIN, book, caller=caller)
        return int(raw[0])

    def authorise_book(self, book: Address, *, sender: Sender) -> Receipt:
        """Lets a book record, or again open loans."""
        return self._send(_AUTHORISE_BOOK, book, sender=sender)

    def retire_book(self, book: Address, *, sender: Sender) -> Receipt:
        """Lets a book open no more loans. Its right to record about those it opened stays."""
        return self._send(_RETIRE_BOOK, book, sender=sender)

    def set_on_time_min(self, book: Address, amount_ref: int, *, sender: Sender) -> Receipt:
        """Sets the least amount, in reference units, that counts as on time in a book's entries."""
        return self._send(_SET_ON_TIME_MIN, book, amount_ref, sender=sender)

    def set_governance(self, governance: Address, *, sender: Sender) -> Receipt:
        """Hands governance over."""
        return self._send(_SET_GOVERNANCE, governance, sender=sender)

    def governance(self, *, caller: Address | None = None) -> Address:
        """Calls ``governance``."""
        raw = self._view(_GOVERNANCE, caller=caller)
        return checksummed(raw[0])
