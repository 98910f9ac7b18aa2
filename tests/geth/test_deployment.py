# SPDX-License-Identifier: Apache-2.0
"""The deployment on geth: by our own deployer, as the manifest says, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shouxin.chain.deploy import Deployment, connect, deploy
from shouxin.chain.manifest import manifest_path, read_manifest
from shouxin.chain.sender import Sender, read_key
from shouxin.config import Config
from shouxin.primitives.errors import BadInput, ChainError
from shouxin.story.stage import stage_at
from tests.geth.geth_node import CHAIN_ID, GethNode
from tools.contracts import load_artifacts
from tools.verify_bytecode import compare

BLOCK_SECONDS = 1


@pytest.fixture(scope="module")
def deployer(node: GethNode, key_file: Path) -> Sender:
    return Sender(node.chain, read_key(key_file))


@pytest.fixture(scope="module")
def deployment(deployer: Sender, config: Config) -> Deployment:
    return deploy(deployer, config.manifests)


def nonce_of(sender: Sender) -> int:
    return int(sender.chain.request("eth_getTransactionCount", sender.address, "latest"), 16)


def test_the_manifest_fits_the_chain(deployment: Deployment, config: Config) -> None:
    chain = deployment.chain
    manifest = read_manifest(manifest_path(config.manifests, CHAIN_ID))
    assert manifest == deployment.manifest
    assert manifest is not None
    assert manifest.is_complete
    assert manifest.genesis_hash == "0x" + chain.block(0).hash.hex()
    for deployed in manifest.contracts.values():
        receipt = chain.receipt(deployed.transaction)
        assert receipt is not None
        assert int(receipt["blockNumber"], 16) == deployed.block
        assert receipt["contractAddress"] == deployed.address.lower()
    assert connect(chain, config.manifests).manifest == manifest


def test_the_timelock_governs_and_the_deployer_does_not(
    deployment: Deployment, deployer: Sender
) -> None:
    for contract in (deployment.registry, deployment.ledger, deployment.rulebook):
        assert contract.governance() == deployment.timelock.address
        assert contract.governance() != deployer.address


def test_its_code_is_the_sources_to_the_byte(deployment: Deployment) -> None:
    """The artifacts are the sources', which `make check` holds."""
    assert compare(deployment.chain, deployment.manifest, load_artifacts()) == 0


def test_a_second_deployment_sends_nothing(
    deployment: Deployment, deployer: Sender, config: Config
) -> None:
    sent = nonce_of(deployer)
    assert deploy(deployer, config.manifests).manifest == deployment.manifest
    assert nonce_of(deployer) == sent > 0


def test_no_account_of_the_nodes_own_pays(config: Config, node: GethNode) -> None:
    """geth's developer account is unlocked and has nothing here: a key must be named or funded."""
    with pytest.raises((BadInput, ChainError)):
        stage_at(config, node.url, CHAIN_ID, None)


@pytest.fixture
def slow_node(
    geth: Path, key_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GethNode]:
    """A new chain with a block a second, however many transactions wait."""
    rich = str(read_key(key_file).address)
    with GethNode(geth, tmp_path_factory.mktemp("slow"), rich, BLOCK_SECONDS) as running:
        yield running


def test_the_first_transaction_of_a_chain_waits_for_its_block(
    slow_node: GethNode, key_file: Path
) -> None:
    """Before its first block geth answers a look-up with an error, as long as it has no index."""
    chain = slow_node.chain
    assert chain.transaction("0x" + "11" * 32) is None
    sender = Sender(chain, read_key(key_file))
    receipt = sender.send("0x" + "11" * 20, value=1)
    assert receipt.block_number >= 1
    assert chain.balance("0x" + "11" * 20) == 1
