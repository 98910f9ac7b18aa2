# SPDX-License-Identifier: Apache-2.0
"""The desk's views, and its terms against the same derivation in Python."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouxin.chain.bindings.structs import Conditions, Offer
from shouxin.lending.offers import Desk, offer_digest
from tests.contracts.evm import CHAIN_ID, typed_digest
from tests.contracts.full_world import (
    BORROW,
    CENT,
    LEND,
    OFFER_TYPES,
    PRINCIPAL,
    YUAN,
    FullWorld,
)
from tests.contracts.registry_world import NOBODY

SIDES = pytest.mark.parametrize("side", [LEND, BORROW])
CONDITIONS = {
    "quantum": st.sampled_from([1, CENT, YUAN]),
    "rate_ppm": st.one_of(st.just(0), st.integers(1, 360_000)),
    "penalty_margin_ppm": st.integers(0, 100_000),
    "overdue_rate_ppm": st.integers(0, 300_000),
    "method": st.integers(1, 4),
    "instalments": st.integers(1, 36),
    "period_days": st.sampled_from([0, 0, 0, 7, 15, 30]),
    "day_count": st.integers(1, 3),
    "instalment_multiple": st.just(YUAN),
    "payment_order": st.integers(1, 3),
    "counting": st.integers(1, 2),
    "utc_offset_minutes": st.integers(-720, 840),
    "fee_ppm": st.one_of(st.just(0), st.integers(0, 50_000)),
    "acceleration_days": st.integers(1, 400),
    "notice_days": st.integers(1, 60),
    "cooling_off_days": st.integers(0, 30),
    "purpose": st.integers(0, 99),
    "product": st.integers(0, 99),
    "security_hash": st.binary(min_size=32, max_size=32),
    "documents_hash": st.binary(min_size=32, max_size=32),
    "servicer": st.sampled_from([NOBODY, "0x" + "77" * 20]),
    "all_in_rate_ppm_max": st.just(2**31),
}


def terms_tuple(terms: Any) -> tuple[Any, ...]:
    return (bytes(terms.borrower), tuple(terms.repayment), tuple(terms.agreement))


@SIDES
def test_the_digest_is_what_a_wallet_signs(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side, taker=world.party(world.backer))
    assert world.desk.digest_of(offer) == typed_digest(world.desk, "Offer", OFFER_TYPES, offer)


@SIDES
def test_what_remains_falls_with_fills_and_ends_with_the_expiry(
    world: FullWorld, side: int
) -> None:
    offer = world.offer(side=side, expiry=world.chain.timestamp + 60)
    assert world.desk.remaining(offer) == PRINCIPAL
    world.take(offer, 10_000 * YUAN)
    world.chain.warp(seconds=60)
    assert world.desk.remaining(offer) == PRINCIPAL - 10_000 * YUAN
    world.chain.warp(seconds=1)
    assert world.desk.remaining(offer) == 0


def test_an_offer_of_another_epoch_has_nothing_left(world: FullWorld) -> None:
    assert world.desk.remaining(world.offer(epoch=1)) == 0
    world.desk.cancel_all(sender=world.lender)
    assert world.desk.remaining(world.offer(epoch=0)) == 0
    assert world.desk.remaining(world.offer(epoch=1)) == PRINCIPAL


def test_another_offer_of_the_maker_keeps_its_own_rest(world: FullWorld) -> None:
    one, other = world.offer(), world.offer()
    world.take(one, 10_000 * YUAN)
    assert world.desk.remaining(other) == PRINCIPAL


def test_the_desk_names_itself_for_wallets(world: FullWorld) -> None:
    stated = world.desk.eip712Domain()
    assert stated[1:5] == ("Shouxin OfferDesk", "1", CHAIN_ID, world.desk.address)


@SIDES
def test_the_preview_is_the_terms_of_the_next_fill(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    taker = world.lender if side == BORROW else world.borrower
    for number in range(3):
        deal = world.deal(offer, 10_000 * YUAN, number=number)
        found = world.desk.preview_terms(offer, world.fill(deal), taker)
        assert terms_tuple(found) == deal.complete
        world.take(offer, 10_000 * YUAN, number=number)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    side=st.sampled_from([LEND, BORROW]),
    changes=st.fixed_dictionaries(CONDITIONS),
    due_day=st.integers(0, 31),
    interest_only=st.integers(0, 5),
    yuan=st.integers(5_000, 10**7),
    days=st.integers(0, 1_500),
    seconds=st.integers(0, 86_399),
)
def test_terms_are_those_that_python_derives(
    first_world: FullWorld,
    side: int,
    changes: dict[str, Any],
    due_day: int,
    interest_only: int,
    yuan: int,
    days: int,
    seconds: int,
) -> None:
    world = first_world
    changes["due_day"] = 0 if changes["period_days"] else due_day
    changes["interest_only_periods"] = min(interest_only, changes["instalments"] - 1)
    with world.chain.anchored():
        world.chain.warp(days=days, seconds=seconds)
        offer = world.offer(world.conditions(**changes), side=side, amount=yuan * YUAN)
        taker = world.lender if side == BORROW else world.borrower
        deal = world.deal(offer, yuan * YUAN)
        found = world.desk.preview_terms(offer, world.fill(deal), taker)
        assert terms_tuple(found) == deal.complete
        named = Offer(**(offer | {"conditions": Conditions(**offer["conditions"])}))
        desk = Desk(CHAIN_ID, world.desk.address)
        assert offer_digest(desk, named) == world.desk.digest_of(offer)


def test_who_has_signed_nothing_has_the_first_epoch(world: FullWorld) -> None:
    assert world.desk.epochs(world.stranger) == 0
    assert world.desk.balances(world.stranger, world.token) == 0
    assert not world.desk.is_spent(world.stranger, 0)
