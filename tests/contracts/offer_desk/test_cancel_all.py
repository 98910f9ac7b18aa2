# SPDX-License-Identifier: Apache-2.0
from tests.contracts.evm import reverts
from tests.contracts.full_world import BORROW, MONEY, YUAN, FullWorld

CANCELLED = "desk: offer was cancelled"


def test_all_that_was_signed_so_far_is_void(world: FullWorld) -> None:
    offers = [world.offer(), world.offer(), world.offer()]
    world.take(offers[2], 10_000 * YUAN)
    world.desk.cancel_all(sender=world.lender)
    (event,) = world.chain.events
    assert (event.name, event.address) == ("AllOffersCancelled", world.desk.address)
    assert event.args == {"maker": world.lender.address, "epoch": 1}
    assert world.desk.epochs(world.lender) == 1
    for number, offer in enumerate(offers):
        assert world.desk.remaining(offer) == 0
        with reverts(CANCELLED):
            world.take(offer, 10_000 * YUAN, number=number // 2)


def test_offers_signed_afterwards_live(world: FullWorld) -> None:
    for epoch in (1, 2):
        world.desk.cancel_all(sender=world.lender)
        for old in range(epoch):
            with reverts(CANCELLED):
                world.take(world.offer(epoch=old))
        world.take(world.offer(epoch=epoch))


def test_offers_and_requests_of_one_maker_fall_together(world: FullWorld) -> None:
    world.desk.cancel_all(sender=world.borrower)
    with reverts(CANCELLED):
        world.take(world.offer(side=BORROW))
    offer = world.offer(maker=world.borrower.address)
    deal = world.deal(offer, taker=world.backer)
    signature = world.sign(offer, world.borrower)
    with reverts(CANCELLED):
        world.desk.take(offer, signature, world.fill(deal), deal.id, sender=world.backer)


def test_nobody_cancels_anothers_offers(world: FullWorld) -> None:
    for caller in (world.borrower, world.backer, world.stranger, world.governance):
        world.desk.cancel_all(sender=caller)
    assert world.desk.epochs(world.lender) == 0
    world.take(world.offer())


def test_a_spent_nonce_stays_spent_in_the_next_epoch(world: FullWorld) -> None:
    offer = world.offer()
    world.desk.cancel(offer["nonce"], sender=world.lender)
    world.desk.cancel_all(sender=world.lender)
    with reverts("desk: offer is spent or cancelled"):
        world.take(offer | {"epoch": 1})


def test_money_and_live_loans_stay(world: FullWorld) -> None:
    deal = world.take(world.offer())
    world.desk.cancel_all(sender=world.lender)
    assert world.desk.balances(world.lender, world.token) == MONEY // 2 - deal.terms.principal
    assert world.pay(deal, YUAN) == YUAN
