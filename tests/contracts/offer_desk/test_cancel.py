# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import reverts
from tests.contracts.full_world import BORROW, LEND, MONEY, YUAN, FullWorld

SPENT = "desk: offer is spent or cancelled"


def test_a_nonce_is_cancelled_once(world: FullWorld) -> None:
    world.desk.cancel(77, sender=world.lender)
    with reverts("desk: nonce is spent"):
        world.desk.cancel(77, sender=world.lender)


def test_the_nonce_of_an_offer_wholly_filled_is_spent(world: FullWorld) -> None:
    offer = world.offer()
    world.take(offer)
    with reverts("desk: nonce is spent"):
        world.desk.cancel(offer["nonce"], sender=world.lender)


def test_nobody_cancels_anothers_offer(world: FullWorld) -> None:
    offer = world.offer()
    for caller in (world.borrower, world.backer, world.stranger, world.governance):
        world.desk.cancel(offer["nonce"], sender=caller)
    assert not world.desk.is_spent(world.lender, offer["nonce"])
    world.take(offer)


@pytest.mark.parametrize("side", [LEND, BORROW])
def test_a_cancelled_offer_is_taken_no_more(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    maker = world.borrower if side == BORROW else world.lender
    world.desk.cancel(offer["nonce"], sender=maker)
    (event,) = world.chain.events
    assert (event.name, event.address) == ("OfferCancelled", world.desk.address)
    assert event.args == {"maker": maker.address, "nonce": offer["nonce"]}
    assert world.desk.is_spent(maker, offer["nonce"])
    assert world.desk.remaining(offer) == 0
    with reverts(SPENT):
        world.take(offer)


def test_what_is_left_of_an_offer_is_cancelled(world: FullWorld) -> None:
    offer = world.offer()
    deal = world.take(offer, 10_000 * YUAN)
    world.desk.cancel(offer["nonce"], sender=world.lender)
    with reverts(SPENT):
        world.take(offer, 10_000 * YUAN, number=1)
    assert world.book.state_of(deal.id).status == 1
    assert world.pay(deal, YUAN) == YUAN


def test_all_offers_of_the_nonce_are_cancelled_and_no_other(world: FullWorld) -> None:
    one, twin = world.offer(nonce=1_000), world.offer(nonce=1_000, fill_min=2_000 * YUAN)
    neighbours = [world.offer(nonce=nonce) for nonce in (999, 1_001, 744, 1_256, 872, 1_128)]
    world.desk.cancel(1_000, sender=world.lender)
    for offer in (one, twin):
        with reverts(SPENT):
            world.take(offer)
    for offer in neighbours:
        world.take(offer)


@pytest.mark.parametrize("nonce", [0, 127, 128, 255, 256, 2**256 - 1])
def test_every_nonce_has_its_own_bit(world: FullWorld, nonce: int) -> None:
    world.desk.cancel(nonce, sender=world.backer)
    near = {(nonce + step) % 2**256 for step in (-256, -128, -1, 1, 128, 256)}
    assert world.desk.is_spent(world.backer, nonce)
    assert not any(world.desk.is_spent(world.backer, other) for other in near)


def test_a_cancellation_moves_no_money(world: FullWorld) -> None:
    world.desk.cancel(77, sender=world.lender)
    assert world.desk.balances(world.lender, world.token) == MONEY // 2
    assert world.token.balanceOf(world.desk) == MONEY // 2


def test_cancelling_works_while_new_loans_are_paused(world: FullWorld) -> None:
    world.rulebook.pause_new_loans(86_400, sender=world.governance)
    world.desk.cancel(77, sender=world.lender)
    assert world.desk.is_spent(world.lender, 77)
