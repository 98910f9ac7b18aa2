# SPDX-License-Identifier: Apache-2.0
"""One chain with the registry on it."""

from collections.abc import Iterator

import pytest

from shouxin.config import load_config
from shouxin.story.stage import Stage, embedded_stage


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    config = load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})
    with embedded_stage(config) as found:
        yield found
