# SPDX-License-Identifier: Apache-2.0
"""One lane of the sender: the transactions of one key, or those that users signed.

A round reads what is at work, looks at the chain, and writes in one transaction what became of it
and what is signed now; only then is anything sent. Whatever is lost between two steps by a crash
is found again by the next round: the bytes are kept, and the chain knows which of them it has.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from eth_account.signers.local import LocalAccount
from sqlalchemy.ext.asyncio import AsyncConnection

from shouxin.chain.fees import Fees, suggested_fees
from shouxin.chain.rpc import Chain
from shouxin.outbox import records
from shouxin.outbox.judging import Judge, Judgement, Memory, dead_letter
from shouxin.outbox.looking import Sight, look, send
from shouxin.outbox.outbox import USERS_LANE
from shouxin.outbox.records import Item
from shouxin.outbox.rejections import Rejection, rejection_of
from shouxin.outbox.settings import SenderSettings
from shouxin.outbox.signing import Attempt, sign_row
from shouxin.outbox.transaction import SETTLED, Failure, Status
from shouxin.primitives.errors import ShouxinError
from shouxin.store.database import Database
from shouxin.store.election import Lease, LeaseLostError
from shouxin.telemetry.metrics import RELAYED_GAS, TRANSACTIONS

LOG = structlog.get_logger("shouxin.outbox")
_TAKEN = {Rejection.KNOWN, Rejection.NONCE_USED}


class Lane:
    """One lane; the process that holds its lease sends, all others wait.

    Attributes:
        name: the key's address, or that users signed.
        waiting_count: transactions under way, as this lane last saw them.
    """

    def __init__(
        self,
        database: Database,
        chain: Chain,
        account: LocalAccount | None,
        settings: SenderSettings,
        *,
        lease: Lease | None = None,
        clock: Callable[[], float] = time.time,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make one.

        Args:
            database: where the outbox is.
            chain: where to send.
            account: the key; None for what users signed.
            settings: the sender's.
            lease: who sends; one of its own by default.
            clock: Unix seconds of the wall.
            stopwatch: seconds that never go back.
        """
        self.name = USERS_LANE if account is None else str(account.address)
        self._database = database
        self._chain = chain
        self._account = account
        self._settings = settings
        patience = settings.lease_seconds
        self._lease = lease or Lease(f"sender {self.name}", patience_seconds=patience)
        self._clock = clock
        self._stopwatch = stopwatch
        self._memory = Memory()
        self._judge = Judge(settings, self._memory, can_sign=account is not None)
        self._is_holder = False
        self._count_seen = 0
        self._lost_from: int | None = None
        self.waiting_count = 0

    async def round(self) -> bool:
        """Do what is to be done now; True if there may be more at once.

        Raises:
            ChainError: the node is away; try again later.
            DatabaseError: the database is away; likewise.
            LeaseLostError: another process sends now.
        """
        if not self._is_holder:
            return await self._stand()
        try:
            return await self._work()
        except LeaseLostError:
            self._is_holder = False
            raise

    async def release(self) -> None:
        """Let another process take over at once."""
        if self._is_holder:
            self._is_holder = False
            async with self._database.begin() as connection:
                await connection.run_sync(self._lease.release)

    async def _stand(self) -> bool:
        """Try to be the one who sends; what it then knows, it reads anew."""
        async with self._database.begin() as connection:
            is_ours = await connection.run_sync(self._lease.acquire)
        if not is_ours:
            return False
        self._memory.clear()
        if self._account is not None:
            sight = await asyncio.to_thread(look, self._chain, [self.name], [])
            self._count_seen = self._lost_from = sight.counts[self.name]
        self._is_holder = True
        return True

    async def _work(self) -> bool:
        async with self._database.reading() as connection:
            items = await connection.run_sync(records.signed_items, self.name, self._lost_from)
            is_more = await connection.run_sync(
                records.has_unsigned, self.name, is_own=self._settings.is_own
            )
        self.waiting_count = len(items)
        if not items and not is_more and not self._lease.is_due:
            return False
        sight = await asyncio.to_thread(look, self._chain, self._accounts(items), items)
        was_searching, self._lost_from = self._lost_from is not None, None
        if self._has_lost(sight):
            return True
        moment = self._stopwatch()
        judgement = self._judge.judge(items, sight, moment, self._clock())
        fees = None
        if is_more or judgement.bumps or self._has_holes(items, sight):
            fees = await self._fees()
        async with self._database.begin() as connection:
            await connection.run_sync(self._lease.beat)
            await connection.run_sync(records.write_moves, judgement.moves)
            signed = await self._sign(connection, items, judgement, sight, fees)
        _count(judgement.moves)
        is_any_taken = await self._send(judgement.sends + signed)
        return bool(judgement.moves) or is_any_taken or was_searching

    def _accounts(self, items: Sequence[Item]) -> list[str]:
        if self._account is not None:
            return [self.name]
        return sorted({str(item.row["sender"]) for item in items})

    def _has_lost(self, sight: Sight) -> bool:
        """Whether the chain has fewer transactions of the key than it had: look for which."""
        if self._account is None:
            return False
        count = sight.counts[self.name]
        if count < self._count_seen:
            LOG.warning("chain_rolled_back", lane=self.name, count=count, was=self._count_seen)
            self._count_seen, self._lost_from = count, count
            return True
        self._count_seen = max(count, sight.counts_after[self.name])
        return False

    def _has_holes(self, items: Sequence[Item], sight: Sight) -> bool:
        """Whether a nonce that others wait behind may be nobody's."""
        if self._account is None or not items:
            return False
        nonces = {item.nonce for item in items}
        return any(one not in nonces for one in range(sight.counts[self.name], max(nonces)))

    async def _fees(self) -> Fees | None:
        if self._account is None:
            return None
        return await asyncio.to_thread(suggested_fees, self._chain)

    async def _sign(
        self,
        connection: AsyncConnection,
        items: Sequence[Item],
        judgement: Judgement,
        sight: Sight,
        fees: Fees | None,
    ) -> list[Item]:
        """Sign what is new, and what is to be raised; kept before the transaction ends."""
        account = self._account
        if account is None or fees is None:
            return []
        count, moment = sight.counts[self.name], int(self._clock())
        taken = await connection.run_sync(records.taken_nonces, self.name, count)
        room = min(self._settings.in_flight_max - len(items), self._settings.batch_max)
        rows = await connection.run_sync(
            records.take_unsigned, self.name, max(room, 0), is_own=self._settings.is_own
        )
        holes = sum(nonce not in taken for nonce in range(count, max(taken, default=count)))
        for _ in range(min(holes - len(rows), self._settings.batch_max)):
            rows.append(await connection.run_sync(records.filler, self.name, moment))
        planned = [(item.row, item.nonce, self._raised(item, fees)) for item in judgement.bumps]
        planned = [
            each
            for each, item in zip(planned, judgement.bumps, strict=True)
            if each[2] != _fees_of(item)
        ]
        planned += [
            (row, nonce, self._capped(fees))
            for row, nonce in zip(rows, _free(taken, count), strict=False)
        ]
        chain_id = self._chain.chain_id
        attempts = await asyncio.to_thread(
            lambda: [sign_row(account, chain_id, *each) for each in planned]
        )
        await connection.run_sync(records.keep_attempts, self.name, attempts, moment)
        await connection.run_sync(records.write_moves, _dearer(planned))
        return [self._signed(row, one) for (row, _, _), one in zip(planned, attempts, strict=True)]

    def _signed(self, row: dict[str, Any], attempt: Attempt) -> Item:
        self._memory.forget(attempt.id)
        form = {"raw": attempt.raw, "transaction_hash": attempt.transaction_hash}
        return Item({**row, "nonce": attempt.nonce}, [form])

    def _raised(self, item: Item, fees: Fees) -> Fees:
        settings = self._settings
        return _fees_of(item).raised(settings.bump_percent, fees, settings.fee_max_wei)

    def _capped(self, fees: Fees) -> Fees:
        most = self._settings.fee_max_wei
        return Fees(min(fees.max_fee_wei, most), min(fees.tip_wei, most))

    async def _send(self, items: list[Item]) -> bool:
        """Send, by nonce; True if the node took any."""
        if not items:
            return False
        items.sort(key=lambda item: item.nonce)
        answers = await asyncio.to_thread(
            send, self._chain, [item.raw for item in items], self._settings.batch_max
        )
        moment, refused, is_any_taken = self._stopwatch(), [], False
        for item, error in zip(items, answers, strict=True):
            meaning = Rejection.KNOWN if error is None else rejection_of(error)
            if meaning in _TAKEN:
                self._memory.sent_at[item.id] = moment
                self._memory.first_sent_at.setdefault(item.id, moment)
                self._memory.accepted.add(item.id)
                is_any_taken = is_any_taken or item.status is Status.QUEUED
            elif error is not None:
                LOG.warning(
                    "transaction_not_taken",
                    transaction_id=item.id,
                    why=meaning.name,
                    reason=error.message,
                )
                self._not_taken(item, meaning)
                if meaning is Rejection.REFUSED and item.id not in self._memory.accepted:
                    refused.append((item, error))
        await self._keep_refusals(refused)
        return is_any_taken

    def _not_taken(self, item: Item, meaning: Rejection) -> None:
        if meaning is Rejection.FEE_TOO_LOW:
            self._memory.needs_higher_fees.add(item.id)

    async def _keep_refusals(self, refused: Sequence[tuple[Item, ShouxinError]]) -> None:
        """Count them; one too many makes a dead letter."""
        moves = []
        for item, error in refused:
            rejections = item.row["rejections"] + 1
            new: dict[str, Any] = {"rejections": rejections}
            if rejections >= self._settings.rejections_max and item.status is Status.QUEUED:
                new = dead_letter(Failure(error.code, error.message, error.message_zh))
                self._memory.forget(item.id)
            moves.append((item.row, new))
        if moves:
            async with self._database.begin() as connection:
                await connection.run_sync(self._lease.beat)
                await connection.run_sync(records.write_moves, moves)


def _count(moves: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """What has ended, and what it cost, for who watches."""
    for before, new in moves:
        if "status" not in new or Status(new["status"]) not in SETTLED:
            continue
        TRANSACTIONS.labels(new["status"]).inc()
        if not before["is_own"] and before["lane"] != USERS_LANE:
            RELAYED_GAS.inc(new.get("gas_used") or before["gas_used"] or 0)


def _fees_of(item: Item) -> Fees:
    form = item.forms[-1]
    return Fees(form["max_fee_wei"], form["tip_wei"])


def _free(taken: set[int], first: int) -> list[int]:
    """The nonces that are not taken, those that others wait behind first."""
    beyond = max(taken, default=first - 1) + 1
    holes = [nonce for nonce in range(first, beyond) if nonce not in taken]
    return [*holes, *range(beyond, beyond + 1_000)]


def _dearer(
    planned: Sequence[tuple[dict[str, Any], int, Fees]],
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What may cost more by today's fees than was reserved."""
    moves = []
    for row, _, fees in planned:
        wei = row["gas_limit"] * fees.max_fee_wei + row["value_wei"]
        if wei > row["reserved_wei"]:
            moves.append((row, {"reserved_wei": wei}))
    return moves
