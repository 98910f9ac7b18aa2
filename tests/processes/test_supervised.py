# SPDX-License-Identifier: Apache-2.0
"""A supervised process is started again when it dies, given up when that is no use."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from shouxin.primitives.errors import ChainError
from shouxin.processes import supervised
from shouxin.processes.supervised import DEATHS_MAX, Program, SupervisedProcess

WORKS = "import sys; print('{\"port\": 1}', flush=True); sys.stdin.read()"
SECONDS = 20


def program(tmp_path: Path, script: str) -> Program:
    return Program("worker", "工作进程", lambda: [sys.executable, "-c", script], tmp_path / "log")


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_one_that_says_why_it_can_not_work_is_not_started(tmp_path: Path) -> None:
    script = 'print(\'{"code": "x.no", "message": "no", "message_zh": "不"}\')'
    with pytest.raises(ChainError) as caught, SupervisedProcess(program(tmp_path, script)):
        pass
    assert caught.value.code == "x.no"


def test_one_that_ends_silently_is_not_started_and_its_log_is_named(tmp_path: Path) -> None:
    with pytest.raises(ChainError) as caught, SupervisedProcess(program(tmp_path, "1 / 0")):
        pass
    assert caught.value.code == "worker.failed"
    assert str(tmp_path / "log") in caught.value.message_zh
    assert "ZeroDivisionError" in (tmp_path / "log").read_text()


def test_one_that_keeps_dying_is_given_up_loudly(tmp_path: Path) -> None:
    script = "print('{\"port\": 1}', flush=True)"
    with SupervisedProcess(program(tmp_path, script)) as worker:
        until(lambda: worker.failure is not None)
        assert worker.failure is not None
        assert worker.failure.code == "worker.ended"
        assert worker.starts == DEATHS_MAX


def test_one_that_lacks_what_is_away_is_tried_until_it_is_back(tmp_path: Path) -> None:
    away = tmp_path / "away"
    words = '{"code": "x.away", "message": "no", "message_zh": "不", "is_passing": true}'
    script = f"""
import pathlib, sys
is_away = pathlib.Path({str(away)!r}).exists()
print({words!r} if is_away else '{{"port": 1}}', flush=True)
is_away or sys.stdin.read()
"""
    with SupervisedProcess(program(tmp_path, script)) as worker:
        first = worker.process_id
        assert first is not None
        away.touch()
        os.kill(first, signal.SIGKILL)
        until(lambda: worker.starts > DEATHS_MAX + 1)
        assert worker.failure is None
        away.unlink()
        until(lambda: worker.process_id is not None and dict(worker.words) == {"port": 1})
        assert worker.failure is None


def test_one_that_dies_is_started_again_and_ended_with_us(tmp_path: Path) -> None:
    with SupervisedProcess(program(tmp_path, WORKS)) as worker:
        first = worker.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until(lambda: worker.starts == 2 and bool(worker.words))
        until(lambda: worker.process_id not in {None, first})
        second = worker.process_id
        assert worker.failure is None
    assert second is not None
    assert not psutil.pid_exists(second)


def test_pauses_grow_while_it_keeps_dying(tmp_path: Path) -> None:
    worker = SupervisedProcess(program(tmp_path, WORKS))
    pauses, pause = [], 0.0
    for _ in range(DEATHS_MAX):
        worker._deaths.append(time.monotonic())
        pause = worker._next_pause(pause)
        pauses.append(pause)
    assert pauses[0] == 0
    assert pauses[1:] == sorted(set(pauses[1:]))
    assert pauses[-1] <= supervised.PAUSE_SECONDS_MAX


def test_it_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent = (
        "import sys, time; from pathlib import Path;"
        "from shouxin.processes.supervised import Program, SupervisedProcess;"
        f"p = SupervisedProcess(Program('w', 'w', lambda: [sys.executable, '-c', {WORKS!r}],"
        f" Path({str(tmp_path / 'log')!r}))); p.start(); print(p.process_id, flush=True);"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        assert psutil.pid_exists(child)
        process.kill()
    until(lambda: not psutil.pid_exists(child))
