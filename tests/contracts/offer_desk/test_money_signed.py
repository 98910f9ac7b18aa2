# SPDX-License-Identifier: Apache-2.0
"""Deposits to the desk and withdrawals from it by the lender's signature."""

from collections.abc import Iterator

import pytest

from tests.contracts.full_world import FullWorld
from tests.contracts.loan_relay.test_replays import INVALID, refusal
from tests.contracts.signers import KeySigner
from tests.contracts.signing import AMOUNT, BALANCE, Signing, spent

NO_ALLOWANCE = "erc20: insufficient allowance"


@pytest.fixture(scope="module")
def first_signing() -> Signing:
    world = FullWorld()
    return Signing.made(world, KeySigner(world.chain))


@pytest.fixture
def signing(first_signing: Signing) -> Iterator[Signing]:
    with first_signing.chain.anchored():
        yield first_signing


def balance(signing: Signing) -> int:
    return int(signing.world.desk.balances(signing.signer, signing.world.token))


def test_a_deposit_of_nothing_is_refused(signing: Signing) -> None:
    assert refusal(signing, signing.deposit(amount=0)) == "desk: nothing to deposit"


@pytest.mark.parametrize("amount", [0, BALANCE + 1, 2**256 - 1])
def test_nothing_and_more_than_the_balance_are_not_taken_back(
    signing: Signing, amount: int
) -> None:
    case = signing.take_back(amount=amount)
    assert refusal(signing, case) == "desk: balance is less"
    assert not spent(signing, case)


def test_a_deposit_is_no_withdrawal(signing: Signing) -> None:
    deposit, back = signing.deposit(), signing.take_back()
    signer = signing.signer
    assert refusal(signing, deposit, signer.sign(back.digest())) == INVALID
    assert refusal(signing, back, signer.sign(deposit.digest())) == INVALID


def test_one_nonce_serves_one_of_them(signing: Signing) -> None:
    signing.submit(signing.deposit())
    assert refusal(signing, signing.take_back()) == "desk: nonce is spent"


def test_a_deposit_comes_from_the_signer_and_is_its_own(signing: Signing) -> None:
    world = signing.world
    before = world.token.balanceOf(signing.signer)
    signing.submit(signing.deposit())
    event = next(e.args for e in signing.chain.events if e.name == "Deposited")
    assert event["lender"] == signing.signer.address
    assert before - world.token.balanceOf(signing.signer) == AMOUNT
    assert balance(signing) == BALANCE + AMOUNT
    assert world.desk.balances(signing.relayer, world.token) == 0


def test_what_is_taken_back_goes_to_the_signer(signing: Signing) -> None:
    world = signing.world
    before = [world.token.balanceOf(who) for who in (signing.signer, signing.relayer)]
    signing.submit(signing.take_back())
    after = [world.token.balanceOf(who) for who in (signing.signer, signing.relayer)]
    assert after == [before[0] + AMOUNT, before[1]]
    assert balance(signing) == BALANCE - AMOUNT


@pytest.mark.parametrize("is_used_before", [False, True])
def test_a_permit_deposits_without_an_allowance(signing: Signing, *, is_used_before: bool) -> None:
    world, case = signing.world, signing.deposit()
    signing.approve(world.desk, 0)
    assert refusal(signing, case) == NO_ALLOWANCE
    permit = signing.permit(world.desk, AMOUNT)
    if is_used_before:
        signing.submit_permit(world.desk, AMOUNT, permit)
    signing.submit(case, permit=permit)
    assert world.token.allowance(signing.signer, world.desk) == 0
    assert balance(signing) == BALANCE + AMOUNT


def test_a_permit_for_the_book_deposits_nothing(signing: Signing) -> None:
    world = signing.world
    signing.approve(world.desk, 0)
    case = signing.deposit()
    with signing.chain.anchored():
        assert refusal(signing, case) == NO_ALLOWANCE
    permit = signing.permit(world.book, AMOUNT)
    signing.submit_permit(world.book, AMOUNT, permit)
    assert refusal(signing, case) == NO_ALLOWANCE
    assert not spent(signing, case)
