# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import Contract, reverts
from tests.contracts.full_world import MONEY, YUAN, FullWorld
from tests.contracts.offer_desk.conftest import (
    CALLS_BACK,
    REFUSES_APPROVAL,
    RETURNS_FALSE,
    RETURNS_NOTHING,
    TAKES_FEE,
)


def test_nothing_is_no_deposit(world: FullWorld) -> None:
    with reverts("desk: nothing to deposit"):
        world.desk.deposit(world.token, 0, sender=world.lender)


def test_money_that_the_desk_may_not_pull_is_refused(world: FullWorld) -> None:
    with reverts("erc20: insufficient allowance"):
        world.desk.deposit(world.token, YUAN, sender=world.stranger)


def test_more_than_the_lender_has_is_refused(world: FullWorld) -> None:
    with reverts("erc20: transfer amount exceeds balance"):
        world.desk.deposit(world.token, MONEY + 1, sender=world.backer)
    assert world.desk.balances(world.backer, world.token) == 0


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (RETURNS_FALSE, "desk: transfer failed"),
        (TAKES_FEE, "desk: another amount arrived"),
        (REFUSES_APPROVAL, "desk: approval failed"),
    ],
)
def test_a_token_that_misbehaves_is_refused(
    world: FullWorld, bad_token: Contract, behaviour: int, reason: str
) -> None:
    bad_token.behave(behaviour, sender=world.stranger)
    with reverts(reason):
        world.desk.deposit(bad_token, YUAN, sender=world.lender)
    assert bad_token.balanceOf(world.desk) == 0


def test_a_blacklisted_lender_deposits_nothing(world: FullWorld, bad_token: Contract) -> None:
    bad_token.blacklist(world.lender, True, sender=world.stranger)
    with reverts("token: sender is blacklisted"):
        world.desk.deposit(bad_token, YUAN, sender=world.lender)
    world.desk.deposit(bad_token, YUAN, sender=world.borrower)


def test_a_token_that_calls_back_finds_the_desk_closed(
    world: FullWorld, bad_token: Contract
) -> None:
    for function in (world.desk.withdraw, world.desk.deposit):
        payload = function.encode(bad_token, 1)
        bad_token.call_back(world.desk, payload, sender=world.stranger)
        assert bad_token.behaviour() == CALLS_BACK
        world.desk.deposit(bad_token, YUAN, sender=world.lender)
        assert not bad_token.has_called_back()
    assert bad_token.balanceOf(world.desk) == 2 * YUAN
    assert world.desk.balances(world.lender, bad_token) == 2 * YUAN


def test_a_token_that_returns_nothing_is_taken(world: FullWorld, bad_token: Contract) -> None:
    bad_token.behave(RETURNS_NOTHING, sender=world.stranger)
    world.desk.deposit(bad_token, YUAN, sender=world.lender)
    assert world.desk.balances(world.lender, bad_token) == YUAN


def test_a_deposit_adds_to_the_lenders_own_balance_to_the_unit(world: FullWorld) -> None:
    before = world.desk.balances(world.lender, world.token)
    held = world.token.balanceOf(world.desk)
    world.desk.deposit(world.token, 7, sender=world.backer)
    world.desk.deposit(world.token, 5, sender=world.backer)
    event = world.chain.events[0]
    assert (event.name, event.address) == ("Deposited", world.desk.address)
    assert event.args == {
        "lender": world.backer.address,
        "currency": world.token.address,
        "amount": 5,
    }
    assert world.desk.balances(world.backer, world.token) == 12
    assert world.desk.balances(world.lender, world.token) == before
    assert world.token.balanceOf(world.backer) == MONEY - 12
    assert world.token.balanceOf(world.desk) == held + 12


def test_currencies_are_kept_apart(world: FullWorld, bad_token: Contract) -> None:
    before = world.desk.balances(world.lender, world.token)
    world.desk.deposit(bad_token, YUAN, sender=world.lender)
    assert world.desk.balances(world.lender, bad_token) == YUAN
    assert world.desk.balances(world.lender, world.token) == before
    assert bad_token.allowance(world.desk, world.book) == 2**256 - 1
