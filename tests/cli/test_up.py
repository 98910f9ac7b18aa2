# SPDX-License-Identifier: Apache-2.0
"""``shouxin up`` as a process: it answers, and a signal stops all of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from shouxin.chain.node import EmbeddedNode
from shouxin.chain.sender import read_key
from shouxin.config import load_config

Fails = Callable[..., str]
MAIN = [sys.executable, "-c", "from shouxin.cli.main import main; main()"]
GONE_SECONDS = 5


@contextmanager
def _up(*options: str) -> Iterator[subprocess.Popen[str]]:
    """A running process; it is killed if the test leaves it alive."""
    arguments = [*MAIN, "up", *options]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _ports() -> tuple[str, ...]:
    """Options with ports that no other test's process takes by default."""
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as two,
    ):
        page, rpc = (str(taken.getsockname()[1]) for taken in (one, two))
    return ("--port", page, "--rpc-port", rpc)


def _facts(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    return dict(json.loads(process.stdout.readline()))


def _get(url: str, **headers: str) -> str:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return str(answer.read().decode())


def _listens(url: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) == 0


def test_a_port_in_use_is_refused(fails: Fails) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = fails(["up", "--port", str(port)], 1)
    assert told == f"port {port} is in use: stop what listens there, or choose another with --port"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_until_a_signal_stops_all_of_it(number: signal.Signals) -> None:
    with _up("--json", *_ports()) as process:
        facts = _facts(process)
        health = json.loads(_get(facts["url"] + "/health"))
        assert health["status"] == "ok"
        assert health["contracts"] == facts["contracts"]
        page = _get(facts["url"])
        assert "授信" in page
        assert facts["contracts"]["LoanBook"] in page
        assert facts["rpc_url"] not in page
        assert _listens(facts["rpc_url"])
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (0, "", "")
    assert not _listens(facts["url"])
    assert not _listens(facts["rpc_url"])


def test_ctrl_c_stops_it_where_a_script_started_it_in_the_background() -> None:
    ignored = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as such a job inherits it
    try:
        with _up("--json", *_ports()) as process:
            facts = _facts(process)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 0
    finally:
        signal.signal(signal.SIGINT, ignored)
    assert not _listens(facts["url"])
    assert not _listens(facts["rpc_url"])


def test_killed_without_mercy_it_leaves_no_node_behind() -> None:
    with _up("--json", *_ports()) as process:
        facts = _facts(process)
        process.kill()
        process.wait()
    deadline = time.monotonic() + GONE_SECONDS
    while _listens(facts["rpc_url"]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _listens(facts["rpc_url"])


def test_people_read_where_it_answers_and_what_was_brought_back(var: Path) -> None:
    began = ["Starting a chain on this machine.", "Deploying the contracts."]
    back = [f"Bringing back the chain kept in {var}/chain/515.", "Checking the contracts."]
    for words in (began, back):
        with _up("--chain-id", "515") as process:
            assert process.stdout is not None
            lines = [process.stdout.readline().strip() for _ in range(5)]
            assert lines[:2] == words
            assert lines[2].startswith("Shouxin answers at http://127.0.0.1:")
            assert lines[3].startswith("JSON-RPC, for wallets and programs on this machine: http")
            assert lines[4] == "Ctrl-C stops all of it."
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=30)
            assert out == "Stopping.\n"


def test_an_ephemeral_chain_keeps_nothing(var: Path) -> None:
    with _up("--json", "--ephemeral", "--chain-id", "616") as process:
        assert _facts(process)["chain_id"] == 616
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert not (var / "chain" / "616").exists()
    assert not (var / "manifests" / "616.json").exists()


def test_a_second_one_on_the_same_chain_is_refused(fails: Fails, var: Path) -> None:
    with _up("--json", "--chain-id", "717") as process:
        _facts(process)
        told = fails(["up", "--chain-id", "717"], 1)
        assert told.startswith(f"another `shouxin up` keeps its chain in {var}/chain/717: stop it")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def test_a_damaged_journal_is_one_line_and_stays_as_it_is(fails: Fails, var: Path) -> None:
    with _up("--json", "--chain-id", "818") as process:
        _facts(process)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    journal = var / "chain" / "818" / "journal-0.log"
    data = bytearray(journal.read_bytes())
    data[1000] ^= 1
    journal.write_bytes(data)
    told = fails(["up", "--chain-id", "818"], 1, prints=True)
    assert told.startswith(f"{journal} is damaged at byte ")
    assert journal.read_bytes() == data


@pytest.mark.parametrize("option", [["--rpc-port", "8999"], ["--ephemeral"]])
def test_options_of_an_own_node_are_refused_with_another_node(
    fails: Fails, option: list[str]
) -> None:
    told = fails(["up", "--rpc-url", "http://127.0.0.1:1", *option], 2)
    assert told.startswith(f"{option[0]} is of a node started here")


def test_a_name_that_was_pointed_at_this_machine_is_forbidden() -> None:
    with _up("--json") as process:
        url = _facts(process)["url"]
        with pytest.raises(HTTPError) as caught:
            _get(url, Host="evil.example:80")
        assert caught.value.code == 422
        with pytest.raises(HTTPError) as absent:
            _get(url + "/etc/passwd")
        assert absent.value.code == 404
        caught.value.close()
        absent.value.close()


def test_the_page_says_when_the_node_is_down(var: Path, key_file: Path) -> None:
    config = load_config({"SHOUXIN_VAR": str(var)})
    with config.embedded_node(chain_id=4343, name="own") as node:
        node.fund(str(read_key(key_file).address))
        with _up("--json", "--rpc-url", node.url, "--key-file", str(key_file)) as process:
            url = _facts(process)["url"]
            node.stop()
            with pytest.raises(HTTPError) as caught:
                _get(url + "/health")
            assert caught.value.code == 503
            told = json.loads(caught.value.read())
            assert told == {"status": "down", "code": "chain.node_down", "chain_id": 4343}
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
            assert process.returncode == 0


def test_on_a_chain_of_others_what_is_there_is_used_again(
    elsewhere: list[str], node: EmbeddedNode
) -> None:
    addresses = []
    for _ in range(2):
        with _up("--json", *elsewhere) as process:
            facts = _facts(process)
            assert facts["chain_id"] == node.chain_id
            addresses.append(facts["contracts"])
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
    assert addresses[0] == addresses[1]
    assert node.is_running
