# SPDX-License-Identifier: Apache-2.0
"""Measures the gas of named operations and fails on a rise of more than 2 % over the snapshot.

The operations are ``tests/contracts/gas_operations.py``'s: ``measure() -> dict[str, int]``. A new
operation, or one that is gone, fails as well: `python -m tools.gas_snapshot --write` accepts.
"""

import importlib
import json
import sys

from tools.contracts import SNAPSHOTS, as_json

PATH = SNAPSHOTS / "gas.json"
RISE_PERCENT_MAX = 2


def main() -> int:
    """Compares, or with --write accepts."""
    try:
        operations = importlib.import_module("tests.contracts.gas_operations")
    except ModuleNotFoundError as error:
        print(f"gas: nothing was measured, {error}")
        return 1
    measured: dict[str, int] = operations.measure()
    if "--write" in sys.argv[1:]:
        PATH.parent.mkdir(parents=True, exist_ok=True)
        PATH.write_text(as_json(measured))
        print(f"gas: wrote {len(measured)} operations")
        return 0
    known = json.loads(PATH.read_text()) if PATH.exists() else {}
    faults = compare(known, measured)
    for fault in faults:
        print(f"gas: {fault}")
    if faults:
        print("gas: if that is meant: make snapshots")
        return 1
    print(f"gas: {len(measured)} operations within {RISE_PERCENT_MAX} % of the snapshot")
    return 0


def compare(known: dict[str, int], measured: dict[str, int]) -> list[str]:
    """What is wrong with a measurement, a line each; nothing if all is well."""
    faults = [f"{name} is new" for name in sorted(measured.keys() - known.keys())]
    faults += [f"{name} is gone" for name in sorted(known.keys() - measured.keys())]
    for name in sorted(known.keys() & measured.keys()):
        before, now = known[name], measured[name]
        if 100 * (now - before) > RISE_PERCENT_MAX * before:
            faults.append(f"{name} rose from {before:,} to {now:,}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
