# SPDX-License-Identifier: Apache-2.0
"""The list of methods that the gateway lets through, and what it asks of their parameters.

What is not on the list is refused, whatever it is called: the node's own methods (``anvil_*``,
``evm_*``, ``hardhat_*``, ``debug_*`` and their like) change state, time or accounts.
"""

from __future__ import annotations

from typing import Any

from shouxin.chain.gateway.chain_folder import GAS_LIMIT
from shouxin.chain.gateway.json_rpc import (
    INVALID_PARAMS,
    LIMIT_EXCEEDED,
    METHOD_NOT_FOUND,
    RpcError,
    RpcRequest,
)
from shouxin.chain.journal import RAW_BYTES_MAX

SEND_RAW = "eth_sendRawTransaction"
ACCOUNTS = "eth_accounts"

READS = frozenset(
    {
        "eth_blobBaseFee",
        "eth_blockNumber",
        "eth_call",
        "eth_chainId",
        "eth_createAccessList",
        "eth_estimateGas",
        "eth_feeHistory",
        "eth_gasPrice",
        "eth_getBalance",
        "eth_getBlockByHash",
        "eth_getBlockByNumber",
        "eth_getBlockReceipts",
        "eth_getBlockTransactionCountByHash",
        "eth_getBlockTransactionCountByNumber",
        "eth_getCode",
        "eth_getLogs",
        "eth_getProof",
        "eth_getStorageAt",
        "eth_getTransactionByBlockHashAndIndex",
        "eth_getTransactionByBlockNumberAndIndex",
        "eth_getTransactionByHash",
        "eth_getTransactionCount",
        "eth_getTransactionReceipt",
        "eth_maxPriorityFeePerGas",
        "eth_syncing",
        "net_listening",
        "net_version",
        "web3_clientVersion",
        "web3_sha3",
    }
)
"""Passed to the node as they are, after the checks below."""

TRIALS = frozenset({"eth_call", "eth_createAccessList", "eth_estimateGas"})
"""Reads that run code: [transaction, block, state overrides]."""

TRIAL_PARAMS_MAX = 3
LOG_BLOCKS_MAX = 10_000
PROOF_SLOTS_MAX = 256
FEE_BLOCKS_MAX = 1024
PERCENTILES_MAX = 100
WORD_DIGITS = 64
_HEAD_TAGS = frozenset({"latest", "pending", "safe", "finalized"})
# 0x01 access list, 0x02 dynamic fee, 0x04 delegated code; legacy ones begin with an RLP list.
_TYPES = frozenset({1, 2, 4})
_LEGACY_FROM = 0xC0


def check_method(method: str) -> None:
    """See that a method is on the list.

    Raises:
        RpcError: it is not.
    """
    if method not in READS and method not in {SEND_RAW, ACCOUNTS}:
        name = method if len(method) <= WORD_DIGITS and method.isprintable() else "that name"
        raise RpcError(
            METHOD_NOT_FOUND,
            f"{name} is not let through: the gateway has standard methods only, and "
            "transactions come signed, by eth_sendRawTransaction",
        )


def checked_params(request: RpcRequest, head: int) -> list[Any]:
    """A read's parameters, within bounds and in the form that every client takes.

    Args:
        request: a request whose method is among ``READS``.
        head: the last block's number.

    Raises:
        RpcError: beyond the bounds.
    """
    if request.method == "eth_getLogs":
        _check_log_range(request.params, head)
    elif request.method == "eth_feeHistory":
        _check_fee_history(request.params)
    elif request.method == "eth_getProof":
        return _proof_params(request.params)
    elif request.method in TRIALS:
        return _trial_params(request.params)
    return request.params


def raw_transaction(params: list[Any]) -> bytes:
    """The signed transaction of an ``eth_sendRawTransaction``.

    Raises:
        RpcError: none, too large, or of a type that this chain does not take.
    """
    if len(params) != 1 or not isinstance(params[0], str) or not params[0].startswith("0x"):
        raise RpcError(INVALID_PARAMS, "params is one signed transaction as 0x and hexadecimal")
    if len(params[0]) > 2 + 2 * RAW_BYTES_MAX:
        raise RpcError(LIMIT_EXCEEDED, f"a transaction has at most {RAW_BYTES_MAX} bytes")
    try:
        raw = bytes.fromhex(params[0][2:])
    except ValueError as error:
        raise RpcError(INVALID_PARAMS, "the transaction is not hexadecimal") from error
    if not raw or (raw[0] not in _TYPES and raw[0] < _LEGACY_FROM):
        raise RpcError(INVALID_PARAMS, "the transaction's type is none of legacy, 1, 2 and 4")
    return raw


def _check_log_range(params: list[Any], head: int) -> None:
    wanted = params[0] if params else None
    if not isinstance(wanted, dict) or len(params) != 1:
        raise RpcError(
            INVALID_PARAMS, "params is one filter: {fromBlock, toBlock, address, topics}"
        )
    if wanted.get("blockHash") is not None:
        return
    first, last = (_block(wanted.get(name), head) for name in ("fromBlock", "toBlock"))
    if last - first >= LOG_BLOCKS_MAX:
        raise RpcError(
            LIMIT_EXCEEDED,
            f"blocks {first} to {last} are more than {LOG_BLOCKS_MAX}: ask for fewer at a time",
        )


def _block(tag: Any, head: int) -> int:
    """A block's number by its tag."""
    if tag is None or (isinstance(tag, str) and tag in _HEAD_TAGS):
        return head
    return 0 if tag == "earliest" else _quantity(tag)


def _quantity(text: Any, what: str = "a block is a tag, or") -> int:
    try:
        if isinstance(text, str) and text.startswith("0x") and "_" not in text:
            return min(int(text, 16), 1 << 64)
    except ValueError:
        pass
    raise RpcError(INVALID_PARAMS, f"{what} a number as 0x and hexadecimal")


def _check_fee_history(params: list[Any]) -> None:
    count = params[0] if params else None
    blocks = count if isinstance(count, int) else _quantity(count)
    if blocks > FEE_BLOCKS_MAX:
        raise RpcError(LIMIT_EXCEEDED, f"a fee history has at most {FEE_BLOCKS_MAX} blocks")
    percentiles = params[2] if len(params) > 2 else None  # noqa: PLR2004 - the third
    if isinstance(percentiles, list) and len(percentiles) > PERCENTILES_MAX:
        raise RpcError(LIMIT_EXCEEDED, f"a fee history has at most {PERCENTILES_MAX} percentiles")


def _trial_params(params: list[Any]) -> list[Any]:
    """A trial's parameters with no more gas than a block has: the node itself has no bound.

    Overrides of the block are refused, for one of them is its gas.
    """
    if not params or not isinstance(params[0], dict) or len(params) > TRIAL_PARAMS_MAX:
        raise RpcError(INVALID_PARAMS, "params is [transaction, block, state overrides]")
    transaction = dict(params[0])
    gas = transaction.get("gas")
    if gas is not None:
        transaction["gas"] = hex(min(_quantity(gas, "gas is"), GAS_LIMIT))
    return [transaction, *params[1:]]


def _proof_params(params: list[Any]) -> list[Any]:
    """A proof's parameters with slots of 32 bytes: clients differ in what else they take."""
    slots = params[1] if len(params) > 1 else None
    if not isinstance(slots, list) or not all(isinstance(slot, str) for slot in slots):
        raise RpcError(INVALID_PARAMS, "params is [address, [slots], block]")
    if len(slots) > PROOF_SLOTS_MAX:
        raise RpcError(LIMIT_EXCEEDED, f"a proof has at most {PROOF_SLOTS_MAX} slots")
    return [params[0], [_word(slot) for slot in slots], *params[2:]]


def _word(slot: str) -> str:
    digits = slot.removeprefix("0x")
    if digits == slot or not 0 < len(digits) <= WORD_DIGITS:
        raise RpcError(INVALID_PARAMS, "a slot is 0x and up to 64 hexadecimal digits")
    return "0x" + digits.rjust(WORD_DIGITS, "0")
