# SPDX-License-Identifier: Apache-2.0
"""Times calls through the gateway beside the same calls to the node behind it: ``--json``.

The difference of the medians is what the gateway costs. A transaction's time is given by itself:
the node alone mines it without telling the disk, so the two are not the same service.
"""

import argparse
import http.client
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from eth_account.signers.local import LocalAccount

from shouxin.chain.gateway.chain_folder import ChainFolder
from shouxin.chain.gateway.supervision import SupervisedGateway
from shouxin.chain.node import HOST
from shouxin.chain.sender import new_key
from shouxin.config import load_config

CHAIN_ID = 31337
SOMEONE = "0x" + "11" * 20
CALLS: dict[str, list[Any]] = {
    "eth_chainId": [],
    "eth_blockNumber": [],
    "eth_call": [{"to": SOMEONE}, "latest"],
    "eth_getBlockByNumber": ["latest", False],
    "eth_getLogs": [{"fromBlock": "0x0", "toBlock": "latest"}],
    "eth_getProof": [SOMEONE, ["0x" + "00" * 32], "latest"],
}


class Client:
    """One connection that is kept."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port)

    def ask(self, method: str, *params: Any) -> Any:
        """A call's result."""
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        self._connection.request("POST", "/", body, {"Content-Type": "application/json"})
        answer = json.loads(self._connection.getresponse().read())
        return answer["result"]


@contextmanager
def chain() -> Iterator[tuple[SupervisedGateway, Client, LocalAccount]]:
    """A gateway with a node of its own, a connection to that node, and a key with coins."""
    with tempfile.TemporaryDirectory() as name:
        key = new_key()
        folder = ChainFolder(Path(name) / "chain", CHAIN_ID)
        folder.create(str(key.address))
        program = load_config().node_program()
        with SupervisedGateway(folder, program, Path(name)) as gateway:
            yield gateway, connection_to_the_node(folder.path), key


def connection_to_the_node(folder: Path) -> Client:
    """From the command line of the node that was started from a folder."""
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if words[0].endswith("/anvil") and str(folder / "genesis.json") in words:
            host, port = (words[words.index(option) + 1] for option in ("--host", "--port"))
            return Client(host, int(port))
    raise SystemExit("the node's process is not to be found in /proc")


def transfer(key: LocalAccount, nonce: int) -> str:
    """A signed transfer."""
    fields = {
        "type": 2,
        "chainId": CHAIN_ID,
        "nonce": nonce,
        "gas": 21_000,
        "maxFeePerGas": 3 * 10**9,
        "maxPriorityFeePerGas": 0,
        "to": SOMEONE,
        "value": 1,
    }
    return "0x" + bytes(key.sign_transaction(fields).raw_transaction).hex()


def milliseconds(client: Client, method: str, params: list[Any]) -> float:
    """One call's time."""
    began = perf_counter()
    client.ask(method, *params)
    return (perf_counter() - began) * 1_000


def measure(runs: int) -> dict[str, Any]:
    """Medians, node and gateway asked in turn."""
    found: dict[str, Any] = {}
    with chain() as (gateway, direct, key):
        through = Client(HOST, int(gateway.url.rpartition(":")[2]))
        raw = [transfer(key, nonce) for nonce in range(runs)]
        sent = [milliseconds(through, "eth_sendRawTransaction", [one]) for one in raw]
        for method, params in CALLS.items():
            pairs = [
                (milliseconds(direct, method, params), milliseconds(through, method, params))
                for _ in range(runs)
            ]
            node, both = median(a for a, _ in pairs), median(b for _, b in pairs)
            found[method] = {"node_ms": node, "gateway_ms": both, "cost_ms": both - node}
    return {"calls": found, "send_ms": median(sent)}


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON value")
    parser.add_argument("--runs", type=int, default=500, help="calls of each kind")
    given = parser.parse_args()
    found = measure(given.runs)
    cost = median(each["cost_ms"] for each in found["calls"].values())
    load = os.getloadavg()[0]
    if given.json:
        print(json.dumps({**found, "cost_ms": cost, "runs": given.runs, "load": load}))
        return
    print(f"Median of {given.runs} calls each, load average {load:.1f}:")
    for method, each in found["calls"].items():
        print(
            f"  {method:22} node {each['node_ms']:.2f} ms, through the gateway "
            f"{each['gateway_ms']:.2f} ms: {each['cost_ms']:.2f} ms on top"
        )
    print(f"  a call, median over the kinds: {cost:.2f} ms on top (required 2, aim 0.5)")
    print(f"  a transaction, in its block and twice synced: {found['send_ms']:.2f} ms")


if __name__ == "__main__":
    main()
