# SPDX-License-Identifier: Apache-2.0
"""One chain with people on it, for the tests of offers."""

from collections.abc import Iterator

import pytest

from shouxin.config import load_config
from shouxin.story.cast import Cast, gather
from shouxin.story.stage import Stage, embedded_stage

MONEY = 1_000_000_000


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    config = load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})
    with embedded_stage(config) as found:
        yield found


@pytest.fixture(scope="module")
def cast(stage: Stage) -> Cast:
    return gather(stage, MONEY)
