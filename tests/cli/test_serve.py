# SPDX-License-Identifier: Apache-2.0
"""The service of ``shouxin up``: its doors answer, and it comes back when it is killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError

import psutil
import pytest

MAIN = [sys.executable, "-c", "from shouxin.cli.main import main; main()"]
SECONDS = 30


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - loopback
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture
def up() -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    options = ["--json", "--ephemeral", "--chain-id", "1717", "--port", port]
    with subprocess.Popen(
        [*MAIN, "up", *options], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as process:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        process.wait(SECONDS)


def test_without_a_node_it_says_what_to_set(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from shouxin.cli.main import run  # noqa: PLC0415 - beside the processes

    assert run(["serve"]) == 2
    assert "no node is named" in capsys.readouterr().err


def test_all_its_doors_answer_and_a_kill_is_mended(
    up: tuple[subprocess.Popen[str], dict[str, Any]],
) -> None:
    process, facts = up
    url = facts["url"]
    assert get(f"{url}/health/live") == (200, '{"status":"ok"}')
    status, ready = get(f"{url}/health/ready")
    parts = json.loads(ready)["parts"]
    assert parts["database"]["is_ready"]
    assert parts["node"]["is_ready"]
    assert status == (200 if parts["indexer"]["is_ready"] else 503)
    assert "shouxin_requests_total" in get(f"{url}/metrics")[1]
    assert json.loads(get(f"{url}/api/v1")[1])["contracts"] == facts["contracts"]
    assert 'href="/docs"' in get(url)[1]
    services = [
        child
        for child in psutil.Process(process.pid).children(recursive=True)
        if "serve" in child.cmdline()
    ]
    assert len(services) == 1
    services[0].kill()
    deadline = time.monotonic() + SECONDS
    is_back = False
    while not is_back and time.monotonic() < deadline:
        try:
            is_back = get(f"{url}/health/live")[0] == 200
        except OSError:
            time.sleep(0.1)
    assert is_back
    assert process.poll() is None
