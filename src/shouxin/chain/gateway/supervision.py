# SPDX-License-Identifier: Apache-2.0
"""The gateway's process, supervised, always on the same port."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from shouxin.chain.gateway.chain_folder import ChainFolder
from shouxin.chain.node import HOST
from shouxin.primitives.errors import ShouxinError
from shouxin.processes.supervised import Program, SupervisedProcess


class SupervisedGateway:
    """One gateway process and its successors; a context manager."""

    def __init__(
        self,
        folder: ChainFolder,
        binary: Path,
        log_folder: Path,
        *,
        port: int | None = None,
        origins: Sequence[str] = (),
    ) -> None:
        """Describe it; nothing runs yet.

        Args:
            folder: where the chain is kept.
            binary: the node's program.
            log_folder: for what gateway and node print.
            port: 8545 or the next free one if None.
            origins: of the pages that may ask.
        """
        self._folder = folder
        self._binary = binary
        self._log_folder = log_folder
        self._port = port
        self._origins = tuple(origins)
        self._supervised = SupervisedProcess(
            Program(
                "gateway",
                "网关",
                self._arguments,
                log_folder / f"gateway-{folder.chain_id}.log",
                kept=("; every acknowledged transaction is kept", "；已确认的交易均已保存"),
            )
        )

    @property
    def failure(self) -> ShouxinError | None:
        """Why it was given up, once it was."""
        return self._supervised.failure

    @property
    def url(self) -> str:
        """Where it answers JSON-RPC."""
        return f"http://{HOST}:{self._supervised.words['port']}"

    @property
    def process_id(self) -> int | None:
        """The gateway's process; None while there is none."""
        return self._supervised.process_id

    @property
    def log_path(self) -> Path:
        """What the gateway's process prints besides its port."""
        return self._supervised.program.log_path

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

    def start(self) -> None:
        """Start it and wait until it answers; from then on it is watched.

        Raises:
            ChainError: what the gateway said when it could not start.
        """
        self._supervised.start()

    def stop(self) -> None:
        """End it, and the node with it."""
        self._supervised.stop()

    def _arguments(self) -> list[str]:
        arguments = [
            *(sys.executable, "-m", "shouxin.chain.gateway", str(self._folder.path)),
            *("--chain-id", str(self._folder.chain_id), "--anvil", str(self._binary)),
            *("--log", str(self._log_folder / f"node-{self._folder.chain_id}.log")),
        ]
        port = self._supervised.words.get("port", self._port)
        if port is not None:
            arguments += ["--port", str(port)]
        for origin in self._origins:
            arguments += ["--origin", origin]
        return arguments
