# SPDX-License-Identifier: Apache-2.0
"""The API over a real chain whose events were read into the database."""

from __future__ import annotations

import pytest

from shouxin.store.database import Database
from shouxin.story.cast import Cast
from shouxin.story.stage import Stage
from tests.lending.endpoints.town import Town, town_of


@pytest.fixture
async def town(stage: Stage, cast: Cast, database: Database) -> Town:
    return await town_of(stage, cast, database)
