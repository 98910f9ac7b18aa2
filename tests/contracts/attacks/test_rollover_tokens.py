# SPDX-License-Identifier: Apache-2.0
"""A rollover in a currency that misbehaves happens whole or not at all, and keeps nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.contracts.evm import Contract, reverts
from tests.contracts.full_world import MONEY, NO_LIMIT, FullWorld
from tests.contracts.loan_amending.amendable import Amendable
from tests.contracts.rollover.rolling import Rolling
from tests.contracts.storage import storage_of

FALSE, FALSE_KEEPS, TRUE_KEEPS = 2, 3, 4
ARRIVES = 990_000


@pytest.fixture(scope="module")
def _made() -> Rolling:
    world = FullWorld()
    token = world.chain.deploy("BadToken", sender=world.governance)
    world.rulebook.set_currency(token, True, 1, 4, sender=world.governance)
    for owner in (world.lender, world.backer, world.borrower):
        token.mint(owner, MONEY, sender=owner)
        for spender in (world.desk, world.book, world.rollover):
            token.approve(spender, NO_LIMIT, sender=owner)
    world.desk.deposit(token, MONEY // 2, sender=world.lender)
    old = Amendable(world, currency=token.address)
    old.start(20)
    return Rolling(world, old)


@pytest.fixture
def rolling(_made: Rolling) -> Iterator[Rolling]:
    with _made.world.chain.anchored():
        yield _made


def token_of(rolling: Rolling) -> Contract:
    found: Contract = rolling.world.chain.at("BadToken", rolling.old.deal.repayment[0])
    return found


def ends(rolling: Rolling) -> Any:
    world = rolling.world
    return storage_of(world.chain, world.book, world.ledger, world.rollover, token_of(rolling))


TROUBLE: dict[str, tuple[Callable[[Rolling, Contract], Any], str]] = {
    "answers false": (
        lambda r, t: t.behave(FALSE, sender=r.world.stranger),
        "rollover: transfer failed",
    ),
    "answers false and keeps": (
        lambda r, t: t.behave(FALSE_KEEPS, sender=r.world.stranger),
        "rollover: transfer failed",
    ),
    "answers true and keeps": (
        lambda r, t: t.behave(TRUE_KEEPS, sender=r.world.stranger),
        "token: balance is less",
    ),
    "takes a fee": (
        lambda r, t: t.let_arrive(ARRIVES, sender=r.world.stranger),
        "book: another amount arrived",
    ),
    "black-lists the borrower": (
        lambda r, t: t.black_list(r.world.borrower, True, sender=r.world.stranger),
        "token: receiver is black-listed",
    ),
    "black-lists the lender": (
        lambda r, t: t.black_list(r.world.backer, True, sender=r.world.stranger),
        "token: sender is black-listed",
    ),
}


@pytest.mark.parametrize("name", TROUBLE)
def test_it_is_refused_whole(rolling: Rolling, name: str) -> None:
    trouble, text = TROUBLE[name]
    trouble(rolling, token_of(rolling))
    before = ends(rolling)
    with reverts(text):
        rolling.roll()
    assert ends(rolling) == before


def test_a_plain_one_leaves_neither_money_nor_allowance(rolling: Rolling) -> None:
    world, token = rolling.world, token_of(rolling)
    rolling.roll()
    assert token.balanceOf(world.rollover) == token.allowance(world.rollover, world.book) == 0


def test_money_that_was_there_is_nobodys(rolling: Rolling) -> None:
    """Given unasked, or left by a rebase: it pays for no rollover, and stops none."""
    world, token = rolling.world, token_of(rolling)
    token.mint(world.rollover, 10, sender=world.stranger)
    borrower = token.balanceOf(world.borrower)
    closing = rolling.old.closing_amount
    payout = rolling.new.terms.principal - rolling.new.terms.fee
    rolling.roll()
    assert token.balanceOf(world.rollover) == 10
    assert token.balanceOf(world.borrower) == borrower + payout - closing
