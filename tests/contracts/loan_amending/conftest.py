# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator

import pytest

from tests.contracts.full_world import FullWorld
from tests.contracts.loan_amending.amendable import Amendable


@pytest.fixture(scope="session")
def first_world() -> FullWorld:
    return FullWorld()


@pytest.fixture
def world(first_world: FullWorld) -> Iterator[FullWorld]:
    with first_world.chain.anchored():
        yield first_world


@pytest.fixture
def loan(world: FullWorld) -> Amendable:
    """Twelve months at 12 %; the lender is the servicer and holds all units."""
    return Amendable(world)


@pytest.fixture
def late(loan: Amendable) -> Amendable:
    """The same, past due by 40 days: two bills are unpaid."""
    loan.go(40)
    return loan
