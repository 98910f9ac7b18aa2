# SPDX-License-Identifier: Apache-2.0
"""What the chain says of the transactions at work; asked in a thread, for it blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from shouxin.chain.abi import Address
from shouxin.chain.reverts import Reverted
from shouxin.chain.rpc import Chain
from shouxin.outbox.records import Item
from shouxin.outbox.transaction import Failure
from shouxin.primitives.errors import ChainError, ShouxinError

FAILED_ON_CHAIN = Failure(
    "outbox.failed_on_chain",
    "the transaction failed in its block, and would pass now: its gas was too little, or what it "
    "needs has come back; hand it in anew",
    "交易在区块中执行失败，而现在可以通过：可能是 gas 不足，或所需条件其后恢复；请重新提交",
)


@dataclass(slots=True)
class Sight:
    """What was seen in one look.

    Attributes:
        head: the last block's number, as it was before anything else was asked.
        counts: how many transactions each account has in blocks, likewise.
        counts_after: the same after everything else was asked.
        receipts: by the id of the transaction.
        failures: why those failed whose receipt says so.
    """

    head: int
    counts: dict[Address, int]
    counts_after: dict[Address, int] = field(default_factory=dict)
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)


def look(chain: Chain, accounts: Sequence[Address], items: Sequence[Item]) -> Sight:
    """See where the transactions are.

    Raises:
        ChainError: the node is away.
    """
    asked = [("eth_getTransactionCount", (account, "latest")) for account in accounts]
    head, *counts = (_sound(one) for one in chain.request_many([("eth_blockNumber", ()), *asked]))
    sight = Sight(
        int(head, 16),
        {account: int(count, 16) for account, count in zip(accounts, counts, strict=True)},
    )
    hashes = [(item, form["transaction_hash"]) for item in items for form in item.forms]
    receipts = [("eth_getTransactionReceipt", (one,)) for _, one in hashes]
    found = [_sound(one) for one in chain.request_many([*receipts, *asked])]
    counts = found[len(hashes) :]
    sight.counts_after = {
        account: int(count, 16) for account, count in zip(accounts, counts, strict=True)
    }
    for (item, _), receipt in zip(hashes, found[: len(hashes)], strict=True):
        if receipt is None or receipt["blockNumber"] is None:
            continue
        if item.nonce >= sight.counts_after[item.row["sender"]]:
            continue  # of a block that has just gone: the account knows nothing of it
        sight.receipts[item.id] = receipt
        if int(receipt["status"], 16) != 1:
            sight.failures[item.id] = _why_failed(chain, item, receipt)
    return sight


def send(chain: Chain, raws: Sequence[str], batch_max: int) -> list[ShouxinError | None]:
    """Send signed bytes in their order; None for each that the node took.

    Raises:
        ChainError: the node is away; some may have been taken.
    """
    answers: list[ShouxinError | None] = []
    for first in range(0, len(raws), batch_max):
        part = [("eth_sendRawTransaction", (raw,)) for raw in raws[first : first + batch_max]]
        found = chain.request_many(part)
        answers += [one if isinstance(one, ShouxinError) else None for one in found]
    return answers


def _why_failed(chain: Chain, item: Item, receipt: dict[str, Any]) -> Failure:
    """Run it again on the state before its block, or else on the last."""
    row = item.row
    given = {
        "from": row["sender"],
        "to": row["to_address"],
        "data": row["data"],
        "value": hex(row["value_wei"]),
        "gas": hex(row["gas_limit"]),
    }
    for block in (hex(int(receipt["blockNumber"], 16) - 1), "latest"):
        try:
            chain.request("eth_call", given, block)
        except Reverted as refusal:
            return Failure(refusal.code, refusal.message, refusal.message_zh)
        except ChainError:
            continue  # that block's state is no longer there
    return FAILED_ON_CHAIN


def _sound(answer: Any) -> Any:
    if isinstance(answer, ShouxinError):
        raise answer
    return answer
