# SPDX-License-Identifier: Apache-2.0
"""Times the check of a credit report of 1,000 entries: in a program, and as a command from cold."""

import argparse
import json
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from shouxin.chain.deploy import Deployment, deploy
from shouxin.chain.manifest import manifest_path
from shouxin.chain.sender import Sender
from shouxin.config import load_config
from shouxin.credit.entry import Entry, Flag, Kind, pack
from shouxin.credit.export import export_report
from shouxin.credit.ledger import ledger_of
from shouxin.credit.report import parse_report, write_report
from shouxin.credit.verification import verify

ENTRIES, ENTRIES_A_CALL = 1_000, 10
RUNS, COMMAND_RUNS = 50, 10
PARTY, START = b"\x01" * 32, 20_454
COMMAND = "from shouxin.cli.main import main; main()"


def record(deployment: Deployment, book: Sender) -> None:
    """A long record: a hundred loans of ten entries each."""
    for number in range(ENTRIES // ENTRIES_A_CALL):
        opened = pack(Entry(Kind.OPENED, Flag.LICENSED, START + number, exposure_after=90_000))
        paid = pack(
            Entry(Kind.PAID, Flag.ON_TIME | Flag.LICENSED, START + number, 0, 0, 9_000, 9_000)
        )
        words = [opened, *[paid] * (ENTRIES_A_CALL - 1)]
        deployment.ledger.record(PARTY, number.to_bytes(32), 0, 0, words, sender=book)


def measure(folder: Path) -> dict[str, float]:
    """Times in milliseconds, and the report's size in bytes."""
    config = load_config({"SHOUXIN_VAR": str(folder)})
    with config.embedded_node() as node:
        operator, book = (Sender(node.chain, node.new_account()) for _ in range(2))
        deployment = deploy(
            operator,
            config.manifests,
            before_handover=lambda d: d.ledger.authorise_book(book.address, sender=operator),
        )
        record(deployment, book)
        ledger = ledger_of(deployment.manifest)
        start = perf_counter()
        text = write_report(export_report(node.chain, ledger, PARTY).report)
        exported = perf_counter() - start
    data, times = text.encode(), []
    for _ in range(RUNS):
        start = perf_counter()
        verified = verify(parse_report(data), ledger, PARTY)
        times.append(perf_counter() - start)
    assert len(verified.entries) == ENTRIES
    path = folder / "report.json"
    path.write_bytes(data)
    manifest = manifest_path(config.manifests, ledger.chain_id)
    return {
        "bytes": len(data),
        "export_ms": round(exported * 1_000, 1),
        "verify_ms": round(median(times) * 1_000, 1),
        "command_ms": round(median(_command(path, manifest)) * 1_000, 1),
    }


def _command(path: Path, manifest: Path) -> list[float]:
    """Seconds of ``shouxin report verify`` from cold, Python's own start included."""
    arguments = ["report", "verify", str(path), "--manifest", str(manifest), "--json"]
    times = []
    for _ in range(COMMAND_RUNS):
        start = perf_counter()
        subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-c", COMMAND, *arguments], check=True, stdout=subprocess.DEVNULL
        )
        times.append(perf_counter() - start)
    return times


def main() -> None:
    """Prints the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON value")
    as_json: bool = parser.parse_args().json
    with TemporaryDirectory(prefix="shouxin-bench-") as folder:
        figures = measure(Path(folder))
    if as_json:
        print(json.dumps({"entries": ENTRIES, "python": platform.python_version(), **figures}))
        return
    print(f"A report of {ENTRIES:,} entries, {figures['bytes']:,} bytes:")
    print(f"  verified in {figures['verify_ms']} ms, median of {RUNS}")
    print(f"  `shouxin report verify`: {figures['command_ms']} ms, median of {COMMAND_RUNS}")
    print(f"  exported from the embedded node in {figures['export_ms']} ms")


if __name__ == "__main__":
    main()
