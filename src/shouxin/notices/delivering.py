# SPDX-License-Identifier: Apache-2.0
"""Delivers what is due: one process at a time, each webhook by itself, so that none waits.

A delivery is made at least once: a process that dies between a receiver's answer and its commit
makes it again, with the same ``Shouxin-Delivery``.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, and_, func, or_, select, update

from shouxin.notices.dispatching import HeadOf, dispatch, forget_ended
from shouxin.notices.posting import Outcome, Poster
from shouxin.notices.signing import signature_header
from shouxin.notices.tables import DEAD, DELIVERED, WAITING, deliveries, dispatched, webhooks
from shouxin.notices.webhooks import Webhook, WebhookSettings, webhook_of
from shouxin.store.changes import changes
from shouxin.store.database import Database, DatabaseError
from shouxin.store.election import Lease, LeaseLostError
from shouxin.telemetry.logs import bound, get_logger
from shouxin.telemetry.metrics import DELIVERIES, DELIVERIES_WAITING, DELIVERY_SECONDS

AT_ONCE, AT_ONCE_A_WEBHOOK = 200, 4
FORGET_SECONDS = 600
BEATS_A_LEASE = 5
PAUSE_SECONDS_MAX = 5.0
log = get_logger("webhooks")


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery to be tried now, and its webhook."""

    delivery: Mapping[str, Any]
    webhook: Webhook


class Deliverer:
    """The loop of one process; an asynchronous context manager. Others stand by."""

    def __init__(
        self,
        database: Database,
        settings: WebhookSettings,
        head_of: HeadOf,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Describe it.

        Args:
            database: where webhooks and changes are.
            settings: the bounds.
            head_of: the chain's head, for webhooks that wait for confirmations.
            clock: Unix seconds.
        """
        self._database = database
        self._settings = settings
        self._head_of = head_of
        self._clock = clock
        self._lease = Lease("webhooks", patience_seconds=settings.lease_seconds)
        self._poster = Poster(settings.allowed_networks, settings.answer_seconds)
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._of_webhook: Counter[str] = Counter()
        self._forgot_at = 0.0
        self._is_ours = False
        self._asked_at = -math.inf
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="webhooks")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        tasks = [*self._under_way.values(), *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._poster.close()
        try:
            async with self._database.begin() as connection:
                await connection.run_sync(self._lease.release)
        except DatabaseError:
            log.warning("the lease is left to run out")

    async def _run(self) -> None:
        pause = self._settings.poll_seconds
        while True:
            try:
                is_busy = await self._step()
                pause = self._settings.poll_seconds
                await asyncio.sleep(0 if is_busy else pause)
            except (DatabaseError, LeaseLostError) as error:
                log.warning("webhooks wait", code=error.code)
                pause = min(pause * 2, PAUSE_SECONDS_MAX)
                await asyncio.sleep(pause)

    async def _step(self) -> bool:
        """Dispatch, and start what is due; True if there is more at once."""
        now = int(self._clock())
        if not await self._is_time(now):
            return False
        self._asked_at = time.monotonic()
        async with self._database.begin() as connection:
            self._is_ours = await connection.run_sync(self._lease.acquire)
            if not self._is_ours:
                return False
            count = await connection.run_sync(dispatch, self._settings, self._head_of, now)
            if not 0 <= now - self._forgot_at <= FORGET_SECONDS:
                self._forgot_at = now
                await connection.run_sync(forget_ended, self._settings, now)
            due = await connection.run_sync(self._find_due, now)
        for one in due:
            self._start(one)
        return count > 0

    async def _is_time(self, now: int) -> bool:
        """Whether to write: there is work for us, or it is time to say that we are alive."""
        silent = time.monotonic() - self._asked_at
        if silent > self._settings.lease_seconds / BEATS_A_LEASE:
            return True
        if not self._is_ours:
            return False
        async with self._database.reading() as connection:
            return await connection.run_sync(self._has_work, now)

    def _has_work(self, connection: Connection, now: int) -> bool:
        newest = connection.execute(select(func.max(changes.c.id))).scalar_one() or 0
        last = connection.execute(select(dispatched.c.last_change_id)).scalar_one_or_none() or 0
        if newest > last:
            return True
        due = select(deliveries.c.id).where(self._is_to_be_tried(now)).limit(1)
        return connection.execute(due).first() is not None

    def _is_to_be_tried(self, now: int) -> Any:
        """Waiting and due, of an active webhook, and not under way here."""
        active = select(webhooks.c.id).where(webhooks.c.is_active)
        return and_(
            deliveries.c.status == WAITING,
            _is_due(self._settings, now),
            deliveries.c.webhook_id.in_(active),
            deliveries.c.id.not_in(list(self._under_way)),
        )

    def _find_due(self, connection: Connection, now: int) -> list[Due]:
        """What to start: a few of each webhook, so that one with thousands hides no other."""
        waiting = select(func.count()).where(deliveries.c.status == WAITING)
        DELIVERIES_WAITING.set(connection.execute(waiting).scalar_one())
        room = AT_ONCE - len(self._under_way)
        if room <= 0:
            return []
        place = func.row_number().over(
            partition_by=deliveries.c.webhook_id, order_by=(deliveries.c.next_at, deliveries.c.id)
        )
        first = select(deliveries, place.label("place")).where(self._is_to_be_tried(now)).subquery()
        query = select(first).where(first.c.place <= AT_ONCE_A_WEBHOOK).order_by(first.c.place)
        rows = connection.execute(query.limit(4 * AT_ONCE)).mappings().all()
        ids = {row["webhook_id"] for row in rows}
        known = {
            row["id"]: webhook_of(row)
            for row in connection.execute(select(webhooks).where(webhooks.c.id.in_(ids))).mappings()
        }
        return self._chosen([Due(dict(row), known[row["webhook_id"]]) for row in rows], room)

    def _chosen(self, found: list[Due], room: int) -> list[Due]:
        """As many as a webhook and the process have room for; one at a time of a failing one."""
        taken: list[Due] = []
        counts = self._of_webhook.copy()
        for due in found:
            most = 1 if due.webhook.failures_in_row else AT_ONCE_A_WEBHOOK
            if counts[due.webhook.id] < most and len(taken) < room:
                counts[due.webhook.id] += 1
                taken.append(due)
        return taken

    def _start(self, due: Due) -> None:
        key = str(due.delivery["id"])
        self._of_webhook[due.webhook.id] += 1
        self._under_way[key] = asyncio.create_task(self._deliver(due), name=f"delivery {key}")

    async def _deliver(self, due: Due) -> None:
        key = str(due.delivery["id"])
        try:
            with bound(delivery_id=key, webhook_id=due.webhook.id):
                outcome = await self._post(due)
                async with self._database.begin() as connection:
                    await connection.run_sync(self._write, due, outcome)
                log.info("attempted", status=outcome.status, is_delivered=outcome.is_delivered)
        except DatabaseError as error:
            log.warning("an attempt could not be noted and will be made again", code=error.code)
        finally:
            del self._under_way[key]
            self._of_webhook[due.webhook.id] -= 1

    async def _post(self, due: Due) -> Outcome:
        body = str(due.delivery["body"]).encode()
        now = self._clock()
        headers = {
            "Shouxin-Signature": signature_header(body, due.webhook.secrets_at(now), int(now)),
            "Shouxin-Delivery": str(due.delivery["id"]),
            "Shouxin-Event": str(due.delivery["kind"]),
        }
        outcome = await self._poster.post(due.webhook.url, body, headers)
        DELIVERY_SECONDS.observe(outcome.seconds)
        return outcome

    def _write(self, connection: Connection, due: Due, outcome: Outcome) -> None:
        now = int(self._clock())
        values = after_attempt(due.delivery["attempts"], outcome, self._settings, now)
        DELIVERIES.labels(values["status"]).inc()
        is_it = deliveries.c.id == due.delivery["id"]
        connection.execute(update(deliveries).where(is_it).values(values))
        failures = 0 if outcome.is_delivered else webhooks.c.failures_in_row + 1
        changed: dict[str, Any] = {"failures_in_row": failures}
        if outcome.is_gone:
            changed["is_active"] = False
        is_its = webhooks.c.id == due.webhook.id
        connection.execute(update(webhooks).where(is_its).values(changed))


def after_attempt(
    attempts: int, outcome: Outcome, settings: WebhookSettings, now: int
) -> dict[str, Any]:
    """What a delivery's row becomes."""
    made = attempts + 1
    values: dict[str, Any] = {
        "attempts": made,
        "last_status": outcome.status,
        "last_reason": outcome.reason,
    }
    if outcome.is_delivered:
        return values | {"status": DELIVERED, "ended_at": now}
    if made >= settings.attempts_max or outcome.is_gone:
        return values | {"status": DEAD, "ended_at": now}
    return values | {"status": WAITING, "next_at": now + round(pause_of(made, settings))}


def pause_of(made: int, settings: WebhookSettings) -> float:
    """Seconds before the next attempt: doubled each time, spread by half to either side."""
    steady = settings.first_pause_seconds * 2.0 ** min(made - 1, 30)
    return min(steady, settings.pause_seconds_max) * random.uniform(0.5, 1.5)  # noqa: S311


def _is_due(settings: WebhookSettings, now: int) -> Any:
    """Due, or due so late that the clock must have been set back."""
    latest = now + 2 * settings.pause_seconds_max
    return or_(deliveries.c.next_at <= now, deliveries.c.next_at > latest)
