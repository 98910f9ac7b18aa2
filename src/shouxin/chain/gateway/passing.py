# SPDX-License-Identifier: Apache-2.0
"""A gateway beside a node of others: geth or Besu, which keep their chains themselves.

The list of methods, the bounds, Host and Origin are those of the gateway of ``shouxin up``; there
is no journal, for what becomes of a transaction is the network's matter.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from eth_utils import keccak

from shouxin.chain.gateway.calls import Calls
from shouxin.chain.gateway.json_rpc import UNAVAILABLE, RpcError
from shouxin.chain.gateway.node_client import NodeClient, NodeDown
from shouxin.chain.gateway.playback import Head
from shouxin.chain.gateway.server import Gateway, Limits
from shouxin.primitives.errors import BadInput, ChainError

REQUEST_SECONDS = 30
WATCH_SECONDS = 1.0


class PassingNode:
    """A node that transactions are passed on to.

    Attributes:
        head: the last block, as it was seen at most a second or so ago.
        url: where the node answers.
    """

    def __init__(self, url: str) -> None:
        """Connect.

        Raises:
            BadInput: ``chain.bad_url``.
            ChainError: ``chain.node_down``.
        """
        parts = urlsplit(url)
        if parts.scheme != "http" or not parts.hostname or parts.path.strip("/"):
            raise BadInput(
                "chain.bad_url",
                f"--rpc-url {url!r} is not a node beside this gateway: write http://HOST:PORT",
                f"--rpc-url 的值 {url!r} 不是本网关旁的节点地址：应为 http://主机:端口",
            )
        host, port = parts.hostname, parts.port or 80
        self.url = url
        self.head = Head(0, b"", 0)
        self._sending, self._watching = (NodeClient(host, port, REQUEST_SECONDS) for _ in range(2))
        if not self.look():
            raise ChainError(
                "chain.node_down",
                f"no node answers at {url}: start it, or correct --rpc-url",
                f"{url} 没有节点响应：请启动节点或更正 --rpc-url",
            )

    def look(self) -> bool:
        """See what the last block is; False if the node does not answer."""
        try:
            block = self._watching.request("eth_getBlockByNumber", "latest", False)
            self.head = Head(
                int(block["number"], 16),
                bytes.fromhex(block["hash"][2:]),
                int(block["timestamp"], 16),
            )
        except (NodeDown, RpcError, TypeError, KeyError, ValueError):
            return False
        return True

    def revive(self) -> None:
        """Nothing to do: who runs the node starts it again."""

    def submit(self, raw: bytes) -> bytes:
        """Pass a signed transaction on; one that the node has already is as good as taken.

        Raises:
            RpcError: the node refused it, or does not answer.
        """
        transaction_hash = bytes(keccak(raw))
        try:
            self._sending.request("eth_sendRawTransaction", "0x" + raw.hex())
        except NodeDown as error:
            text = "the node does not answer; the transaction may have reached it: send it again"
            raise RpcError(UNAVAILABLE, text, {"code": "chain.node_down"}) from error
        except RpcError:
            if not self._is_known(transaction_hash):
                raise
        return transaction_hash

    def _is_known(self, transaction_hash: bytes) -> bool:
        text = "0x" + transaction_hash.hex()
        try:
            return self._sending.request("eth_getTransactionByHash", text) is not None
        except (RpcError, NodeDown):
            return False


async def serve_beside(
    node: PassingNode, listening: socket.socket, origins: Sequence[str], ended: asyncio.Event
) -> None:
    """Serve a node's list of methods on a socket until it is to end."""
    gateway = Gateway(Calls(node), origins, Limits())
    await gateway.start(listening)
    try:
        while not ended.is_set():
            await asyncio.to_thread(node.look)
            try:
                await asyncio.wait_for(ended.wait(), WATCH_SECONDS)
            except TimeoutError:
                continue
    finally:
        await gateway.stop()
        listening.close()
