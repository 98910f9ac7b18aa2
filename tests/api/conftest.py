# SPDX-License-Identifier: Apache-2.0

from collections.abc import Iterator

import pytest

from shouxin.config import load_config
from shouxin.store.database import Database
from shouxin.story.cast import Cast, gather
from shouxin.story.stage import Stage, embedded_stage
from tests.api.world import World
from tests.lending.endpoints.town import Town, town_of

MONEY = 1_000_000_000


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One chain with the contracts for all tests of the API."""
    config = load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})
    with embedded_stage(config) as found:
        yield found


@pytest.fixture(scope="session")
def cast(stage: Stage) -> Cast:
    """People with parties, wallets and money."""
    return gather(stage, MONEY)


@pytest.fixture
def world(database: Database, stage: Stage) -> World:
    """The API over each kind of database and the chain, of which nothing was read yet."""
    return World(database, stage=stage)


@pytest.fixture
async def town(database: Database, stage: Stage, cast: Cast) -> Town:
    """The same with the chain read into the database."""
    return await town_of(stage, cast, database)
