# SPDX-License-Identifier: Apache-2.0
"""Taking an offer as its borrower, or a request as its lender: the loan is opened at once."""

from __future__ import annotations

from shouxin.chain.bindings.offer_desk import OfferTaken
from shouxin.chain.bindings.structs import Take
from shouxin.chain.calls import Call, call_of
from shouxin.lending.actions.kind import (
    ACTION,
    PERMIT,
    Kind,
    Plan,
    Signatures,
    Step,
    ToSign,
    signature_of,
)
from shouxin.lending.actions.loan_words import cost_of, repayment_text
from shouxin.lending.actions.money import (
    PERMIT_WARNING,
    approval_step,
    balance_warning,
    permit_to_sign,
)
from shouxin.lending.actions.site import Site, new_nonce
from shouxin.lending.actions.words import amount_text, day_text, short
from shouxin.lending.offer_schemas import WrittenSignedOffer, written_offer
from shouxin.lending.offers import BORROW, Filled, SignedOffer, Taking, exposure_of, fill_for, fits
from shouxin.lending.preview import refusal_of
from shouxin.lending.signed_actions import take_action
from shouxin.primitives.dates import SECONDS_PER_DAY, SECONDS_PER_MINUTE
from shouxin.primitives.errors import BadInput, Refused
from shouxin.primitives.text import Text, days_text
from shouxin.primitives.wire import Account, Day, Hash, Instant, Units, WireModel


class Wanted(WireModel):
    """An offer, by its digest in the book or whole, and how much of it is taken.

    Attributes:
        payee: of an offer: who is paid out; the taker's wallet by default.
    """

    taker: Account
    principal_units: Units
    digest: Hash | None = None
    offer: WrittenSignedOffer | None = None
    payee: Account | None = None
    deadline_at: Instant | None = None


class Settled(WireModel):
    """All that the loan's terms follow from, and its id, which is their hash."""

    offer: WrittenSignedOffer
    number: Units
    taker: Account
    borrower: Hash
    payee: Account | None
    principal_units: Units
    exposure_units: Units
    start_date: Day
    loan: Hash
    nonce: Units
    deadline_at: Instant


def settle(site: Site, wanted: Wanted) -> Settled:
    """The loan that taking it today makes.

    Raises:
        BadInput: ``action.no_offer``, ``terms.…``, ``offer.desk``.
        NotFoundError: ``offer.unknown``.
        Refused: ``offer.…``, or the contracts' own code; it can't be opened now.
    """
    signed, written = _found(site, wanted)
    offer, conditions = signed.offer, signed.offer.conditions
    _check_amount(site, signed, wanted.principal_units)
    number = _fill_count(site, signed.digest)
    registry, today = site.deployment.registry, site.today(conditions.utc_offset_minutes)
    borrower = registry.party_of(offer.maker if offer.side == BORROW else wanted.taker)
    listing = site.deployment.rulebook.currency(conditions.currency)
    taking = Taking(
        principal=wanted.principal_units,
        taker=wanted.taker,
        borrower=borrower,
        today=today,
        exposure=exposure_of(wanted.principal_units, listing),
        number=number,
        payee=wanted.payee,
    )
    filled = fill_for(site.desk, signed, taking)
    refusal = refusal_of(site.deployment, filled)
    if refusal is not None:
        raise refusal
    midnight = (today + 1) * SECONDS_PER_DAY - conditions.utc_offset_minutes * SECONDS_PER_MINUTE
    return Settled(
        offer=written,
        number=number,
        taker=wanted.taker,
        borrower=borrower,
        payee=wanted.payee,
        principal_units=wanted.principal_units,
        exposure_units=taking.exposure,
        start_date=today,
        loan=filled.deal.id,
        nonce=new_nonce(),
        deadline_at=min(wanted.deadline_at or site.deadline, midnight - 1, offer.expiry),
    )


def plan(site: Site, settled: Settled) -> Plan:
    """The complete terms to sign, and the permit of a lender that takes a request."""
    signed, filled = _filled(site, settled)
    desk, currency = site.deployment.desk, signed.offer.conditions.currency
    action = take_action(
        site.desk, filled.deal, settled.taker, nonce=settled.nonce, deadline=settled.deadline_at
    )
    signing, steps, warnings = [ToSign(ACTION, settled.taker, action)], [], []
    is_request, principal = signed.offer.side == BORROW, settled.principal_units
    if is_request:
        signing.append(
            permit_to_sign(
                site, currency, settled.taker, desk.address, principal, settled.deadline_at
            )
        )
        steps.append(approval_step(site, currency, desk.address, principal))
        warnings = [PERMIT_WARNING, *balance_warning(site, currency, settled.taker, principal)]
    sentence = _sentence(site, signed, filled)
    call = call_of(
        lambda sender: desk.take(
            signed.offer, signed.signature, filled.fill, filled.deal.id, sender=sender
        )
    )
    return Plan(
        signing=tuple(signing),
        steps=(*steps, Step(call, sentence)),
        sentence=sentence,
        warnings=(*_warnings(filled, is_request=is_request), *warnings),
        expires_at=settled.deadline_at,
    )


def relay(site: Site, settled: Settled, signatures: Signatures) -> Call:
    """The desk's call with both signatures."""
    signed, filled = _filled(site, settled)
    desk, offer = site.deployment.desk, signed.offer
    take = Take(settled.taker, filled.deal.id, settled.nonce, settled.deadline_at)
    signature, permit = signature_of(signatures, ACTION), signatures.get(PERMIT, b"")
    return call_of(
        lambda sender: desk.take_signed(
            offer, signed.signature, filled.fill, take, signature, permit, sender=sender
        )
    )


def _found(site: Site, wanted: Wanted) -> tuple[SignedOffer, WrittenSignedOffer]:
    """The offer, and its written form."""
    if wanted.offer is not None:
        check_desk(site, wanted.offer)
        return wanted.offer.signed(), wanted.offer
    if wanted.digest is None:
        raise BadInput(
            "action.no_offer",
            "neither digest nor offer is given: name the offer that is taken",
            "未提供 digest 或 offer：请指明要约",
        )
    signed = site.offers.offer(wanted.digest)
    written = WrittenSignedOffer(
        chain_id=site.chain_id,
        desk=site.desk.address,
        offer=written_offer(signed.offer),
        signature=signed.signature,
    )
    return signed, written


def _fill_count(site: Site, digest: bytes) -> int:
    """How often an offer was filled, by the desk's events."""
    at = site.deployment
    first = at.manifest.contracts["OfferDesk"].block or 0
    return len(at.chain.logs(at.desk.address, first, topics=(OfferTaken.TOPIC, digest)))


def check_desk(site: Site, written: WrittenSignedOffer) -> None:
    """Refuses what was signed for another desk or chain.

    Raises:
        BadInput: ``offer.desk``.
    """
    if (written.chain_id, written.desk) != (site.chain_id, site.desk.address):
        raise BadInput(
            "offer.desk",
            f"the offer is for desk {written.desk} on chain {written.chain_id}, not for this one, "
            f"{site.desk.address} on chain {site.chain_id}: take it there",
            f"该要约适用于链 {written.chain_id} 上的要约台 {written.desk}，而非本要约台"
            f"（链 {site.chain_id}，{site.desk.address}）：请在其所属要约台成交",
        )


def _check_amount(site: Site, signed: SignedOffer, principal: int) -> None:
    """Refuses an amount that the offer does not leave, or that the lender has no money for."""
    offer, at = signed.offer, site.deployment
    currency = site.tokens.currency(offer.conditions.currency)
    left = at.desk.remaining(offer)
    if not left:
        raise Refused(
            "offer.gone",
            "the offer was filled, cancelled or has expired: choose another",
            "该要约已成交、已撤销或已过期：请选择其他要约",
        )
    if not fits(principal, left, offer.fill_min):
        shown, least = amount_text(left, currency), amount_text(offer.fill_min, currency)
        raise Refused(
            "offer.amount",
            f"{shown.en} is left of the offer: take all of it, or take and leave at least "
            f"{least.en}",
            f"该要约剩余 {shown.zh}：请全部成交，或使成交额和剩余额均不低于 {least.zh}",
        )
    if offer.side == BORROW:
        return
    held = at.desk.balances(offer.maker, offer.conditions.currency)
    if held < principal:
        shown = amount_text(held, currency)
        raise Refused(
            "offer.unfunded",
            f"the lender has {shown.en} at the desk: take less, or choose another offer",
            f"出借方在要约台的余额为 {shown.zh}：请降低金额或选择其他要约",
        )


def _filled(site: Site, settled: Settled) -> tuple[SignedOffer, Filled]:
    """The loan again from what was settled."""
    signed = settled.offer.signed()
    taking = Taking(
        principal=settled.principal_units,
        taker=settled.taker,
        borrower=settled.borrower,
        today=settled.start_date,
        exposure=settled.exposure_units,
        number=settled.number,
        payee=settled.payee,
    )
    filled = fill_for(site.desk, signed, taking)
    if filled.deal.id != settled.loan:
        raise BadInput(
            "action.other_terms",
            f"these values make loan 0x{filled.deal.id.hex()}, not 0x{settled.loan.hex()}: prepare "
            "the action again and change nothing in it",
            f"所给数值对应贷款 0x{filled.deal.id.hex()}，而非 0x{settled.loan.hex()}："
            "请重新准备该操作，勿改动其内容",
        )
    return signed, filled


def _sentence(site: Site, signed: SignedOffer, filled: Filled) -> Text:
    """The loan from its taker's side."""
    terms, complete = filled.deal.terms, filled.deal.complete
    currency = site.tokens.currency(complete.repayment.currency)
    cost = cost_of(terms, filled.fill.all_in_rate_ppm)
    values = {
        "principal": amount_text(terms.principal, currency),
        "maker": short(signed.offer.maker),
        "payout": amount_text(cost.payout, currency),
        "payee": short(complete.agreement.payee),
        "fee": amount_text(cost.fee, currency),
        "repayment": repayment_text(terms, cost, currency),
    }
    if signed.offer.side == BORROW:
        return Text(
            "You lend {principal} to {maker} today: {payout} paid out to {payee} after a fee of "
            "{fee}, {repayment}.",
            "您将于今日向 {maker} 出借 {principal}：扣除手续费 {fee} 后，向 {payee} 放款 {payout}，"
            "{repayment}。",
        ).with_values(**values)
    return Text(
        "You borrow {principal} from {maker} today: {payout} paid out to {payee} after a fee of "
        "{fee}, {repayment}.",
        "您将于今日向 {maker} 借款 {principal}：扣除手续费 {fee} 后，{payout} 划付至 {payee}，"
        "{repayment}。",
    ).with_values(**values)


def _warnings(filled: Filled, *, is_request: bool) -> list[Text]:
    """What the terms say of withdrawal and arrears."""
    terms = filled.deal.terms
    told = []
    if terms.cooling_off_days:
        last = day_text(terms.start_day + terms.cooling_off_days)
        told.append(
            Text(
                "the borrower may withdraw until {last}, within {days} at no fee",
                "借款人可在{last}前行使撤回权（冷静期 {days}），手续费退还",
            ).with_values(last=last, days=days_text(terms.cooling_off_days))
        )
    if not is_request:
        told.append(
            Text(
                "bills that are not paid on their days go on your credit record and bear penalty",
                "未按期还款将计入您的信用记录，并产生罚息",
            )
        )
    told.append(
        Text(
            "the signature serves today alone, for this very loan",
            "签名仅限今日、仅限本笔贷款有效",
        )
    )
    return told


KIND = Kind(
    "take", Text("take an offer or a request", "成交"), Wanted, Settled, settle, plan, relay
)
