# SPDX-License-Identifier: Apache-2.0
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shouxin.chain.node import HOST, EmbeddedNode, find_anvil
from shouxin.config import Config
from shouxin.primitives.errors import ChainError

DAY = 86_400


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def until_silent(port: int, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while answers(port) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not answers(port)


def test_a_missing_program_names_where_it_should_be(tmp_path: Path) -> None:
    with pytest.raises(ChainError, match=r"node_modules.*run `make up`") as caught:
        find_anvil(tmp_path)
    assert caught.value.code == "node.missing"


def test_a_program_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    node = EmbeddedNode(tmp_path / "anvil", tmp_path / "log")
    with pytest.raises(ChainError, match="does not exist"):
        node.start()


def test_a_program_that_ends_at_once_shows_its_last_words(tmp_path: Path) -> None:
    program = tmp_path / "anvil"
    program.write_text("#!/bin/sh\necho it is broken\nexit 3\n")
    program.chmod(0o755)
    node = EmbeddedNode(program, tmp_path / "log")
    with pytest.raises(ChainError, match="it is broken") as caught:
        node.start()
    assert caught.value.code == "node.failed"
    assert not node.is_running


def test_a_port_in_use_says_so(config: Config) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        node = config.embedded_node(port=port)
        with pytest.raises(ChainError, match=f"port {port} is in use") as caught:
            node.start()
    assert caught.value.code == "node.port_in_use"
    assert not node.is_running


def test_stop_frees_the_port_and_can_be_repeated(config: Config) -> None:
    node = config.embedded_node()
    node.start()
    assert answers(node.port)
    node.stop()
    node.stop()
    assert until_silent(node.port)
    assert not node.is_running


def test_it_has_no_accounts_of_its_own(node: EmbeddedNode) -> None:
    assert node.chain.request("eth_accounts") == []
    well_known = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
    assert node.chain.balance(well_known) == 0


def test_a_chain_id_of_choice(config: Config) -> None:
    with config.embedded_node(chain_id=90_210) as node:
        assert node.chain.chain_id == 90_210


def test_time_goes_on_from_where_it_was_moved_to(node: EmbeddedNode) -> None:
    before = node.chain.block()
    moved = node.warp(30 * DAY)
    assert moved == before.timestamp + 30 * DAY
    node.chain.request("evm_mine")
    after = node.chain.block()
    assert 0 <= after.timestamp - moved < 60
    assert after.number == before.number + 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_dies_with_its_parent(number: signal.Signals, config: Config) -> None:
    script = (
        "import sys, time; from pathlib import Path; from shouxin.config import Config;"
        "node = Config(Path(sys.argv[1]), Path(sys.argv[2])).embedded_node();"
        "node.start(); print(node.port, flush=True); time.sleep(60)"
    )
    arguments = [sys.executable, "-c", script, str(config.root), str(config.var)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        port = int(parent.stdout.readline())
        assert answers(port)
        os.kill(parent.pid, number)
    assert until_silent(port)
