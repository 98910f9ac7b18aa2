# SPDX-License-Identifier: Apache-2.0
"""Each source file names its licence in its first lines: contracts AGPL, all else Apache."""

import subprocess
import sys
from pathlib import Path

from tools.contracts import ROOT

SUFFIXES = {".py", ".vy", ".vyi"}
LINES = 5


def main() -> int:
    """One line a file without its licence."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [Path(name) for name in found.splitlines() if Path(name).suffix in SUFFIXES]
    wrong = [path for path in paths if (ROOT / path).exists() and not _is_licensed(path)]
    for path in wrong:
        print(f"{path}: its first lines must say SPDX-License-Identifier: {_licence(path)}")
    print(f"licences: {len(paths) - len(wrong)} of {len(paths)} files")
    return int(bool(wrong))


def _licence(path: Path) -> str:
    return "AGPL-3.0-only" if path.parts[0] == "contracts" else "Apache-2.0"


def _is_licensed(path: Path) -> bool:
    head = (ROOT / path).read_text().splitlines()[:LINES]
    return any(f"SPDX-License-Identifier: {_licence(path)}" in line for line in head)


if __name__ == "__main__":
    sys.exit(main())
