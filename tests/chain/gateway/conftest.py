# SPDX-License-Identifier: Apache-2.0
"""A chain that lasts, and a gateway on it, once a module."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shouxin.chain.gateway.lasting import LastingNode
from shouxin.config import Config
from tests.chain.gateway.service import Client, World, new_world, serving


@pytest.fixture(scope="module")
def shared(config: Config, tmp_path_factory: pytest.TempPathFactory) -> World:
    return new_world(config, tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="module")
def shared_node(shared: World) -> Iterator[LastingNode]:
    node = shared.node()
    node.start()
    yield node
    node.stop()


@pytest.fixture(scope="module")
def client(shared_node: LastingNode) -> Iterator[Client]:
    with serving(shared_node) as asking:
        yield asking


@pytest.fixture
def world(config: Config, tmp_path: Path) -> World:
    """A chain of this test's own."""
    return new_world(config, tmp_path)


@pytest.fixture
def ended() -> Any:
    """Ends the nodes that a test names."""
    nodes: list[LastingNode] = []
    yield nodes
    for node in nodes:
        node.stop()
