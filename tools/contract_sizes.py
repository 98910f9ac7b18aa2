# SPDX-License-Identifier: Apache-2.0
"""Prints each contract's size on chain; fails over the limit of EIP-170."""

import sys

from tools.contracts import CODE_SIZE_MAX, code_size, load_artifacts


def main() -> int:
    """One line a contract, largest first."""
    sizes = {name: code_size(artifact) for name, artifact in load_artifacts().items()}
    print(f"contract sizes, bytes of at most {CODE_SIZE_MAX:,}:")
    for name, size in sorted(sizes.items(), key=lambda item: -item[1]):
        mark = "" if size < CODE_SIZE_MAX else "  too large: split it"
        print(f"  {name:<16}{size:>8,}{mark}")
    return int(not sizes or max(sizes.values()) >= CODE_SIZE_MAX)


if __name__ == "__main__":
    sys.exit(main())
