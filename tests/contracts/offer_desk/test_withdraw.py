# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import Contract, reverts
from tests.contracts.full_world import MONEY, YUAN, FullWorld
from tests.contracts.offer_desk.conftest import RETURNS_FALSE, RETURNS_NOTHING


@pytest.mark.parametrize("amount", [0, YUAN + 1, 2**256 - 1])
def test_nothing_and_more_than_the_balance_are_refused(world: FullWorld, amount: int) -> None:
    world.desk.deposit(world.token, YUAN, sender=world.backer)
    with reverts("desk: balance is less"):
        world.desk.withdraw(world.token, amount, sender=world.backer)
    assert world.desk.balances(world.backer, world.token) == YUAN


def test_nobody_withdraws_what_another_deposited(world: FullWorld) -> None:
    assert world.desk.balances(world.lender, world.token) == MONEY // 2
    callers = (world.borrower, world.backer, world.stranger, world.governance, world.bank)
    for caller in callers:
        with reverts("desk: balance is less"):
            world.desk.withdraw(world.token, 1, sender=caller)


def test_what_a_fill_has_drawn_is_gone(world: FullWorld) -> None:
    deal = world.take(world.offer())
    left = MONEY // 2 - deal.terms.principal
    with reverts("desk: balance is less"):
        world.desk.withdraw(world.token, left + 1, sender=world.lender)
    world.desk.withdraw(world.token, left, sender=world.lender)
    assert world.token.balanceOf(world.desk) == 0


def test_a_transfer_that_fails_leaves_the_balance(world: FullWorld, bad_token: Contract) -> None:
    world.desk.deposit(bad_token, YUAN, sender=world.lender)
    bad_token.behave(RETURNS_FALSE, sender=world.stranger)
    with reverts("desk: transfer failed"):
        world.desk.withdraw(bad_token, YUAN, sender=world.lender)
    bad_token.behave(RETURNS_NOTHING, sender=world.stranger)
    world.desk.withdraw(bad_token, YUAN, sender=world.lender)
    assert bad_token.balanceOf(world.lender) == MONEY


def test_a_blacklisted_lender_blocks_nobody_else(world: FullWorld, bad_token: Contract) -> None:
    for owner in (world.lender, world.borrower):
        world.desk.deposit(bad_token, YUAN, sender=owner)
    bad_token.blacklist(world.lender, True, sender=world.stranger)
    with reverts("token: receiver is blacklisted"):
        world.desk.withdraw(bad_token, YUAN, sender=world.lender)
    world.desk.withdraw(bad_token, YUAN, sender=world.borrower)
    assert world.desk.balances(world.lender, bad_token) == YUAN


def test_a_token_that_shrank_costs_no_other_currency(world: FullWorld, bad_token: Contract) -> None:
    world.desk.deposit(bad_token, YUAN, sender=world.lender)
    bad_token.rebase(world.desk, YUAN // 2, sender=world.stranger)
    with reverts(""):
        world.desk.withdraw(bad_token, YUAN, sender=world.lender)
    world.desk.withdraw(bad_token, YUAN // 2, sender=world.lender)
    assert world.desk.balances(world.lender, bad_token) == YUAN // 2
    world.desk.withdraw(world.token, MONEY // 2, sender=world.lender)


def test_a_token_that_grew_gives_nobody_more_than_it_brought(
    world: FullWorld, bad_token: Contract
) -> None:
    world.desk.deposit(bad_token, YUAN, sender=world.lender)
    bad_token.rebase(world.desk, 3 * YUAN, sender=world.stranger)
    with reverts("desk: balance is less"):
        world.desk.withdraw(bad_token, YUAN + 1, sender=world.lender)
    world.desk.withdraw(bad_token, YUAN, sender=world.lender)
    assert world.desk.balances(world.lender, bad_token) == 0


def test_a_token_that_calls_back_withdraws_once(world: FullWorld, bad_token: Contract) -> None:
    world.desk.deposit(bad_token, 2 * YUAN, sender=world.lender)
    payload = world.desk.withdraw.encode(bad_token, YUAN)
    bad_token.call_back(world.desk, payload, sender=world.stranger)
    world.desk.withdraw(bad_token, YUAN, sender=world.lender)
    assert not bad_token.has_called_back()
    assert bad_token.balanceOf(world.desk) == YUAN


def test_a_withdrawal_pays_the_lender_to_the_unit(world: FullWorld) -> None:
    before = world.token.balanceOf(world.lender)
    world.desk.withdraw(world.token, 123_457, sender=world.lender)
    event = world.chain.events[0]
    assert (event.name, event.address) == ("Withdrawn", world.desk.address)
    assert event.args == {
        "lender": world.lender.address,
        "currency": world.token.address,
        "amount": 123_457,
    }
    assert world.token.balanceOf(world.lender) == before + 123_457
    assert world.desk.balances(world.lender, world.token) == MONEY // 2 - 123_457
    assert world.token.balanceOf(world.desk) == MONEY // 2 - 123_457


def test_deposits_stay_out_of_reach_of_a_pause(world: FullWorld) -> None:
    world.rulebook.pause_new_loans(86_400, sender=world.governance)
    world.rulebook.set_desk(world.desk, False, sender=world.governance)
    world.rulebook.set_currency(world.token, False, 1, 4, sender=world.governance)
    world.desk.withdraw(world.token, MONEY // 2, sender=world.lender)
    assert world.token.balanceOf(world.desk) == 0
