# SPDX-License-Identifier: Apache-2.0
"""The gateway's HTTP side: POST of JSON-RPC on loopback, every size and every wait bounded."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from shouxin.chain.gateway.access import RateLimit, is_allowed_origin, is_own_host
from shouxin.chain.gateway.calls import Calls
from shouxin.chain.gateway.json_rpc import (
    INVALID_REQUEST,
    LIMIT_EXCEEDED,
    RpcError,
    failure_of,
    parse_json,
)

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Limits:
    """The gateway's bounds.

    Attributes:
        body_bytes: of a request's body.
        request_seconds: from a connection's first byte to a request's last.
        answer_seconds: until a client has taken an answer.
        idle_seconds: between requests of one connection.
        connections: at a time.
        calls_per_second: of one client address in the long run.
        calls_burst: of one client address at once.
    """

    body_bytes: int = 1024 * 1024
    request_seconds: float = 10
    answer_seconds: float = 30
    idle_seconds: float = 75
    connections: int = 512
    calls_per_second: float = 1_000
    calls_burst: int = 5_000


class Gateway:
    """The server; ``start`` needs a bound socket and a running loop."""

    def __init__(self, calls: Calls, origins: Collection[str], limits: Limits) -> None:
        """Describe it.

        Args:
            calls: what answers.
            origins: of the pages that may ask, such as ``http://127.0.0.1:8400``.
            limits: the bounds.
        """
        self._calls = calls
        self._origins = frozenset(origins)
        self._limits = limits
        self._rate = RateLimit(limits.calls_per_second, limits.calls_burst)
        self._web = _Server(self._answer, limits)
        self._listener: asyncio.Server | None = None

    async def start(self, listening: socket.socket) -> None:
        """Serve on a socket from now on."""
        await self._calls.open()
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(self._web, sock=listening)

    async def stop(self) -> None:
        """Finish what is under way, and stop."""
        if self._listener is not None:
            self._listener.close()
        await self._calls.close()
        await self._web.shutdown(1)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if isinstance(request.protocol, _Connection):
            request.protocol.has_begun = True
        origin = request.headers.get("Origin")
        refused = self._refusal(request, origin)
        if refused is not None:
            return refused
        if request.method == "OPTIONS":
            return _with_origin(web.Response(status=HTTPStatus.NO_CONTENT), origin)
        return _with_origin(await self._answer_body(request), origin)

    def _refusal(self, request: web.BaseRequest, origin: str | None) -> web.Response | None:
        if not is_own_host(request.headers.get("Host")):
            return _no(HTTPStatus.FORBIDDEN, "that Host is not this machine's: use its address")
        if not is_allowed_origin(origin, self._origins):
            return _no(HTTPStatus.FORBIDDEN, "pages of that Origin may not ask here")
        if request.method not in {"POST", "OPTIONS"}:
            return _no(HTTPStatus.METHOD_NOT_ALLOWED, "send JSON-RPC by POST")
        if request.method == "POST" and request.content_type != JSON:
            return _no(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send it as Content-Type: {JSON}")
        return None

    async def _answer_body(self, request: web.BaseRequest) -> web.Response:
        try:
            async with asyncio.timeout(self._limits.request_seconds):
                body = await _read_body(request, self._limits.body_bytes)
        except TimeoutError:
            return _closing(_no(HTTPStatus.REQUEST_TIMEOUT, "the body came too slowly"))
        if body is None:
            text = f"a body has at most {self._limits.body_bytes} bytes: send less at a time"
            return _closing(_no(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, text, LIMIT_EXCEEDED))
        try:
            value = parse_json(body)
        except RpcError as error:
            return web.Response(body=failure_of(None, error), content_type=JSON)
        calls = max(1, len(value)) if isinstance(value, list) else 1
        now = asyncio.get_running_loop().time()
        if not self._rate.take(request.remote or "", calls, now):
            text = f"more than {self._limits.calls_per_second:g} calls a second: send fewer"
            return _no(HTTPStatus.TOO_MANY_REQUESTS, text, LIMIT_EXCEEDED)
        return web.Response(body=await self._calls.answer(value), content_type=JSON)


class _Server(web.Server):
    """Makes a bounded connection of each that comes."""

    def __init__(self, answer: Callable[..., Any], limits: Limits) -> None:
        super().__init__(answer, keepalive_timeout=limits.idle_seconds, lingering_time=1.0)
        self.limits = limits

    def __call__(self) -> RequestHandler:
        return _Connection(self)


class _Connection(RequestHandler):
    """A connection that must bring its first request and take each answer within the time.

    Later requests are bounded by the time between requests, which the library watches.
    """

    def __init__(self, server: _Server) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            auto_decompress=False,  # a small body can't become a large one
            keepalive_timeout=server.limits.idle_seconds,
            lingering_time=1.0,
        )
        self.limits = server.limits
        self.owner = server
        self.has_begun = False
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the clock."""
        super().connection_made(transport)
        if len(self.owner.connections) > self.limits.connections:
            self.force_close()
            return
        asyncio.get_running_loop().call_later(self.limits.request_seconds, self._end_if_silent)

    def pause_writing(self) -> None:
        """Start the clock of a client that has an answer to read."""
        super().pause_writing()
        loop = asyncio.get_running_loop()
        self._unread = loop.call_later(self.limits.answer_seconds, self._hang_up)

    def resume_writing(self) -> None:
        """It has read."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()

    def connection_lost(self, error: BaseException | None) -> None:
        """It is gone, and what it did not read with it."""
        super().connection_lost(error)
        if self._unread is not None:
            self._unread.cancel()

    def _end_if_silent(self) -> None:
        if not self.has_begun:
            self.force_close()

    def _hang_up(self) -> None:
        if self.transport is not None:
            self.transport.abort()  # a polite end would wait for what is not read


async def _read_body(request: web.BaseRequest, bytes_max: int) -> bytes | None:
    """A request's body; None if it is too large."""
    if (request.content_length or 0) > bytes_max:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > bytes_max:
            return None
    return bytes(body)


def _no(status: HTTPStatus, text: str, code: int = INVALID_REQUEST) -> web.Response:
    body = failure_of(None, RpcError(code, text))
    return web.Response(status=status, body=body, content_type=JSON)


def _closing(response: web.Response) -> web.Response:
    response.force_close()
    return response


def _with_origin(response: web.Response, origin: str | None) -> web.Response:
    """What lets an allowed page read the answer, and nobody cache it."""
    response.headers["Cache-Control"] = "no-store"
    if origin is not None:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = "POST"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Vary"] = "Origin"
    return response
