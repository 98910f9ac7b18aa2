# SPDX-License-Identifier: Apache-2.0
"""Answers calls: the list of methods, the journal for transactions, the node for the rest."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import aiohttp

from shouxin.chain.gateway.json_rpc import (
    INTERNAL_ERROR,
    INVALID_REQUEST,
    LIMIT_EXCEEDED,
    UNAVAILABLE,
    RequestId,
    RpcError,
    RpcRequest,
    failure_of,
    id_of,
    parse_request,
    result_of,
)
from shouxin.chain.gateway.methods import (
    ACCOUNTS,
    SEND_RAW,
    check_method,
    checked_params,
    raw_transaction,
)
from shouxin.chain.gateway.playback import Head
from shouxin.primitives.errors import ChainError

BATCH_MAX = 100
WAITING_TRANSACTIONS_MAX = 256
NODE_CONNECTIONS_MAX = 32
NODE_SECONDS = 60
ANSWER_BYTES_MAX = 64 * 1024 * 1024
# Answers are passed on as they come, so they must not come compressed, as geth's would.
_HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "identity"}


class NodeBehind(Protocol):
    """What answers behind a gateway: the lasting node here, or a node of others.

    Attributes:
        head: the last block.
        url: where reads go; empty while it is down.
    """

    head: Head
    url: str

    def submit(self, raw: bytes) -> bytes:
        """Take a signed transaction, and give its hash once it can be acknowledged."""

    def revive(self) -> None:
        """See that the node answers again if it does not."""


class Calls:
    """Calls on one node.

    Transactions go one by one through a thread of their own; reads go to the node directly, several
    at a time.
    """

    def __init__(self, node: NodeBehind) -> None:
        """Answer for a node that is started."""
        self.node = node
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._waiting = 0
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make the connections to the node possible; needs a running loop."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=NODE_CONNECTIONS_MAX),
            timeout=aiohttp.ClientTimeout(total=NODE_SECONDS),
            headers=_HEADERS,
            auto_decompress=False,
        )

    async def close(self) -> None:
        """End them; a transaction under way is finished first."""
        await asyncio.to_thread(self._writer.shutdown)
        if self._session is not None:
            await self._session.close()

    async def answer(self, value: Any) -> bytes:
        """The answer to a body, a batch's in its order."""
        if not isinstance(value, list):
            return await self._answer_one(value)
        if not value:
            return failure_of(None, RpcError(INVALID_REQUEST, "a batch has at least one request"))
        if len(value) > BATCH_MAX:
            text = f"a batch of {len(value)} is too long: send at most {BATCH_MAX} at a time"
            return failure_of(None, RpcError(LIMIT_EXCEEDED, text))
        answers = await asyncio.gather(*(self._answer_one(item) for item in value))
        return b"[" + b",".join(answers) + b"]"

    async def revive(self) -> None:
        """Start the node again if it has died.

        Raises:
            ChainError: it does not come back.
        """
        await asyncio.get_running_loop().run_in_executor(self._writer, self.node.revive)

    async def _answer_one(self, value: Any) -> bytes:
        request_id: RequestId = None
        try:
            request_id = id_of(value)
            request = parse_request(value)
            check_method(request.method)
            if request.method == ACCOUNTS:
                return result_of(request_id, [])
            if request.method == SEND_RAW:
                raw = raw_transaction(request.params)
                return result_of(request_id, "0x" + (await self._submit(raw)).hex())
            return await self._forward(request)
        except RpcError as error:
            return failure_of(request_id, error)

    async def _submit(self, raw: bytes) -> bytes:
        if self._waiting >= WAITING_TRANSACTIONS_MAX:
            raise RpcError(LIMIT_EXCEEDED, "too many transactions are waiting: try again later")
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._writer, self.node.submit, raw)
        except ChainError as error:
            raise RpcError(INTERNAL_ERROR, error.message, {"code": error.code}) from error
        finally:
            self._waiting -= 1

    async def _forward(self, request: RpcRequest) -> bytes:
        """The node's own answer, as it came."""
        params = checked_params(request, self.node.head.number)
        body = json.dumps(
            {"jsonrpc": "2.0", "id": request.id, "method": request.method, "params": params}
        ).encode()
        url = self.node.url
        if self._session is None or not url:
            raise _node_down()
        try:
            async with self._session.post(url, data=body) as response:
                if (response.content_length or 0) > ANSWER_BYTES_MAX:
                    raise RpcError(LIMIT_EXCEEDED, "the answer is too large: ask for less")
                return await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _node_down() from error


def _node_down() -> RpcError:
    text = "the node does not answer, or is being started again: try again in a few seconds"
    return RpcError(UNAVAILABLE, text, {"code": "chain.node_down"})
