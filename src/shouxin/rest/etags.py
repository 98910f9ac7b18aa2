# SPDX-License-Identifier: Apache-2.0
"""Strong entity tags: the hash of what was answered.

Every JSON answer to a GET gets one, and a repeated question with ``If-None-Match`` gets 304. What
changes a thing takes ``If-Match`` through ``check_if_match``, so that nobody overwrites what they
have not seen.
"""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from typing import Any

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shouxin.primitives.errors import PreconditionFailed, PreconditionRequired
from shouxin.primitives.hexadecimal import shown

TAG_BYTES = 16
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def etag_of(content: bytes) -> str:
    """The tag of a body."""
    return f'"{blake2b(content, digest_size=TAG_BYTES).hexdigest()}"'


def etag_of_json(value: Any) -> str:
    """The tag that a GET that answers with this value has."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return etag_of(text.encode())


def check_if_match(request: Request, value: Any, *, is_required: bool = False) -> None:
    """Let a change pass if it means the state that there is.

    Args:
        request: whose ``If-Match`` is asked.
        value: what GET would answer now, as JSON has it.
        is_required: refuse a change that names no state.

    Raises:
        PreconditionFailed: ``request.changed``.
        PreconditionRequired: ``request.if_match_missing``.
    """
    given = request.headers.get("if-match")
    if given is None:
        if is_required:
            raise _missing()
        return
    if not _names(given, etag_of_json(value), is_strong=True):
        raise PreconditionFailed(
            "request.changed",
            f"If-Match {shown(given)} is not the present state: read it again, then decide anew",
            f"If-Match 的值 {shown(given)} 与当前版本不符：请重新读取后再决定",
        )


class EtagMiddleware:
    """Tags what is answered to a GET; 304 to who has it already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match")
        await self.app(scope, receive, _Tagging(send, known).send)


class _Tagging:
    """Holds an answer's head back until its body is there, if it is JSON of a known length."""

    def __init__(self, send: Send, known: str | None) -> None:
        self._send, self._known = send, known
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        """Pass a part of the answer on."""
        if message["type"] == "http.response.start" and _is_tagged(message):
            self._start = message
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
        else:
            await self._send(message)

    async def _finish(self, start: Message) -> None:
        tag = etag_of(self._body)
        headers = MutableHeaders(scope=start)
        headers["ETag"] = tag
        headers.setdefault("Cache-Control", "private, no-cache")
        if self._known is not None and _names(self._known, tag, is_strong=False):
            start["status"] = 304
            del headers["content-length"], headers["content-type"]
            self._body = b""
        await self._send(start)
        await self._send({"type": "http.response.body", "body": self._body})


def _is_tagged(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200  # noqa: PLR2004 - OK
        and headers.get("content-type", "").startswith("application/json")
        and "content-length" in headers
        and "no-store" not in headers.get("cache-control", "")
        and "etag" not in headers
    )


def _names(header: str, tag: str, *, is_strong: bool) -> bool:
    """Whether a list of tags has one (RFC 9110, 8.8.3.2)."""
    if header.strip() == "*":
        return True
    given = _TAG.findall(header)
    return tag in given or (not is_strong and f"W/{tag}" in given)


def _missing() -> PreconditionRequired:
    return PreconditionRequired(
        "request.if_match_missing",
        "If-Match is missing: send the ETag of the state that you mean to change",
        "缺少 If-Match：请附上拟修改版本的 ETag",
    )
