# SPDX-License-Identifier: Apache-2.0
"""A request's body: read whole before an endpoint sees it, in size and depth within bounds."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shouxin.primitives.errors import BadInput, ShouxinError, TooLarge, UnknownMediaType
from shouxin.primitives.hexadecimal import shown
from shouxin.primitives.json_nesting import is_nested_deeper
from shouxin.rest.problems import send_problem

BODY_BYTES_MAX = 256 * 1024
NESTING_MAX = 32
PATH_BYTES_MAX = 4096
_JSON = ("application/json", "application/problem+json")
LINES = ("application/jsonl", "application/x-ndjson", "text/plain")
"""What a file of a JSON object a line is sent as; who reads it bounds each line."""
_WITH_BODY = {"POST", "PUT", "PATCH", "DELETE"}


class BodyMiddleware:
    """Reads bodies within bounds.

    What is in ``larger`` by the path's beginning may be larger; ``files`` are the paths that take
    a file of lines.
    """

    def __init__(
        self,
        app: ASGIApp,
        bytes_max: int = BODY_BYTES_MAX,
        larger: Mapping[str, int] | None = None,
        files: Collection[str] = (),
    ) -> None:
        self.app = app
        self._bytes_max = bytes_max
        self._larger = larger or {}
        self._files = frozenset(files)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            _check_path(scope)
            body = await _read(scope, receive, self._limit(scope["path"]))
            if body is None:
                return
            _check_content(scope, body, is_file=scope["path"] in self._files)
        except ShouxinError as error:
            await send_problem(error, scope, receive, send)
            return
        scope.setdefault("state", {})["body"] = body
        await self.app(scope, _Replayed(body, receive).receive, send)

    def _limit(self, path: str) -> int:
        found = [size for start, size in self._larger.items() if path.startswith(start)]
        return max(found, default=self._bytes_max)


class _Replayed:
    """Gives a body that was read, then what the connection has to say (that it closed)."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def receive(self) -> Message:
        """The next message."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


async def _read(scope: Scope, receive: Receive, bytes_max: int) -> bytes | None:
    """The whole body; None if the caller hung up."""
    length = Headers(scope=scope).get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > bytes_max:
        raise _too_large(bytes_max)
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > bytes_max:
            raise _too_large(bytes_max)
        if not message.get("more_body", False):
            return b"".join(parts)


def _check_path(scope: Scope) -> None:
    raw: bytes = scope.get("raw_path", b"") + scope.get("query_string", b"")
    if len(raw) > PATH_BYTES_MAX:
        raise TooLarge(
            "request.long_path",
            f"the path and query have more than {PATH_BYTES_MAX} bytes: shorten them",
            f"路径与查询参数超过 {PATH_BYTES_MAX} 字节：请缩短",
        )
    if b"%00" in raw:
        raise BadInput(
            "request.nul_character",
            "the path or query has a NUL character (%00): leave it out",
            "路径或查询参数含有空字符（%00）：请删除",
        )


def _check_content(scope: Scope, body: bytes, *, is_file: bool) -> None:
    if not body or scope["method"] not in _WITH_BODY:
        return
    known = LINES if is_file else _JSON
    given = Headers(scope=scope).get("content-type", "")
    if given.partition(";")[0].strip().lower() not in known:
        raise UnknownMediaType(
            "request.not_lines" if is_file else "request.not_json",
            f"the body's Content-Type is {shown(given)}: send {known[0]}",
            f"正文的 Content-Type 为 {shown(given)}：请发送 {known[0]}",
        )
    if is_file:  # each line is read, and refused, on its own
        return
    try:
        is_deep = is_nested_deeper(body.decode("utf-8"), NESTING_MAX)
    except UnicodeDecodeError as error:
        raise BadInput(
            "request.not_utf8",
            f"byte {error.start} of the body is not UTF-8: send UTF-8",
            f"正文第 {error.start} 字节不是 UTF-8 编码：请使用 UTF-8",
        ) from error
    if is_deep:
        raise BadInput(
            "request.deep_json",
            f"the body nests deeper than {NESTING_MAX} levels: flatten it",
            f"正文的 JSON 嵌套超过 {NESTING_MAX} 层：请减少层级",
        )


def _too_large(bytes_max: int) -> TooLarge:
    return TooLarge(
        "request.too_large",
        f"the body has more than {bytes_max} bytes: send less at once",
        f"正文超过 {bytes_max} 字节：请分批发送",
    )
