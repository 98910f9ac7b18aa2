# SPDX-License-Identifier: Apache-2.0
"""A connection to one EVM node over JSON-RPC; every failure is one line with its remedy."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from web3 import HTTPProvider
from web3.types import RPCEndpoint

from shouxin.chain.abi import Address, Log, checksummed
from shouxin.chain.reverts import Reverted, revert_reason
from shouxin.primitives.errors import BadInput, ChainError

REQUEST_SECONDS = 30
# Blocks that one request for events spans; nodes and our gateway refuse very many.
LOG_BLOCKS = 10_000
# Calls that one request carries at most; our gateway takes no more.
BATCH_CALLS = 100
# How long a look-up waits for a node that is still indexing transactions, and how often it asks.
INDEXING_SECONDS = 60
INDEXING_POLL_SECONDS = 0.1
# What geth says of a transaction that it does not find while its index is not whole.
_INDEXING = "transaction indexing is in progress"
# JSON-RPC's code for an execution that reverted (geth's, which every client follows).
_REVERTED = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A block's header, what we use of it.

    Attributes:
        number: its height.
        hash: 32 bytes.
        timestamp: Unix seconds.
        base_fee: wei a unit of gas.
        gas_limit: gas that fits into it.
    """

    number: int
    hash: bytes
    timestamp: int
    base_fee: int
    gas_limit: int


class Chain:
    """One node, asked over HTTP.

    Attributes:
        url: where the node answers; never shown to browsers.
        chain_id: the chain's own id, read once.
    """

    def __init__(self, url: str, expected_chain_id: int | None = None) -> None:
        """Connect.

        Raises:
            BadInput: ``chain.bad_url``; the address is not an HTTP one.
            ChainError: ``chain.node_down``, ``chain.wrong_chain_id``.
        """
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
            raise BadInput(
                "chain.bad_url",
                f"--rpc-url {url!r} is not an address: write http://HOST:PORT",
                f"--rpc-url 的值 {url!r} 不是有效地址：应为 http://主机:端口",
            )
        self.url = url
        self._provider = HTTPProvider(
            url, request_kwargs={"timeout": REQUEST_SECONDS}, exception_retry_configuration=None
        )
        self.chain_id = int(self.request("eth_chainId"), 16)
        if expected_chain_id not in {None, self.chain_id}:
            raise ChainError(
                "chain.wrong_chain_id",
                f"the node at {url} has chain id {self.chain_id}, not {expected_chain_id}: "
                "correct --rpc-url or --chain-id",
                f"节点 {url} 的链 ID 为 {self.chain_id}，而非 {expected_chain_id}："
                "请更正 --rpc-url 或 --chain-id",
            )

    def request(self, method: str, *params: Any) -> Any:
        """A JSON-RPC call's result.

        Raises:
            Reverted: the contract refused.
            ChainError: ``chain.node_down``, ``chain.no_node``, ``chain.indexing``,
                ``chain.rpc_error``.
        """
        try:
            answer = self._provider.make_request(RPCEndpoint(method), list(params))
        except requests.HTTPError as error:
            raise _no_node(self.url) from error
        except requests.RequestException as error:
            raise _node_down(self.url) from error
        except ValueError as error:  # not JSON: something else listens there
            raise _no_node(self.url) from error
        failure = answer.get("error")
        if failure is not None:
            raise _rpc_error(method, failure)
        return answer.get("result")

    def request_many(self, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        """The results of several calls, in parts that nodes take at once, each part in its order.

        In the place of a call that was refused stands the error, for the caller to look at.

        Raises:
            ChainError: ``chain.node_down``, ``chain.no_node``, ``chain.rpc_error``; of a part as
                a whole.
        """
        found: list[Any] = []
        for first in range(0, len(calls), BATCH_CALLS):
            found += self._request_part(calls[first : first + BATCH_CALLS])
        return found

    def _request_part(self, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        asked = [(RPCEndpoint(method), list(params)) for method, params in calls]
        try:
            answers = self._provider.make_batch_request(asked)
        except requests.HTTPError as error:
            raise _no_node(self.url) from error
        except requests.RequestException as error:
            raise _node_down(self.url) from error
        except ValueError as error:
            raise _no_node(self.url) from error
        if not isinstance(answers, list) or len(answers) != len(calls):
            raise _rpc_error("a batch", answers.get("error") if isinstance(answers, dict) else {})
        return [
            _rpc_error(method, answer["error"]) if answer.get("error") else answer.get("result")
            for (method, _), answer in zip(calls, answers, strict=True)
        ]

    def call(
        self,
        to: Address | None,
        data: bytes,
        *,
        sender: Address | None = None,
        block: int | str = "latest",
    ) -> bytes:
        """What a call would return; nothing is sent.

        Raises:
            Reverted: the contract refuses.
        """
        transaction = {"to": to, "data": "0x" + data.hex(), "from": sender}
        given = {key: value for key, value in transaction.items() if value is not None}
        return _bytes(self.request("eth_call", given, _block_tag(block)))

    def block(self, number: int | str = "latest") -> Block:
        """A block's header, what we use of it.

        Raises:
            ChainError: ``chain.no_block``; there is none of that number.
        """
        found = self.block_fields(number)
        return Block(
            number=int(found["number"], 16),
            hash=_bytes(found["hash"]),
            timestamp=int(found["timestamp"], 16),
            base_fee=int(found.get("baseFeePerGas", "0x0"), 16),
            gas_limit=int(found["gasLimit"], 16),
        )

    def block_fields(self, number: int | str = "latest") -> dict[str, Any]:
        """A block as JSON-RPC has it, transactions as their hashes.

        Raises:
            ChainError: ``chain.no_block``; there is none of that number.
        """
        found: dict[str, Any] | None = self.request(
            "eth_getBlockByNumber", _block_tag(number), False
        )
        if found is None:
            raise ChainError(
                "chain.no_block",
                f"the node has no block {number}: wait for it, or use another node",
                f"节点没有区块 {number}：请等待或更换节点",
            )
        return found

    def transaction(self, transaction_hash: str) -> dict[str, Any] | None:
        """A transaction that the node knows, in a block or before; None if it knows none."""
        return self._looked_up("eth_getTransactionByHash", transaction_hash)

    def receipt(self, transaction_hash: str) -> dict[str, Any] | None:
        """The receipt of a transaction; None while it is in no block."""
        return self._looked_up("eth_getTransactionReceipt", transaction_hash)

    def code(self, address: Address) -> bytes:
        """The code of an account, empty if it has none."""
        return _bytes(self.request("eth_getCode", address, "latest"))

    def balance(self, address: Address) -> int:
        """An account's own coins, in wei."""
        return int(self.request("eth_getBalance", address, "latest"), 16)

    def storage(self, address: Address, slot: int, block: int | str = "latest") -> int:
        """One word of a contract's storage."""
        return int(self.request("eth_getStorageAt", address, hex(slot), _block_tag(block)), 16)

    def logs(
        self,
        address: Address | None = None,
        from_block: int = 0,
        to_block: int | str = "latest",
        topics: Sequence[bytes] = (),
    ) -> list[Log]:
        """The events of one contract, or of all, in a range of blocks, those that begin so.

        They are asked for in parts, as nodes want it.
        """
        last = to_block if isinstance(to_block, int) else self.block(to_block).number
        wanted: dict[str, Any] = {"topics": ["0x" + topic.hex() for topic in topics]}
        if address is not None:
            wanted["address"] = address
        found: list[Log] = []
        for first in range(from_block, last + 1, LOG_BLOCKS):
            blocks = {
                "fromBlock": hex(first),
                "toBlock": hex(min(first + LOG_BLOCKS - 1, last)),
            }
            found += [log_of(item) for item in self.request("eth_getLogs", wanted | blocks)]
        return found

    def _looked_up(self, method: str, transaction_hash: str) -> dict[str, Any] | None:
        """What a node knows by a transaction's hash, once it can tell.

        geth answers with an error, not with null, until it has indexed its blocks, and does not
        begin before the first of them.
        """
        deadline = time.monotonic() + INDEXING_SECONDS
        while True:
            try:
                found: dict[str, Any] | None = self.request(method, transaction_hash)
            except ChainError as error:
                if error.code != "chain.indexing" or time.monotonic() > deadline:
                    raise
                if self.block().number == 0:
                    return None
                time.sleep(INDEXING_POLL_SECONDS)
            else:
                return found


def log_of(item: dict[str, Any]) -> Log:
    """A log as JSON-RPC gives it."""
    return Log(
        address=checksummed(item["address"]),
        topics=tuple(_bytes(topic) for topic in item["topics"]),
        data=_bytes(item["data"]),
        block_number=int(item["blockNumber"], 16),
        index=int(item["logIndex"], 16),
        transaction_hash=_bytes(item["transactionHash"]),
        block_hash=_bytes(item["blockHash"]),
        block_time=int(item.get("blockTimestamp", "0x0"), 16),
    )


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def _block_tag(block: int | str) -> str:
    return hex(block) if isinstance(block, int) else block


def _node_down(url: str) -> ChainError:
    return ChainError(
        "chain.node_down",
        f"no node answers at {url}: start it, or correct --rpc-url",
        f"{url} 没有节点响应：请启动节点或更正 --rpc-url",
    )


def _no_node(url: str) -> ChainError:
    return ChainError(
        "chain.no_node",
        f"what answers at {url} is not an EVM node: correct --rpc-url",
        f"{url} 响应的不是 EVM 节点：请更正 --rpc-url",
    )


def _rpc_error(method: str, failure: Any) -> Reverted | ChainError:
    """The error that a node's answer stands for."""
    message = str(failure.get("message", failure)) if isinstance(failure, dict) else str(failure)
    data = failure.get("data") if isinstance(failure, dict) else None
    if isinstance(failure, dict) and (failure.get("code") == _REVERTED or "revert" in message):
        given = data if isinstance(data, str) and data.startswith("0x") else "0x"
        return Reverted(revert_reason(_bytes(given)))
    line = " ".join(message.split())[:300]
    code = "chain.indexing" if _INDEXING in line else "chain.rpc_error"
    if isinstance(data, dict) and isinstance(data.get("code"), str):  # our gateway says which
        code = data["code"]
    return ChainError(code, f"the node refused {method}: {line}", f"节点拒绝 {method}：{line}")
