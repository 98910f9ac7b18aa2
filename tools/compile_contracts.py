# SPDX-License-Identifier: Apache-2.0
"""Compiles every deployable contract to src/shouxin/chain/artifacts; --check only compares."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor

from tools.contracts import ARTIFACTS, as_json, compile_contract, deployable


def main() -> int:
    """Writes the artifacts, or with --check says which ones are stale."""
    is_check = "--check" in sys.argv[1:]
    sources = deployable()
    with ProcessPoolExecutor() as pool:
        texts = [as_json(artifact) for artifact in pool.map(compile_contract, sources)]
    wanted = {
        ARTIFACTS / f"{path.stem}.json": text for path, text in zip(sources, texts, strict=True)
    }
    present = {path: path.read_text() for path in ARTIFACTS.glob("*.json")}
    stale = sorted(
        {path.stem for path, text in wanted.items() if present.get(path) != text}
        | {path.stem for path in present.keys() - wanted.keys()}
    )
    if is_check:
        if stale:
            print(f"artifacts are not of these sources: {', '.join(stale)}; run: make artifacts")
        else:
            print(f"artifacts: {len(wanted)} current")
        return 1 if stale else 0
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    for path in present.keys() - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text)
    print(f"compiled {len(wanted)} contracts; changed: {', '.join(stale) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
