# SPDX-License-Identifier: Apache-2.0
"""Measures reads of a loan with its schedule: 50 clients, by wrk, on a database of many loans.

``shouxin serve`` as it is, on a chain of its own for the clock; the loans are indexed before from
a generated chain, each with terms of its own, and asked for at random. Says what the load tool took
of a processor, and what the service and the indexer hold in memory.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from service import loaded, memory_mib, own_chain, require_wrk, services

CLIENTS = 50
SCRIPT = Path(__file__).with_name("reads.lua")
INDEX = Path(__file__).with_name("index.py")


def index(loans: int, database_url: str) -> dict[str, Any]:
    """Fill a database, in a process of its own."""
    arguments = [sys.executable, str(INDEX), "--loans", str(loans), "--database", database_url]
    done = subprocess.run(arguments, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """The figures: medians of some runs."""
    url = given.database or f"sqlite:///{folder}/loans.db"
    indexed = None if given.is_full else index(given.loans, url)
    with (
        own_chain(folder) as own,
        services(own.environ(url), given.copies) as copies,
    ):
        urls, environ = [at for _, at in copies], {"BENCH_LOANS": str(given.loans)}
        first = [memory_mib(process) for process, _ in copies]
        loaded(urls, SCRIPT, CLIENTS, 3, environ)
        runs = [loaded(urls, SCRIPT, CLIENTS, given.seconds, environ) for _ in range(given.runs)]
        memory = [memory_mib(process) for process, _ in copies]
    assert not sum(run["failed"] for run in runs), "some requests failed"
    return {
        "loans": given.loans,
        "copies": given.copies,
        **{key: median(run[key] for run in runs) for key in runs[0]},
        "service_mib_before": first,
        "service_mib": memory,
        "index": indexed,
        "load": os.getloadavg()[0],
    }


def main() -> None:
    """Measures and prints one JSON value."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loans", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=10, help="of a run")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--copies", type=int, default=1, help="of the service")
    parser.add_argument("--database", help="an empty PostgreSQL; a new SQLite file by default")
    parser.add_argument(
        "--is-full", action="store_true", help="the database holds the loans already"
    )
    given = parser.parse_args()
    require_wrk()
    with TemporaryDirectory(prefix="shouxin-bench-") as name:
        print(json.dumps(measure(Path(name), given)))


if __name__ == "__main__":
    main()
