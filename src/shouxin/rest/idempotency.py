# SPDX-License-Identifier: Apache-2.0
"""``Idempotency-Key``: a request that is sent again is done once, and answered as the first time.

A key belongs to its caller and is kept a day. The same key with another request is refused, and so
is a second one while the first is under way. Answers that say "try again" (429, 5xx) and that
depend on who asks (401, 403) are not kept. An answer that holds a secret (``Cache-Control:
no-store``) is not kept either: the repetition is told that it was done.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shouxin.primitives.errors import BadInput, Refused, ShouxinError
from shouxin.primitives.hexadecimal import shown
from shouxin.rest.callers import client_of
from shouxin.rest.problems import send_problem
from shouxin.rest.tables import idempotent_requests as requests
from shouxin.store.database import Database

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
KEPT_SECONDS = 86_400
UNDER_WAY_SECONDS_MAX = 60
"""After that a request counts as lost with its process, and its key is free again."""
ANSWER_BYTES_MAX = 256 * 1024
_KEY = re.compile(r"[\x21-\x7e]{8,128}")
_METHODS = {"POST", "PUT", "PATCH", "DELETE"}
_KEPT_HEADERS = ("content-type", "location", "etag", "cache-control", "content-language")
_NOT_KEPT = {401, 403, 429}
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request, as it is recognised again."""

    caller: str
    key: str
    fingerprint: str


class IdempotencyMiddleware:
    """Does what has a key once; stands behind the middlewares of bodies and of callers."""

    def __init__(self, app: ASGIApp, database: Database, clock: Callable[[], int]) -> None:
        """Wrap an application; ``clock`` gives Unix seconds."""
        self.app = app
        self._database = database
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        key = Headers(scope=scope).get(HEADER) if scope["type"] == "http" else None
        if key is None or scope["method"] not in _METHODS:
            await self.app(scope, receive, send)
            return
        try:
            asked = _asked(scope, key)
            known = await self._begin(asked)
        except ShouxinError as error:
            await send_problem(error, scope, receive, send)
            return
        if known is not None:
            await known(scope, receive, send)
            return
        await self._do(asked, scope, receive, send)

    async def _do(self, asked: _Asked, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Recorded(send)
        try:
            await self.app(scope, receive, answer.send)
        except BaseException:
            await self._forget(asked)
            raise
        if answer.is_kept:
            await self._keep(asked, answer)
        else:
            await self._forget(asked)

    async def _begin(self, asked: _Asked) -> Response | None:
        """Take the key; the answer that it has already, if it does."""
        now = self._clock()
        async with self._database.begin() as connection:
            await connection.execute(
                delete(requests).where(requests.c.begun_at <= now - KEPT_SECONDS)
            )
            found = await _find(connection, asked)
            if found is not None and _is_lost(found, now):
                await connection.execute(delete(requests).where(_is(asked)))
                found = None
            if found is None and await _insert(connection, asked, now):
                return None
            found = found or await _find(connection, asked)
        return _known_answer(asked, found)

    async def _keep(self, asked: _Asked, answer: _Recorded) -> None:
        values = {
            "status": answer.status,
            "headers": json.dumps(answer.headers),
            "body": None if answer.is_secret else answer.body,
        }
        async with self._database.begin() as connection:
            await connection.execute(update(requests).where(_is(asked)).values(values))

    async def _forget(self, asked: _Asked) -> None:
        async with self._database.begin() as connection:
            await connection.execute(delete(requests).where(_is(asked)))


class _Recorded:
    """Passes an answer on and remembers it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""

    async def send(self, message: Message) -> None:
        """Pass a part of the answer on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = Headers(raw=message["headers"])
            self.headers = {name: given[name] for name in _KEPT_HEADERS if name in given}
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")[: ANSWER_BYTES_MAX + 1 - len(self.body)]
        await self._send(message)

    @property
    def is_secret(self) -> bool:
        """Whether it must be on no disk."""
        is_problem = self.status >= 400  # noqa: PLR2004 - the first of the errors
        too_long = len(self.body) > ANSWER_BYTES_MAX
        return too_long or (not is_problem and "no-store" in self.headers.get("cache-control", ""))

    @property
    def is_kept(self) -> bool:
        """Whether a repetition gets it."""
        return 0 < self.status < _SERVER_ERROR and self.status not in _NOT_KEPT


def _asked(scope: Scope, key: str) -> _Asked:
    if _KEY.fullmatch(key) is None:
        raise BadInput(
            "idempotency.bad_key",
            f"{HEADER} {shown(key)} is no key: give 8 to 128 printable characters without spaces, "
            "such as a UUID",
            f"{HEADER} 的值 {shown(key)} 无效：应为 8 至 128 个不含空格的可见字符，如 UUID",
        )
    state = scope.get("state", {})
    caller = state["principal"]
    name = f"client:{client_of(scope)}" if caller.kind == "anonymous" else caller.id
    parts = (scope["method"], scope["path"], scope["query_string"].decode("latin-1"))
    digest = blake2b(json.dumps(parts).encode() + state.get("body", b""), digest_size=32)
    return _Asked(name, key, digest.hexdigest())


def _is(asked: _Asked) -> Any:
    return (requests.c.caller == asked.caller) & (requests.c.key == asked.key)


def _is_lost(found: Any, now: int) -> bool:
    return found.status is None and found.begun_at <= now - UNDER_WAY_SECONDS_MAX


async def _find(connection: AsyncConnection, asked: _Asked) -> Any:
    return (await connection.execute(select(requests).where(_is(asked)))).one_or_none()


async def _insert(connection: AsyncConnection, asked: _Asked, now: int) -> bool:
    """Whether the key is ours now; another request may take it at the same moment."""
    values = {
        "caller": asked.caller,
        "key": asked.key,
        "fingerprint": asked.fingerprint,
        "begun_at": now,
    }
    try:
        async with connection.begin_nested():
            await connection.execute(insert(requests).values(values))
    except IntegrityError:
        return False
    return True


def _known_answer(asked: _Asked, found: Any) -> Response:
    """What a key was answered before.

    Raises:
        BadInput: ``idempotency.other_request``.
        Refused: ``idempotency.under_way``, ``idempotency.not_kept``.
    """
    if found is not None and found.fingerprint != asked.fingerprint:
        raise BadInput(
            "idempotency.other_request",
            f"{HEADER} {shown(asked.key)} was used for another request: make a new key for "
            "this one",
            f"{HEADER} 的值 {shown(asked.key)} 已用于另一请求：请为本请求使用新的值",
        )
    if found is None or found.status is None:
        raise Refused(
            "idempotency.under_way",
            f"the first request with {HEADER} {shown(asked.key)} is under way: ask again shortly",
            f"{HEADER} 为 {shown(asked.key)} 的首次请求仍在进行：请稍后再试",
        )
    if found.body is None:
        raise Refused(
            "idempotency.not_kept",
            f"the request with {HEADER} {shown(asked.key)} was done, and its answer held a secret "
            "that is not kept: see what there is, or make another with a new key",
            f"{HEADER} 为 {shown(asked.key)} 的请求已完成，其响应含机密内容，不予留存："
            "请查询现有结果，或换新的值重新创建",
        )
    headers = json.loads(found.headers) | {REPLAYED: "true"}
    return Response(found.body, found.status, headers)
