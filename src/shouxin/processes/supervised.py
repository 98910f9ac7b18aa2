# SPDX-License-Identifier: Apache-2.0
"""Starts a process, starts it again when it dies, and gives up when that is no use.

The process prints one line of JSON once it works, or with ``code`` why it can't, and ends when its
standard input does: so nothing outlives its parent, however that dies. With ``is_passing`` what it
lacks is only away; one that has worked before is then started again for as long as that lasts.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from shouxin.primitives.errors import ChainError, ShouxinError

STOP_SECONDS = 10
DEATHS_MAX = 5
DEATHS_WITHIN_SECONDS = 60
WATCH_SECONDS = 0.1
PAUSE_SECONDS, PAUSE_SECONDS_MAX = 0.0, 4.0
AWAY_SECONDS = 0.5


class _AwayError(ChainError):
    """What a process needs is away, and may come back."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is started.

    Attributes:
        name: for people, such as ``gateway``; the first part of its errors' codes.
        name_zh: the same in Chinese.
        arguments: of the command, asked for at each start.
        log_path: where its standard error goes.
        environ: its environment; ours if None.
        kept: what to say of what it kept when it was given up, in both languages.
        descriptors: of files that it takes over, such as a socket that listens.
    """

    name: str
    name_zh: str
    arguments: Callable[[], Sequence[str]]
    log_path: Path
    environ: Mapping[str, str] | None = None
    kept: tuple[str, str] = ("", "")
    descriptors: tuple[int, ...] = ()


class SupervisedProcess:
    """One process and its successors; a context manager.

    Attributes:
        program: what is started.
        words: what it said when it last began to work.
        failure: why it was given up, once it was.
        starts: how often it was started.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.words: Mapping[str, Any] = {}
        self.failure: ShouxinError | None = None
        self.starts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._deaths: deque[float] = deque(maxlen=DEATHS_MAX)

    @property
    def process_id(self) -> int | None:
        """The process; None while there is none."""
        process = self._process
        return None if process is None else process.pid

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
        """Start it and wait until it works; from then on it is watched.

        Raises:
            ChainError: what it said when it could not start.
        """
        try:
            self._launch()
        except BaseException:
            self.stop()
            raise
        self._watcher.start()

    def stop(self) -> None:
        """End it."""
        self._is_stopping.set()
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()  # ends it even while the watcher waits for it to start
        if self._watcher.is_alive():
            self._watcher.join()
        self._end_process()

    def _launch(self) -> None:
        """One process, until it works."""
        self.program.log_path.parent.mkdir(parents=True, exist_ok=True)
        with self.program.log_path.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                list(self.program.arguments()),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=None if self.program.environ is None else dict(self.program.environ),
                pass_fds=self.program.descriptors,
                start_new_session=True,  # Ctrl-C is for us; we end it in order
            )
        self.starts += 1
        self.words = self._first_words(self._process)

    def _first_words(self, process: subprocess.Popen[bytes]) -> dict[str, Any]:
        assert process.stdout is not None
        line = process.stdout.readline()
        words: dict[str, Any] = json.loads(line) if line else {}
        if "code" in words:
            kind = _AwayError if words.get("is_passing") else ChainError
            raise kind(words["code"], words["message"], words["message_zh"])
        if words:
            return words
        raise ChainError(
            self._silent_end,
            f"the {self.program.name} did not start: see {self.program.log_path}",
            f"{self.program.name_zh}未能启动：请查看 {self.program.log_path}",
        )

    @property
    def _silent_end(self) -> str:
        return f"{self.program.name}.failed"

    def _watch(self) -> None:
        """Start it again whenever it has died, unless it dies too often."""
        pause, is_away = PAUSE_SECONDS, False
        while not self._is_stopping.wait(WATCH_SECONDS):
            if self._process is not None and self._process.poll() is None:
                continue
            self._end_process()
            if not is_away:
                self._deaths.append(time.monotonic())
            if self._died_too_often():
                self.failure = self._given_up()
                return
            pause = AWAY_SECONDS if is_away else self._next_pause(pause)
            if self._is_stopping.wait(pause):
                return
            try:
                self._launch()
                is_away = False
            except _AwayError:
                is_away = True
            except ChainError as error:
                is_away = False
                if error.code != self._silent_end:  # it said why: starting it again is no use
                    self.failure = error
                    return

    def _next_pause(self, pause: float) -> float:
        """None before the first restart in a while, then doubled."""
        recent = [at for at in self._deaths if time.monotonic() - at < DEATHS_WITHIN_SECONDS]
        if len(recent) <= 1:
            return PAUSE_SECONDS
        return min(max(pause * 2, WATCH_SECONDS), PAUSE_SECONDS_MAX)

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
        name, log, kept = self.program.name, self.program.log_path, self.program.kept
        return ChainError(
            f"{name}.ended",
            f"the {name} ended {DEATHS_MAX} times within {DEATHS_WITHIN_SECONDS} s: see {log}, "
            f"then run `shouxin up` again{kept[0]}",
            f"{self.program.name_zh}在 {DEATHS_WITHIN_SECONDS} 秒内退出 {DEATHS_MAX} 次："
            f"请查看 {log}，然后重新运行 shouxin up{kept[1]}",
        )
