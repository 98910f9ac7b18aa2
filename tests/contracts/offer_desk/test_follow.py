# SPDX-License-Identifier: Apache-2.0
"""A replaced wallet's balance goes to the wallet that took its place, whoever calls."""

import pytest

from tests.contracts.evm import Actor, reverts
from tests.contracts.full_world import YUAN, FullWorld


@pytest.fixture
def fresh(world: FullWorld) -> Actor:
    return world.chain.actor("fresh")


def test_nobodys_balance_moves_but_a_replaced_wallets(world: FullWorld, fresh: Actor) -> None:
    world.people.start_recovery(world.lender, fresh)
    world.chain.warp(days=14)
    for wallet in (world.lender, world.backer, world.stranger):
        for caller in (world.lender, world.stranger, world.governance):
            with reverts("desk: wallet was not replaced"):
                world.desk.follow(wallet, world.token, sender=caller)


def test_all_of_it_moves_once_to_the_successor(world: FullWorld, fresh: Actor) -> None:
    held = world.desk.balances(world.lender, world.token)
    in_all = world.token.balanceOf(world.desk)
    world.people.replace(world.lender, fresh)
    world.desk.follow(world.lender, world.token, sender=world.stranger)
    (event,) = world.chain.events
    assert event.args == {
        "lost": world.lender.address,
        "lender": fresh.address,
        "currency": world.token.address,
        "amount": held,
    }
    assert world.desk.balances(world.lender, world.token) == 0
    assert world.desk.balances(fresh, world.token) == held > 0
    assert world.token.balanceOf(world.desk) == in_all
    with reverts("desk: balance is less"):
        world.desk.withdraw(world.token, 1, sender=world.lender)
    with reverts("desk: balance is nil"):
        world.desk.follow(world.lender, world.token, sender=world.stranger)


def test_it_joins_what_the_successor_has_and_follows_on(world: FullWorld, fresh: Actor) -> None:
    third = world.chain.actor("third")
    held = world.desk.balances(world.lender, world.token)
    world.people.replace(world.lender, fresh)
    world.token.transfer(fresh, YUAN, sender=world.backer)
    world.token.approve(world.desk, YUAN, sender=fresh)
    world.desk.deposit(world.token, YUAN, sender=fresh)
    world.people.replace(fresh, third)
    for lost in (fresh, world.lender):
        world.desk.follow(lost, world.token, sender=third)
    assert world.desk.balances(third, world.token) == held + YUAN
    world.desk.withdraw(world.token, held + YUAN, sender=third)
    assert world.token.balanceOf(third) == held + YUAN
