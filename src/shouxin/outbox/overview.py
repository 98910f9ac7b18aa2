# SPDX-License-Identifier: Apache-2.0
"""Lists over the outbox: one's own transactions, dead letters, the keys that send."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from shouxin.chain.abi import Address
from shouxin.outbox.outbox import USERS_LANE, Outbox
from shouxin.outbox.tables import transactions
from shouxin.outbox.transaction import Call, Status, Transaction, change_of, transaction_of
from shouxin.primitives.errors import NotFoundError, Refused
from shouxin.store.changes import tell

PlacedTransaction = tuple[int, Transaction]
"""A transaction with its place in the order of arrival."""


@dataclass(frozen=True, slots=True)
class SenderState:
    """How one of the service's keys stands.

    Attributes:
        address: the key's account.
        balance_wei: its coins.
        unsettled: transactions of its lane that are not settled.
    """

    address: Address
    balance_wei: int
    unsettled: int


class OutboxOverview:
    """What people see of an outbox, and what an operator does about dead letters."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._database = outbox.database

    async def of_subject(
        self, subject: str, before: int | None, count: int
    ) -> list[PlacedTransaction]:
        """What somebody handed in, the newest first."""
        return await self._listed(transactions.c.subject == subject, before, count)

    async def dead_letters(self, before: int | None, count: int) -> list[PlacedTransaction]:
        """What no node took, the newest first."""
        return await self._listed(transactions.c.status == Status.DEAD.value, before, count)

    async def retry(self, transaction_id: str) -> Transaction:
        """Hand a dead letter's call in once more, as a transaction of its own; once for each.

        Raises:
            NotFoundError: ``outbox.no_transaction``.
            Refused: ``outbox.not_dead``, ``outbox.users_own``; or the contract's own.
        """
        row = await self._dead(transaction_id)
        if row["lane"] == USERS_LANE:
            raise Refused(
                "outbox.users_own",
                f"{transaction_id} was signed by its user: have it signed anew",
                f"{transaction_id} 由用户自行签名：请由用户重新签署",
            )
        call = Call(row["to_address"], bytes.fromhex(row["data"][2:]), row["value_wei"])
        return await self._outbox.submit(
            call,
            subject=row["subject"],
            idempotency_key=f"retry {transaction_id}",
            party=row["party"],
            is_own=row["is_own"],
        )

    async def drop(self, transaction_id: str) -> Transaction:
        """Take a dead letter off the list; it stays readable as dropped.

        Raises:
            NotFoundError: ``outbox.no_transaction``.
            Refused: ``outbox.not_dead``.
        """
        row = await self._dead(transaction_id)
        is_it = (transactions.c.id == transaction_id) & (transactions.c.status == Status.DEAD.value)
        dropped = {**row, "status": Status.DROPPED.value}
        async with self._database.begin() as connection:
            await connection.execute(
                update(transactions).where(is_it).values(status=Status.DROPPED.value)
            )
            await connection.run_sync(tell, [change_of(dropped)])
        return transaction_of(dropped)

    async def senders(self) -> list[SenderState]:
        """The service's keys, their coins, and what waits for each.

        Raises:
            ChainError: the node is away.
        """
        c = transactions.c
        waiting = select(c.lane, func.count()).where(c.is_settled.is_(False)).group_by(c.lane)
        async with self._database.reading() as connection:
            rows = (await connection.execute(waiting)).all()
        counts: dict[str | None, int] = {row[0]: row[1] for row in rows}
        addresses = self._outbox.senders
        balances = await asyncio.to_thread(self._balances, addresses)
        return [
            SenderState(address, balance, counts.get(address, 0))
            for address, balance in zip(addresses, balances, strict=True)
        ]

    def _balances(self, addresses: Sequence[Address]) -> list[int]:
        return [self._outbox.chain.balance(address) for address in addresses]

    async def _listed(
        self, wanted: ColumnElement[bool], before: int | None, count: int
    ) -> list[PlacedTransaction]:
        query = select(transactions).where(wanted)
        if before is not None:
            query = query.where(transactions.c.sequence < before)
        query = query.order_by(transactions.c.sequence.desc()).limit(count)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [(row["sequence"], transaction_of(dict(row))) for row in rows]

    async def _dead(self, transaction_id: str) -> dict[str, Any]:
        query = select(transactions).where(transactions.c.id == transaction_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(
                "outbox.no_transaction",
                f"there is no transaction {transaction_id[:80]!r} here: check the id",
                f"此处没有交易 {transaction_id[:80]!r}：请核对编号",
            )
        if row["status"] != Status.DEAD.value:
            raise Refused(
                "outbox.not_dead",
                f"{transaction_id} is {row['status']} and no dead letter: leave it",
                f"{transaction_id} 的状态为 {row['status']}，不是死信：无需操作",
            )
        return dict(row)
