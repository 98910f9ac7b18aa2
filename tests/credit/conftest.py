# SPDX-License-Identifier: Apache-2.0
"""A chain that a folder's tests only read, one that a test may spoil, and a report."""

from collections.abc import Iterator

import pytest

from shouxin.config import Config, load_config
from shouxin.credit.report import Report
from tests.credit.ledger_world import NEIGHBOUR, LedgerWorld, ledger_world


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})


@pytest.fixture(scope="session")
def world(config: Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LedgerWorld]:
    """Read only, but for records of parties of a test's own."""
    with ledger_world(config, tmp_path_factory.mktemp("manifests")) as found:
        yield found


@pytest.fixture
def own_world(config: Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LedgerWorld]:
    """One that a test may spoil."""
    with ledger_world(config, tmp_path_factory.mktemp("manifests")) as found:
        yield found


@pytest.fixture(scope="session")
def report(world: LedgerWorld) -> Report:
    """The subject's, of the session's chain."""
    return world.report()


@pytest.fixture(scope="session")
def neighbours(world: LedgerWorld, report: Report) -> Report:
    """Another party's, of the same block."""
    return world.report(NEIGHBOUR, report.header.number)
