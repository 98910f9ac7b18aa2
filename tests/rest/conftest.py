# SPDX-License-Identifier: Apache-2.0

import pytest

from shouxin.store.database import Database
from tests.api.world import World


@pytest.fixture
def world(database: Database) -> World:
    """The API over each kind of database, with no chain."""
    return World(database)
