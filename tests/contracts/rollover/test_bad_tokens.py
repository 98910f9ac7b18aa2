# SPDX-License-Identifier: Apache-2.0
"""A token that misbehaves stops a rollover whole."""

import pytest

from tests.contracts.evm import Contract, reverts
from tests.contracts.full_world import MONEY, NO_LIMIT, FullWorld
from tests.contracts.loan_amending.amendable import Amendable
from tests.contracts.rollover.rolling import Rolling

RETURNS_FALSE, REFUSES_APPROVAL = 1, 5


def _listed(world: FullWorld) -> Contract:
    token: Contract = world.chain.deploy("DeskTokenMock", sender=world.governance)
    world.rulebook.set_currency(token, True, 1, 4, sender=world.governance)
    for owner in (world.lender, world.backer, world.borrower):
        token.mint(owner, MONEY, sender=owner)
        for spender in (world.desk, world.book, world.rollover):
            # called raw, for its answer can be empty
            approval = token.approve.encode(spender, NO_LIMIT)
            world.chain.call(token, approval, sender=owner)
    world.desk.deposit(token, MONEY // 2, sender=world.lender)
    return token


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (RETURNS_FALSE, "rollover: transfer failed"),
        (REFUSES_APPROVAL, "rollover: approval failed"),
    ],
)
def test_a_token_that_refuses_is_refused(behaviour: int, reason: str) -> None:
    world = FullWorld()
    token = _listed(world)
    old = Amendable(world, currency=token.address)
    old.start(20)
    rolling = Rolling(world, old)
    with world.chain.anchored():
        rolling.roll()
    token.behave(behaviour, sender=world.stranger)
    with reverts(reason):
        rolling.roll()
    assert token.balanceOf(world.rollover) == 0
