# SPDX-License-Identifier: Apache-2.0
"""A transaction of the outbox as others see it, and what is told when it moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shouxin.chain.abi import Address
from shouxin.store.changes import Change


class Status(StrEnum):
    """How far a transaction has come."""

    QUEUED = "queued"
    """Kept; no node has it yet."""
    SENT = "sent"
    """A node has it; no block does."""
    MINED = "mined"
    """In a block that may still be taken back."""
    CONFIRMED = "confirmed"
    """Done, and final by the chain's confirmations."""
    FAILED = "failed"
    """In a block, and refused there: see the failure."""
    REPLACED = "replaced"
    """Its signer used the nonce for another transaction."""
    DROPPED = "dropped"
    """What a user signed, and no node took in time."""
    DEAD = "dead"
    """A dead letter: the node never took it; see the failure."""


SETTLED = frozenset({Status.CONFIRMED, Status.FAILED, Status.REPLACED, Status.DROPPED, Status.DEAD})
"""From these nothing is sent any more."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be called.

    Attributes:
        to: the contract.
        data: its function and arguments.
        value: coins that go with it, in wei.
        sender: the service's key that must send it; any of them if None.
    """

    to: Address
    data: bytes
    value: int = 0
    sender: Address | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a transaction failed: a stable code, and a line in each language."""

    code: str
    message: str
    message_zh: str


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction of the outbox.

    Attributes:
        id: its name here, ``0x`` and 32 digits; the same however often it is signed.
        subject: who asked for it.
        status: how far it has come.
        sender: the account that sends it, once known.
        to: what it calls; None if it creates a contract.
        nonce: its sender's, once it is signed.
        transaction_hash: of the form signed last, or the one in a block.
        block_number: of its block.
        block_hash: of its block.
        gas_used: units of gas, once it is in a block.
        created_at: when it was asked for, Unix seconds.
        failure: why it failed; None if it did not.
    """

    id: str
    subject: str
    status: Status
    sender: Address | None
    to: Address | None
    nonce: int | None
    transaction_hash: str | None
    block_number: int | None
    block_hash: str | None
    gas_used: int | None
    created_at: int
    failure: Failure | None

    @property
    def is_settled(self) -> bool:
        """Whether nothing will be sent for it any more."""
        return self.status in SETTLED


def transaction_of(row: Mapping[str, Any]) -> Transaction:
    """A transaction from its row."""
    code = row["failure_code"]
    return Transaction(
        id=row["id"],
        subject=row["subject"],
        status=Status(row["status"]),
        sender=row["sender"],
        to=row["to_address"],
        nonce=row["nonce"],
        transaction_hash=row["transaction_hash"],
        block_number=row["block_number"],
        block_hash=row["block_hash"],
        gas_used=row["gas_used"],
        created_at=row["created_at"],
        failure=Failure(code, row["failure_en"], row["failure_zh"]) if code else None,
    )


def change_of(row: Mapping[str, Any]) -> Change:
    """What is told of a transaction whose status is new."""
    return Change(
        kind=f"transaction.{row['status']}",
        subject=row["id"],
        party=row["party"],
        block_number=None,
        payload={
            "transaction_hash": row["transaction_hash"],
            "in_block": row["block_number"],
            "code": row["failure_code"],
        },
    )
