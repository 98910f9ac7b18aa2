# SPDX-License-Identifier: Apache-2.0
"""The embedded chain: an anvil process on loopback that lives and dies with ours.

The node has no accounts of its own: keys are made by the caller and funded here. Time travel
exists here alone. The chain is kept in memory and ends with the process; ``gateway.lasting`` makes
one that lasts of it.
"""

from __future__ import annotations

import platform
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from eth_account.signers.local import LocalAccount

from shouxin.chain.abi import Address
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import new_key
from shouxin.primitives.errors import ChainError

CHAIN_ID = 31337
# Contracts are compiled for Cancun; Prague adds delegated code (EIP-7702), which wallets use.
HARDFORK = "prague"
HOST = "127.0.0.1"
START_SECONDS = 30
STOP_SECONDS = 5
POLL_SECONDS = 0.02
# States of the last blocks that stay readable; the node would write all others to the user's home.
STATES_KEPT = 16
ETHER = 10**18

# Runs the node and ends it when our end of the pipe closes, however we die.
_GUARD = (
    'exec 3<&0; "$@" </dev/null 3<&- & node=$!; '
    '(cat <&3 >/dev/null; kill "$node" 2>/dev/null) & wait "$node"'
)
_PLATFORMS = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


def find_anvil(root: Path) -> Path:
    """The node's program in a checkout's node_modules.

    Raises:
        ChainError: ``node.missing``; not installed, or not for this platform.
    """
    machine = _PLATFORMS.get(platform.machine().lower(), platform.machine().lower())
    package = f"anvil-{platform.system().lower()}-{machine}"
    binary = root / "node_modules" / "@foundry-rs" / package / "bin" / "anvil"
    if not binary.is_file():
        raise ChainError(
            "node.missing",
            f"the node's program is not at {binary}: run `make up`, or `npm ci`, in the checkout",
            f"{binary} 处没有节点程序：请在代码目录运行 make up 或 npm ci",
        )
    return binary


class EmbeddedNode:
    """One anvil process; a context manager, or ``start`` and ``stop``.

    Attributes:
        host: the address of loopback where it listens.
        port: where it listens there; chosen at start if none was asked for.
        chain_id: its chain's id.
        log_path: what the process printed, errors only.
    """

    def __init__(
        self,
        binary: Path,
        log_path: Path,
        *,
        chain_id: int = CHAIN_ID,
        host: str = HOST,
        port: int | None = None,
        genesis_timestamp: int | None = None,
        options: Sequence[str] = (),
        start_seconds: float = START_SECONDS,
    ) -> None:
        """Describe a node; nothing runs yet.

        Args:
            binary: the anvil program, as from ``find_anvil``.
            log_path: a file for its output, overwritten at start.
            chain_id: the id of its chain.
            host: an address of loopback.
            port: a free one if None.
            genesis_timestamp: Unix seconds of block 0; now if None.
            options: further ones of the program, such as where its state is.
            start_seconds: how long it may take until it answers.
        """
        self.chain_id = chain_id
        self.log_path = log_path
        self.host = host
        self.port = port or 0
        self._is_port_fixed = port is not None
        self._binary = binary
        self._genesis_timestamp = genesis_timestamp
        self._options = tuple(options)
        self._start_seconds = start_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._chain: Chain | None = None

    @property
    def url(self) -> str:
        """Where it answers JSON-RPC; for this machine's own programs, never for a browser."""
        return f"http://{self.host}:{self.port}"

    @property
    def chain(self) -> Chain:
        """The connection to it, once it runs."""
        assert self._chain is not None, "the node is not started"
        return self._chain

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> Chain:
        """Start it and wait until it answers.

        Raises:
            ChainError: ``node.port_in_use``, ``node.missing``, ``node.failed``.
        """
        assert self._process is None, "the node is started already"
        self.port = free_port(self.host) if not self._is_port_fixed else self.port
        if self._is_port_fixed and _is_taken(self.host, self.port):
            raise _port_in_use(self.port)
        if not self._binary.is_file():
            raise _failed(f"{self._binary} does not exist")
        self._spawn()
        try:
            self._chain = self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self._chain

    def stop(self) -> None:
        """End it; nothing happens if it does not run."""
        process, self._process, self._chain = self._process, None, None
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def fund(self, address: Address, wei: int = 1000 * ETHER) -> None:
        """Set an account's balance of the chain's own coin."""
        self.chain.request("anvil_setBalance", address, hex(wei))

    def new_account(self, wei: int = 1000 * ETHER) -> LocalAccount:
        """A fresh key with funds, known to this process alone."""
        account = new_key()
        self.fund(str(account.address), wei)
        return account

    def warp(self, seconds: int) -> int:
        """Move time on and make a block there; returns the block's Unix seconds."""
        return self.warp_to(self.chain.block().timestamp + seconds)

    def warp_to(self, timestamp: int) -> int:
        """Make a block at a moment after the last block's, in Unix seconds; time goes on there."""
        self.chain.request("evm_setNextBlockTimestamp", timestamp)
        self.chain.request("evm_mine")
        return self.chain.block().timestamp

    def _spawn(self) -> None:
        arguments = [
            str(self._binary),
            *("--host", self.host, "--port", str(self.port), "--chain-id", str(self.chain_id)),
            *("--hardfork", HARDFORK, "--accounts", "0", "--no-cors", "--quiet"),
            *("--prune-history", str(STATES_KEPT)),
            *self._options,
        ]
        if self._genesis_timestamp is not None:
            arguments += ["--timestamp", str(self._genesis_timestamp)]
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own pinned program
                ["/bin/sh", "-c", _GUARD, "shouxin-node", *arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for us; we end the node in order
            )

    def _wait_until_ready(self) -> Chain:
        deadline = time.monotonic() + self._start_seconds
        while time.monotonic() < deadline:
            if not self.is_running:
                self._raise_early_end()
            if _is_taken(self.host, self.port):
                return Chain(self.url, self.chain_id)
            time.sleep(POLL_SECONDS)
        raise _failed(f"it did not answer within {self._start_seconds} s, see {self.log_path}")

    def _raise_early_end(self) -> None:
        lines = self.log_path.read_text(errors="replace").strip().splitlines()
        if any("Address already in use" in line for line in lines):
            raise _port_in_use(self.port)
        raise _failed(lines[-1] if lines else f"it ended without a word, see {self.log_path}")


def free_port(host: str = HOST) -> int:
    """A port that nothing listens on now, and that nobody is likely to ask for."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def _port_in_use(port: int) -> ChainError:
    return ChainError(
        "node.port_in_use",
        f"port {port} is in use: stop what listens there, or choose another port",
        f"端口 {port} 已被占用：请停止占用它的程序或更换端口",
    )


def _failed(reason: str) -> ChainError:
    return ChainError(
        "node.failed",
        f"the node did not start ({reason}): run `make clean` and try again",
        f"节点未能启动（{reason}）：请运行 make clean 后重试",
    )
