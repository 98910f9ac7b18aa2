# SPDX-License-Identifier: Apache-2.0
"""``kill -9`` of anything while ``shouxin up`` is under load: what was acknowledged stays."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from eth_account.signers.local import LocalAccount

from shouxin.chain.sender import read_key

MAIN = [sys.executable, "-c", "from shouxin.cli.main import main; main()"]
SOMEONE = "0x" + "11" * 20
SECONDS = 60
LOOKED_AT, ROUNDS_A_FULL_CHECK = 200, 25


class Load:
    """A client that sends one transfer after the other and notes what was acknowledged.

    Attributes:
        acknowledged: hashes in the order of their answers.
        blocks: where each was seen right after its answer: block hash, number, index, timestamp.
    """

    def __init__(self, url: str, key: LocalAccount) -> None:
        self.acknowledged: list[str] = []
        self.blocks: dict[str, tuple[str, str, str, str]] = {}
        self._port = int(url.rpartition(":")[2])
        self._key = key
        self._stop = threading.Event()
        self.nonce = int(self.insist("eth_getTransactionCount", str(key.address), "latest"), 16)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        self._stop.clear()
        thread = threading.Thread(target=self._send_on)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join(SECONDS)
            assert not thread.is_alive()

    def insist(self, method: str, *params: Any) -> Any:
        """An answer, asked for until there is one."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            answer = self._ask(method, *params)
            if answer is not None and "result" in answer:
                return answer["result"]
            time.sleep(0.02)
        raise AssertionError(f"no answer to {method}: {answer}")

    def where(self, transaction: str) -> tuple[str, str, str, str]:
        found = self.insist("eth_getTransactionReceipt", transaction)
        assert found is not None, f"{transaction} is lost"
        assert found["status"] == "0x1"
        block = self.insist("eth_getBlockByHash", found["blockHash"], False)
        place = (found["blockHash"], found["blockNumber"], found["transactionIndex"])
        return (*place, block["timestamp"])

    def _ask(self, method: str, *params: Any) -> Any:
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=SECONDS)
        try:
            connection.request("POST", "/", body, {"Content-Type": "application/json"})
            return json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return None  # it was killed
        finally:
            connection.close()

    def _send_on(self) -> None:
        while not self._stop.is_set():
            transfer = {
                "type": 2,
                "chainId": self.chain_id,
                "nonce": self.nonce,
                "gas": 21_000,
                "maxFeePerGas": 3 * 10**9,
                "maxPriorityFeePerGas": 0,
                "to": SOMEONE,
                "value": 1,
            }
            raw = "0x" + bytes(self._key.sign_transaction(transfer).raw_transaction).hex()
            transaction = self.insist("eth_sendRawTransaction", raw)  # the same one, until it is in
            self.acknowledged.append(transaction)
            self.blocks[transaction] = self.where(transaction)
            self.nonce += 1

    chain_id = 0


def ports(chain_id: int) -> tuple[str, ...]:
    """Options with ports that no other test's process takes by default."""
    return ("--rpc-port", str(18_000 + chain_id), "--port", str(19_000 + chain_id))


def up(chain_id: int) -> tuple[subprocess.Popen[str], dict[str, Any]]:
    process = subprocess.Popen(
        [*MAIN, "up", "--json", "--chain-id", str(chain_id), *ports(chain_id)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.communicate()
    return process, dict(json.loads(line))


def descendants(pid: int) -> Iterator[tuple[int, bytes]]:
    """The processes below one, with their command lines."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield int(child), Path(f"/proc/{child}/cmdline").read_bytes()
            yield from descendants(int(child))


def victims(pid: int, kind: str) -> list[int]:
    """What to kill: the node's program, what guards it, the gateway, ``up``, or all at once."""
    below = list(descendants(pid))
    found = {
        "node": [child for child, line in below if line.split(b"\0")[0].endswith(b"/anvil")],
        "guard": [child for child, line in below if b"shouxin-node" in line][:1],
        "gateway": [child for child, line in below if b"shouxin.chain.gateway" in line],
        "up": [pid],
        "all": [pid, *(child for child, _ in below)],
    }[kind]
    assert found, (kind, below)
    return found


KINDS = ("node", "gateway", "all", "up", "guard")


def kill_in_rounds(chain_id: int, rounds: int, var: Path, seed: int) -> int:
    """Kills one thing a round; gives how many transactions were acknowledged in all."""
    chooser = random.Random(seed)  # noqa: S311 - moments to kill at, not secrets
    process, facts = up(chain_id)
    load = Load(facts["rpc_url"], read_key(var / "keys" / f"{chain_id}.key"))
    load.chain_id = chain_id
    began_with = int(load.insist("eth_getBalance", SOMEONE, "latest"), 16)
    try:
        for number in range(rounds):
            kind = KINDS[number % len(KINDS)]
            with load.going_on():
                time.sleep(chooser.uniform(0.05, 0.6))
                for victim in victims(process.pid, kind):
                    try:
                        os.kill(victim, signal.SIGKILL)
                    except ProcessLookupError:
                        assert kind == "all"  # it died with its parent
                if kind in {"all", "up"}:
                    process.communicate()
                    process, again = up(chain_id)
                    assert again["contracts"] == facts["contracts"]
                time.sleep(0.2)
                load.insist("eth_chainId")
            assert process.poll() is None
            is_full_check = (number + 1) % ROUNDS_A_FULL_CHECK == 0
            looked_at = len(load.acknowledged) if is_full_check else LOOKED_AT
            check(load, began_with, looked_at)
            sys.stdout.write(f"round {number + 1}: {len(load.acknowledged)} acknowledged\n")
        check(load, began_with, len(load.acknowledged))
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, err) == (0, "")
    return len(load.acknowledged)


def check(load: Load, began_with: int, looked_at: int) -> None:
    """What was acknowledged is where it was, once, in order, and all of it had its effect.

    ``looked_at`` is how many of the last are looked at one by one: each block's hash stands for the
    blocks before it, and all are looked at now and then.
    """
    last = load.acknowledged[-looked_at:]
    places = [load.where(transaction) for transaction in last]
    assert places == [load.blocks[transaction] for transaction in last]
    assert len(set(load.acknowledged)) == len(load.acknowledged)
    numbers = [int(place[1], 16) for place in load.blocks.values()]
    assert numbers == sorted(set(numbers))
    held = int(load.insist("eth_getBalance", SOMEONE, "latest"), 16)
    assert held - began_with == len(load.acknowledged)


def test_what_was_acknowledged_outlives_a_kill_of_anything(var: Path) -> None:
    assert kill_in_rounds(901, 5, var, seed=1) > 20


@pytest.mark.long
def test_what_was_acknowledged_outlives_many_kills(var: Path) -> None:
    assert kill_in_rounds(902, int(os.environ.get("SHOUXIN_KILLS", "30")), var, seed=2) > 100


def test_killed_while_it_comes_up_for_the_first_time_it_goes_on_where_it_was(var: Path) -> None:
    for seconds in (0.2, 1.0, 1.4, 1.8, 2.2, 2.6):
        process = subprocess.Popen(
            [*MAIN, "up", "--json", "--chain-id", "904", *ports(904)], stdout=subprocess.DEVNULL
        )
        time.sleep(seconds)
        process.kill()
        process.wait()
    process, facts = up(904)
    manifest = json.loads((var / "manifests" / "904.json").read_text())
    assert manifest["is_complete"]
    assert facts["contracts"] == {
        name: entry["address"] for name, entry in manifest["contracts"].items()
    }
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, err) == (0, "")


def test_it_gives_up_with_one_line_when_the_gateway_keeps_dying(var: Path) -> None:
    del var
    process, _ = up(903)
    deadline = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        for child, line in list(descendants(process.pid)):
            if b"shouxin.chain.gateway" in line:
                os.kill(child, signal.SIGKILL)
        time.sleep(0.2)
    _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert err.startswith("error: the gateway ended 5 times within 60 s: see ")
    assert err.count("\n") == 1
