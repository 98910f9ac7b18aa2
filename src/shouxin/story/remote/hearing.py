# SPDX-License-Identifier: Apache-2.0
"""Somebody who listens to the service's events from beginning to end."""

from __future__ import annotations

import asyncio
import time
from threading import Condition, Thread
from types import TracebackType
from typing import Self

from shouxin.client import AsyncClient, ClientSettings
from shouxin.client.events import Event
from shouxin.primitives.errors import ChainError, ShouxinError

WAIT_SECONDS = 30.0


class Hearing:
    """Events as they come, kept in order.

    Attributes:
        heard: so far.
    """

    def __init__(self, url: str, last_id: int | None) -> None:
        """Describe it.

        Args:
            url: the service's.
            last_id: behind which event to begin; None begins now.
        """
        self.heard: list[Event] = []
        self._url, self._last_id = url, last_id
        self._news = Condition()
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._failure: ShouxinError | None = None
        self._thread = Thread(target=self._run, name="hearing")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join()

    def until(self, kind: str, subject: str, block: int | None = None) -> Event:
        """The first event of a kind about something, in a block if one is named; waited for.

        Raises:
            ChainError: ``story.not_heard``.
            ShouxinError: why the stream ended.
        """
        until = time.monotonic() + WAIT_SECONDS
        with self._news:
            while True:
                for event in self.heard:
                    is_it = (event.kind, event.subject.lower()) == (kind, subject.lower())
                    if is_it and block in {None, event.block_number}:
                        return event
                if self._failure is not None:
                    raise self._failure
                if not self._news.wait(until - time.monotonic()) and time.monotonic() >= until:
                    raise _not_heard(kind, subject)

    def _run(self) -> None:
        try:
            self._task = self._loop.create_task(self._listen())
            self._loop.run_until_complete(asyncio.wait({self._task}))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _listen(self) -> None:
        settings = ClientSettings(attempts_max=8)
        try:
            async with AsyncClient(self._url, settings=settings) as client:
                async for event in client.events(last_id=self._last_id):
                    with self._news:
                        self.heard.append(event)
                        self._news.notify_all()
        except ShouxinError as error:
            with self._news:
                self._failure = error
                self._news.notify_all()


def _not_heard(kind: str, subject: str) -> ChainError:
    return ChainError(
        "story.not_heard",
        f"no event {kind} of {subject} came in {WAIT_SECONDS:.0f} s: see that the indexer runs",
        f"{WAIT_SECONDS:.0f} 秒内未收到 {subject} 的 {kind} 事件：请确认索引器正在运行",
    )
