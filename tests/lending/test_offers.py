# SPDX-License-Identifier: Apache-2.0
"""Offers in Python and at the desk: the same digest, the same loan, the same refusals."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shouxin.chain.bindings import offer_desk
from shouxin.chain.bindings.structs import Conditions, Offer
from shouxin.chain.reverts import Reverted
from shouxin.chain.sender import new_key
from shouxin.lending.model import Method
from shouxin.lending.offers import (
    BORROW,
    LEND,
    NOBODY,
    SignedOffer,
    Taking,
    check_offer,
    exposure_of,
    fee_of,
    fill_for,
    offer_digest,
    sign_offer,
    terms_of,
    with_nonce,
)
from shouxin.primitives.errors import BadInput, Refused
from shouxin.story.cast import Cast
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage

AMOUNT, PART = 1_000_000, 400_000


@pytest.fixture
def offer(stage: Stage, cast: Cast) -> Offer:
    return signed_by(stage, cast.bank, AMOUNT, conditions_of(stage), fill_min=PART).offer


def _taking(stage: Stage, cast: Cast, principal: int = AMOUNT, **changes: Any) -> Taking:
    taking = Taking(
        principal,
        cast.shop.address,
        cast.shop.party,
        stage.today(),
        exposure_of(principal, stage.listing),
    )
    return replace(taking, **changes)


def _take(stage: Stage, cast: Cast, signed: SignedOffer, taking: Taking) -> bytes:
    """Fill at the desk; the id of the loan that the chain opened."""
    filled = fill_for(stage.desk, signed, taking)
    by = cast.investor if signed.offer.side == BORROW else cast.shop
    receipt = stage.deployment.desk.take(
        signed.offer, signed.signature, filled.fill, filled.deal.id, sender=by.sender
    )
    taken = receipt.event(offer_desk.OfferTaken)
    assert taken.loan == filled.deal.id
    assert taken.digest == signed.digest
    return taken.loan


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"side": 3}, "side", "give 1 to lend or 2 to borrow"),
        ({"amount": 0}, "amount", "give more than 0"),
        ({"amount": 2**128}, "amount", "below 2\\^128"),
        ({"fill_min": AMOUNT + 1}, "fill_min", f"give at most the amount, {AMOUNT}"),
        ({"fill_min": -1}, "fill_min", "-1 is refused"),
        ({"payee": "0x" + "11" * 20}, "payee", "an offer names none"),
        ({"side": BORROW}, "payee", "a request names its payee"),
        ({"maker": "alice"}, "maker", "'alice' is refused: give 0x and 40"),
        ({"maker": "0x" + "ab" * 20}, "maker", "with their checksum"),
        ({"taker": b"\x01"}, "taker", "0x01 is refused: give 32 bytes"),
        ({"nonce": -1}, "nonce", "-1 is refused: give 0 or more"),
        ({"expiry": 2**256}, "expiry", "below 2\\^256"),
    ],
)
def test_an_offer_that_can_never_be_filled_is_not_signed(
    stage: Stage, cast: Cast, offer: Offer, changes: dict[str, Any], field: str, told: str
) -> None:
    with pytest.raises(BadInput, match=told) as caught:
        sign_offer(cast.bank.sender.account, stage.desk, replace(offer, **changes))
    assert caught.value.code == f"offer.{field}"
    assert "要约的" in caught.value.message_zh


@pytest.mark.parametrize("field", ["currency", "fee_receiver", "servicer"])
def test_conditions_with_malformed_addresses_are_refused(offer: Offer, field: str) -> None:
    conditions = replace(offer.conditions, **{field: "0x12"})
    with pytest.raises(BadInput, match=f"an offer's {field} '0x12' is refused"):
        check_offer(replace(offer, conditions=conditions))


def test_only_its_maker_signs_an_offer(stage: Stage, cast: Cast, offer: Offer) -> None:
    with pytest.raises(BadInput, match="use the maker's key") as caught:
        sign_offer(cast.shop.sender.account, stage.desk, offer)
    assert caught.value.code == "offer.maker"
    assert cast.bank.address in caught.value.message


def test_a_loan_dearer_than_the_offer_allows_is_refused(
    stage: Stage, cast: Cast, offer: Offer
) -> None:
    conditions = replace(offer.conditions, all_in_rate_ppm_max=100_000)
    signed = sign_offer(cast.bank.sender.account, stage.desk, replace(offer, conditions=conditions))
    with pytest.raises(Refused, match=r"10\.8\d* % a year in all, over the offer's 10") as caught:
        fill_for(stage.desk, signed, _taking(stage, cast))
    assert caught.value.code == "offer.all_in_rate"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda s: replace(s, signature=s.signature[:64]), "desk: maker's signature is not valid"),
        (lambda s: replace(s, signature=bytes(65)), "desk: maker's signature is not valid"),
        (lambda s: replace(s, signature=b""), "desk: maker's signature is not valid"),
        (
            lambda s: replace(s, offer=with_nonce(s.offer, s.offer.nonce + 1)),
            "desk: maker's signature is not valid",
        ),
        (
            lambda s: replace(s, offer=replace(s.offer, expiry=1)),
            "desk: offer has expired",
        ),
        (lambda s: replace(s, offer=replace(s.offer, side=9)), "desk: unknown side"),
    ],
)
def test_the_desk_refuses_what_its_maker_did_not_sign(
    stage: Stage,
    cast: Cast,
    offer: Offer,
    change: Callable[[SignedOffer], SignedOffer],
    reason: str,
) -> None:
    signed = change(sign_offer(cast.bank.sender.account, stage.desk, offer))
    held = stage.deployment.desk.balances(cast.bank.address, stage.token.address)
    with pytest.raises(Reverted) as caught:
        _take(stage, cast, signed, _taking(stage, cast))
    assert caught.value.reason == reason
    assert stage.deployment.desk.balances(cast.bank.address, stage.token.address) == held


def test_an_offer_for_another_chain_or_desk_is_refused(
    stage: Stage, cast: Cast, offer: Offer
) -> None:
    for desk in (
        replace(stage.desk, chain_id=1),
        replace(stage.desk, address=stage.deployment.book.address),
    ):
        signed = sign_offer(cast.bank.sender.account, desk, offer)
        with pytest.raises(Reverted, match="maker's signature is not valid"):
            _take(stage, cast, signed, _taking(stage, cast))


def test_the_digest_is_the_desks(stage: Stage, cast: Cast, offer: Offer) -> None:
    request = replace(offer, side=BORROW, payee=cast.shop.address)
    for made in (offer, request, with_nonce(offer, 2**256 - 1)):
        assert offer_digest(stage.desk, made) == stage.deployment.desk.digest_of(made)


CHANGES: dict[str, dict[str, Any]] = {
    "plain": {},
    "without a fee": {"fee_ppm": 0},
    "equal principal": {"method": int(Method.EQUAL_PRINCIPAL)},
    "interest only": {"method": int(Method.INTEREST_ONLY), "instalments": 3},
    "bullet": {"method": int(Method.BULLET), "instalments": 6},
    "interest-only periods": {"interest_only_periods": 3},
    "every 14 days": {"period_days": 14, "day_count": 2},
    "by the actual days": {"day_count": 3, "due_day": 15},
    "rounded to the yuan": {"instalment_multiple": 100},
    "with a tolerance and a quantum": {"quantum": 10, "instalment_multiple": 10, "tolerance": 100},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_fill_is_the_loan_that_the_desk_opens(stage: Stage, cast: Cast, name: str) -> None:
    conditions = replace(conditions_of(stage), all_in_rate_ppm_max=240_000, **CHANGES[name])
    signed = signed_by(stage, cast.bank, AMOUNT, conditions)
    _take(stage, cast, signed, _taking(stage, cast))


def test_parts_of_an_offer_are_loans_of_their_own(stage: Stage, cast: Cast, offer: Offer) -> None:
    signed = sign_offer(cast.bank.sender.account, stage.desk, offer)
    desk = stage.deployment.desk
    assert desk.remaining(offer) == AMOUNT
    first = _take(stage, cast, signed, _taking(stage, cast, PART))
    assert desk.remaining(offer) == AMOUNT - PART
    with pytest.raises(Reverted, match="must take, and leave, at least the offer's minimum"):
        _take(stage, cast, signed, _taking(stage, cast, PART, number=1))
    with pytest.raises(Reverted, match="terms are not those agreed to"):
        _take(stage, cast, signed, _taking(stage, cast, AMOUNT - PART, number=0))
    second = _take(stage, cast, signed, _taking(stage, cast, AMOUNT - PART, number=1))
    assert first != second
    assert desk.remaining(offer) == 0
    with pytest.raises(Reverted, match="offer is spent or cancelled"):
        _take(stage, cast, signed, _taking(stage, cast, PART, number=2))


def test_a_payee_of_the_takers_choice_is_paid(stage: Stage, cast: Cast, offer: Offer) -> None:
    signed = sign_offer(cast.bank.sender.account, stage.desk, offer)
    seller = str(new_key().address)
    _take(stage, cast, signed, _taking(stage, cast, payee=seller))
    fee = fee_of(offer.conditions, AMOUNT)
    assert stage.token.balanceOf(seller) == AMOUNT - fee


def test_a_request_is_paid_to_the_payee_it_names(stage: Stage, cast: Cast) -> None:
    signed = signed_by(stage, cast.shop, AMOUNT, conditions_of(stage), side=BORROW)
    before = stage.token.balanceOf(cast.shop.address)
    _take(stage, cast, signed, _taking(stage, cast, taker=cast.investor.address))
    fee = fee_of(signed.offer.conditions, AMOUNT)
    assert stage.token.balanceOf(cast.shop.address) - before == AMOUNT - fee
    assert signed.offer.side != LEND
    assert signed.offer.payee != NOBODY


@pytest.mark.parametrize(
    ("principal", "fee_ppm", "quantum", "fee"),
    [
        (1_000_000, 10_000, 1, 10_000),
        (149, 10_000, 1, 1),
        (150, 10_000, 1, 2),
        (150_000, 10_000, 100, 1_500),
        (155_000, 10_000, 100, 1_600),
        (100, 0, 1, 0),
    ],
)
def test_the_fee_is_half_up_to_the_quantum(
    offer: Offer, principal: int, fee_ppm: int, quantum: int, fee: int
) -> None:
    conditions: Conditions = replace(offer.conditions, fee_ppm=fee_ppm, quantum=quantum)
    assert fee_of(conditions, principal) == fee


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"instalments": 0}, "terms.instalments"),
        ({"instalments": 601}, "terms.instalments"),
        ({"interest_only_periods": 12}, "terms.interest_only_periods"),
        ({"quantum": 0}, "terms.quantum"),
        ({"fee_ppm": 1_000_000}, "terms.fee"),
    ],
)
def test_conditions_without_a_schedule_are_refused(
    stage: Stage, more: dict[str, int], code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        terms_of(replace(conditions_of(stage), **more), 1_200_000, stage.today())
    assert caught.value.code == code
