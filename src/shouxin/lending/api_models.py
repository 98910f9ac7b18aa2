# SPDX-License-Identifier: Apache-2.0
"""What the lending endpoints take and answer."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from shouxin.chain.typed_data import typed_data_json
from shouxin.lending.actions import Prepared
from shouxin.lending.actions.loan_words import Cost
from shouxin.lending.matching import Match, Matches
from shouxin.lending.misfits import Misfit
from shouxin.lending.offer_book import BookedOffer, OfferStatus
from shouxin.lending.offer_schemas import WrittenSignedOffer
from shouxin.primitives.hexadecimal import to_hex
from shouxin.primitives.text import Text
from shouxin.primitives.wire import INSTANT_MAX, Data, Day, Hash, Instant, Units, WireModel


class BothLanguages(WireModel):
    """A sentence in English and in Chinese."""

    en: str
    zh: str


class CallModel(WireModel):
    """A call that who has coins sends itself."""

    to: str
    data: str
    value: str
    sentence: BothLanguages


class PlainCallModel(WireModel):
    """A call to send."""

    to: str = Field(description="The contract.")
    data: str = Field(description="The function and its arguments, in hexadecimal.")
    value: str = Field(description="Coins that go with it, wei as text.", examples=["0"])


class SigningModel(WireModel):
    """Typed data that one wallet signs; its signature comes back under `part`."""

    part: str
    signer: str
    is_needed: bool
    typed_data: dict[str, Any]


class PreparedModel(WireModel):
    """An action before anybody signed.

    `settled` and the signatures by part go to `POST /api/v1/actions/{kind}/relay`.
    """

    kind: str
    settled: dict[str, Any]
    typed_data: dict[str, Any] | None
    signing: list[SigningModel]
    calls: list[CallModel]
    sentence: BothLanguages
    warnings: list[BothLanguages]
    expires_at: Instant | None


class RelayRequest(WireModel):
    """What was signed: the settled values unchanged, and the signatures by part."""

    settled: dict[str, Any]
    signatures: dict[str, Data] = Field(max_length=64)


class RelayedModel(WireModel):
    """A transaction that was accepted, and where its fate is told."""

    transaction_id: str
    status: str
    links: dict[str, str]


class CostModel(WireModel):
    """What a loan comes to if every bill is paid on its day."""

    payout_units: Units
    fee_units: Units
    instalments: int
    first_payment_units: Units
    last_payment_units: Units
    total_payment_units: Units
    total_cost_units: Units
    all_in_rate_ppm: int
    first_due_date: Day
    maturity_date: Day


class OfferModel(WireModel):
    """An offer or a request of the book, as it stands now."""

    digest: str
    status: OfferStatus
    remaining_units: Units
    fundable_units: Units
    fill_count: int
    posted_at: Instant
    signed: WrittenSignedOffer


class OfferPage(WireModel):
    """A page of the book."""

    items: list[OfferModel]
    next_cursor: str | None


class MatchModel(WireModel):
    """An offer that fits, with the exact figures of its loan."""

    offer: OfferModel
    cost: CostModel
    loan: Hash | None


class MisfitModel(WireModel):
    """An offer that does not fit, and why."""

    digest: str
    code: str
    reason: BothLanguages


class MatchesModel(WireModel):
    """What a wish found, in order of all-in cost."""

    fitting: list[MatchModel]
    misfits: list[MisfitModel]
    paused_until: Instant | None = Field(
        default=None, description="While new loans are paused, nothing fits until then."
    )


class RefusedLine(WireModel):
    """A line of a file that was not taken in."""

    line: int
    code: str
    reason: BothLanguages


class ImportModel(WireModel):
    """What a file came to."""

    added: int
    known: int
    refused: list[RefusedLine]


def both(text: Text) -> BothLanguages:
    """A text as JSON has it."""
    return BothLanguages(en=text.en, zh=text.zh)


def prepared_model(prepared: Prepared) -> PreparedModel:
    """A plan as JSON has it."""
    plan = prepared.plan
    signing = [
        SigningModel(
            part=wanted.part,
            signer=wanted.signer,
            is_needed=wanted.is_needed,
            typed_data=typed_data_json(wanted.action.typed_data),
        )
        for wanted in plan.signing
    ]
    return PreparedModel(
        kind=prepared.kind.name,
        settled=prepared.settled.model_dump(mode="json"),
        typed_data=signing[0].typed_data if signing else None,
        signing=signing,
        calls=[
            CallModel(
                to=step.call.to,
                data=to_hex(step.call.data),
                value=str(step.call.value),
                sentence=both(step.sentence),
            )
            for step in plan.steps
        ],
        sentence=both(plan.sentence),
        warnings=[both(warning) for warning in plan.warnings],
        expires_at=plan.expires_at,
    )


def offer_model(offer: BookedOffer) -> OfferModel:
    """An offer as JSON has it."""
    return OfferModel(
        digest=offer.digest,
        status=offer.status,
        remaining_units=offer.remaining,
        fundable_units=offer.fundable,
        fill_count=offer.fill_count,
        posted_at=offer.posted_at,
        signed=offer.model,
    )


def cost_model(cost: Cost) -> CostModel:
    """Figures as JSON has them."""
    return CostModel(
        payout_units=cost.payout,
        fee_units=cost.fee,
        instalments=cost.instalments,
        first_payment_units=cost.first_payment,
        last_payment_units=cost.last_payment,
        total_payment_units=cost.total_payment,
        total_cost_units=cost.total_cost,
        all_in_rate_ppm=cost.all_in_rate_ppm,
        first_due_date=cost.first_due_day,
        maturity_date=cost.maturity_day,
    )


def matches_model(found: Matches) -> MatchesModel:
    """What a wish found, as JSON has it."""
    return MatchesModel(
        fitting=[_match_model(each) for each in found.fitting],
        misfits=[_misfit_model(each) for each in found.misfits],
        paused_until=None if found.paused_until is None else min(found.paused_until, INSTANT_MAX),
    )


def _match_model(found: Match) -> MatchModel:
    loan = None if found.filled is None else found.filled.deal.id
    return MatchModel(offer=offer_model(found.offer), cost=cost_model(found.cost), loan=loan)


def _misfit_model(found: Misfit) -> MisfitModel:
    return MisfitModel(digest=found.digest, code=found.code, reason=both(found.reason))
