# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator

import pytest

from tests.contracts.full_world import FullWorld
from tests.contracts.loan_servicing.serviced import Serviced


@pytest.fixture(scope="session")
def first_world() -> FullWorld:
    return FullWorld()


@pytest.fixture
def world(first_world: FullWorld) -> Iterator[FullWorld]:
    with first_world.chain.anchored():
        yield first_world


@pytest.fixture
def loan(world: FullWorld) -> Serviced:
    """Twelve months at 12 %: grace 5 days, default at 90, acceleration from 60, notice of 10."""
    return Serviced(world)
