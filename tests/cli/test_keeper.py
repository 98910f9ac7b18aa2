# SPDX-License-Identifier: Apache-2.0
"""``shouxin keeper``: what it needs, and that it looks and ends when asked to."""

import json
from pathlib import Path

import pytest

from shouxin.chain.deploy import deploy
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.sender import Sender, new_key
from shouxin.cli.main import run
from tests.cli.conftest import Fails


@pytest.fixture(autouse=True)
def _no_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOUXIN_CHAIN_RPC_URL", raising=False)


def test_without_a_chain_it_says_what_is_missing(fails: Fails) -> None:
    assert "--rpc-url" in fails(["keeper"], 2)


def test_without_a_deployment_it_says_where_one_belongs(fails: Fails, node: EmbeddedNode) -> None:
    assert "manifests/4242.json" in fails(["keeper", "--rpc-url", node.url], 1)


def test_it_looks_once_and_ends(
    capsys: pytest.CaptureFixture[str], fails: Fails, node: EmbeddedNode, var: Path
) -> None:
    deploy(Sender(node.chain, node.new_account()), var / "manifests")
    arguments = ["keeper", "--rpc-url", node.url, "--once", "--json"]
    assert "4242.keeper.key" in fails(arguments, 2)
    node.fund(str(new_key(var / "keys" / "4242.keeper.key").address))
    assert run(arguments) == 0
    assert json.loads(capsys.readouterr().out) == {"handed_in": 0}
