# SPDX-License-Identifier: Apache-2.0
"""Lines and branches of the contracts that the tests in process reach.

    python -m tools.contract_coverage                        # tests/contracts, without the long
    python -m tools.contract_coverage tests/contracts/notes  # of these tests alone
    python -m tools.contract_coverage --ignore=PATH -k NAME  # whatever pytest takes

Prints a table in Markdown, then every line and every way of a branch that was not reached. A
branch is an `assert`, an `if`, a choice, or the left side of an `and` or `or`; both its ways must
be taken. The contracts run with marks (`tools.instrumented`), so a few tests that count gas or
bytes fail meanwhile: they are named, and what they reach counts. The mocks that show a module to
its own tests are marked as well.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrevm
import pytest

from tests.contracts import compiler, evm
from tools.contracts import deployable
from tools.instrumented import WAYS, Branch, Line, Places, compiled_with_marks

DEFAULT = ("tests/contracts", "--ignore=tests/contracts/loan_book/test_growth.py")
CODE_SIZE_MAX = 1 << 18
# What holds an EVM while only this module's list does: the list, the loop, the call's argument.
OWN_REFERENCES = 3


class Coverage:
    """A plugin that deploys marked contracts and collects their marks after each test."""

    def __init__(self) -> None:
        self.places = Places()
        self.lines: set[Line] = set()
        self.ways: set[tuple[Branch, bool]] = set()
        self.failed: list[str] = []
        sources = [*deployable(), *sorted(compiler.MOCKS.glob("*.vy"))]
        self._numbers = {path: n for n, path in enumerate(sources, start=1)}
        self._marked: dict[Path, compiler.Artifact] = {}
        self._evms: list[Any] = []

    def compiled(self, path: Path) -> compiler.Artifact:
        """A contract with marks."""
        plain = compiler.compiled(path)
        if path not in self._marked:
            code, runtime = compiled_with_marks(path, self._numbers[path], self.places)
            self._marked[path] = compiler.Artifact(plain.name, plain.abi, code, runtime)
        return self._marked[path]

    def new_evm(self, chain: Any) -> Any:
        """An EVM that takes large contracts."""
        config = pyrevm.CfgEnv(chain_id=chain.chain_id, limit_contract_code_size=CODE_SIZE_MAX)
        env = pyrevm.Env(cfg=config, block=chain._block())  # noqa: SLF001  the harness is ours
        made = pyrevm.EVM(env=env, spec_id="CANCUN")
        self._evms.append(made)
        return made

    def collect(self) -> None:
        """Takes the marks of every chain; forgets the chains that nobody else holds."""
        held = []
        for one in self._evms:
            lines, ways = self.places.reached(one.db_accounts)
            self.lines |= lines
            self.ways |= ways
            if sys.getrefcount(one) > OWN_REFERENCES:
                held.append(one)
        self._evms = held

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Notes failures."""
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtest_teardown(self) -> None:
        """After each test."""
        self.collect()

    def run(self, arguments: list[str]) -> None:
        """The tests, with marked contracts."""
        for path in self._numbers:
            self.compiled(path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(evm, "compiled", self.compiled)
            patch.setattr(evm.Chain, "_new_evm", _method(self.new_evm))
            pytest.main(["-q", "--tb=no", "-m", "not long", *arguments], plugins=[self])
        self.collect()

    def report(self) -> list[str]:
        """The table and what is missing."""
        lines = {line for block in self.places.lines.values() for line in block}
        branches = {branch for branch, _ in self.places.ways.values()}
        return [
            *self._table(lines, branches),
            "",
            *self._missing_lines(lines),
            *self._missing_ways(branches),
            *(f"failed with marks: {name}" for name in self.failed),
        ]

    def _table(self, lines: set[Line], branches: set[Branch]) -> list[str]:
        both = {b for b in branches if {(b, True), (b, False)} <= self.ways}
        counted = [
            Counter(found.file for found in places)
            for places in (self.lines & lines, lines, both, branches)
        ]
        files = sorted(counted[1])
        rows = ["| source | lines reached | of | branches both ways | of |"]
        rows.append("| --- | ---: | ---: | ---: | ---: |")
        rows += [
            f"| `{file}` | " + " | ".join(str(c[file]) for c in counted) + " |" for file in files
        ]
        sums = " | ".join(str(c.total()) for c in counted)
        return [*rows, f"| all | {sums} |"]

    def _missing_lines(self, lines: set[Line]) -> list[str]:
        return [f"not reached: {at.file}:{at.line}" for at in sorted(lines - self.lines)]

    def _missing_ways(self, branches: set[Branch]) -> list[str]:
        names = {kind.__name__: words for kind, words in WAYS.items()}
        return [
            f"{names[b.kind][is_true]}: {b.file}:{b.line}: {b.text}"
            for b in sorted(branches)
            for is_true in (False, True)
            if (b, is_true) not in self.ways
        ]


def _method(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function as a method of another class: it gets that class's object."""

    def method(owner: Any) -> Any:
        return function(owner)

    return method


def main() -> int:
    """Runs and reports."""
    coverage = Coverage()
    coverage.run(sys.argv[1:] or list(DEFAULT))
    print("\n".join(coverage.report()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
