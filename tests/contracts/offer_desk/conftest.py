# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator

import pytest

from tests.contracts.evm import Contract
from tests.contracts.full_world import MONEY, NO_LIMIT, FullWorld

HONEST, RETURNS_FALSE, RETURNS_NOTHING, TAKES_FEE, CALLS_BACK, REFUSES_APPROVAL = range(6)


@pytest.fixture(scope="session")
def first_world() -> FullWorld:
    return FullWorld()


@pytest.fixture
def world(first_world: FullWorld) -> Iterator[FullWorld]:
    with first_world.chain.anchored():
        yield first_world


@pytest.fixture
def bad_token(world: FullWorld) -> Contract:
    """A token that can misbehave; lender and borrower have it, and approved desk and book."""
    token = world.chain.deploy("DeskTokenMock", sender=world.governance)
    world.rulebook.set_currency(token, True, 1, 4, sender=world.governance)
    for owner in (world.lender, world.borrower):
        token.mint(owner, MONEY, sender=owner)
        for spender in (world.desk, world.book):
            # called raw, for its answer can be empty
            approval = token.approve.encode(spender, NO_LIMIT)
            world.chain.call(token, approval, sender=owner)
    return token
