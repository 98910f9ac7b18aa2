# SPDX-License-Identifier: Apache-2.0
"""An installation as processes: ``shouxin up``, or its members one by one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from shouxin.chain.gateway.supervision import SupervisedGateway
from tests.group.ground import CHAIN_ID, free_port

MAIN = [sys.executable, "-c", "from shouxin.cli.main import main; main()"]
SECONDS = 90
MARKS = {"serve": "serve", "index": "index", "keeper": "keeper", "gateway": "shouxin.chain.gateway"}


class Up:
    """``shouxin up``, started again after it was killed.

    Attributes:
        url: of the service.
        rpc_url: of the gateway.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = dict(environ)
        self._ports = [str(free_port()), str(free_port())]
        self.url, self.rpc_url = (f"http://127.0.0.1:{port}" for port in self._ports)
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        options = ["--json", "--chain-id", str(CHAIN_ID)]
        options += ["--port", self._ports[0], "--rpc-port", self._ports[1]]
        self._process = subprocess.Popen(
            [*MAIN, "up", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self._environ,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, self._process.communicate()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self, kind: str) -> None:
        """``kill -9`` of members at once, of the node, of ``up`` itself, or of everything."""
        assert self._process is not None
        own = psutil.Process(self._process.pid)
        below = own.children(recursive=True)
        kinds = kind.split("+")
        found = [victim for each in kinds for victim in members(below, each)]
        victims = {"up": [own], "all": [own, *below]}.get(kind) or found
        assert victims, (kind, below)
        for victim in victims:
            with suppress(psutil.NoSuchProcess):  # it died with its parent
                victim.kill()
        if kind in {"up", "all"}:
            self._process.communicate()
            _, alive = psutil.wait_procs(below, timeout=SECONDS)
            assert alive == []
            self.start()

    def stop(self) -> str:
        """End it in order; gives what it complained of."""
        process, self._process = self._process, None
        if process is None:
            return ""
        process.send_signal(signal.SIGTERM)
        return process.communicate(timeout=SECONDS)[1]


def members(processes: list[psutil.Process], kind: str) -> list[psutil.Process]:
    """Those of one kind that are alive."""
    found = []
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            words = process.cmdline()
            is_node = bool(words) and words[0].endswith("/anvil")
            if is_node if kind == "node" else MARKS.get(kind) in words:
                found.append(process)
    return found


@dataclass
class Copy:
    """One copy of service, indexer and keeper beside a gateway, each a process of its own."""

    environ: Mapping[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *kinds: str) -> None:
        """Start some, or again what was killed."""
        for kind in kinds:
            options = ["--port", str(self.port)] if kind == "serve" else []
            with self.log.open("ab") as log:
                self.processes[kind] = subprocess.Popen(
                    [*MAIN, kind, *options],
                    stdout=log,
                    stderr=log,
                    env=dict(self.environ),
                    stdin=subprocess.DEVNULL,
                )
        if "serve" in kinds:
            until_live(self.url)

    def kill(self, kind: str) -> None:
        """``kill -9``, and what an orchestrator does then."""
        self.end(kind, signal.SIGKILL)
        self.start(kind)

    def end(self, kind: str, number: int = signal.SIGTERM) -> None:
        process = self.processes.pop(kind)
        process.send_signal(number)
        process.wait(SECONDS)

    def stop(self) -> None:
        for kind in list(self.processes):
            self.end(kind)


def copy_environ(environ: Mapping[str, str], rpc_url: str, database: str) -> dict[str, str]:
    """Of processes that stand beside a gateway."""
    keys = Path(environ["SHOUXIN_VAR"]) / "keys"
    return dict(environ) | {
        "SHOUXIN_CHAIN_RPC_URL": rpc_url,
        "SHOUXIN_CHAIN_CHAIN_ID": str(CHAIN_ID),
        "SHOUXIN_DATABASE_URL": database,
        "SHOUXIN_RELAY_KEY_FILES": str(keys / f"{CHAIN_ID}.relayer.key"),
        "SHOUXIN_KEEPER_KEY_FILE": str(keys / f"{CHAIN_ID}.keeper.key"),
    }


@contextmanager
def gateway_of(environ: Mapping[str, str]) -> Iterator[SupervisedGateway]:
    """The chain's gateway alone, with the environment of an installation."""
    from shouxin.cli.own_chain import kept_chain  # noqa: PLC0415 - with web3
    from shouxin.config import load_config  # noqa: PLC0415

    config = load_config({"SHOUXIN_VAR": environ["SHOUXIN_VAR"]})
    folder = kept_chain(config, CHAIN_ID).folder
    gateway = SupervisedGateway(folder, config.node_program(), config.log_folder, port=free_port())
    names = ("PYTHONPATH", "SHOUXIN_TEST_CLOCKS")
    before = {name: os.environ.get(name, "") for name in names}
    os.environ.update({name: environ[name] for name in names})
    try:
        with gateway:
            yield gateway
    finally:
        os.environ.update(before)


def until_live(url: str) -> None:
    """Wait until a service answers at all."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            if httpx.get(f"{url}/health/live").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


def until_ready(url: str, *, is_ready: bool = True) -> dict[str, Any]:
    """What ``/health/ready`` says of each part once all are ready, or once one is not."""
    deadline, words = time.monotonic() + SECONDS, {}
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            answer = httpx.get(f"{url}/health/ready", timeout=20)
            words = dict(json.loads(answer.text)["parts"])
            if (answer.status_code == 200) == is_ready:
                return words
        time.sleep(0.1)
    raise AssertionError(words)
