# SPDX-License-Identifier: Apache-2.0
"""``Rulebook``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed
from shouxin.chain.bindings import structs

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


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
class GuardianSet:
    """The event ``GuardianSet``."""

    NAME: ClassVar[str] = "GuardianSet"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "e6c09ffe4572dc9ceaa5ddde4ae41befa655d6fdfe8052077af0970f700e942e"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True),)

    guardian: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            guardian=checksummed(values[0]),
        )


@dataclass(frozen=True, slots=True)
class BookAuthorised:
    """The event ``BookAuthorised``."""

    NAME: ClassVar[str] = "BookAuthorised"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "068566445039664491ed1c96d91a7178b4eab3263218c43ffefc69233542806d"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("bool", False))

    book: Address
    is_authorised: bool

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            book=checksummed(values[0]),
            is_authorised=bool(values[1]),
        )


@dataclass(frozen=True, slots=True)
class DeskAuthorised:
    """The event ``DeskAuthorised``."""

    NAME: ClassVar[str] = "DeskAuthorised"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "dea75ec367579704a4042360b66cff7637e0512f78e9e7b98c9fe68e2b97d18b"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("bool", False))

    desk: Address
    is_authorised: bool

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            desk=checksummed(values[0]),
            is_authorised=bool(values[1]),
        )


@dataclass(frozen=True, slots=True)
class CurrencySet:
    """The event ``CurrencySet``."""

    NAME: ClassVar[str] = "CurrencySet"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "ae8067125f8b86a21ab9ecc45d343a2c56b67bcfdc39ebccb1a90e14cb40f4d2"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("uint256", False),
        ("bool", False),
        ("uint256", False),
        ("uint256", False),
    )

    currency: Address
    index: int
    is_allowed: bool
    rate: int
    exponent: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            currency=checksummed(values[0]),
            index=int(values[1]),
            is_allowed=bool(values[2]),
            rate=int(values[3]),
            exponent=int(values[4]),
        )


@dataclass(frozen=True, slots=True)
class LimitsSet:
    """The event ``LimitsSet``."""

    NAME: ClassVar[str] = "LimitsSet"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "eea0c42f66f9e5c9a9dc424bc17af7279feb410b2d54ee6e1587c41213abce8e"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("uint256", True),
        ("(uint256,uint256,uint256,uint256,uint256,uint256,bool)", False),
    )

    jurisdiction: int
    limits: structs.Limits

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            jurisdiction=int(values[0]),
            limits=structs.Limits.of(values[1]),
        )


@dataclass(frozen=True, slots=True)
class JurisdictionRemoved:
    """The event ``JurisdictionRemoved``."""

    NAME: ClassVar[str] = "JurisdictionRemoved"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "64234dea56a821540f05da9fbe6bce8010bd563d70a15c9a16ea13e08da42fba"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("uint256", True),)

    jurisdiction: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            jurisdiction=int(values[0]),
        )


@dataclass(frozen=True, slots=True)
class NewLoansPaused:
    """The event ``NewLoansPaused``."""

    NAME: ClassVar[str] = "NewLoansPaused"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "ae0e3567fd1efa02428e444eca3cea0a4ab3a0c3aba6882e908eb608e71b198c"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("uint256", False))

    caller: Address
    until: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            caller=checksummed(values[0]),
            until=int(values[1]),
        )


@dataclass(frozen=True, slots=True)
class NewLoansUnpaused:
    """The event ``NewLoansUnpaused``."""

    NAME: ClassVar[str] = "NewLoansUnpaused"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "28097374465980e4619c941d6a31e7340c145e63913322a74d52a3b36a4c3c4e"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True),)

    caller: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            caller=checksummed(values[0]),
        )


_PREVIEW_LOAN = Function(
    "preview_loan",
    (
        "(bytes32,bytes32,bytes32,address,address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256)",
    ),
    ("uint256",),
)
_ADMIT_LOAN = Function(
    "admit_loan",
    (
        "(bytes32,bytes32,bytes32,address,address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256)",
    ),
    ("(uint256,uint256)",),
)
_PREVIEW_TRANSFER = Function(
    "preview_transfer", ("(address,uint256,uint256,bytes32,bytes32,uint256,uint256)",), ("uint256",)
)
_ADMIT_TRANSFER = Function(
    "admit_transfer", ("(address,uint256,uint256,bytes32,bytes32,uint256,uint256)",), ()
)
_CURRENCY = Function("currency", ("address",), ("(uint256,bool,uint256,uint256)",))
_IS_KNOWN = Function("is_known", ("uint256",), ("bool",))
_LIMITS_OF = Function(
    "limits_of", ("uint256",), ("(uint256,uint256,uint256,uint256,uint256,uint256,bool)",)
)
_PAUSED_UNTIL = Function("paused_until", (), ("uint256",))
_PAUSE_NEW_LOANS = Function("pause_new_loans", ("uint256",), ())
_UNPAUSE_NEW_LOANS = Function("unpause_new_loans", (), ())
_SET_GUARDIAN = Function("set_guardian", ("address",), ())
_SET_BOOK = Function("set_book", ("address", "bool"), ())
_SET_DESK = Function("set_desk", ("address", "bool"), ())
_SET_CURRENCY = Function("set_currency", ("address", "bool", "uint256", "uint256"), ())
_SET_LIMITS = Function(
    "set_limits", ("uint256", "(uint256,uint256,uint256,uint256,uint256,uint256,bool)"), ()
)
_REMOVE_JURISDICTION = Function("remove_jurisdiction", ("uint256",), ())
_SET_GOVERNANCE = Function("set_governance", ("address",), ())
_PAUSED_CONSTANT = Function("PAUSED", (), ("uint256",))
_DESK_CONSTANT = Function("DESK", (), ("uint256",))
_CURRENCY_CONSTANT = Function("CURRENCY", (), ("uint256",))
_BORROWER_CONSTANT = Function("BORROWER", (), ("uint256",))
_LENDER_CONSTANT = Function("LENDER", (), ("uint256",))
_JURISDICTION_CONSTANT = Function("JURISDICTION", (), ("uint256",))
_RATE_CONSTANT = Function("RATE", (), ("uint256",))
_RATE_AND_MARGIN_CONSTANT = Function("RATE_AND_MARGIN", (), ("uint256",))
_OVERDUE_RATE_CONSTANT = Function("OVERDUE_RATE", (), ("uint256",))
_ALL_IN_RATE_CONSTANT = Function("ALL_IN_RATE", (), ("uint256",))
_FEE_CONSTANT = Function("FEE", (), ("uint256",))
_PRINCIPAL_CONSTANT = Function("PRINCIPAL", (), ("uint256",))
_EXPOSURE_CONSTANT = Function("EXPOSURE", (), ("uint256",))
_RECEIVER_CONSTANT = Function("RECEIVER", (), ("uint256",))
_NO_LIMIT_CONSTANT = Function("NO_LIMIT", (), ("uint256",))
_GUARDIAN_PAUSE_SECONDS_MAX_CONSTANT = Function("GUARDIAN_PAUSE_SECONDS_MAX", (), ("uint256",))
_GUARDIAN_REST_SECONDS_CONSTANT = Function("GUARDIAN_REST_SECONDS", (), ("uint256",))
_REGISTRY_CONSTANT = Function("REGISTRY", (), ("address",))
_LEDGER_CONSTANT = Function("LEDGER", (), ("address",))
_GOVERNANCE = Function("governance", (), ("address",))
_GUARDIAN = Function("guardian", (), ("address",))
_IS_BOOK = Function("is_book", ("address",), ("bool",))
_IS_DESK = Function("is_desk", ("address",), ("bool",))
_CURRENCY_AT = Function("currency_at", ("uint256",), ("address",))
_CURRENCY_COUNT = Function("currency_count", (), ("uint256",))


class Rulebook(Contract):
    """The contract ``Rulebook``."""

    NAME = "Rulebook"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ("address", "address", "address")

    def preview_loan(self, request: structs.LoanRequest, *, caller: Address | None = None) -> int:
        """The reason code of a loan's request, 0 if it would be admitted now."""
        raw = self._view(_PREVIEW_LOAN, request, caller=caller)
        return int(raw[0])

    def admit_loan(self, request: structs.LoanRequest, *, sender: Sender) -> Receipt:
        """Admits a loan or reverts with its reason code's text. For an authorised book alone."""
        return self._send(_ADMIT_LOAN, request, sender=sender)

    def preview_transfer(
        self, request: structs.TransferRequest, *, caller: Address | None = None
    ) -> int:
        """The reason code of a transfer's request, 0 if it would be admitted now."""
        raw = self._view(_PREVIEW_TRANSFER, request, caller=caller)
        return int(raw[0])

    def admit_transfer(self, request: structs.TransferRequest, *, sender: Sender) -> Receipt:
        """Admits a transfer or reverts with its reason code's text. For an authorised book alone."""
        return self._send(_ADMIT_TRANSFER, request, sender=sender)

    def currency(self, token: Address, *, caller: Address | None = None) -> structs.Currency:
        """A currency's listing, all zero for one never listed."""
        raw = self._view(_CURRENCY, token, caller=caller)
        return structs.Currency.of(raw[0])

    def is_known(self, jurisdiction: int, *, caller: Address | None = None) -> bool:
        """Whether a jurisdiction has rules here; loans of any other are refused."""
        raw = self._view(_IS_KNOWN, jurisdiction, caller=caller)
        return bool(raw[0])

    def limits_of(self, jurisdiction: int, *, caller: Address | None = None) -> structs.Limits:
        """A jurisdiction's limits, all zero for an unknown one."""
        raw = self._view(_LIMITS_OF, jurisdiction, caller=caller)
        return structs.Limits.of(raw[0])

    def paused_until(self, *, caller: Address | None = None) -> int:
        """When the pause of new loans ends or ended, Unix seconds, 0 if there was none."""
        raw = self._view(_PAUSED_UNTIL, caller=caller)
        return int(raw[0])

    def pause_new_loans(self, seconds: int, *, sender: Sender) -> Receipt:
        """Stops new loans for so many seconds from now. For the guardian, within its bounds, or governance, which may renew a pause."""
        return self._send(_PAUSE_NEW_LOANS, seconds, sender=sender)

    def unpause_new_loans(self, *, sender: Sender) -> Receipt:
        """Ends a pause now. For governance, and for the guardian where it made the pause."""
        return self._send(_UNPAUSE_NEW_LOANS, sender=sender)

    def set_guardian(self, guardian: Address, *, sender: Sender) -> Receipt:
        """Names the guardian; the empty address for none."""
        return self._send(_SET_GUARDIAN, guardian, sender=sender)

    def set_book(self, book: Address, is_authorised: bool, *, sender: Sender) -> Receipt:
        """Authorises a book, or the opening contract of one, to ask for admissions, or no longer. The one authorised last asks cheapest: a generation's opening contract comes after its book. Older generations ask as well. Without its opening contract a book gets no new loans; without itself its notes don't move."""
        return self._send(_SET_BOOK, book, is_authorised, sender=sender)

    def set_desk(self, desk: Address, is_authorised: bool, *, sender: Sender) -> Receipt:
        """Authorises a desk to bring loans, or no longer."""
        return self._send(_SET_DESK, desk, is_authorised, sender=sender)

    def set_currency(
        self, token: Address, is_allowed: bool, rate: int, exponent: int, *, sender: Sender
    ) -> Receipt:
        """Lists a currency, or changes its listing; its index is given once and for ever."""
        return self._send(_SET_CURRENCY, token, is_allowed, rate, exponent, sender=sender)

    def set_limits(self, jurisdiction: int, rules: structs.Limits, *, sender: Sender) -> Receipt:
        """Makes a jurisdiction known with these limits, for loans opened from now on."""
        return self._send(_SET_LIMITS, jurisdiction, rules, sender=sender)

    def remove_jurisdiction(self, jurisdiction: int, *, sender: Sender) -> Receipt:
        """Makes a jurisdiction unknown: no new loan, no transfer, live loans run on."""
        return self._send(_REMOVE_JURISDICTION, jurisdiction, sender=sender)

    def set_governance(self, governance: Address, *, sender: Sender) -> Receipt:
        """Hands governance over."""
        return self._send(_SET_GOVERNANCE, governance, sender=sender)

    def PAUSED(self, *, caller: Address | None = None) -> int:
        """Calls ``PAUSED``."""
        raw = self._view(_PAUSED_CONSTANT, caller=caller)
        return int(raw[0])

    def DESK(self, *, caller: Address | None = None) -> int:
        """Calls ``DESK``."""
        raw = self._view(_DESK_CONSTANT, caller=caller)
        return int(raw[0])

    def CURRENCY(self, *, caller: Address | None = None) -> int:
        """Calls ``CURRENCY``."""
        raw = self._view(_CURRENCY_CONSTANT, caller=caller)
        return int(raw[0])

    def BORROWER(self, *, caller: Address | None = None) -> int:
        """Calls ``BORROWER``."""
        raw = self._view(_BORROWER_CONSTANT, caller=caller)
        return int(raw[0])

    def LENDER(self, *, caller: Address | None = None) -> int:
        """Calls ``LENDER``."""
        raw = self._view(_LENDER_CONSTANT, caller=caller)
        return int(raw[0])

    def JURISDICTION(self, *, caller: Address | None = None) -> int:
        """Calls ``JURISDICTION``."""
        raw = self._view(_JURISDICTION_CONSTANT, caller=caller)
        return int(raw[0])

    def RATE(self, *, caller: Address | None = None) -> int:
        """Calls ``RATE``."""
        raw = self._view(_RATE_CONSTANT, caller=caller)
        return int(raw[0])

    def RATE_AND_MARGIN(self, *, caller: Address | None = None) -> int:
        """Calls ``RATE_AND_MARGIN``."""
        raw = self._view(_RATE_AND_MARGIN_CONSTANT, caller=caller)
        return int(raw[0])

    def OVERDUE_RATE(self, *, caller: Address | None = None) -> int:
        """Calls ``OVERDUE_RATE``."""
        raw = self._view(_OVERDUE_RATE_CONSTANT, caller=caller)
        return int(raw[0])

    def ALL_IN_RATE(self, *, caller: Address | None = None) -> int:
        """Calls ``ALL_IN_RATE``."""
        raw = self._view(_ALL_IN_RATE_CONSTANT, caller=caller)
        return int(raw[0])

    def FEE(self, *, caller: Address | None = None) -> int:
        """Calls ``FEE``."""
        raw = self._view(_FEE_CONSTANT, caller=caller)
        return int(raw[0])

    def PRINCIPAL(self, *, caller: Address | None = None) -> int:
        """Calls ``PRINCIPAL``."""
        raw = self._view(_PRINCIPAL_CONSTANT, caller=caller)
        return int(raw[0])

    def EXPOSURE(self, *, caller: Address | None = None) -> int:
        """Calls ``EXPOSURE``."""
        raw = self._view(_EXPOSURE_CONSTANT, caller=caller)
        return int(raw[0])

    def RECEIVER(self, *, caller: Address | None = None) -> int:
        """Calls ``RECEIVER``."""
        raw = self._view(_RECEIVER_CONSTANT, caller=caller)
        return int(raw[0])

    def NO_LIMIT(self, *, caller: Address | None = None) -> int:
        """Calls ``NO_LIMIT``."""
        raw = self._view(_NO_LIMIT_CONSTANT, caller=caller)
        return int(raw[0])

    def GUARDIAN_PAUSE_SECONDS_MAX(self, *, caller: Address | None = None) -> int:
        """Calls ``GUARDIAN_PAUSE_SECONDS_MAX``."""
        raw = self._view(_GUARDIAN_PAUSE_SECONDS_MAX_CONSTANT, caller=caller)
        return int(raw[0])

    def GUARDIAN_REST_SECONDS(self, *, caller: Address | None = None) -> int:
        """Calls ``GUARDIAN_REST_SECONDS``."""
        raw = self._view(_GUARDIAN_REST_SECONDS_CONSTANT, caller=caller)
        return int(raw[0])

    def REGISTRY(self, *, caller: Address | None = None) -> Address:
        """Calls ``REGISTRY``."""
        raw = self._view(_REGISTRY_CONSTANT, caller=caller)
        return checksummed(raw[0])

    def LEDGER(self, *, caller: Address | None = None) -> Address:
        """Calls ``LEDGER``."""
        raw = self._view(_LEDGER_CONSTANT, caller=caller)
        return checksummed(raw[0])

    def governance(self, *, caller: Address | None = None) -> Address:
        """Calls ``governance``."""
        raw = self._view(_GOVERNANCE, caller=caller)
        return checksummed(raw[0])

    def guardian(self, *, caller: Address | None = None) -> Address:
        """Calls ``guardian``."""
        raw = self._view(_GUARDIAN, caller=caller)
        return checksummed(raw[0])

    def is_book(self, arg0: Address, *, caller: Address | None = None) -> bool:
        """Calls ``is_book``."""
        raw = self._view(_IS_BOOK, arg0, caller=caller)
        return bool(raw[0])

    def is_desk(self, arg0: Address, *, caller: Address | None = None) -> bool:
        """Calls ``is_desk``."""
        raw = self._view(_IS_DESK, arg0, caller=caller)
        return bool(raw[0])

    def currency_at(self, arg0: int, *, caller: Address | None = None) -> Address:
        """Calls ``currency_at``."""
        raw = self._view(_CURRENCY_AT, arg0, caller=caller)
        return checksummed(raw[0])

    def currency_count(self, *, caller: Address | None = None) -> int:
        """Calls ``currency_count``."""
        raw = self._view(_CURRENCY_COUNT, caller=caller)
        return int(raw[0])
