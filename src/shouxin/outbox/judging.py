# SPDX-License-Identifier: Apache-2.0
"""What a look at the chain means for each transaction: a pure decision, nothing is read here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from shouxin.outbox.looking import Sight
from shouxin.outbox.records import Item
from shouxin.outbox.settings import SenderSettings
from shouxin.outbox.transaction import Failure, Status

REPLACED = Failure(
    "outbox.replaced",
    "the account used this nonce for another transaction: sign again if this one is still wanted",
    "该账户已将此 nonce 用于另一笔交易：如仍需要，请重新签名",
)
DROPPED = Failure(
    "outbox.dropped",
    "no node took the transaction in time: see that the ones before it were sent and that the "
    "account has coins, then sign again",
    "节点未在期限内接受该交易：请确认此前的交易已发送且账户有余额，再重新签名",
)


@dataclass(slots=True)
class Memory:
    """What a lane knows since it runs; losing it costs a second sending of the same bytes.

    Attributes:
        sent_at: when each was last sent, seconds of the stopwatch.
        first_sent_at: when each was first sent in its present form.
        accepted: which the node took.
        outrun_at: the head at which another transaction was first seen to have the nonce.
        needs_higher_fees: which the node found too cheap.
    """

    sent_at: dict[str, float] = field(default_factory=dict)
    first_sent_at: dict[str, float] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    outrun_at: dict[str, int] = field(default_factory=dict)
    needs_higher_fees: set[str] = field(default_factory=set)

    def clear(self) -> None:
        """Forget everything."""
        for known in (self.sent_at, self.first_sent_at, self.outrun_at):
            known.clear()
        self.accepted.clear()
        self.needs_higher_fees.clear()

    def forget(self, transaction_id: str) -> None:
        """Drop what was known of one."""
        for known in (self.sent_at, self.first_sent_at, self.outrun_at):
            known.pop(transaction_id, None)
        self.accepted.discard(transaction_id)
        self.needs_higher_fees.discard(transaction_id)


@dataclass(slots=True)
class Judgement:
    """What is to be done.

    Attributes:
        moves: rows with the values that are new.
        sends: what is to be sent, again or for the first time.
        bumps: what is to be signed again with higher fees.
    """

    moves: list[tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    sends: list[Item] = field(default_factory=list)
    bumps: list[Item] = field(default_factory=list)


class Judge:
    """Judges the transactions of one lane."""

    def __init__(self, settings: SenderSettings, memory: Memory, *, can_sign: bool) -> None:
        """Make one.

        Args:
            settings: the sender's.
            memory: the lane's.
            can_sign: whether the lane has the key, and so can sign anew.
        """
        self._settings = settings
        self._memory = memory
        self._can_sign = can_sign
        self._ready: set[str] = set()

    def judge(self, items: list[Item], sight: Sight, stopwatch: float, clock: float) -> Judgement:
        """Decide on all.

        Args:
            items: what is at work.
            sight: what was seen on the chain.
            stopwatch: seconds that never go back.
            clock: Unix seconds of the wall.
        """
        judgement = Judgement()
        self._ready = _ready(items, sight)
        for item in items:
            receipt = sight.receipts.get(item.id)
            if receipt is not None:
                self._mined(judgement, item, sight, receipt)
            elif item.nonce < sight.counts[item.row["sender"]]:
                self._outrun(judgement, item, sight.head)
            else:
                self._waiting(judgement, item, sight, stopwatch, clock)
        return judgement

    def _mined(
        self, judgement: Judgement, item: Item, sight: Sight, receipt: dict[str, Any]
    ) -> None:
        number = int(receipt["blockNumber"], 16)
        depth = max(sight.head - number + 1, 1)
        status = Status.CONFIRMED if depth >= self._settings.confirmations else Status.MINED
        failure = sight.failures.get(item.id)
        if failure is not None:
            status = Status.FAILED
        if item.row["status"] == status and item.row["block_hash"] == receipt["blockHash"]:
            return
        used, price = int(receipt["gasUsed"], 16), int(receipt.get("effectiveGasPrice", "0x0"), 16)
        judgement.moves.append(
            (
                item.row,
                {
                    "status": status.value,
                    "transaction_hash": receipt["transactionHash"],
                    "block_number": number,
                    "block_hash": receipt["blockHash"],
                    "gas_used": used,
                    "spent_wei": used * price + (0 if failure else item.row["value_wei"]),
                    **_failure_values(failure),
                },
            )
        )
        self._memory.forget(item.id)

    def _outrun(self, judgement: Judgement, item: Item, head: int) -> None:
        """Its nonce is used, and not by it: believed once that is as final as blocks get here."""
        since = self._memory.outrun_at.get(item.id)
        if since is None:
            self._memory.outrun_at[item.id] = head  # a second look will tell
            return
        if head - since < self._settings.confirmations - 1 or item.row["is_settled"]:
            return
        self._memory.forget(item.id)
        if self._can_sign:
            judgement.moves.append((item.row, _unsigned(Status.QUEUED)))
        else:
            new = {"status": Status.REPLACED.value, **_failure_values(REPLACED)}
            judgement.moves.append((item.row, new))

    def _waiting(
        self, judgement: Judgement, item: Item, sight: Sight, stopwatch: float, clock: float
    ) -> None:
        """In no block, and its nonce is still to come."""
        self._memory.outrun_at.pop(item.id, None)
        if item.status not in {Status.QUEUED, Status.SENT}:
            judgement.moves.append((item.row, _taken_back()))
            self._memory.forget(item.id)
            judgement.sends.append(item)
            return
        if item.id in self._memory.accepted and item.status is Status.QUEUED:
            judgement.moves.append((item.row, {"status": Status.SENT.value}))
        if not self._can_sign and self._is_too_old(item, clock):
            new = {"status": Status.DROPPED.value, **_failure_values(DROPPED)}
            judgement.moves.append((item.row, new))
            self._memory.forget(item.id)
        elif self._is_to_be_raised(item, sight, stopwatch):
            judgement.bumps.append(item)
        elif self._is_to_be_sent(item, stopwatch):
            judgement.sends.append(item)

    def _is_too_old(self, item: Item, clock: float) -> bool:
        age = clock - int(item.row["created_at"])
        return age > self._settings.give_up_seconds

    def _is_to_be_sent(self, item: Item, stopwatch: float) -> bool:
        if item.id not in self._ready:
            return False
        sent_at = self._memory.sent_at.get(item.id)
        return sent_at is None or stopwatch - sent_at >= self._settings.resend_seconds

    def _is_to_be_raised(self, item: Item, sight: Sight, stopwatch: float) -> bool:
        """The next of its account alone: the others wait for it, not for fees."""
        if not self._can_sign or item.nonce != sight.counts[item.row["sender"]]:
            return False
        first = self._memory.first_sent_at.get(item.id)
        is_slow = first is not None and stopwatch - first >= self._settings.bump_seconds
        return is_slow or item.id in self._memory.needs_higher_fees


def _ready(items: list[Item], sight: Sight) -> set[str]:
    """Those that no nonce is missing before: nodes may refuse the others."""
    next_nonce = dict(sight.counts)
    ready = set()
    for item in items:  # by nonce
        sender = item.row["sender"]
        if item.nonce <= next_nonce[sender]:
            next_nonce[sender] = max(next_nonce[sender], item.nonce + 1)
            ready.add(item.id)
    return ready


def dead_letter(failure: Failure) -> dict[str, Any]:
    """The values of a row that the node will not take; its nonce is free again."""
    return {**_unsigned(Status.DEAD), "spent_wei": 0, **_failure_values(failure)}


def _unsigned(status: Status) -> dict[str, Any]:
    return {"status": status.value, "nonce": None, "transaction_hash": None, "rejections": 0}


def _taken_back() -> dict[str, Any]:
    """A row whose block has gone: it is sent again by the bytes that are kept."""
    names = ("block_number", "block_hash", "gas_used")
    return {
        "status": Status.SENT.value,
        **dict.fromkeys(names),
        **_failure_values(None),
    }


def _failure_values(failure: Failure | None) -> dict[str, Any]:
    if failure is None:
        return dict.fromkeys(("failure_code", "failure_en", "failure_zh"))
    return {
        "failure_code": failure.code,
        "failure_en": failure.message,
        "failure_zh": failure.message_zh,
    }
