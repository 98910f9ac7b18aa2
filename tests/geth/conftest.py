# SPDX-License-Identifier: Apache-2.0
"""A geth for a module, and the story's stage on it: contracts, currency, limits, provider, bank."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shouxin.chain.sender import new_key, read_key
from shouxin.config import Config, load_config
from shouxin.story.cast import Cast, gather
from shouxin.story.loans import Loans
from shouxin.story.relaying import Relaying
from shouxin.story.stage import Stage, stage_at
from tests.geth.geth_node import CHAIN_ID, GethNode

MONEY_EACH = 10_000_000


@pytest.fixture(scope="session")
def geth(request: pytest.FixtureRequest) -> Path:
    """The program that ``--geth`` names."""
    program: str | None = request.config.getoption("--geth")
    assert program is not None, "tests/geth runs on a geth: `make test-geth`, or --geth PROGRAM"
    return Path(program).resolve(strict=True)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})


@pytest.fixture(scope="module")
def key_file(config: Config) -> Path:
    """The key that has all coins."""
    path = config.var / "rich.key"
    new_key(path)
    return path


@pytest.fixture(scope="module")
def node(
    geth: Path, key_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GethNode]:
    rich = str(read_key(key_file).address)
    with GethNode(geth, tmp_path_factory.mktemp("geth"), rich) as running:
        yield running


@pytest.fixture(scope="module")
def stage(config: Config, node: GethNode, key_file: Path) -> Stage:
    """What ``shouxin demo --rpc-url`` sets up."""
    return stage_at(config, node.url, CHAIN_ID, key_file)


@pytest.fixture(scope="module")
def cast(stage: Stage) -> Cast:
    return gather(stage, MONEY_EACH)


@pytest.fixture
def loans(stage: Stage) -> Iterator[Loans]:
    """Every move also in the Python model; they must agree to the end."""
    following = Loans(stage)
    yield following
    following.compare_positions()
    assert following.disagreements == []


@pytest.fixture
def relaying(loans: Loans) -> Relaying:
    """A relayer whose signers' nonces no other test uses."""
    return Relaying(loans, loans.stage.new_sender(), loans.stage.nonces)
