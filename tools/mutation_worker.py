# SPDX-License-Identifier: Apache-2.0
"""Judges mutants in a copy of the project; started there by ``tools.mutate_contracts``.

It reads one job a line from standard input and answers one line each:

    {"file": "notes.vy", "source": "…", "contracts": ["LoanBook"], "mocks": ["NotesMock"],
     "stages": [["tests/…"]]}
    {"verdict": "killed", "by": "tests/…::test_x", "in": "LoanBook", "stage": 0, "seconds": 4.2}

A fault is in one contract at a time: the first of those named whose code differs by it; and in the
mocks that show the module to its own tests. All others stay the originals. Verdicts: ``killed``;
``survived`` all stages; ``invalid``, the source does not compile; ``same``, no contract's code
differs; ``timeout``, which counts as killed. A job without ``source`` judges the original. Each
job runs in a fork, so that nothing is imported twice and nothing of a mutant is left.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import select
import shutil
import signal
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import pytest
from vyper.compiler.input_bundle import FilesystemInputBundle
from vyper.compiler.phases import CompilerData
from vyper.exceptions import VyperException
from vyper.ir.compile_ir import RuntimeHeader, assembly_to_evm

from tests.contracts import compiler

SECONDS_MAX = 900
# Collected once, so that what it imports is there in every fork.
WARMING = "tests/contracts/loan_book/test_differential.py"
SAFE_CACHE = compiler.CACHE.with_name("tests-contracts-original")
NO_FAILURE = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


class _FirstFailure:
    """Notes the first test that fails."""

    def __init__(self) -> None:
        self.test = ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.test:
            self.test = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.test:
            self.test = f"collecting {report.nodeid}"


def compiled_from_source(path: Path) -> tuple[str, str]:
    """Deployment's code, with an empty digest of its sources, and runtime's; in hexadecimal."""
    bundle = FilesystemInputBundle([compiler.SITE_PACKAGES, compiler.CONTRACTS, path.parent])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assembly = CompilerData(bundle.load_file(path), input_bundle=bundle).assembly
    nested = next(i for i in assembly if isinstance(i, list) and isinstance(i[0], RuntimeHeader))
    deployment, _ = assembly_to_evm(assembly, compiler_metadata=bytes(32))
    return deployment.hex(), assembly_to_evm(nested[1:])[0].hex()


def without_trailer(code: str) -> str:
    """Deployment's code without what it says of its sources."""
    return code[: -2 * int(code[-4:], 16)]


def put_in_place(path: Path, code: tuple[str, str]) -> None:
    """Has the tests take this code for what the sources, as they are now, compile to."""
    stored = json.loads(compiler.cached_at(path).read_text())
    stored |= {"bytecode": code[0], "runtime": code[1]}
    compiler.cached_at(path).write_text(json.dumps(stored))


def run_stages(stages: list[list[str]]) -> dict[str, Any]:
    """The first test that fails, stage by stage."""
    compiler.compiled.cache_clear()
    for number, paths in enumerate(stages):
        watch = _FirstFailure()
        arguments = ["-x", "-q", "-m", "not long", "-p", "no:cacheprovider", "--tb=no", *paths]
        with contextlib.redirect_stdout(io.StringIO()) as output:
            code = pytest.main(arguments, plugins=[watch])
        if code == pytest.ExitCode.TESTS_FAILED or watch.test:
            return {"verdict": "killed", "by": watch.test, "stage": number}
        if code not in NO_FAILURE:
            return {"verdict": "broken", "by": output.getvalue()[-2_000:]}
    return {"verdict": "survived", "by": ""}


def _judged(job: dict[str, Any]) -> dict[str, Any]:
    """The verdict on a job with a fault."""
    source = compiler.CONTRACTS / job["file"]
    original = source.read_text()
    source.write_text(job["source"])
    try:
        found = _first_that_differs(job["contracts"])
        mocks = {n: compiled_from_source(compiler.find(n)) for n in job["mocks"] if found}
    except (VyperException, ArithmeticError) as error:  # the compiler folds constants
        return {"verdict": "invalid", "by": type(error).__name__}
    finally:
        source.write_text(original)
    if found is None:
        return {"verdict": "same", "by": ""}
    for name, code in [found, *mocks.items()]:
        put_in_place(compiler.find(name), code)
    return run_stages(job["stages"]) | {"in": found[0]}


def _first_that_differs(names: list[str]) -> tuple[str, tuple[str, str]] | None:
    for name in names:
        path = compiler.find(name)
        code = compiled_from_source(path)
        before = json.loads(compiler.cached_at(path).read_text())["bytecode"]
        if without_trailer(code[0]) != without_trailer(before):
            return name, code
    return None


def _in_fork(job: dict[str, Any]) -> dict[str, Any]:
    """The same in a process of its own, for so long at most."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer_and_exit(job, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        is_ready, _, _ = select.select([pipe], [], [], SECONDS_MAX)
        if not is_ready:
            os.kill(child, signal.SIGKILL)
        text = pipe.read()
    os.waitpid(child, 0)
    if not is_ready:
        return {"verdict": "timeout", "by": ""}
    return json.loads(text) if text else {"verdict": "broken", "by": "it died"}


def _answer_and_exit(job: dict[str, Any], writing: int) -> None:
    answer: dict[str, Any] = {"verdict": "broken", "by": "an exception"}
    try:
        answer = _original(job) if job.get("source") is None else _judged(job)
    except Exception as error:  # noqa: BLE001  whatever it is, the answer tells of it
        answer = {"verdict": "broken", "by": repr(error)}
    finally:
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)


def _original(job: dict[str, Any]) -> dict[str, Any]:
    for name in [*job["contracts"], *job["mocks"]]:
        compiler.compiled(compiler.find(name))
    return run_stages(job["stages"])


def _judge(job: dict[str, Any]) -> dict[str, Any]:
    """The verdict, and everything as it was before."""
    began = time.monotonic()
    if job.get("source") is None:
        answer = _in_fork(job)
        shutil.copytree(compiler.CACHE, SAFE_CACHE, dirs_exist_ok=True)
    else:
        source = compiler.CONTRACTS / job["file"]
        original = source.read_text()
        try:
            answer = _in_fork(job)
        finally:
            source.write_text(original)
            shutil.copytree(SAFE_CACHE, compiler.CACHE, dirs_exist_ok=True)
    return answer | {"seconds": round(time.monotonic() - began, 1)}


def main() -> int:
    """Answers jobs until there are no more."""
    assert Path.cwd() == compiler.ROOT, "a worker runs in its own copy"
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", WARMING])
    gc.collect()
    gc.freeze()
    gc.disable()  # a job is short, and its process ends
    for line in sys.stdin:
        print(json.dumps(_judge(json.loads(line))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
