# SPDX-License-Identifier: Apache-2.0
"""``shouxin config``: what is in force, and what can't work named with its remedy."""

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from shouxin.chain.node import EmbeddedNode
from shouxin.cli.main import run

Fails = Callable[..., str]
Shell = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


def failing(fails: Fails) -> str:
    return fails(["config", "check"], 1, prints=True)


def test_an_unknown_variable_is_one_line(fails: Fails, monkeypatch: Patch) -> None:
    monkeypatch.setenv("SHOUXIN_PORT", "tcp://10.0.0.1:80")
    told = fails(["config", "show"], 2)
    assert told.startswith("SHOUXIN_PORT in the environment is no setting: remove it")


def test_a_node_that_is_away_fails_and_its_key_is_not_printed(
    monkeypatch: Patch, capsys: Shell
) -> None:
    monkeypatch.setenv("SHOUXIN_CHAIN_RPC_URL", "http://127.0.0.1:1/providers-key")
    assert run(["config", "check"]) == 1
    out, err = capsys.readouterr()
    assert "FAIL node: no node answers at http://127.0.0.1:1/***" in out
    assert err.startswith("error: the configuration can't work as it is (node, manifest): ")
    assert "providers-key" not in out + err


def test_a_node_without_the_manifest_fails(
    node: EmbeddedNode, monkeypatch: Patch, capsys: Shell
) -> None:
    monkeypatch.setenv("SHOUXIN_CHAIN_RPC_URL", node.url)
    assert run(["config", "check", "--json"]) == 1
    checks = {one["name"]: one for one in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["node"]["is_ok"]
    assert checks["manifest"]["code"] == "manifest.missing"


def test_a_database_that_is_away_fails(fails: Fails, monkeypatch: Patch) -> None:
    monkeypatch.setenv("SHOUXIN_DATABASE_URL", "postgresql://nobody:pass@127.0.0.1:1/none")
    assert "(database)" in failing(fails)


def test_a_port_in_use_and_a_port_given_twice_fail(fails: Fails, monkeypatch: Patch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("SHOUXIN_SERVICE_PORT", port)
        assert "(ports)" in failing(fails)
    monkeypatch.setenv("SHOUXIN_KEEPER_METRICS_PORT", port)
    assert "(ports)" in failing(fails)


def test_a_key_that_others_can_read_fails(fails: Fails, monkeypatch: Patch, tmp_path: Path) -> None:
    key = tmp_path / "keeper.key"
    key.write_text("0x" + "11" * 32)
    key.chmod(0o644)
    monkeypatch.setenv("SHOUXIN_KEEPER_KEY_FILE", str(key))
    assert "(keys)" in failing(fails)
    key.chmod(0o600)
    assert run(["config", "check"]) == 0


def test_a_folder_that_can_not_be_made_fails(
    fails: Fails, monkeypatch: Patch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SHOUXIN_VAR", str(tmp_path / "file"))
    assert "(folders, database)" in failing(fails)


def test_what_is_in_force_is_one_json_object(monkeypatch: Patch, capsys: Shell) -> None:
    monkeypatch.setenv("SHOUXIN_LOG_LEVEL", "debug")
    assert run(["config", "show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["log"] == {"level": "debug", "format": "auto"}
