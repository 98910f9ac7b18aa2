# SPDX-License-Identifier: Apache-2.0
"""Where transactions are handed in: tried first, kept once, and looked up."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from typing import Any

from eth_utils import keccak
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from shouxin.chain.abi import Address
from shouxin.chain.fees import FeeWatch
from shouxin.chain.reverts import Reverted
from shouxin.chain.rpc import Chain
from shouxin.outbox.settings import SpendingLimits
from shouxin.outbox.signed import SignedByUser, read_signed
from shouxin.outbox.spending import DAY_SECONDS, reserve
from shouxin.outbox.tables import KEY_CHARACTERS, SUBJECT_CHARACTERS, attempts, transactions
from shouxin.outbox.transaction import Call, Status, Transaction, change_of, transaction_of
from shouxin.outbox.trial import Trial, try_call, try_signed
from shouxin.primitives.errors import BadInput, NotFoundError, Refused
from shouxin.store.changes import tell
from shouxin.store.database import Database

USERS_LANE = "users"
"""The lane of what users signed themselves."""


class Outbox:
    """What the service sends, of its own and for others; any number of copies on one database.

    Attributes:
        wake: called after something was handed in, so that a sender in this process looks at once.
    """

    def __init__(
        self,
        database: Database,
        chain: Chain,
        senders: Sequence[Address],
        limits: SpendingLimits | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Make one.

        Args:
            database: where it is kept.
            chain: where calls are tried.
            senders: accounts of the service's keys; the first is who calls are tried as.
            limits: what relaying may cost.
            clock: Unix seconds of the wall, for days of spending.
        """
        self.wake: Callable[[], None] = lambda: None
        self._database = database
        self._chain = chain
        self._fees = FeeWatch(chain)
        self._senders = tuple(senders)
        self._limits = limits or SpendingLimits()
        self._clock = clock

    @property
    def database(self) -> Database:
        """Where it is kept."""
        return self._database

    @property
    def chain(self) -> Chain:
        """Where calls are tried."""
        return self._chain

    @property
    def senders(self) -> tuple[Address, ...]:
        """Accounts of the service's keys."""
        return self._senders

    async def submit(
        self,
        call: Call,
        *,
        subject: str,
        idempotency_key: str,
        party: str | None = None,
        is_own: bool = False,
    ) -> Transaction:
        """Keep a call to be sent by a key of the service, if the chain would take it now.

        Args:
            call: what is to be called.
            subject: who asks: a user's address, an institution, or the service's own ``keeper``.
            idempotency_key: the subject's own name for this call; the same call by the same name
                is sent once, and the second answer is the first one's transaction.
            party: whom to tell of it, if one.
            is_own: the service's own call, which no limit of spending holds up.

        Raises:
            Reverted: the contract refuses; nothing was spent.
            Refused: ``outbox.key_used``, ``outbox.user_limit``, ``outbox.service_limit``.
            BadInput: ``outbox.bad_key``, ``outbox.no_such_sender``.
            ChainError: the node is away.
        """
        row = empty_row(subject, idempotency_key, party, self._clock(), call_hash=_hash_of(call))
        row |= {
            "is_own": is_own,
            "lane": call.sender,
            "sender": call.sender,
            "to_address": call.to,
            "data": "0x" + call.data.hex(),
            "value_wei": call.value,
        }
        known = await self._known(row)
        if known is not None:
            return known
        sender = self._sender_for(call)
        trial = await self._tried(row, lambda: try_call(self._chain, self._fees, call, sender))
        if isinstance(trial, Transaction):
            return trial
        row |= {"gas_limit": trial.gas_limit, "reserved_wei": trial.cost_max(call.value)}
        if not is_own:
            row["spending_day"] = int(self._clock()) // DAY_SECONDS
        return await self._keep(row, None)

    async def submit_raw(
        self, raw: bytes, *, subject: str, idempotency_key: str, party: str | None = None
    ) -> Transaction:
        """Keep a transaction that a user signed and pays, to be passed on and followed.

        The same bytes handed in again, by whomever, are the same transaction.

        Raises:
            BadInput: ``outbox.bad_raw``, ``outbox.wrong_chain``, ``outbox.bad_key``.
            Refused: ``outbox.key_used``, ``outbox.nonce_used``.
            Reverted: the contract refuses; nothing was spent.
            ChainError: the node is away.
        """
        signed = read_signed(raw, self._chain.chain_id)
        row = empty_row(subject, idempotency_key, party, self._clock(), call_hash=signed.hash)
        row |= {
            "lane": USERS_LANE,
            "sender": signed.sender,
            "to_address": signed.to,
            "data": "0x" + signed.data.hex(),
            "value_wei": signed.value,
            "gas_limit": signed.gas,
            "nonce": signed.nonce,
            "transaction_hash": signed.hash,
            "signed_at": row["created_at"],
        }
        known = await self._known(row)
        if known is not None:
            return known
        trial = await self._tried(row, lambda: try_signed(self._chain, signed))
        if isinstance(trial, Transaction):
            return trial
        return await self._keep(row, signed)

    async def transaction(self, transaction_id: str) -> Transaction:
        """A transaction by its id here.

        Raises:
            NotFoundError: ``outbox.no_transaction``.
        """
        async with self._database.reading() as connection:
            wanted = select(transactions).where(transactions.c.id == transaction_id)
            found = (await connection.execute(wanted)).mappings().one_or_none()
        if found is None:
            raise NotFoundError(
                "outbox.no_transaction",
                f"there is no transaction {transaction_id[:80]!r} here: check the id",
                f"此处没有交易 {transaction_id[:80]!r}：请核对编号",
            )
        return transaction_of(dict(found))

    async def find(self, subject: str, idempotency_key: str) -> Transaction | None:
        """What a subject handed in by a name; None if nothing."""
        async with self._database.reading() as connection:
            wanted = select(transactions).where(
                transactions.c.subject == subject,
                transactions.c.idempotency_key == idempotency_key,
            )
            found = (await connection.execute(wanted)).mappings().one_or_none()
        return None if found is None else transaction_of(dict(found))

    async def check_not_under_way(self, call: Call, subject: str, idempotency_key: str) -> None:
        """Refuse a call that is on its way by another name already: it would fail and cost gas.

        Raises:
            Refused: ``outbox.under_way``.
        """
        c = transactions.c
        is_it = (c.subject == subject) & (c.idempotency_key == idempotency_key)
        wanted = select(c.id).where(c.is_settled.is_(False), c.call_hash == _hash_of(call), ~is_it)
        async with self._database.reading() as connection:
            if (await connection.execute(wanted.limit(1))).first() is not None:
                raise Refused(
                    "outbox.under_way",
                    "this very call was handed in already and is on its way: wait for its outcome",
                    "该调用已提交且正在处理：请等待其结果",
                )

    def _sender_for(self, call: Call) -> Address:
        """Whom a call is tried as."""
        if call.sender is not None and call.sender in self._senders:
            return call.sender
        if call.sender is not None or not self._senders:
            name = call.sender or "any account"
            raise BadInput(
                "outbox.no_such_sender",
                f"this service has no key of {name}: configure one for its sender",
                f"本服务没有 {name} 的密钥：请为发送者配置",
            )
        return self._senders[0]

    async def _tried(self, row: dict[str, Any], trial: Callable[[], Trial]) -> Trial | Transaction:
        """A trial's outcome; if it is refused because it was done meanwhile, what was done."""
        try:
            return await asyncio.to_thread(trial)
        except (Reverted, Refused):
            known = await self._known(row)
            if known is not None:
                return known
            raise

    async def _known(self, row: dict[str, Any]) -> Transaction | None:
        async with self._database.reading() as connection:
            return await connection.run_sync(_known, row)

    async def _keep(self, row: dict[str, Any], signed: SignedByUser | None) -> Transaction:
        try:
            async with self._database.begin() as connection:
                await connection.run_sync(_keep, row, signed, self._limits)
        except IntegrityError:  # another request was faster by a moment
            known = await self._known(row)
            if known is None:
                raise
            return known
        self.wake()
        return transaction_of(row)


def empty_row(
    subject: str, idempotency_key: str, party: str | None, now: float, *, call_hash: str
) -> dict[str, Any]:
    """A row of nothing yet."""
    if not 0 < len(idempotency_key) <= KEY_CHARACTERS or not idempotency_key.isprintable():
        raise BadInput(
            "outbox.bad_key",
            f"an idempotency key has 1 to {KEY_CHARACTERS} printable characters: choose another",
            f"幂等键须为 1 至 {KEY_CHARACTERS} 个可打印字符：请更换",
        )
    assert 0 < len(subject) <= SUBJECT_CHARACTERS
    empty = dict.fromkeys(c.name for c in transactions.columns if c.nullable)
    return empty | {
        "id": "0x" + secrets.token_hex(16),
        "subject": subject,
        "idempotency_key": idempotency_key,
        "call_hash": call_hash,
        "party": party,
        "is_own": False,
        "status": Status.QUEUED.value,
        "is_settled": False,
        "rejections": 0,
        "created_at": int(now),
        "reserved_wei": 0,
    }


def _known(connection: Connection, row: dict[str, Any]) -> Transaction | None:
    """The transaction that was handed in by the same name, or as the same signed bytes.

    Raises:
        Refused: ``outbox.key_used``.
    """
    by_name = select(transactions).where(
        transactions.c.subject == row["subject"],
        transactions.c.idempotency_key == row["idempotency_key"],
    )
    found = connection.execute(by_name).mappings().one_or_none()
    if found is None and row["lane"] == USERS_LANE:
        named = select(attempts.c.id).where(attempts.c.transaction_hash == row["call_hash"])
        by_hash = select(transactions).where(transactions.c.id.in_(named))
        found = connection.execute(by_hash).mappings().one_or_none()
    if found is None:
        return None
    if found["call_hash"] != row["call_hash"]:
        raise Refused(
            "outbox.key_used",
            f"the idempotency key {row['idempotency_key']!r} was used for another call: "
            "choose a new one",
            f"幂等键 {row['idempotency_key']!r} 已用于另一调用：请使用新的键",
        )
    return transaction_of(dict(found))


def _keep(
    connection: Connection, row: dict[str, Any], signed: SignedByUser | None, limits: SpendingLimits
) -> None:
    if row["spending_day"] is not None:
        reserve(connection, row["subject"], row["spending_day"], row["reserved_wei"], limits)
    connection.execute(insert(transactions).values(row))
    if signed is not None:
        connection.execute(
            insert(attempts).values(
                transaction_hash=signed.hash,
                id=row["id"],
                nonce=signed.nonce,
                raw="0x" + signed.raw.hex(),
                max_fee_wei=signed.max_fee_wei,
                tip_wei=0,
                made_at=row["created_at"],
            )
        )
    tell(connection, [change_of(row)])


def _hash_of(call: Call) -> str:
    words = (call.to.lower(), call.data.hex(), str(call.value), (call.sender or "").lower())
    return "0x" + bytes(keccak(text="\n".join(words))).hex()
