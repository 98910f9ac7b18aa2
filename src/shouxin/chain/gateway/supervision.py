# SPDX-License-Identifier: Apache-2.0
"""Starts the gateway's process, starts it again when it dies, and gives up when that is no use."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from shouxin.chain.gateway.chain_folder import ChainFolder
from shouxin.chain.node import HOST
from shouxin.primitives.errors import ChainError

STOP_SECONDS = 10
DEATHS_MAX = 5
_SILENT_END = "gateway.failed"
DEATHS_WITHIN_SECONDS = 60


class SupervisedGateway:
    """One gateway process and its successors, always on the same port; a context manager.

    Attributes:
        failure: why it was given up, once it was.
    """

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
        self.failure: ChainError | None = None
        self._folder = folder
        self._binary = binary
        self._log_folder = log_folder
        self._port = port
        self._origins = tuple(origins)
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._deaths: deque[float] = deque(maxlen=DEATHS_MAX)

    @property
    def url(self) -> str:
        """Where it answers JSON-RPC."""
        assert self._port is not None, "the gateway is not started"
        return f"http://{HOST}:{self._port}"

    @property
    def process_id(self) -> int | None:
        """The gateway's process; None while there is none."""
        process = self._process
        return None if process is None else process.pid

    @property
    def log_path(self) -> Path:
        """What the gateway's process prints besides its port."""
        return self._log_folder / f"gateway-{self._folder.chain_id}.log"

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
        try:
            self._launch()
        except BaseException:
            self.stop()
            raise
        self._watcher.start()

    def stop(self) -> None:
        """End it, and the node with it."""
        self._is_stopping.set()
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()  # ends it even while the watcher waits for it to start
        if self._watcher.is_alive():
            self._watcher.join()
        self._end_process()

    def _launch(self) -> None:
        """One process, until it answers."""
        self._log_folder.mkdir(parents=True, exist_ok=True)
        arguments = [
            *(sys.executable, "-m", "shouxin.chain.gateway", str(self._folder.path)),
            *("--chain-id", str(self._folder.chain_id), "--anvil", str(self._binary)),
            *("--log", str(self._log_folder / f"node-{self._folder.chain_id}.log")),
        ]
        if self._port is not None:
            arguments += ["--port", str(self._port)]
        for origin in self._origins:
            arguments += ["--origin", origin]
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us; we end it in order
            )
        self._port = int(self._first_words(self._process)["port"])

    def _first_words(self, process: subprocess.Popen[bytes]) -> dict[str, Any]:
        assert process.stdout is not None
        line = process.stdout.readline()
        words: dict[str, Any] = json.loads(line) if line else {}
        if "port" in words:
            return words
        if "code" in words:
            raise ChainError(words["code"], words["message"], words["message_zh"])
        raise ChainError(
            _SILENT_END,
            f"the gateway did not start: see {self.log_path}",
            f"网关未能启动：请查看 {self.log_path}",
        )

    def _watch(self) -> None:
        """Start it again whenever it has died, unless it dies too often."""
        while not self._is_stopping.wait(0.1):
            assert self._process is not None
            if self._process.poll() is None:
                continue
            self._end_process()
            self._deaths.append(time.monotonic())
            if self._died_too_often():
                self.failure = self._given_up()
                return
            try:
                self._launch()
            except ChainError as error:
                if error.code != _SILENT_END:  # it said why: starting it again is no use
                    self.failure = error
                    return

    def _died_too_often(self) -> bool:
        is_full = len(self._deaths) == DEATHS_MAX
        return is_full and self._deaths[-1] - self._deaths[0] < DEATHS_WITHIN_SECONDS

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def _given_up(self) -> ChainError:
        return ChainError(
            "gateway.ended",
            f"the gateway ended {DEATHS_MAX} times within {DEATHS_WITHIN_SECONDS} s: see "
            f"{self.log_path}, then run `shouxin up` again; every acknowledged transaction is kept",
            f"网关在 {DEATHS_WITHIN_SECONDS} 秒内退出 {DEATHS_MAX} 次：请查看 {self.log_path}，"
            "然后重新运行 shouxin up；已确认的交易均已保存",
        )
