# SPDX-License-Identifier: Apache-2.0
"""One reader a process, fanned out to its streams; each waits in a bounded queue of its own."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from shouxin.notices.filters import EventFilter
from shouxin.notices.reading import ChangeReader, oldest_id
from shouxin.primitives.errors import Refused
from shouxin.store.changes import Change, changes_after
from shouxin.store.database import Database, DatabaseError
from shouxin.telemetry.logs import get_logger
from shouxin.telemetry.metrics import EVENT_READ_SECONDS, EVENTS_SENT, STREAMS, STREAMS_DROPPED

PAUSE_SECONDS_MAX = 5.0
log = get_logger("events")


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """The bounds of a process's streams.

    Attributes:
        poll_seconds: between two looks at the database.
        heartbeat_seconds: of silence until a stream says that it lives.
        clients_max: streams at a time.
        each_max: of them of one caller.
        waiting_max: events that may wait for one client.
        stall_seconds: how long one write to a client may take.
    """

    poll_seconds: float = 0.02
    heartbeat_seconds: float = 15.0
    clients_max: int = 1_000
    each_max: int = 50
    waiting_max: int = 1_000
    stall_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Event:
    """A change as a stream has it; its bytes are made once for all streams."""

    id: int
    text: bytes


class Subscription:
    """What one client still has to get.

    Attributes:
        caller: whose it is.
        began_at: the newest change when it began; what comes later is offered to it.
        ended: why it was ended by us: ``slow``, ``stalled``, ``stopped``; None while it goes on.
    """

    def __init__(
        self, chosen: EventFilter, began_at: int, waiting_max: int, caller: str = ""
    ) -> None:
        self.caller = caller
        self.began_at = began_at
        self.ended: str | None = None
        self._chosen = chosen
        self._waiting_max = waiting_max
        self._waiting: deque[Event] = deque()
        self._has_come = asyncio.Event()

    def offer(self, change: Change, event: Event) -> None:
        """Put an event behind the others if it is chosen; too many end the stream."""
        if self.ended is not None or not self._chosen.matches(change):
            return
        if len(self._waiting) >= self._waiting_max:
            self.end("slow")
            return
        self._waiting.append(event)
        self._has_come.set()

    def end(self, reason: str) -> None:
        """End it; what waits is dropped, and the client begins again behind what it got."""
        self.ended = reason
        self._waiting.clear()
        self._has_come.set()

    async def take(self, seconds: float) -> list[Event]:
        """All that waits; empty after so many seconds of silence, or when it is ended."""
        try:
            async with asyncio.timeout(seconds):
                await self._has_come.wait()
        except TimeoutError:
            return []
        taken = list(self._waiting)
        self._waiting.clear()
        if self.ended is None:
            self._has_come.clear()
        return taken


class EventFeed:
    """The streams of one process; an asynchronous context manager.

    Attributes:
        settings: its bounds.
        last_id: the newest change that every stream was offered.
    """

    def __init__(self, database: Database, settings: FeedSettings | None = None) -> None:
        self.settings = settings or FeedSettings()
        self._database = database
        self.last_id = 0
        self._reader = ChangeReader(database)
        self._reading = asyncio.Lock()
        self._subscriptions: set[Subscription] = set()
        self._is_wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._read_on(), name="event feed")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for subscription in list(self._subscriptions):
            subscription.end("stopped")
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._reader.close()

    async def subscribe(self, chosen: EventFilter, caller: str = "") -> Subscription:
        """A subscription from now on; whoever takes it gives it back.

        Raises:
            Refused: ``events.too_many``, ``events.too_many_of_yours``.
            DatabaseError: the database can't be reached.
        """
        if len(self._subscriptions) >= self.settings.clients_max:
            raise Refused(
                "events.too_many",
                f"{self.settings.clients_max} streams are open here already: try again later",
                f"此处已有 {self.settings.clients_max} 个事件流：请稍后再试",
            )
        of_caller = sum(each.caller == caller for each in self._subscriptions)
        if of_caller >= self.settings.each_max:
            raise Refused(
                "events.too_many_of_yours",
                f"{of_caller} of your streams are open here already: end one of them first",
                f"您在此处已打开 {of_caller} 个事件流：请先关闭其中一个",
            )
        async with self._reading:
            if not self._is_wanted.is_set():
                await self._reader.begin()  # nobody listened: what came meanwhile is nobody's
                self.last_id = self._reader.last_id
            subscription = Subscription(chosen, self.last_id, self.settings.waiting_max, caller)
            self._subscriptions.add(subscription)
            self._is_wanted.set()
        STREAMS.set(len(self._subscriptions))
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Forget a subscription."""
        self._subscriptions.discard(subscription)
        STREAMS.set(len(self._subscriptions))
        if subscription.ended is not None:
            STREAMS_DROPPED.labels(subscription.ended).inc()
        if not self._subscriptions:
            self._is_wanted.clear()

    async def missed(self, after_id: int, up_to_id: int) -> list[Change]:
        """A batch of what came after one change, up to another."""
        async with self._database.reading() as connection:
            found = await changes_after(connection, after_id)
        return [change for change in found if (change.id or 0) <= up_to_id]

    async def has_gap(self, after_id: int) -> bool:
        """Whether changes right after one were dropped already."""
        async with self._database.reading() as connection:
            return after_id + 1 < await oldest_id(connection)

    async def _read_on(self) -> None:
        pause = self.settings.poll_seconds
        while True:
            await self._is_wanted.wait()
            try:
                async with self._reading:
                    self._hand_out(await self._read())
                pause = self.settings.poll_seconds
            except DatabaseError as error:
                log.warning("changes can't be read", code=error.code)
                pause = min(pause * 2, PAUSE_SECONDS_MAX)
            await asyncio.sleep(pause)

    async def _read(self) -> list[Change]:
        began = time.perf_counter()
        try:
            return await self._reader.read()
        finally:
            EVENT_READ_SECONDS.observe(time.perf_counter() - began)

    def _hand_out(self, found: list[Change]) -> None:
        for change in found:
            event = event_of(change)
            for subscription in self._subscriptions:
                subscription.offer(change, event)
            self.last_id = event.id
        EVENTS_SENT.inc(len(found) * len(self._subscriptions))


def event_of(change: Change) -> Event:
    """A change in the form of server-sent events."""
    data = json.dumps(fields_of(change), ensure_ascii=False)
    text = f"id: {change.id}\nevent: {change.kind}\ndata: {data}\n\n"
    return Event(change.id or 0, text.encode())


def fields_of(change: Change) -> dict[str, object]:
    """A change as streams and webhooks tell it."""
    return {
        "id": str(change.id),
        "kind": change.kind,
        "subject": change.subject,
        "party": change.party,
        "block_number": change.block_number,
        "payload": dict(change.payload),
    }
