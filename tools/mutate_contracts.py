# SPDX-License-Identifier: Apache-2.0
"""Mutation testing of the book: deliberate faults in the contracts, and which tests notice.

    python -m tools.mutate_contracts                   # the sample of docs/audit/mutation.md
    python -m tools.mutate_contracts --only notes.vy --share 1 --workers 2
    python -m tools.mutate_contracts --deep            # survivors meet the state machine too
    python -m tools.mutate_contracts --list            # what stands in the results, no run

Mutants are made by ``tools.mutants`` and sampled by seed, judged by ``tools.mutation_worker`` in a
copy of the project under .cache, never here. Results are kept in .cache/mutation/results.json by
mutant: a run goes on where the last one stopped. ``--retry`` judges survivors again, for instance
after a new test.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from vyper.ast.parse import parse_to_ast

from tests.contracts import compiler
from tools.contracts import CONTRACTS, ROOT
from tools.mutants import Mutant, constants_of, mutants_of, sampled

CACHE = ROOT / ".cache" / "mutation"
RESULTS = CACHE / "results.json"
COPIED = ("contracts", "src", "tests", "tools")
SEED = "book"
SHARE = 0.06
KILLED = {"killed", "timeout"}

_T = "tests/contracts/"
DIFFERENTIAL = f"{_T}loan_book/test_differential.py"
MACHINE = f"{_T}loan_book/test_machine.py"
# The two that take long; the first is the last stage, the second measures growth alone.
APART = (MACHINE, f"{_T}loan_book/test_growth.py")
# A few random histories: the quickest killer of whatever they run through.
HISTORIES = f"{DIFFERENTIAL}::test_model_and_contract_agree[0]"


class Fate(NamedTuple):
    """What a fault in a source is put into, and the tests that meet it first."""

    contracts: list[str]
    """It is put into the first of them whose code differs by it."""
    first: list[str]
    mocks: tuple[str, ...] = ()
    has_histories: bool = True


BOOK: dict[str, Fate] = {
    "LoanBook": Fate(["LoanBook"], ["loan_book"]),
    "LoanServicing": Fate(["LoanServicing"], ["loan_servicing"]),
    "LoanAmending": Fate(["LoanAmending"], ["loan_amending"]),
    "LoanOpening": Fate(["LoanOpening"], ["loan_opening"], has_histories=False),
    "LoanRelay": Fate(["LoanRelay"], ["loan_relay"], has_histories=False),
    "Rollover": Fate(["Rollover"], ["rollover"], has_histories=False),
    "loan_model": Fate(
        ["LoanServicing", "LoanBook", "LoanAmending", "LoanOpening"], ["loan_servicing"]
    ),
    "loan_state": Fate(["LoanBook"], ["loan_state", "loan_book"], ("LoanStateMock",)),
    "moves": Fate(["LoanServicing", "LoanBook", "LoanAmending"], ["loan_servicing"]),
    "notes": Fate(["LoanBook"], ["notes", "loan_book"], ("NotesMock",), has_histories=False),
    "terms": Fate(["LoanOpening", "LoanBook", "OfferDesk"], ["loan_opening"]),
    "opening_check": Fate(["LoanOpening"], ["loan_opening"], has_histories=False),
    "majority": Fate(["LoanAmending"], ["loan_amending"], has_histories=False),
    "revocations": Fate(["LoanAmending"], ["loan_amending"], has_histories=False),
    "LoanAnswering": Fate(["LoanAnswering"], ["loan_answering"], has_histories=False),
    "calendar": Fate(["LoanServicing", "LoanOpening", "LoanBook"], ["loan_opening"]),
    "credit_entry": Fate(
        ["LoanServicing", "LoanBook"], ["credit_entry", "loan_servicing"], ("CreditEntryMock",)
    ),
    "limits": Fate(["Rulebook", "LoanAmending"], ["rulebook"], has_histories=False),
    "nonces": Fate(["LoanRelay"], ["loan_relay"], has_histories=False),
    "permits": Fate(["LoanRelay", "OfferDesk"], ["loan_relay"], has_histories=False),
    "signatures": Fate(
        ["OfferDesk", "LoanRelay"],
        ["signatures", "offer_desk"],
        ("SignaturesMock",),
        has_histories=False,
    ),
}
AFTERWARDS = (
    "loan_book",
    "loan_servicing",
    "loan_amending",
    "loan_opening",
    "rollover",
    "loan_relay",
    "offer_desk",
    "credit_entry",
    "credit_ledger",
    "loan_answering",
    "attacks",
)


def stages_of(source: str) -> list[list[str]]:
    """The tests of a source in stages: a few histories, its own, all that move a loan."""
    fate = BOOK[source]
    rest = [name for name in AFTERWARDS if name not in fate.first]
    ignored = [f"--ignore={path}" for path in APART]
    folders = [[_T + name for name in names] + ignored for names in (fate.first, rest)]
    return [[HISTORIES], *folders] if fate.has_histories else folders


def all_mutants() -> list[Mutant]:
    """Every mutant of the book's sources."""
    constants = {p.stem: _constants(p) for p in CONTRACTS.glob("*.vy")}
    sources = (CONTRACTS / f"{name}.vy" for name in BOOK)
    return [m for p in sources for m in mutants_of(p.name, p.read_bytes(), constants)]


def _constants(path: Path) -> list[str]:
    return constants_of(parse_to_ast(path.read_text()))


class Worker:
    """A process that judges mutants in its own copy of the project."""

    def __init__(self, number: int) -> None:
        self.root = CACHE / f"tree-{number}"
        for name in COPIED:
            shutil.rmtree(self.root / name, ignore_errors=True)
            shutil.copytree(ROOT / name, self.root / name)
        shutil.copy(ROOT / "pyproject.toml", self.root)
        _copy_artifacts(self.root)
        path = os.pathsep.join([str(self.root / "src"), str(self.root)])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.mutation_worker"],
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """The verdict on a job."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def check_original(self, stages: list[list[str]]) -> None:
        """All tests must pass without a fault; with no stages it only compiles."""
        contracts = sorted({name for fate in BOOK.values() for name in fate.contracts})
        mocks = sorted({name for fate in BOOK.values() for name in fate.mocks})
        answer = self.ask({"contracts": contracts, "mocks": mocks, "stages": stages})
        if answer["verdict"] != "survived":
            message = f"a test fails without any fault: {answer}"
            raise RuntimeError(message)

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def _copy_artifacts(root: Path) -> None:
    """What the tests compiled here needs no compiling there: names and sources by its paths."""
    copied = root / ".cache" / compiler.CACHE.name
    shutil.rmtree(copied.parent, ignore_errors=True)
    copied.mkdir(parents=True)
    for path in (*compiler.CONTRACTS.glob("*.vy"), *compiler.MOCKS.glob("*.vy")):
        known = compiler.cached_at(path)
        if known.exists():
            there = root / path.relative_to(ROOT)
            text = known.read_text().replace(str(ROOT / "contracts"), str(root / "contracts"))
            text = text.replace(str(ROOT / "tests"), str(root / "tests"))
            (copied / compiler.cached_at(there).name).write_text(text)


class Campaign:
    """Mutants to judge, their results, and the workers that share them."""

    def __init__(self, mutants: list[Mutant], given: argparse.Namespace) -> None:
        self._results: dict[str, Any] = load_results()
        self._is_deep: bool = given.deep
        self._deselected = [f"--deselect={name}" for name in given.deselect]
        self._is_checked: bool = not given.unchecked
        self._left = [m for m in mutants if self._is_open(m, is_retry=given.retry)]
        self._sources = {m.file: (CONTRACTS / m.file).read_bytes() for m in mutants}
        self._left.sort(key=lambda m: m.key)  # so that a part of the run is a fair sample
        self._lock = threading.Lock()
        self._total = len(self._left)

    def _is_open(self, mutant: Mutant, *, is_retry: bool) -> bool:
        found = self._results.get(mutant.key)
        if found is None:
            return not self._is_deep
        if found["verdict"] != "survived":
            return False
        return is_retry or (self._is_deep and not found.get("is_deep"))

    def run(self, workers: int) -> None:
        """Judges all that is left, once every test passes without a fault."""
        if self._left and self._is_checked:
            worker = Worker(0)
            worker.check_original(self._stages("LoanServicing"))
            worker.close()
        threads = [threading.Thread(target=self._work, args=(n,)) for n in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _work(self, number: int) -> None:
        if not self._left:
            return
        worker = Worker(number)
        worker.check_original([])
        while (mutant := self._next()) is not None:
            self._keep(mutant, worker.ask(self._job(mutant)))
        worker.close()

    def _next(self) -> Mutant | None:
        with self._lock:
            return self._left.pop(0) if self._left else None

    def _job(self, mutant: Mutant) -> dict[str, Any]:
        name = Path(mutant.file).stem
        source = mutant.applied(self._sources[mutant.file]).decode()
        return {
            "file": mutant.file,
            "source": source,
            "contracts": BOOK[name].contracts,
            "mocks": BOOK[name].mocks,
            "stages": self._stages(name),
        }

    def _stages(self, source: str) -> list[list[str]]:
        stages = [[MACHINE]] if self._is_deep else stages_of(source)
        return [[*paths, *self._deselected] for paths in stages]

    def _keep(self, mutant: Mutant, answer: dict[str, Any]) -> None:
        with self._lock:
            about = {n: getattr(mutant, n) for n in ("file", "function", "line", "kind")}
            about |= {"old": mutant.old, "new": mutant.new, "is_deep": self._is_deep}
            self._results[mutant.key] = about | answer
            partial = RESULTS.with_suffix(".part")
            partial.write_text(json.dumps(self._results, indent=1))
            partial.replace(RESULTS)
            done = self._total - len(self._left)
            print(f"{done}/{self._total} {told(mutant)}: {answer}", flush=True)


def told(mutant: Mutant) -> str:
    """A mutant in one line."""
    old, new = (" ".join(text.split())[:60] for text in (mutant.old, mutant.new))
    return f"{mutant.file}:{mutant.line} {mutant.function}: {mutant.kind}: {old} -> {new}"


def load_results() -> dict[str, Any]:
    """What was judged so far, by mutant's key."""
    CACHE.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    return found


def table(mutants: list[Mutant], results: dict[str, Any]) -> list[str]:
    """The results by source as rows of a table in Markdown, and the sum."""
    rows = ["| source | mutants | equal or invalid | judged | killed | survived | share |"]
    rows.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    sums: Counter[str] = Counter()
    for file in sorted({m.file for m in mutants}):
        own = (m.key for m in mutants if m.file == file)
        verdicts = [results[key]["verdict"] for key in own if key in results]
        counts = Counter(made=len(verdicts), killed=sum(v in KILLED for v in verdicts))
        counts["survived"] = verdicts.count("survived")
        counts["judged"] = counts["killed"] + counts["survived"]
        sums.update(counts)
        rows.append(_row(f"`{file}`", counts))
    return [*rows, _row("all", sums)]


def _row(name: str, c: Counter[str]) -> str:
    share = f"{100 * c['killed'] / c['judged']:.1f} %" if c["judged"] else "–"
    cells = (c["made"], c["made"] - c["judged"], c["judged"], c["killed"], c["survived"], share)
    return f"| {name} | " + " | ".join(map(str, cells)) + " |"


def report(mutants: list[Mutant]) -> None:
    """Prints the table and the survivors."""
    results = load_results()
    print("\n".join(table(mutants, results)))
    for mutant in mutants:
        found = results.get(mutant.key)
        if found is not None and found["verdict"] in {"survived", "broken"}:
            print(f"{found['verdict']}: {told(mutant)} {found['by']}")


def main() -> int:
    """Runs the campaign and prints what it found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", action="append", default=[], help="a source, notes.vy")
    parser.add_argument("--share", type=float, default=SHARE)
    parser.add_argument("--seed", default=SEED)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--deep", action="store_true", help="survivors against the machine")
    parser.add_argument("--retry", action="store_true", help="judge survivors again")
    parser.add_argument("--deselect", action="append", default=[], help="a test's name")
    parser.add_argument("--unchecked", action="store_true", help="the tests have just passed")
    parser.add_argument("--list", action="store_true", help="only print the results")
    given = parser.parse_args()
    mutants = sampled(all_mutants(), given.seed, given.share)
    mutants = [m for m in mutants if not given.only or m.file in given.only]
    if not given.list:
        Campaign(mutants, given).run(given.workers)
    report(mutants)
    return 0


if __name__ == "__main__":
    sys.exit(main())
