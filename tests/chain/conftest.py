# SPDX-License-Identifier: Apache-2.0
"""A real node for a module's tests, and senders on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shouxin.chain.deploy import Deployment, deploy
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender
from shouxin.config import Config, load_config


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """This checkout's, with a folder of its own to write to."""
    return load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})


@pytest.fixture(scope="module")
def node(config: Config) -> Iterator[EmbeddedNode]:
    with config.embedded_node() as running:
        yield running


@pytest.fixture
def chain(node: EmbeddedNode) -> Chain:
    return node.chain


@pytest.fixture
def new_sender(node: EmbeddedNode) -> Callable[[], Sender]:
    return lambda: Sender(node.chain, node.new_account())


@pytest.fixture
def deployer(new_sender: Callable[[], Sender]) -> Sender:
    return new_sender()


@pytest.fixture
def deployment(deployer: Sender, tmp_path: Path) -> Deployment:
    return deploy(deployer, tmp_path)
