# SPDX-License-Identifier: Apache-2.0
"""What is signed for the offer book: offers, requests, and a loan's complete terms when taken."""

from __future__ import annotations

from shouxin.client.expected import ACTION, Case, Expected, ToSign
from shouxin.client.refusing import check_at_most, check_same, other
from shouxin.lending.model import all_in_rate_ppm
from shouxin.lending.offer_schemas import OFFER_DAYS, Side, WantedConditions
from shouxin.lending.offers import BORROW, OFFER_TYPES, Taking, check_offer, fill_for, terms_of
from shouxin.lending.signed_actions import Action, fields_of, take_action
from shouxin.primitives.dates import SECONDS_PER_DAY, day_at

RATE_STEP_PPM = 1_000
COMPUTED = ("quantum_units", "instalment_multiple_units", "fee_receiver", "all_in_rate_ppm_max")
"""Conditions that the service fills in where they were left out."""


def _offer(case: Case) -> tuple[ToSign, ...]:
    return _posted(case, Side.LEND, None)


def _request(case: Case) -> tuple[ToSign, ...]:
    return _posted(case, Side.BORROW, case.wanted.payee or case.wanted.maker)


def _posted(case: Case, side: Side, payee: str | None) -> tuple[ToSign, ...]:
    """The offer as asked, and as usual where nothing was asked."""
    s, wanted = case.settled, case.wanted
    check_same("side", s.side, side)
    check_same("payee", s.payee, payee)
    check_same("taker", s.taker, wanted.taker)
    check_same("amount_units", s.amount_units, wanted.amount_units)
    least = wanted.amount_units if wanted.fill_min_units is None else wanted.fill_min_units
    check_same("fill_min_units", s.fill_min_units, least)
    latest = case.trust.now + (OFFER_DAYS + 1) * SECONDS_PER_DAY
    check_at_most("expiry_at", s.expiry_at, wanted.expiry_at or latest)
    _check_conditions(case)
    struct = s.struct()
    check_offer(struct)
    action = Action(case.desk.domain, OFFER_TYPES, "Offer", fields_of(struct))
    return (ToSign(ACTION, s.maker, action),)


def _check_conditions(case: Case) -> None:
    wanted: WantedConditions = case.wanted.conditions
    made = case.settled.conditions
    case.currency(made.currency)
    for name in type(made).model_fields:
        if name not in COMPUTED:
            check_same(f"conditions.{name}", getattr(made, name), getattr(wanted, name))
    if "quantum_units" in wanted.model_fields_set:
        check_same("conditions.quantum_units", made.quantum_units, wanted.quantum_units)
    elif str(made.quantum_units).rstrip("0") != "1":
        raise other("conditions.quantum_units", made.quantum_units, "a power of ten")
    multiple = wanted.instalment_multiple_units or made.quantum_units
    name = "conditions.instalment_multiple_units"
    check_same(name, made.instalment_multiple_units, multiple)
    receiver = wanted.fee_receiver or case.wanted.maker
    check_same("conditions.fee_receiver", made.fee_receiver, receiver)
    _check_all_in(case)


def _check_all_in(case: Case) -> None:
    """The limit that was given, or the computed cost of the whole amount and two steps more."""
    wanted, made = case.wanted.conditions, case.settled.conditions
    name, limit = "conditions.all_in_rate_ppm_max", made.all_in_rate_ppm_max
    if wanted.all_in_rate_ppm_max is not None:
        check_same(name, limit, wanted.all_in_rate_ppm_max)
        return
    today = day_at(case.trust.now, made.utc_offset_minutes)
    terms = terms_of(made.struct(), case.settled.amount_units, today)
    check_at_most(name, limit, all_in_rate_ppm(terms) + 3 * RATE_STEP_PPM)


def _take(case: Case) -> tuple[ToSign, ...]:
    """The loan that follows from the very offer, derived as the contract does."""
    s, wanted = case.settled, case.wanted
    check_same("chain_id", s.offer.chain_id, case.trust.chain_id)
    check_same("desk", s.offer.desk, case.desk.address)
    signed = s.offer.signed()
    if wanted.offer is not None:
        check_same("offer", s.offer, wanted.offer)
    else:
        check_same("offer", signed.digest, wanted.digest)
    check_same("payee", s.payee, wanted.payee)
    offer, now = signed.offer, case.trust.now
    case.currency(offer.conditions.currency)
    tomorrow = day_at(now, offer.conditions.utc_offset_minutes) + 1
    check_at_most("start_date", s.start_date, tomorrow)
    check_at_most("deadline_at", s.deadline_at, wanted.deadline_at or now + SECONDS_PER_DAY)
    taking = Taking(
        principal=s.principal_units,
        taker=s.taker,
        borrower=s.borrower,
        today=s.start_date,
        exposure=s.exposure_units,
        number=s.number,
        payee=s.payee,
    )
    deal = fill_for(case.desk, signed, taking).deal
    check_same("loan", s.loan, deal.id)
    action = take_action(case.desk, deal, s.taker, nonce=s.nonce, deadline=s.deadline_at)
    signing = [ToSign(ACTION, s.taker, action)]
    if offer.side == BORROW:
        currency = offer.conditions.currency
        signing.append(
            case.permit(currency, s.taker, case.desk.address, s.principal_units, s.deadline_at)
        )
    return tuple(signing)


SIGNED: dict[str, Expected] = {"offer": _offer, "request": _request, "take": _take}
"""By kind."""
