# SPDX-License-Identifier: Apache-2.0
"""A geth process with a data directory, on a chain that begins with a genesis of our own.

geth's own developer mode makes the blocks, one as soon as a transaction waits. ``STATE`` says how
it keeps them: every block's state, by hash, in LevelDB. With geth's defaults a ``kill -9`` takes a
chain back, for the state is written at an orderly stop only, and Pebble keeps the last blocks in
memory for a while (``docs/decisions/0080-geth-in-developer-mode.md``).
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, Self

from shouxin.chain.abi import Address
from shouxin.chain.rpc import Chain
from shouxin.primitives.errors import ChainError

CHAIN_ID = 770_001
HOST = "127.0.0.1"
START_SECONDS = 30
POLL_SECONDS = 0.05
GAS_LIMIT = 60_000_000
COINS_WEI = 10**9 * 10**18
# Forks after the one that contracts and wallets need; a later one may change a header.
LATER_FORKS = ("osakaTime", "bogotaTime")
STATE = ("--db.engine", "leveldb", "--state.scheme", "hash", "--gcmode", "archive")


class GethNode:
    """One geth on a folder; it may be killed and started again.

    Attributes:
        url: where it answers JSON-RPC, the same in all of its lives.
        log_path: what it printed, over all of its lives.
    """

    def __init__(self, program: Path, folder: Path, rich: Address, period: int = 0) -> None:
        """Make the chain; nothing runs yet.

        Args:
            program: the geth to run.
            folder: a new one, for its data and its log.
            rich: who has all coins.
            period: seconds a block; 0 makes one as soon as a transaction waits.
        """
        self.log_path = folder / "geth.log"
        self._rpc_port, self._engine_port = _free_ports(2)
        self.url = f"http://{HOST}:{self._rpc_port}"
        self._program = program
        self._data = folder / "data"
        self._period = period
        self._process: subprocess.Popen[bytes] | None = None
        genesis = folder / "genesis.json"
        genesis.write_text(json.dumps(self._genesis(rich)))
        self._run("init", "--datadir", str(self._data), *STATE[:4], str(genesis))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def chain(self) -> Chain:
        """A new connection to it."""
        return Chain(self.url, CHAIN_ID)

    def start(self) -> None:
        """Start it on its folder and wait until it answers."""
        assert self._process is None, "it runs already"
        arguments = [
            *("--dev", "--dev.period", str(self._period), "--datadir", str(self._data), *STATE),
            *("--http", "--http.addr", HOST, "--http.port", str(self._rpc_port)),
            *("--http.api", "eth,net,web3,debug", "--authrpc.port", str(self._engine_port)),
            *("--ipcdisable", "--nodiscover", "--port", "0", "--nat", "none"),
            *("--cache", "128", "--verbosity", "3"),
        ]
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._program), *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """An orderly end; nothing happens if it does not run."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """``kill -9``."""
        self._end(signal.SIGKILL)

    def set_head(self, number: int) -> None:
        """Make a block that is there the last one; those behind it are gone."""
        self.chain.request("debug_setHead", hex(number))
        assert self.chain.block().number == number

    def _genesis(self, rich: Address) -> dict[str, Any]:
        """geth's own developer genesis, as of Prague, with our id, time, limit and account."""
        genesis: dict[str, Any] = json.loads(self._run("--dev", "dumpgenesis"))
        for fork in LATER_FORKS:
            del genesis["config"][fork]
        genesis["config"]["chainId"] = CHAIN_ID
        genesis["timestamp"] = hex(int(time.time()))
        genesis["gasLimit"] = hex(GAS_LIMIT)
        genesis["alloc"] |= {rich: {"balance": hex(COINS_WEI)}}
        return genesis

    def _run(self, *arguments: str) -> str:
        ran = subprocess.run(
            [str(self._program), *arguments], check=True, capture_output=True, text=True
        )
        return ran.stdout

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self._process is not None
            assert self._process.poll() is None, f"geth ended, see {self.log_path}"
            try:
                self.chain.block()
            except ChainError:
                time.sleep(POLL_SECONDS)
            else:
                return
        raise AssertionError(f"geth did not answer in {START_SECONDS} s, see {self.log_path}")

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(number)
            process.wait(START_SECONDS)


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind((HOST, 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports
