# SPDX-License-Identifier: Apache-2.0
"""A chain behind its gateway, once a module, and an outbox on an empty database."""

from collections.abc import Callable, Iterator

import pytest
from eth_account.signers.local import LocalAccount

from shouxin.chain.gateway.lasting import LastingNode
from shouxin.chain.node import ETHER
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender, new_key
from shouxin.config import Config, load_config
from shouxin.store.database import Database
from tests.chain.gateway.service import World, new_world, serving
from tests.outbox.running import Running


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})


@pytest.fixture(scope="module")
def world(config: Config, tmp_path_factory: pytest.TempPathFactory) -> World:
    return new_world(config, tmp_path_factory.mktemp("chain"))


@pytest.fixture(scope="module")
def lasting(world: World) -> Iterator[LastingNode]:
    node = world.node()
    node.start()
    yield node
    node.stop()


@pytest.fixture(scope="module")
def chain(lasting: LastingNode) -> Iterator[Chain]:
    """Through the gateway, as the sender has it."""
    with serving(lasting) as client:
        yield Chain(f"http://127.0.0.1:{client.port}")


@pytest.fixture
def new_account(chain: Chain, world: World) -> Callable[[], LocalAccount]:
    """Keys with coins of their own, so that no test meets another's nonces."""

    def made() -> LocalAccount:
        account = new_key()
        Sender(chain, world.key).send(str(account.address), value=10 * ETHER)
        return account

    return made


@pytest.fixture
def running(database: Database, chain: Chain, new_account: Callable[[], LocalAccount]) -> Running:
    """An outbox with one key; nothing is sent until the test says so."""
    return Running(database, chain, new_account())
