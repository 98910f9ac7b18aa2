# SPDX-License-Identifier: Apache-2.0
"""Holds storage layouts to the committed snapshot: proofs and indexers count slots.

A slot that moves must be meant: `python -m tools.storage_layout --write` accepts it.
"""

import json
import sys
from typing import Any

from tools.contracts import SNAPSHOTS, as_json, load_artifacts

PATH = SNAPSHOTS / "storage_layout.json"


def main() -> int:
    """Compares, or with --write accepts."""
    layouts: dict[str, Any] = {
        name: {
            kind: artifact["layout"][kind]
            for kind in ("storage_layout", "transient_storage_layout")
            if kind in artifact["layout"]
        }
        for name, artifact in load_artifacts().items()
    }
    if "--write" in sys.argv[1:]:
        PATH.parent.mkdir(parents=True, exist_ok=True)
        PATH.write_text(as_json(layouts))
        print(f"storage layouts: wrote {len(layouts)}")
        return 0
    known = json.loads(PATH.read_text()) if PATH.exists() else {}
    moved = sorted(n for n in layouts.keys() | known.keys() if layouts.get(n) != known.get(n))
    if moved:
        print(f"storage layouts moved: {', '.join(moved)}; if that is meant: make snapshots")
        return 1
    print(f"storage layouts: {len(layouts)} as in the snapshot")
    return 0


if __name__ == "__main__":
    sys.exit(main())
