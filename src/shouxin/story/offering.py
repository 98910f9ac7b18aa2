# SPDX-License-Identifier: Apache-2.0
"""The offers of the story: their conditions, and their makers' signatures."""

from shouxin.chain.bindings.structs import Conditions, Offer
from shouxin.lending.model import Method
from shouxin.lending.offers import ANYONE, BORROW, LEND, NOBODY, SignedOffer, sign_offer
from shouxin.parties.enrolment import PartyKind
from shouxin.primitives.dates import SECONDS_PER_DAY
from shouxin.story.cast import Person
from shouxin.story.stage import CHINA, UTC_OFFSET_MINUTES, Stage

OFFER_DAYS = 30
PURPOSE_WORKING_CAPITAL, PURPOSE_EQUIPMENT, PURPOSE_HOUSEHOLD = 1, 2, 3
PRODUCT = 1


def conditions_of(stage: Stage) -> Conditions:
    """Twelve equal monthly instalments at 9 %, a fee of 1 %, 14 days to think better of it."""
    return Conditions(
        currency=stage.token.address,
        quantum=1,
        rate_ppm=90_000,
        penalty_margin_ppm=45_000,
        overdue_rate_ppm=135_000,
        method=int(Method.EQUAL_INSTALMENT),
        instalments=12,
        interest_only_periods=0,
        period_days=0,
        due_day=0,
        day_count=1,
        instalment_multiple=1,
        grace_days=3,
        tolerance=0,
        payment_order=1,
        counting=1,
        default_days=90,
        acceleration_days=90,
        notice_days=15,
        cooling_off_days=14,
        withdrawal_pay_days=30,
        utc_offset_minutes=UTC_OFFSET_MINUTES,
        fee_ppm=10_000,
        fee_receiver=stage.operator.address,
        all_in_rate_ppm_max=150_000,
        servicer=NOBODY,
        borrower_kind=int(PartyKind.SOLE_TRADER),
        purpose=PURPOSE_WORKING_CAPITAL,
        jurisdiction=CHINA,
        product=PRODUCT,
        security_hash=bytes(32),
        documents_hash=bytes(32),
    )


def signed_by(
    stage: Stage,
    maker: Person,
    amount: int,
    conditions: Conditions,
    *,
    side: int = LEND,
    fill_min: int = 0,
    taker: bytes = ANYONE,
) -> SignedOffer:
    """An offer, or a request with ``side=BORROW``, signed by its maker."""
    offer = Offer(
        side=side,
        maker=maker.address,
        taker=taker,
        payee=maker.address if side == BORROW else NOBODY,
        amount=amount,
        fill_min=fill_min,
        nonce=next(stage.nonces),
        epoch=stage.deployment.desk.epochs(maker.address),
        expiry=stage.now() + OFFER_DAYS * SECONDS_PER_DAY,
        conditions=conditions,
    )
    return sign_offer(maker.sender.account, stage.desk, offer)
