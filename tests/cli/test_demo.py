# SPDX-License-Identifier: Apache-2.0
"""``shouxin demo`` as a user meets it, on its own chain and on one of others."""

import json
import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shouxin.chain.bindings.deposit_token import DepositToken
from shouxin.chain.manifest import manifest_path, read_manifest
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.sender import Sender, read_key
from shouxin.cli.main import run
from shouxin.config import load_config

Fails = Callable[..., str]
Shell = pytest.CaptureFixture[str]
MAIN = [sys.executable, "-c", "from shouxin.cli.main import main; main()"]
WHOLE = "Every unit of money is accounted for; chain and model agree on every state."


def test_another_chain_id_is_refused(fails: Fails, elsewhere: list[str]) -> None:
    told = fails(["demo", *elsewhere, "--chain-id", "5"], 1)
    assert "has chain id 4242, not 5: correct --rpc-url or --chain-id" in told


def test_a_chain_id_without_a_node_is_refused(fails: Fails) -> None:
    assert "--chain-id '5' is of a node" in fails(["demo", "--chain-id", "5"], 2)


def test_a_node_without_accounts_needs_a_key(fails: Fails, node: EmbeddedNode) -> None:
    assert "--key-file" in fails(["demo", "--rpc-url", node.url], 2)


@pytest.mark.parametrize("content", [None, "", "0x12", "zz" * 32])
def test_a_key_that_is_none_is_refused(
    fails: Fails, node: EmbeddedNode, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "my.key"
    if content is not None:
        path.write_text(content)
    told = fails(["demo", "--rpc-url", node.url, "--key-file", str(path)], 2)
    assert f"{path} holds no private key" in told


def test_a_picture_that_cannot_be_written_is_refused(fails: Fails, tmp_path: Path) -> None:
    for path in (tmp_path / "absent" / "x.svg", tmp_path):
        assert "name a file in a folder that exists" in fails(["demo", "--svg", str(path)], 2)
    assert not (tmp_path / "absent").exists()


def test_json_is_one_value_and_nothing_else(capsys: Shell) -> None:
    assert run(["demo", "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    value = json.loads(out)
    assert value["is_whole"] is True
    assert value["has_time_travel"] is True
    assert len(value["chapters"]) == 14
    assert value["report"]["entry_count"] == value["record"]["entry_count"]
    assert value["agreement"]["differences"] == []
    assert all(check["is_right"] for check in value["accounts"])


def test_it_is_told_in_chinese(capsys: Shell) -> None:
    assert run(["demo", "--lang", "zh"]) == 0
    out, _ = capsys.readouterr()
    assert "老周面馆借款三万元" in out
    assert "分文不差；链上状态与模型逐一相符。" in out
    assert "合约予以拒绝：“要约已用尽" in out
    assert "请要约方重新签署”" in out
    assert "desk:" not in out


def test_the_picture_loads_nothing_and_shows_the_end(capsys: Shell, tmp_path: Path) -> None:
    path = tmp_path / "demo.svg"
    assert run(["demo", "--svg", str(path)]) == 0
    printed = capsys.readouterr().out
    drawn = path.read_text()
    assert "@font-face" not in drawn
    assert "url(http" not in drawn
    root = ET.fromstring(drawn)  # noqa: S314 - our own file
    texts = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    shown = "\n".join(texts).replace("\N{NO-BREAK SPACE}", " ")
    assert WHOLE in shown
    assert "[…]" in shown
    assert "5. Default and recovery" in printed
    assert "5. Default and recovery" not in shown
    assert "4. Repaying" in shown


def test_on_a_chain_of_others_it_is_told_again_and_again(
    capsys: Shell, elsewhere: list[str]
) -> None:
    for _ in range(2):
        assert run(["demo", *elsewhere]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert WHOLE in " ".join(out.split())
        assert "Time can't be moved on this chain" in out


@pytest.fixture
def own_node(var: Path) -> Iterator[EmbeddedNode]:
    """A node that one test may spoil."""
    config = load_config({"SHOUXIN_VAR": str(var)})
    with config.embedded_node(chain_id=4343, name="own") as running:
        yield running


def test_a_donation_makes_it_fail(
    fails: Fails, own_node: EmbeddedNode, key_file: Path, var: Path, capsys: Shell
) -> None:
    node, folder = own_node, var / "story" / str(own_node.chain_id)
    node.fund(str(read_key(key_file).address))
    elsewhere = ["--rpc-url", node.url, "--key-file", str(key_file)]
    assert run(["demo", *elsewhere, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    token = DepositToken(node.chain, value["token"])
    bank = Sender(node.chain, read_key(folder / "bank.key"))
    token.transfer(value["contracts"]["LoanBook"], 1, sender=bank)
    told = fails(["demo", *elsewhere], 1, prints=True)
    assert told.startswith("the books don't close: book: balance = received − claimed + fees")
    assert run(["demo", *elsewhere, "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["is_whole"] is False
    assert err.count("\n") == 1


def test_other_bytecode_is_refused_and_nothing_is_sent(
    fails: Fails, elsewhere: list[str], node: EmbeddedNode, var: Path, capsys: Shell
) -> None:
    run(["demo", *elsewhere])
    capsys.readouterr()
    path = manifest_path(var / "story" / str(node.chain_id), node.chain_id)
    manifest = read_manifest(path)
    assert manifest is not None
    address = manifest.address_of("Rulebook")
    code = node.chain.code(address)
    node.chain.request("anvil_setCode", address, "0x6001")
    block = node.chain.block().number
    told = fails(["demo", *elsewhere], 1)
    assert f"Rulebook at {address} has other bytecode" in told
    assert f"move {path} away to deploy anew" in told
    assert node.chain.block().number == block
    node.chain.request("anvil_setCode", address, "0x" + code.hex())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_its_node(tmp_path: Path, number: signal.Signals) -> None:
    environment = os.environ | {"TMPDIR": str(tmp_path), "SHOUXIN_VAR": str(tmp_path / "var")}
    with subprocess.Popen(
        [*MAIN, "demo"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert any("Offers and requests" in line for line in process.stdout)
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == ""
    assert list(tmp_path.glob("shouxin-story-*")) == []
