# SPDX-License-Identifier: Apache-2.0
"""Server-sent events: resumed behind ``Last-Event-ID``, alive in silence, ended with a reason."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from shouxin.notices.feed import EventFeed, Subscription, event_of
from shouxin.notices.filters import EventFilter
from shouxin.primitives.errors import BadInput
from shouxin.primitives.text import Text

ID_DIGITS_MAX = 18
RETRY_MILLISECONDS = 2_000
_REASONS = {
    "slow": Text(
        "this client reads too slowly: connect again with Last-Event-ID, or ask for fewer topics",
        "客户端读取过慢：请携带 Last-Event-ID 重新连接，或减少订阅的主题",
    ),
    "stopped": Text("the service stops: connect again", "服务正在停止：请重新连接"),
}
_GAP = Text(
    "changes after this Last-Event-ID are no longer kept: read the state anew, then go on here",
    "该 Last-Event-ID 之后的变更已不再保留：请重新读取当前状态后继续",
)


def read_last_id(given: str | None) -> int | None:
    """The ``Last-Event-ID`` of a request; None if there is none.

    Raises:
        BadInput: ``events.bad_last_id``.
    """
    if given is None or not given.strip():
        return None
    if given.isascii() and given.isdecimal() and len(given) <= ID_DIGITS_MAX:
        return int(given)
    raise BadInput(
        "events.bad_last_id",
        f"Last-Event-ID {given[:40]!r} is no id of an event: send the last one that came",
        f"Last-Event-ID {given[:40]!r} 不是事件 ID：请发送最后收到的事件 ID",
    )


class EventStream(Response):
    """A response that goes on until client, service or slowness end it."""

    media_type = "text/event-stream"

    def __init__(
        self, feed: EventFeed, subscription: Subscription, chosen: EventFilter, last_id: int | None
    ) -> None:
        """Describe it.

        Args:
            feed: what feeds it.
            subscription: made by ``feed.subscribe`` with the same filter; given back at the end.
            chosen: what the client wants to hear of.
            last_id: of the last event that the client got before; None to begin now.
        """
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._feed, self._subscription = feed, subscription
        self._chosen, self._last_id = chosen, last_id
        self._began_at = subscription.began_at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until one side ends it."""
        del scope
        sending = asyncio.create_task(self._send_all(send))
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, gone):
                task.cancel()
            await asyncio.gather(sending, gone, return_exceptions=True)
            self._feed.unsubscribe(self._subscription)
        if not sending.cancelled() and (error := sending.exception()) is not None:
            raise error

    async def _send_all(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        async for text in self._texts():
            try:
                async with asyncio.timeout(self._feed.settings.stall_seconds):
                    await send({"type": "http.response.body", "body": text, "more_body": True})
            except TimeoutError:
                self._subscription.end("stalled")
                return
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _texts(self) -> AsyncIterator[bytes]:
        yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
        if self._last_id is not None:
            async for text in self._missed(self._last_id):
                yield text
        while True:
            seen = self._feed.last_id
            taken = await self._subscription.take(self._feed.settings.heartbeat_seconds)
            if self._subscription.ended is not None:
                yield _ending(self._subscription.ended)
                return
            # an id without data moves on where the client begins again, and fires nothing
            yield b"".join(e.text for e in taken) or f": alive\nid: {seen}\n\n".encode()

    async def _missed(self, last_id: int) -> AsyncIterator[bytes]:
        """What came between the client's last event and the beginning of the subscription."""
        if await self._feed.has_gap(last_id):
            yield _told("stream.gap", "events.gap", _GAP)
        while last_id < self._began_at:
            found = await self._feed.missed(last_id, self._began_at)
            if not found:
                return
            text = b"".join(event_of(one).text for one in found if self._chosen.matches(one))
            if text:
                yield text
            last_id = found[-1].id or self._began_at


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _ending(reason: str) -> bytes:
    return _told("stream.ended", f"events.{reason}", _REASONS[reason])


def _told(kind: str, code: str, text: Text) -> bytes:
    data = {"code": code, "detail_en": text.en, "detail_zh": text.zh}
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
