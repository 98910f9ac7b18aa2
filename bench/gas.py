# SPDX-License-Identifier: Apache-2.0
"""Gas of what people do, beside what is required, aimed at, and measured at peers: ``--json``.

The peers' figures were taken from receipts of their own code on a local chain, with a plain
ERC-20 and warm storage; each peer's are summed over the transactions that it needs.
"""

import argparse
import json

from shouxin.bench.gas import OPERATIONS, measure
from shouxin.config import load_config
from shouxin.story.stage import embedded_stage

REQUIRED_AND_AIM = {
    "open_from_offer": (190_000, 150_000),
    "repay_on_time": (100_000, 85_000),
    "claim": (60_000, 45_000),
}
PEERS = {
    "open_from_offer": {
        "Morpho Blue (collateral, no terms; 3 transactions)": 248_364,
        "Wildcat v2 (no terms; 3 transactions)": 267_104,
        "Arcade v4 (1 transaction)": 599_007,
        "Teller v2, bid (2 transactions)": 599_608,
        "Huma v2, credit line (3 transactions)": 642_959,
        "Teller v2, commitment (2 transactions)": 736_633,
        "Maple, fixed term (4 transactions)": 1_222_352,
    },
    "repay_on_time": {
        "Wildcat v2 (no terms)": 67_182,
        "Morpho Blue (no terms)": 78_575,
        "Arcade v4": 105_703,
        "Teller v2": 127_686,
        "Huma v2": 351_925,
        "Maple": 429_588,
    },
    "claim": {
        "Morpho Blue": 77_017,
        "Wildcat v2": 211_512,
        "Maple": 335_766,
        "Huma v2": 617_660,
    },
    "deposit": {"Morpho supply": 75_800, "Maple": 133_917, "Huma": 156_599},
    "transfer_note": {"ERC-3643 with identity and compliance": 209_902},
    "enrol": {"ERC-3643 onboarding": 718_272},
    "attest": {"EAS, a bare timestamp": 45_869, "EAS, 96 bytes": 249_114},
    "token_transfer": {"plain ERC-20": 34_298},
}


def verdict(operation: str, gas: int) -> str:
    """How a figure stands to what is required and aimed at; empty if nothing is."""
    if operation not in REQUIRED_AND_AIM:
        return ""
    required, aim = REQUIRED_AND_AIM[operation]
    met = "aim met" if gas <= aim else "required met" if gas <= required else "NOT MET"
    return f"required {required:,}, aim {aim:,}: {met}"


def main() -> None:
    """Measures and prints; every figure is one transaction's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON value")
    as_json: bool = parser.parse_args().json
    with embedded_stage(load_config()) as stage:
        found = measure(stage)
    if as_json:
        print(json.dumps({"gas": found, "required_and_aim": REQUIRED_AND_AIM, "peers": PEERS}))
        return
    print("Gas from receipts on a fresh chain, second-time users, one transaction each:")
    for operation, gas in found.items():
        print(f"  {operation:26}{gas:>9,}  {verdict(operation, gas) or OPERATIONS[operation]}")
        for peer, theirs in PEERS.get(operation, {}).items():
            print(f"  {'':26}{theirs:>9,}    {peer}")


if __name__ == "__main__":
    main()
