# SPDX-License-Identifier: Apache-2.0
"""Runs every check of `make check`, one after the other, and says what failed at the end."""

import subprocess
import sys
import time
from pathlib import Path

from tools.contracts import ROOT

PYTHON = sys.executable
BIN = Path(PYTHON).parent
CHECKS: dict[str, list[str]] = {
    "lint": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
    "types": [PYTHON, "-m", "mypy"],
    "import layers": [str(BIN / "lint-imports"), "--no-logo"],
    "licences": [PYTHON, "-m", "tools.licences"],
    "artifacts": [PYTHON, "-m", "tools.compile_contracts", "--check"],
    "bindings": [PYTHON, "-m", "tools.generate_bindings", "--check"],
    "contract sizes": [PYTHON, "-m", "tools.contract_sizes"],
    "storage layouts": [PYTHON, "-m", "tools.storage_layout"],
    "gas": [PYTHON, "-m", "tools.gas_snapshot"],
    "table of moves": [PYTHON, "-m", "tools.audit_moves"],
    "settings' pages": [PYTHON, "-m", "tools.configuration_page", "--check"],
}


def main() -> int:
    """Each check's output, then one line of all."""
    failed = []
    for name, command in CHECKS.items():
        began = time.monotonic()
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            failed.append(name)
        print(f"   {time.monotonic() - began:.1f} s", flush=True)
    print(f"check: failed: {', '.join(failed)}" if failed else f"check: all {len(CHECKS)} passed")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
