# SPDX-License-Identifier: Apache-2.0
"""A client of the real application: without a chain, and in a town on one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from shouxin.client import AsyncClient
from shouxin.config import load_config
from shouxin.store.database import Database
from shouxin.story.cast import Cast, gather
from shouxin.story.stage import Stage, embedded_stage
from tests.api.world import World
from tests.client.asking import client_of
from tests.lending.endpoints.town import Town, town_of

MONEY = 1_000_000_000


@pytest.fixture
def world(database: Database, stage: Stage) -> World:
    return World(database, stage=stage)


@pytest.fixture
async def client(world: World) -> AsyncIterator[AsyncClient]:
    """Nobody known."""
    async with client_of(world.app) as made:
        yield made


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    config = load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})
    with embedded_stage(config) as found:
        yield found


@pytest.fixture(scope="module")
def cast(stage: Stage) -> Cast:
    return gather(stage, MONEY)


@pytest.fixture
async def town(stage: Stage, cast: Cast, database: Database) -> Town:
    return await town_of(stage, cast, database)
