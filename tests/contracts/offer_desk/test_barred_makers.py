# SPDX-License-Identifier: Apache-2.0
"""Offers of frozen parties wait, those of replaced wallets are void; balances are their owners'."""

import pytest

from tests.contracts.evm import reverts
from tests.contracts.full_world import BORROW, LEND, YUAN, FullWorld

BARRED = "book: a party is frozen, or recovers a wallet"


@pytest.mark.parametrize("side", [LEND, BORROW])
@pytest.mark.parametrize("who", ["borrower", "lender"])
def test_a_frozen_partys_offer_and_request_are_not_filled(
    world: FullWorld, side: int, who: str
) -> None:
    offer = world.offer(side=side)
    world.people.freeze(world.party(world.chain.actor(who)), days=2)
    with reverts(BARRED):
        world.take(offer)
    assert world.desk.remaining(offer) == offer["amount"]
    world.chain.warp(days=2)
    world.take(offer)


@pytest.mark.parametrize("side", [LEND, BORROW])
def test_a_replaced_makers_offer_is_void_for_ever(world: FullWorld, side: int) -> None:
    maker = world.borrower if side == BORROW else world.lender
    offer, fresh = world.offer(side=side), world.chain.actor("fresh")
    deal = world.deal(offer)
    world.people.replace(maker, fresh)
    deal = world.deal(offer)
    name = "borrower" if side == BORROW else "lender"
    taker = world.lender if side == BORROW else world.borrower
    for _ in range(2):
        with reverts(f"book: {name} has no party"):
            world.desk.take(offer, world.sign(offer), world.fill(deal), deal.id, sender=taker)
        world.chain.warp(days=400)
        deal = world.deal(offer)


def test_its_new_wallet_offers_anew(world: FullWorld) -> None:
    fresh = world.chain.actor("fresh")
    world.people.replace(world.lender, fresh)
    world.token.transfer(fresh, 100_000 * YUAN, sender=world.backer)
    world.token.approve(world.desk, 2**200, sender=fresh)
    world.desk.deposit(world.token, 100_000 * YUAN, sender=fresh)
    offer = world.offer(maker=fresh.address)
    deal = world.deal(offer)
    signature = world.sign(offer, fresh)
    world.desk.take(offer, signature, world.fill(deal), deal.id, sender=world.borrower)
    assert world.book.issue_of(deal.id).note.lender == fresh.address


def test_a_frozen_lender_takes_back_its_balance(world: FullWorld) -> None:
    """A freeze holds back claims; what lies at the desk is as in the lender's own wallet."""
    before = world.token.balanceOf(world.lender)
    world.people.freeze(world.party(world.lender))
    world.desk.withdraw(world.token, YUAN, sender=world.lender)
    assert world.token.balanceOf(world.lender) == before + YUAN
