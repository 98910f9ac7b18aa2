# SPDX-License-Identifier: Apache-2.0
"""``shouxin node`` alone, and beside it the other members, each a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.group.ground import free_port

MAIN = [sys.executable, "-c", "from shouxin.cli.main import main; main()"]
CHAIN_ID = "1818"
SECONDS = 60


@contextmanager
def running(*arguments: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*MAIN, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | environ,
    ) as process:
        try:
            yield process
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=SECONDS)
        finally:
            process.kill()


def until(url: str, text: str) -> str:
    """What a door answers once it has a text."""
    deadline, said = time.monotonic() + SECONDS, ""
    while time.monotonic() < deadline:
        try:
            said = httpx.get(url).text
        except httpx.TransportError as error:
            said = repr(error)
        if text in said:
            return said
        time.sleep(0.1)
    raise AssertionError(said)


@pytest.fixture
def facts() -> Iterator[dict[str, Any]]:
    options = ["--json", "--chain-id", CHAIN_ID, "--rpc-port", str(free_port())]
    with running("node", *options) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())


def test_it_answers_json_rpc_and_serves_no_page(facts: dict[str, Any]) -> None:
    assert "url" not in facts
    assert set(facts["contracts"]) >= {"LoanBook", "OfferDesk"}
    call = {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}
    assert httpx.post(facts["rpc_url"], json=call).json()["result"] == hex(int(CHAIN_ID))
    deployer_method = call | {"method": "anvil_setBalance"}
    assert "error" in httpx.post(facts["rpc_url"], json=deployer_method).json()


def test_the_others_run_beside_it_and_show_their_figures(
    facts: dict[str, Any], tmp_path: Path
) -> None:
    ports = {name: str(free_port()) for name in ("index", "keeper", "serve")}
    environ = {
        "SHOUXIN_CHAIN_RPC_URL": facts["rpc_url"],
        "SHOUXIN_DATABASE_URL": f"sqlite:///{tmp_path / 'shouxin.db'}",
        "SHOUXIN_INDEX_METRICS_PORT": ports["index"],
        "SHOUXIN_KEEPER_METRICS_PORT": ports["keeper"],
    }
    with ExitStack() as stack:
        stack.enter_context(running("index", **environ))
        stack.enter_context(running("keeper", **environ))
        stack.enter_context(running("serve", "--port", ports["serve"], **environ))
        for name in ("index", "keeper"):
            figures = until(f"http://127.0.0.1:{ports[name]}/metrics", "shouxin_indexed_block")
            assert "shouxin_process_started_seconds 1." in figures
        ready = until(f"http://127.0.0.1:{ports['serve']}/health/ready", '"status":"ok"')
        parts = json.loads(ready)["parts"]
        assert set(parts) == {"database", "node", "indexer", "sender"}
        assert parts["sender"] == {"is_ready": True, "keys": 1, "waiting": 0}
