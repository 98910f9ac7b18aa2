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
class AnswerDaysSet:
    """The event ``AnswerDaysSet``."""

    NAME: ClassVar[str] = "AnswerDaysSet"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "6d4715ac063d05ddd4c9e71db713b5caf5ecfb8363b965fb41ff5d9a47144ad0"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("uint256", False),)

    days: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            days=int(values[0]),
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


@dataclass(frozen=True, slots=True)
class Anchored:
    """The event ``Anchored``."""

    NAME: ClassVar[str] = "Anchored"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "e2da6f87348f28aaa485d3df6ffe8bb7fd6212504c21b3ec54dc01191acf2c92"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("uint256", False),
        ("bytes32", False),
    )

    party: bytes
    entry_count: int
    head: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            entry_count=int(values[1]),
            head=bytes(values[2]),
        )


@dataclass(frozen=True, slots=True)
class NonceCancelled:
    """The event ``NonceCancelled``."""

    NAME: ClassVar[str] = "NonceCancelled"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "26ccf9904b9b2fb069d347553978928fd2fc65efb2638dcbeb8d142e974479f0"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("uint256", False))

    wallet: Address
    nonce: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            wallet=checksummed(values[0]),
            nonce=int(values[1]),
        )


@dataclass(frozen=True, slots=True)
class AnswererSet:
    """The event ``AnswererSet``."""

    NAME: ClassVar[str] = "AnswererSet"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "a0ab64b44bca8833091f28d3bce84659404d087688146d49406a052d771a91a1"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("address", True))

    book: Address
    answerer: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            book=checksummed(values[0]),
            answerer=checksummed(values[1]),
        )


@dataclass(frozen=True, slots=True)
class FurnisherAccredited:
    """The event ``FurnisherAccredited``."""

    NAME: ClassVar[str] = "FurnisherAccredited"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "f7ff84c031c82303035545c01e9dca283902cca50f2ea2141a0f29bf07cba732"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("bool", False))

    furnisher: Address
    is_accredited: bool

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            furnisher=checksummed(values[0]),
            is_accredited=bool(values[1]),
        )


@dataclass(frozen=True, slots=True)
class ReportUserAccredited:
    """The event ``ReportUserAccredited``."""

    NAME: ClassVar[str] = "ReportUserAccredited"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "a293a257d1bda9573805413f1716eb59d371e34cbc1e38427f0e706c6b36e4e9"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("uint256", False))

    user: Address
    purposes: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            user=checksummed(values[0]),
            purposes=int(values[1]),
        )


_EIP712DOMAIN = Function(
    "eip712Domain", (), ("bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]")
)
_MERGED_INTO = Function("merged_into", ("bytes32",), ("bytes32",))
_ANSWERER_OF = Function("answerer_of", ("address",), ("address",))
_IS_FURNISHER = Function("is_furnisher", ("address",), ("bool",))
_PURPOSES_OF = Function("purposes_of", ("address",), ("uint256",))
_ANSWER_DAYS = Function("answer_days", (), ("uint256",))
_RECORD = Function("record", ("bytes32", "bytes32", "uint256", "uint256", "uint256[]"), ())
_DISPUTE = Function(
    "dispute", ("(uint256,bytes32,(address,bytes32,uint256)[])", "uint256", "bytes32"), ()
)
_DISPUTE_SIGNED = Function(
    "dispute_signed",
    (
        "address",
        "(uint256,bytes32,(address,bytes32,uint256)[])",
        "uint256",
        "bytes32",
        "uint256",
        "uint256",
        "bytes",
    ),
    (),
)
_ANSWER = Function("answer", ("bytes32", "uint256", "bool", "bytes32"), ())
_CORRECT = Function(
    "correct", ("bytes32", "(uint256,bytes32,(address,bytes32,uint256)[])", "bytes32"), ()
)
_LAPSE = Function("lapse", ("bytes32", "uint256"), ())
_ANCHOR = Function("anchor", ("bytes32", "(uint256,bytes32,(address,bytes32,uint256)[])"), ())
_CANCEL_NONCE = Function("cancel_nonce", ("uint256",), ())
_INQUIRE = Function("inquire", ("bytes32", "uint256", "bytes32"), ())
_FURNISH = Function("furnish", ("bytes32", "bytes32", "uint256", "uint256", "bool"), ())
_MERGE = Function("merge", ("bytes32", "bytes32", "address", "uint256", "uint256", "bytes"), ())
_EXPOSURE_OF = Function("exposure_of", ("bytes32",), ("uint256",))
_HEAD_OF = Function("head_of", ("bytes32",), ("bytes32",))
_RECORD_OF = Function("record_of", ("bytes32",), ("(bytes32,uint256,uint256,uint256)",))
_AGGREGATES_OF = Function(
    "aggregates_of",
    ("bytes32",),
    (
        "(uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,(uint256,uint256)[7])",
    ),
)
_CONTEST_OF = Function("contest_of", ("bytes32", "uint256"), ("(uint256,uint256,address,uint256)",))
_ANCHOR_OF = Function("anchor_of", ("bytes32", "uint256"), ("bytes32",))
_CITED = Function(
    "cited",
    ("bytes32", "(uint256,bytes32,(address,bytes32,uint256)[])"),
    ("(address,bytes32,uint256)",),
)
_IS_NONCE_USED = Function("is_nonce_used", ("address", "uint256"), ("bool",))
_BOOK_STATUS = Function("book_status", ("address",), ("uint256",))
_ON_TIME_MIN = Function("on_time_min", ("address",), ("uint256",))
_AUTHORISE_BOOK = Function("authorise_book", ("address",), ())
_RETIRE_BOOK = Function("retire_book", ("address",), ())
_SET_ON_TIME_MIN = Function("set_on_time_min", ("address", "uint256"), ())
_SET_ANSWERER = Function("set_answerer", ("address", "address"), ())
_ACCREDIT_FURNISHER = Function("accredit_furnisher", ("address", "bool"), ())
_ACCREDIT_REPORT_USER = Function("accredit_report_user", ("address", "uint256"), ())
_SET_ANSWER_DAYS = Function("set_answer_days", ("uint256",), ())
_SET_GOVERNANCE = Function("set_governance", ("address",), ())
_GOVERNANCE = Function("governance", (), ("address",))


class CreditLedger(Contract):
    """The contract ``CreditLedger``."""

    NAME = "CreditLedger"
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

    def merged_into(self, arg0: bytes, *, caller: Address | None = None) -> bytes:
        """Calls ``merged_into``."""
        raw = self._view(_MERGED_INTO, arg0, caller=caller)
        return bytes(raw[0])

    def answerer_of(self, arg0: Address, *, caller: Address | None = None) -> Address:
        """Calls ``answerer_of``."""
        raw = self._view(_ANSWERER_OF, arg0, caller=caller)
        return checksummed(raw[0])

    def is_furnisher(self, arg0: Address, *, caller: Address | None = None) -> bool:
        """Calls ``is_furnisher``."""
        raw = self._view(_IS_FURNISHER, arg0, caller=caller)
        return bool(raw[0])

    def purposes_of(self, arg0: Address, *, caller: Address | None = None) -> int:
        """Calls ``purposes_of``."""
        raw = self._view(_PURPOSES_OF, arg0, caller=caller)
        return int(raw[0])

    def answer_days(self, *, caller: Address | None = None) -> int:
        """Calls ``answer_days``."""
        raw = self._view(_ANSWER_DAYS, caller=caller)
        return int(raw[0])

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

    def dispute(
        self, citation: structs.Citation, reason: int, evidence: bytes, *, sender: Sender
    ) -> Receipt:
        """Disputes an entry of the caller's own record (异议), once an entry."""
        return self._send(_DISPUTE, citation, reason, evidence, sender=sender)

    def dispute_signed(
        self,
        wallet: Address,
        citation: structs.Citation,
        reason: int,
        evidence: bytes,
        nonce: int,
        deadline: int,
        signature: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Disputes an entry for a wallet that signed. Anyone relays it."""
        return self._send(
            _DISPUTE_SIGNED,
            wallet,
            citation,
            reason,
            evidence,
            nonce,
            deadline,
            signature,
            sender=sender,
        )

    def answer(
        self, party: bytes, index: int, is_upheld: bool, evidence: bytes, *, sender: Sender
    ) -> Receipt:
        """Answers a dispute. For the source of a statement; for a book's entry, its answerer. Upheld, the entry stays under dispute until it is corrected, or after all rejected."""
        return self._send(_ANSWER, party, index, is_upheld, evidence, sender=sender)

    def correct(
        self, party: bytes, citation: structs.Citation, evidence: bytes, *, sender: Sender
    ) -> Receipt:
        """Corrects an entry, disputed or not: what it began counts no more, and a dispute of it ends. For the source of a statement; for a book's entry, governance, which shows that it was computed wrongly. The entry itself stays, followed by the correction."""
        return self._send(_CORRECT, party, citation, evidence, sender=sender)

    def lapse(self, party: bytes, index: int, *, sender: Sender) -> Receipt:
        """Corrects a furnished entry whose dispute was not rejected in the days for it. For anyone."""
        return self._send(_LAPSE, party, index, sender=sender)

    def anchor(self, party: bytes, citation: structs.Citation, *, sender: Sender) -> Receipt:
        """Makes the head before a cited entry, and the one after it, known, so that what is older or is to be cited later can be cited in few links. For anyone."""
        return self._send(_ANCHOR, party, citation, sender=sender)

    def cancel_nonce(self, nonce: int, *, sender: Sender) -> Receipt:
        """Voids what the caller signed with a nonce, for ever."""
        return self._send(_CANCEL_NONCE, nonce, sender=sender)

    def inquire(self, party: bytes, purpose: int, reference: bytes, *, sender: Sender) -> Receipt:
        """Notes that a report was asked for (查询记录). For a report user accredited for the purpose, which says whether the inquiry is hard."""
        return self._send(_INQUIRE, party, purpose, reference, sender=sender)

    def furnish(
        self,
        party: bytes,
        root: bytes,
        loans: int,
        amount_ref: int,
        is_negative: bool,
        *,
        sender: Sender,
    ) -> Receipt:
        """Furnishes loans elsewhere by the root of a Merkle tree. For an accredited furnisher."""
        return self._send(_FURNISH, party, root, loans, amount_ref, is_negative, sender=sender)

    def merge(
        self,
        party: bytes,
        into: bytes,
        signer: Address,
        nonce: int,
        deadline: int,
        signature: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Says that a party was found to be another, already linked to it; both records stay and refer to each other. For the identity provider that enrolled both; if it enrolled one, the other's provider or a wallet of the other signs."""
        return self._send(_MERGE, party, into, signer, nonce, deadline, signature, sender=sender)

    def exposure_of(self, party: bytes, *, caller: Address | None = None) -> int:
        """The live exposure of a party over all its loans here, in reference units."""
        raw = self._view(_EXPOSURE_OF, party, caller=caller)
        return int(raw[0])

    def head_of(self, party: bytes, *, caller: Address | None = None) -> bytes:
        """The head of the party's hash chain, empty before its first entry."""
        raw = self._view(_HEAD_OF, party, caller=caller)
        return bytes(raw[0])

    def record_of(self, party: bytes, *, caller: Address | None = None) -> structs.Record:
        """The four stored words of a party, as `eth_getProof` shows them."""
        raw = self._view(_RECORD_OF, party, caller=caller)
        return structs.Record.of(raw[0])

    def aggregates_of(self, party: bytes, *, caller: Address | None = None) -> structs.Aggregates:
        """What a lender asks of a party's record, in one read."""
        raw = self._view(_AGGREGATES_OF, party, caller=caller)
        return structs.Aggregates.of(raw[0])

    def contest_of(
        self, party: bytes, index: int, *, caller: Address | None = None
    ) -> structs.Contest:
        """What became of an entry: its dispute, its correction."""
        raw = self._view(_CONTEST_OF, party, index, caller=caller)
        return structs.Contest.of(raw[0])

    def anchor_of(self, party: bytes, entry_count: int, *, caller: Address | None = None) -> bytes:
        """The head after so many entries, if it was anchored."""
        raw = self._view(_ANCHOR_OF, party, entry_count, caller=caller)
        return bytes(raw[0])

    def cited(
        self, party: bytes, citation: structs.Citation, *, caller: Address | None = None
    ) -> structs.Link:
        """The cited entry, if it is in the party's record at that index."""
        raw = self._view(_CITED, party, citation, caller=caller)
        return structs.Link.of(raw[0])

    def is_nonce_used(self, wallet: Address, nonce: int, *, caller: Address | None = None) -> bool:
        """Whether a wallet's nonce was used or cancelled."""
        raw = self._view(_IS_NONCE_USED, wallet, nonce, caller=caller)
        return bool(raw[0])

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

    def set_answerer(self, book: Address, answerer: Address, *, sender: Sender) -> Receipt:
        """Names who answers disputes of a book's entries: an institution, or a contract that lets each loan's servicer answer. Empty for nobody."""
        return self._send(_SET_ANSWERER, book, answerer, sender=sender)

    def accredit_furnisher(
        self, furnisher: Address, is_accredited: bool, *, sender: Sender
    ) -> Receipt:
        """Accredits a furnisher, or no longer. Its right to answer and to correct what it furnished stays."""
        return self._send(_ACCREDIT_FURNISHER, furnisher, is_accredited, sender=sender)

    def accredit_report_user(self, user: Address, purposes: int, *, sender: Sender) -> Receipt:
        """Sets for which purposes a report user may inquire, bit n for purpose n; 0 for none."""
        return self._send(_ACCREDIT_REPORT_USER, user, purposes, sender=sender)

    def set_answer_days(self, days: int, *, sender: Sender) -> Receipt:
        """Sets the days in which disputes of furnished entries, made from now on, are to be answered."""
        return self._send(_SET_ANSWER_DAYS, days, sender=sender)

    def set_governance(self, governance: Address, *, sender: Sender) -> Receipt:
        """Hands governance over."""
        return self._send(_SET_GOVERNANCE, governance, sender=sender)

    def governance(self, *, caller: Address | None = None) -> Address:
        """Calls ``governance``."""
        raw = self._view(_GOVERNANCE, caller=caller)
        return checksummed(raw[0])
