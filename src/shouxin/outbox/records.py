# SPDX-License-Identifier: Apache-2.0
"""What a lane reads and writes of its rows; each function runs within a transaction of its caller.

A nonce that a row was given is the row's until it is freed, so a row is found by its nonce, and
one that the chain has lost is sent again by the bytes that are kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, insert, or_, select, update

from shouxin.chain.abi import Address
from shouxin.outbox.outbox import empty_row
from shouxin.outbox.signing import Attempt
from shouxin.outbox.spending import adjust
from shouxin.outbox.tables import attempts, transactions
from shouxin.outbox.transaction import SETTLED, Status, change_of
from shouxin.store.changes import tell

LOOKED_AT_MAX = 500
FILLER_GAS = 21_000


@dataclass(slots=True)
class Item:
    """A row at work, with the forms it was signed in under its present nonce, cheapest first."""

    row: dict[str, Any]
    forms: list[dict[str, Any]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The transaction's."""
        return str(self.row["id"])

    @property
    def nonce(self) -> int:
        """Its sender's."""
        return int(self.row["nonce"])

    @property
    def status(self) -> Status:
        """How far it has come."""
        return Status(self.row["status"])

    @property
    def raw(self) -> str:
        """The bytes of the form signed last."""
        return str(self.forms[-1]["raw"])


def signed_items(connection: Connection, lane: str, floor: int | None) -> list[Item]:
    """A lane's rows that are signed and not settled, by nonce.

    Args:
        connection: a transaction.
        lane: whose.
        floor: settled rows from this nonce on as well, for the chain has lost them; none if None.
    """
    wanted: Any = transactions.c.is_settled.is_(False)
    if floor is not None:
        wanted = or_(wanted, transactions.c.nonce >= floor)
    statement = (
        select(transactions)
        .where(transactions.c.lane == lane, transactions.c.nonce.is_not(None), wanted)
        .order_by(transactions.c.nonce, transactions.c.sequence)
        .limit(LOOKED_AT_MAX)
    )
    items = {row["id"]: Item(dict(row)) for row in connection.execute(statement).mappings()}
    forms = connection.execute(select(attempts).where(attempts.c.id.in_(list(items))))
    for form in sorted(forms.mappings(), key=lambda form: form["max_fee_wei"]):
        item = items[form["id"]]
        if form["nonce"] == item.row["nonce"]:
            item.forms.append(dict(form))
    return [item for item in items.values() if item.forms]


def has_unsigned(connection: Connection, lane: str, *, is_own: bool) -> bool:
    """Whether a lane has something to sign; with ``is_own`` the service's own calls alone count."""
    wanted = select(transactions.c.id).where(_unsigned(lane, is_own=is_own)).limit(1)
    found = connection.execute(wanted)
    return found.first() is not None


def take_unsigned(
    connection: Connection, lane: str, count_max: int, *, is_own: bool
) -> list[dict[str, Any]]:
    """The oldest rows that a key may sign, for nobody else until the transaction ends."""
    statement = (
        select(transactions)
        .where(_unsigned(lane, is_own=is_own))
        .order_by(transactions.c.sequence)
        .limit(count_max)
        .with_for_update(skip_locked=True)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def filler(connection: Connection, lane: Address, now: int) -> dict[str, Any]:
    """A row that sends nothing to the key itself, for a nonce that others wait behind."""
    row = empty_row("sender", f"fill {secrets.token_hex(8)}", None, now, call_hash="0x" + "00" * 32)
    row |= {
        "is_own": True,
        "lane": lane,
        "sender": lane,
        "to_address": lane,
        "data": "0x",
        "value_wei": 0,
        "gas_limit": FILLER_GAS,
    }
    connection.execute(insert(transactions).values(row))
    return row


def keep_attempts(connection: Connection, lane: str, signed: Sequence[Attempt], now: int) -> None:
    """Write what was signed, before any of it is sent."""
    if not signed:
        return
    connection.execute(insert(attempts), [_attempt_row(one, now) for one in signed])
    statement = (
        update(transactions)
        .where(transactions.c.id == bindparam("of"))
        .values(
            lane=lane,
            sender=lane,
            nonce=bindparam("its_nonce"),
            transaction_hash=bindparam("its_hash"),
            signed_at=now,
        )
    )
    rows = [
        {"of": one.id, "its_nonce": one.nonce, "its_hash": one.transaction_hash} for one in signed
    ]
    connection.execute(statement, rows)


def write_moves(
    connection: Connection, moves: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> None:
    """Write what became of rows: each as it was, and the values that are new."""
    told, costs = [], []
    for before, new in moves:
        values = dict(new)
        if "status" in values:
            values["is_settled"] = Status(values["status"]) in SETTLED
        if values.get("spent_wei") is not None:
            values["reserved_wei"] = values["spent_wei"]
        if "reserved_wei" in values:
            costs.append((before, values["reserved_wei"]))
        connection.execute(
            update(transactions).where(transactions.c.id == before["id"]).values(values)
        )
        if values.get("status", before["status"]) != before["status"]:
            told.append(change_of({**before, **values}))
    adjust(connection, costs)
    tell(connection, told)


def taken_nonces(connection: Connection, lane: str, first: int) -> set[int]:
    """The nonces from one on that rows of a lane have."""
    statement = select(transactions.c.nonce).where(
        transactions.c.lane == lane, transactions.c.nonce >= first
    )
    return {int(nonce) for nonce in connection.execute(statement).scalars()}


def _unsigned(lane: str, *, is_own: bool) -> Any:
    for_anyone: ColumnElement[bool] = transactions.c.lane.is_(None)
    if is_own:
        for_anyone = and_(for_anyone, transactions.c.is_own.is_(True))
    return and_(
        transactions.c.is_settled.is_(False),
        transactions.c.nonce.is_(None),
        or_(for_anyone, transactions.c.lane == lane),
    )


def _attempt_row(one: Attempt, now: int) -> dict[str, Any]:
    return {
        "transaction_hash": one.transaction_hash,
        "id": one.id,
        "nonce": one.nonce,
        "raw": one.raw,
        "max_fee_wei": one.fees.max_fee_wei,
        "tip_wei": one.fees.tip_wei,
        "made_at": now,
    }
