# SPDX-License-Identifier: Apache-2.0
"""What changed, in the order it became known: what event streams and webhooks are fed from.

Rows are only added and old ones dropped. After a reorganisation comes ``chain.rolled_back``, then
what the other branch has; whoever waits for finality asks for a block's confirmations.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    String,
    Text,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from shouxin.store.schema import HASH_CHARACTERS, kept, number_column

CHANGES_KEPT = 100_000
TOLD = "shouxin_told"
"""The option of a transaction's connection that has what it told so far."""
ORDER_LOCK = 0x5368_6F75

changes = kept(
    "changes",
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("subject", String(HASH_CHARACTERS), nullable=False),
    Column("party", String(HASH_CHARACTERS), nullable=True),
    number_column("block_number", nullable=True),
    Column("payload", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        kind: such as ``loan.paid``; the part before the point is a topic.
        subject: the loan, party, offer or transaction that it is about, in hexadecimal.
        payload: what JSON has of it; amounts in base units as text.
        party: whose record or money it concerns, if one is to be told.
        block_number: of the event; None if the chain did not cause it.
        id: its place in the order; None before it is written.
    """

    kind: str
    subject: str
    payload: Mapping[str, Any]
    party: str | None = None
    block_number: int | None = None
    id: int | None = None


def tell(connection: Connection, told: Iterable[Change]) -> None:
    """Say what the transaction changes; it is written as the last thing before the commit."""
    connection.get_execution_options()[TOLD].extend(told)


def write_told(connection: Connection) -> None:
    """Write what a transaction told, last in it, for on a server others wait for it.

    Ids are in the order of commits: a reader that has seen one never finds a lower one later.
    """
    told = connection.get_execution_options()[TOLD]
    if told:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(ORDER_LOCK)))
        connection.execute(insert(changes), [_row(change) for change in told])


async def changes_after(
    connection: AsyncConnection, last_id: int, count_max: int = 500
) -> list[Change]:
    """The changes after one, oldest first."""
    found = await connection.execute(
        select(changes).where(changes.c.id > last_id).order_by(changes.c.id).limit(count_max)
    )
    return [change_of(row) for row in found.mappings()]


def forget_changes(connection: Connection) -> None:
    """Drop all but the newest."""
    newest = connection.execute(select(func.max(changes.c.id))).scalar() or 0
    connection.execute(delete(changes).where(changes.c.id <= newest - CHANGES_KEPT))


def _row(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "subject": change.subject,
        "party": change.party,
        "block_number": change.block_number,
        "payload": json.dumps(change.payload),
    }


def change_of(row: Mapping[Any, Any]) -> Change:
    """A change from its row."""
    return Change(**{**row, "payload": json.loads(row["payload"])})
