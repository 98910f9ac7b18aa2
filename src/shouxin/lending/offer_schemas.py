# SPDX-License-Identifier: Apache-2.0
"""Offers and requests as JSON: complete, so that a line of a file or a body has all that is signed.

Amounts are base units, rates parts per million a year. ``Written…`` models hold every field and
give the very struct that was signed; ``Wanted…`` models have defaults for who writes a new offer.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo, WithJsonSchema

from shouxin.chain.bindings.structs import Conditions, Offer
from shouxin.lending.fields import choice_names
from shouxin.lending.model import Counting, DayCount, Method, PaymentOrder
from shouxin.lending.offers import ANYONE, BORROW, LEND, NOBODY, Desk, SignedOffer, offer_digest
from shouxin.parties.enrolment import PartyKind
from shouxin.primitives.errors import BadInput
from shouxin.primitives.wire import Account, Data, Hash, Instant, Units, WireModel

OFFER_DAYS = 30
SIDES = {"lend": LEND, "borrow": BORROW}
SIDE_NAMES = {number: name for name, number in SIDES.items()}


class Side(IntEnum):
    """What an offer's maker does."""

    LEND = LEND
    BORROW = BORROW


def named(kind: type[IntEnum]) -> Any:
    """An enumeration that JSON has by its names, such as ``equal-instalment``."""
    names = choice_names(kind)
    words = {member: name for name, member in names.items()}

    def parse(value: object, info: ValidationInfo) -> IntEnum:
        if isinstance(value, kind):
            return value
        if isinstance(value, str) and value in names:
            return names[value]
        known = ", ".join(names)
        place = info.field_name or "value"
        raise BadInput(
            "input.field",
            f"{place} {str(value)[:60]!r} is unknown: use one of {known}",
            f"{place} 的值 {str(value)[:60]!r} 无效：可选 {known}",
        )

    return (
        BeforeValidator(parse),
        PlainSerializer(lambda value: words[kind(value)], return_type=str),
        WithJsonSchema({"type": "string", "enum": list(names)}),
    )


_METHOD, _COUNT, _ORDER, _COUNTING, _KIND, _SIDE = (
    named(kind) for kind in (Method, DayCount, PaymentOrder, Counting, PartyKind, Side)
)
MethodName = Annotated[Method, *_METHOD]
DayCountName = Annotated[DayCount, *_COUNT]
PaymentOrderName = Annotated[PaymentOrder, *_ORDER]
CountingName = Annotated[Counting, *_COUNTING]
PartyKindName = Annotated[PartyKind, *_KIND]
SideName = Annotated[Side, *_SIDE]
Ppm = Annotated[int, Field(ge=0, lt=2**24, strict=True)]
Days = Annotated[int, Field(ge=0, lt=2**14, strict=True)]
Count = Annotated[int, Field(ge=0, lt=2**16, strict=True)]
PeriodDays = Annotated[int, Field(ge=0, le=1_100, strict=True)]
DueDay = Annotated[int, Field(ge=0, le=31, strict=True)]
CoolingOffDays = Annotated[int, Field(ge=0, lt=255, strict=True)]
Jurisdiction = Annotated[int, Field(ge=0, lt=2**10, strict=True)]
Product = Annotated[int, Field(ge=0, lt=2**12, strict=True)]
Offset = Annotated[int, Field(ge=-840, le=840, strict=True)]


class WrittenConditions(WireModel):
    """What a loan from an offer will be, every field of it."""

    currency: Account
    quantum_units: Units
    rate_ppm: Ppm
    penalty_margin_ppm: Ppm
    overdue_rate_ppm: Ppm
    method: MethodName
    instalments: Count
    interest_only_periods: Count
    period_days: PeriodDays
    due_day: DueDay
    day_count: DayCountName
    instalment_multiple_units: Units
    grace_days: Days
    tolerance_units: Units
    payment_order: PaymentOrderName
    counting: CountingName
    default_days: Days
    acceleration_days: Days
    notice_days: Days
    cooling_off_days: CoolingOffDays
    withdrawal_pay_days: Days
    utc_offset_minutes: Offset
    fee_ppm: Ppm
    fee_receiver: Account
    all_in_rate_ppm_max: Ppm
    servicer: Account | None
    borrower_kind: PartyKindName
    purpose: Count
    jurisdiction: Jurisdiction
    product: Product
    security_hash: Hash
    documents_hash: Hash

    def struct(self) -> Conditions:
        """What is signed."""
        given = {name: getattr(self, name) for name in type(self).model_fields}
        named = {name.removesuffix("_units"): value for name, value in given.items()}
        plain: dict[str, Any] = {
            name: int(value) if isinstance(value, IntEnum) else value
            for name, value in named.items()
        }
        return Conditions(**(plain | {"servicer": self.servicer or NOBODY}))


class WantedConditions(WireModel):
    """What somebody wants of a loan; the rest is as is usual, and is shown before it is signed."""

    currency: Account
    rate_ppm: Ppm
    method: MethodName
    instalments: Count
    borrower_kind: PartyKindName
    jurisdiction: Jurisdiction
    quantum_units: Units = 1
    penalty_margin_ppm: Ppm = 0
    overdue_rate_ppm: Ppm = 0
    interest_only_periods: Count = 0
    period_days: PeriodDays = 0
    due_day: DueDay = 0
    day_count: DayCountName = DayCount.THIRTY_360
    instalment_multiple_units: Units | None = None
    grace_days: Days = 3
    tolerance_units: Units = 0
    payment_order: PaymentOrderName = PaymentOrder.INTEREST_PRINCIPAL_PENALTY
    counting: CountingName = Counting.OLDEST
    default_days: Days = 90
    acceleration_days: Days = 90
    notice_days: Days = 15
    cooling_off_days: CoolingOffDays = 14
    withdrawal_pay_days: Days = 30
    utc_offset_minutes: Offset = 480
    fee_ppm: Ppm = 0
    fee_receiver: Account | None = None
    all_in_rate_ppm_max: Ppm | None = None
    servicer: Account | None = None
    purpose: Count = 1
    product: Product = 1
    security_hash: Hash = bytes(32)
    documents_hash: Hash = bytes(32)


class WrittenOffer(WireModel):
    """An offer or a request, every field that is signed."""

    side: SideName
    maker: Account
    taker: Hash | None
    payee: Account | None
    amount_units: Units
    fill_min_units: Units
    nonce: Units
    epoch: Units
    expiry_at: Instant
    conditions: WrittenConditions

    def struct(self) -> Offer:
        """What is signed."""
        return Offer(
            side=int(self.side),
            maker=self.maker,
            taker=self.taker or ANYONE,
            payee=self.payee or NOBODY,
            amount=self.amount_units,
            fill_min=self.fill_min_units,
            nonce=self.nonce,
            epoch=self.epoch,
            expiry=self.expiry_at,
            conditions=self.conditions.struct(),
        )


class WrittenSignedOffer(WireModel):
    """An offer with its signature and the desk that it is for: all that a book needs."""

    chain_id: Annotated[int, Field(gt=0, strict=True)]
    desk: Account
    offer: WrittenOffer
    signature: Data

    def signed(self) -> SignedOffer:
        """The offer with the digest that names it."""
        struct = self.offer.struct()
        digest = offer_digest(Desk(self.chain_id, self.desk), struct)
        return SignedOffer(struct, digest, self.signature)


def written_conditions(conditions: Conditions) -> WrittenConditions:
    """Conditions as JSON has them.

    Raises:
        BadInput: ``input.…``; a code that no loan can have.
    """
    names = WrittenConditions.model_fields
    given: dict[str, Any] = {
        name: getattr(conditions, name.removesuffix("_units")) for name in names
    }
    kinds = {"method": Method, "day_count": DayCount, "payment_order": PaymentOrder}
    kinds |= {"counting": Counting, "borrower_kind": PartyKind}
    given |= {name: kind(given[name]) for name, kind in kinds.items()}
    servicer = None if conditions.servicer == NOBODY else conditions.servicer
    return WrittenConditions(**(given | {"servicer": servicer}))


def written_offer(offer: Offer) -> WrittenOffer:
    """An offer as JSON has it."""
    return WrittenOffer(
        side=Side(offer.side),
        maker=offer.maker,
        taker=None if offer.taker == ANYONE else offer.taker,
        payee=None if offer.payee == NOBODY else offer.payee,
        amount_units=offer.amount,
        fill_min_units=offer.fill_min,
        nonce=offer.nonce,
        epoch=offer.epoch,
        expiry_at=offer.expiry,
        conditions=written_conditions(offer.conditions),
    )
