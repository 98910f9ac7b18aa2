# SPDX-License-Identifier: Apache-2.0
"""A gateway in this process, for tests that look at one thing: chain, server, a raw client."""

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eth_account.signers.local import LocalAccount

from shouxin.chain.gateway.calls import ANSWER_BYTES_MAX, Calls
from shouxin.chain.gateway.chain_folder import ChainFolder
from shouxin.chain.gateway.lasting import LastingNode
from shouxin.chain.gateway.process import bind_port
from shouxin.chain.gateway.server import Gateway, Limits
from shouxin.chain.node import HOST
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import new_key
from shouxin.config import Config

CHAIN_ID = 31337
ORIGIN = "http://127.0.0.1:8400"
SOMEONE = "0x" + "11" * 20


@dataclass
class World:
    """A chain folder with one rich key, and what signs with it."""

    folder: ChainFolder
    config: Config
    key: LocalAccount
    nonce: int = 0

    def node(self, **options: Any) -> LastingNode:
        log_path = self.folder.path.parent / "node.log"
        return LastingNode(self.folder, self.config.node_program(), log_path, **options)

    def signed(self, nonce: int | None = None, **fields: Any) -> bytes:
        """A signed transfer of 1 wei; the next nonce if none is given."""
        if nonce is None:
            nonce, self.nonce = self.nonce, self.nonce + 1
        transfer = {
            "type": 2,
            "chainId": CHAIN_ID,
            "nonce": nonce,
            "gas": 21_000,
            "maxFeePerGas": 3 * 10**9,
            "maxPriorityFeePerGas": 0,
            "to": SOMEONE,
            "value": 1,
            **fields,
        }
        return bytes(self.key.sign_transaction(transfer).raw_transaction)


def new_world(config: Config, path: Path, timestamp: int | None = None) -> World:
    key = new_key()
    folder = ChainFolder(path / "chain", CHAIN_ID)
    folder.create(str(key.address), timestamp)
    return World(folder, config, key)


@dataclass
class Client:
    """One that asks over HTTP, and may ask wrongly."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)

    def post(self, body: bytes, method: str = "POST", **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        sent = {"Content-Type": "application/json", **headers}
        connection.request(method, "/", body, sent)
        answer = connection.getresponse()
        self.headers = dict(answer.headers)
        data = answer.read()
        connection.close()
        return answer.status, data

    def send(self, value: Any) -> Any:
        status, data = self.post(json.dumps(value).encode())
        assert status == 200, (status, data)
        return json.loads(data)

    def ask(self, method: str, *params: Any) -> Any:
        answer = self.send({"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)})
        assert answer["id"] == 1
        return answer["result"]

    def refused(self, method: str, *params: Any) -> dict[str, Any]:
        answer = self.send({"jsonrpc": "2.0", "id": 7, "method": method, "params": list(params)})
        assert answer["id"] == 7
        assert "result" not in answer
        return dict(answer["error"])


@contextmanager
def serving(
    node: LastingNode, limits: Limits | None = None, answer_bytes_max: int = ANSWER_BYTES_MAX
) -> Iterator[Client]:
    """The gateway of a started node, in a thread of its own."""
    listening = _bound()
    is_up = threading.Event()
    loops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        stop = asyncio.Event()
        loops.append((asyncio.get_running_loop(), stop))
        gateway = Gateway(Calls(node, answer_bytes_max), [ORIGIN], limits or Limits())
        await gateway.start(listening)
        is_up.set()
        await stop.wait()
        await gateway.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert is_up.wait(10)
    try:
        yield Client(listening.getsockname()[1])
    finally:
        loop, stop = loops[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        listening.close()


def _bound() -> socket.socket:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    return bind_port(port)


def history(node: LastingNode) -> list[Any]:
    """Every block with its transactions and receipts, and the state's root."""
    chain = Chain(node.url)
    blocks = [
        chain.request("eth_getBlockByNumber", hex(number), True)
        for number in range(node.head.number + 1)
    ]
    receipts = [
        chain.request("eth_getTransactionReceipt", transaction["hash"])
        for block in blocks
        for transaction in block["transactions"]
    ]
    return [blocks, receipts, chain.balance(SOMEONE)]


def restarted(node: LastingNode) -> list[Any]:
    node.stop()
    node.start()
    return history(node)


def running(world: World, count: int = 0, **options: Any) -> LastingNode:
    node = world.node(**options)
    node.start()
    for _ in range(count):
        node.submit(world.signed())
    return node
