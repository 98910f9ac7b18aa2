# SPDX-License-Identifier: Apache-2.0
"""Offering to lend, and asking to borrow: signed for the offer book, filled by a taker."""

from __future__ import annotations

from typing import Any

from shouxin.chain.bindings.structs import Conditions
from shouxin.lending.actions.kind import ACTION, Kind, Plan, ToSign
from shouxin.lending.actions.loan_words import METHOD_TEXTS, cost_of, periods_text, repayment_text
from shouxin.lending.actions.site import Site, new_nonce
from shouxin.lending.actions.words import amount_text, instant_text, rate_text, short
from shouxin.lending.model import all_in_rate_ppm, check_terms
from shouxin.lending.offer_schemas import (
    OFFER_DAYS,
    Side,
    WantedConditions,
    WrittenConditions,
    WrittenOffer,
)
from shouxin.lending.offers import OFFER_TYPES, check_offer, terms_of
from shouxin.lending.signed_actions import Action, fields_of
from shouxin.primitives.dates import SECONDS_PER_DAY
from shouxin.primitives.errors import BadInput
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Hash, Instant, Units, WireModel

CENT_DECIMALS = 2
RATE_STEP_PPM = 1_000
"""An all-in limit that nobody named is the computed rate, up to the next tenth of a percent, and
one more, for another day or a smaller fill."""


class WantedOffer(WireModel):
    """What a lender offers."""

    maker: Account
    amount_units: Units
    conditions: WantedConditions
    taker: Hash | None = None
    fill_min_units: Units | None = None
    expiry_at: Instant | None = None


class WantedRequest(WantedOffer):
    """What a borrower asks for; it is paid itself if it names no payee."""

    payee: Account | None = None


def settle_offer(site: Site, wanted: WantedOffer) -> WrittenOffer:
    """An offer that can open loans."""
    return _settled(site, wanted, Side.LEND, None)


def settle_request(site: Site, wanted: WantedRequest) -> WrittenOffer:
    """A request that can open loans."""
    return _settled(site, wanted, Side.BORROW, wanted.payee or wanted.maker)


def plan(site: Site, settled: WrittenOffer) -> Plan:
    """The typed data that the maker signs; there is no transaction."""
    struct = settled.struct()
    action = Action(site.desk.domain, OFFER_TYPES, "Offer", fields_of(struct))
    is_offer = settled.side == Side.LEND
    return Plan(
        signing=(ToSign(ACTION, settled.maker, action),),
        steps=(),
        sentence=_offer_text(site, settled) if is_offer else _request_text(site, settled),
        warnings=(*_WARNINGS[settled.side], *_money_warning(site, settled)),
        expires_at=settled.expiry_at,
    )


_WARNINGS = {
    Side.LEND: (
        Text(
            "whoever takes it up to the amount gets the loan at once, without asking you again; "
            "cancelling protects once it is in a block",
            "任何符合条件者均可在总额内直接成交，无需再经您同意；撤销自上链起生效",
        ),
    ),
    Side.BORROW: (
        Text(
            "whoever lends on these terms opens the loan at once, without asking you again; "
            "cancelling protects once it is in a block",
            "任何符合条件的出借方均可按上述条件直接放款，无需再经您同意；撤销自上链起生效",
        ),
        Text(
            "bills that are not paid on their days go on your credit record",
            "未按期还款将计入您的信用记录",
        ),
    ),
}


def _settled(site: Site, wanted: WantedOffer, side: Side, payee: str | None) -> WrittenOffer:
    conditions = _conditions(site, wanted)
    fill_min = wanted.amount_units if wanted.fill_min_units is None else wanted.fill_min_units
    settled = WrittenOffer(
        side=side,
        maker=wanted.maker,
        taker=wanted.taker,
        payee=payee,
        amount_units=wanted.amount_units,
        fill_min_units=fill_min,
        nonce=new_nonce(),
        epoch=site.deployment.desk.epochs(wanted.maker),
        expiry_at=wanted.expiry_at or site.now + OFFER_DAYS * SECONDS_PER_DAY,
        conditions=conditions,
    )
    check_offer(settled.struct())
    if settled.expiry_at <= site.now:
        raise BadInput(
            "offer.expiry",
            "expiry_at is over: give a later moment",
            "expiry_at 已过：请填写将来的时刻",
        )
    return settled


def _conditions(site: Site, wanted: WantedOffer) -> WrittenConditions:
    """The conditions with what was left out, checked on a loan of the whole amount today.

    Raises:
        BadInput: ``terms.…``; no loan can be opened from them.
    """
    given = wanted.conditions
    decimals = site.tokens.currency(given.currency).decimals
    values: dict[str, Any] = {name: getattr(given, name) for name in WrittenConditions.model_fields}
    if "quantum_units" not in given.model_fields_set:
        values["quantum_units"] = 10 ** max(decimals - CENT_DECIMALS, 0)
    values["instalment_multiple_units"] = given.instalment_multiple_units or values["quantum_units"]
    values["fee_receiver"] = given.fee_receiver or wanted.maker
    values["all_in_rate_ppm_max"] = given.all_in_rate_ppm_max or 0
    conditions = WrittenConditions(**values)
    today = site.today(given.utc_offset_minutes)
    terms = terms_of(conditions.struct(), wanted.amount_units, today)
    check_terms(terms, decimals)
    if given.all_in_rate_ppm_max is None:
        rate = -(-all_in_rate_ppm(terms) // RATE_STEP_PPM) * RATE_STEP_PPM + RATE_STEP_PPM
        return conditions.model_copy(update={"all_in_rate_ppm_max": rate})
    return conditions


def _offer_text(site: Site, settled: WrittenOffer) -> Text:
    return Text(
        "You offer to lend up to {amount} to {taker} at {rate} a year for {periods} ({method}); "
        "all-in cost to the borrower at most {all_in} a year. The offer stands until {expiry}.",
        "您将向{taker}出借至多 {amount}，年利率 {rate}，期限 {periods}，{method}；"
        "借款人综合年化成本不超过 {all_in}。要约有效期至{expiry}。",
    ).with_values(**_values(site, settled))


def _request_text(site: Site, settled: WrittenOffer) -> Text:
    conditions = settled.conditions
    today = site.today(conditions.utc_offset_minutes)
    terms = terms_of(conditions.struct(), settled.amount_units, today)
    currency = site.tokens.currency(conditions.currency)
    cost = cost_of(terms)
    return Text(
        "You ask to borrow up to {amount} from {taker}, paid out to {payee}. Lent whole today: "
        "{payout} paid out after a fee of {fee}, {repayment}. The request stands until {expiry}.",
        "您申请向{taker}借款至多 {amount}，放款至 {payee}。如今日全额成交：扣除手续费 {fee} 后，"
        "实际到账 {payout}，{repayment}。申请有效期至{expiry}。",
    ).with_values(
        **_values(site, settled),
        payee=short(settled.payee or settled.maker),
        payout=amount_text(cost.payout, currency),
        fee=amount_text(cost.fee, currency),
        repayment=repayment_text(terms, cost, currency),
    )


def _values(site: Site, settled: WrittenOffer) -> dict[str, object]:
    conditions: WrittenConditions = settled.conditions
    struct: Conditions = conditions.struct()
    anyone = Text("anyone whom the rules allow", "符合规则的任何一方")
    if settled.side == Side.LEND:
        anyone = Text("any borrower whom the rules allow", "符合规则的任何借款人")
    elif settled.taker is None:
        anyone = Text("any lender whom the rules allow", "符合规则的任何出借方")
    named = settled.taker and Text(f"party {short(settled.taker)}", f"主体 {short(settled.taker)} ")
    return {
        "amount": amount_text(settled.amount_units, site.tokens.currency(struct.currency)),
        "taker": named or anyone,
        "rate": rate_text(struct.rate_ppm),
        "periods": periods_text(struct.instalments, struct.period_days),
        "method": METHOD_TEXTS[conditions.method],
        "all_in": rate_text(struct.all_in_rate_ppm_max),
        "expiry": instant_text(settled.expiry_at, conditions.utc_offset_minutes),
    }


def _money_warning(site: Site, settled: WrittenOffer) -> list[Text]:
    """An offer draws on the desk: say so where there is less."""
    if settled.side == Side.BORROW:
        return []
    currency = settled.conditions.currency
    held = site.deployment.desk.balances(settled.maker, currency)
    if held >= settled.amount_units:
        return []
    known = site.tokens.currency(currency)
    return [
        Text(
            "the desk holds {held} of yours, less than the offer: bring money to the desk, or it "
            "can't be taken whole",
            "您在要约台的余额为 {held}，低于要约总额：请先存入资金，否则无法全额成交",
        ).with_values(held=amount_text(held, known))
    ]


KINDS = (
    Kind(
        "offer",
        Text("offer to lend", "发布出借要约"),
        WantedOffer,
        WrittenOffer,
        settle_offer,
        plan,
        None,
    ),
    Kind(
        "request",
        Text("ask to borrow", "发布借款申请"),
        WantedRequest,
        WrittenOffer,
        settle_request,
        plan,
        None,
    ),
)
