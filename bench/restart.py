# SPDX-License-Identifier: Apache-2.0
"""Times a restart after N transactions, by snapshots and by the journal alone: ``--json``.

Transfers go round a thousand accounts; ``--grow`` gives each transaction an account of its own, as
loans do with storage. The node's work for a block grows with its whole state, whatever we do.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from eth_account.signers.local import LocalAccount

from shouxin.chain.gateway.chain_folder import ChainFolder
from shouxin.chain.gateway.lasting import LastingNode
from shouxin.chain.sender import new_key
from shouxin.config import load_config

CHAIN_ID = 31337
ACCOUNTS = 1_000


def transfer(key: LocalAccount, nonce: int, to: int) -> bytes:
    """A signed transfer to the account of a number."""
    fields = {
        "type": 2,
        "chainId": CHAIN_ID,
        "nonce": nonce,
        "gas": 21_000,
        "maxFeePerGas": 3 * 10**9,
        "maxPriorityFeePerGas": 0,
        "to": to.to_bytes(20, "big"),
        "value": 1,
    }
    return bytes(key.sign_transaction(fields).raw_transaction)


def seconds_to_start(node: LastingNode) -> float:
    """A start's time; the same block must come out."""
    head = node.head
    node.stop()
    began = perf_counter()
    node.start()
    took = perf_counter() - began
    if node.head != head:
        raise SystemExit("the chain came back as another one")
    return took


def megabytes(folder: Path, pattern: str) -> float:
    """What files take on the disk."""
    return sum(path.stat().st_size for path in folder.glob(pattern)) / 1e6


def measure(transactions: int, *, grows: bool, is_played: bool) -> dict[str, Any]:
    """Fill a chain, stop it, and start it again."""
    with tempfile.TemporaryDirectory() as name:
        key = new_key()
        folder = ChainFolder(Path(name) / "chain", CHAIN_ID)
        folder.create(str(key.address))
        node = LastingNode(folder, load_config().node_program(), Path(name) / "node.log")
        node.start()
        took = []
        for nonce in range(transactions):
            raw = transfer(key, nonce, 10_000 + (nonce if grows else nonce % ACCOUNTS))
            began = perf_counter()
            node.submit(raw)
            took.append(perf_counter() - began)
            if (nonce + 1) % 10_000 == 0:
                sys.stderr.write(f"{nonce + 1} transactions, last {took[-1] * 1_000:.1f} ms\n")
        found: dict[str, Any] = {
            "transactions": transactions,
            "grows": grows,
            "longest_s": max(took),
            "last_ms": sum(took[-100:]) / len(took[-100:]) * 1_000,
            "snapshots_mb": megabytes(folder.path, "snapshot-*.state"),
            "journals_mb": megabytes(folder.path, "journal-*.log"),
            "with_snapshots_s": seconds_to_start(node),
        }
        if is_played:
            for path in folder.path.glob("snapshot-*"):
                path.unlink()
            found["journal_alone_s"] = seconds_to_start(node)
        node.stop()
    return found


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("transactions", type=int, nargs="?", default=2_000)
    parser.add_argument("--grow", action="store_true", help="an account more a transaction")
    parser.add_argument("--no-play", action="store_true", help="leave the journal alone out")
    parser.add_argument("--json", action="store_true", help="print one JSON value")
    given = parser.parse_args()
    found = measure(given.transactions, grows=given.grow, is_played=not given.no_play)
    found["load"] = os.getloadavg()[0]
    if given.json:
        print(json.dumps(found))
        return
    print(f"After {given.transactions:,} transactions, load average {found['load']:.1f}:")
    print(f"  restart by snapshots: {found['with_snapshots_s']:.2f} s")
    if "journal_alone_s" in found:
        print(f"  restart by the journal alone: {found['journal_alone_s']:.2f} s")
    print(f"  the last transactions took {found['last_ms']:.1f} ms each")
    print(f"  the longest, a snapshot behind it: {found['longest_s']:.2f} s")
    print(f"  snapshots {found['snapshots_mb']:.1f} MB, journals {found['journals_mb']:.1f} MB")


if __name__ == "__main__":
    main()
