# SPDX-License-Identifier: Apache-2.0
"""A chain with people on it, once a module, and keepers on databases of their own."""

from collections.abc import Iterator

import pytest

from shouxin.config import load_config
from shouxin.story.cast import Cast, gather
from shouxin.story.loans import Loans
from shouxin.story.stage import Stage, embedded_stage
from tests.lending.keeper.office import MONEY, Office


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    config = load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})
    with embedded_stage(config) as found:
        yield found


@pytest.fixture(scope="module")
def cast(stage: Stage) -> Cast:
    return gather(stage, MONEY)


@pytest.fixture
def office(stage: Stage, cast: Cast) -> Office:
    """New loans that nobody has paid yet."""
    return Office(stage, cast, Loans(stage))
