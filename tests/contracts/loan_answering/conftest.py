# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator

import pytest

from tests.contracts.full_world import FullWorld
from tests.contracts.loan_answering.disputed import Disputed


@pytest.fixture(scope="session")
def first_world() -> FullWorld:
    return FullWorld()


@pytest.fixture
def loan(first_world: FullWorld) -> Iterator[Disputed]:
    """Past due by 40 days; the borrower disputes that 30 were reached."""
    with first_world.chain.anchored():
        loan = Disputed(first_world)
        loan.go(40)
        loan.reckon()
        loan.dispute(2)
        yield loan
