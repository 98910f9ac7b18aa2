# SPDX-License-Identifier: Apache-2.0
"""What browsers are told not to do with an answer, and which hosts the service answers as."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shouxin.primitives.errors import BadInput
from shouxin.primitives.hexadecimal import shown
from shouxin.rest.problems import send_problem

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The content policy of an API's answers: a browser that shows one loads and runs nothing."""
HSTS = "max-age=31536000; includeSubDomains"
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:@/\[\]]*)(?::[0-9]{1,5})?")
ANY_HOST = "*"

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeadersMiddleware:
    """Adds the headers to every answer; a page may bring a content policy of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", NOTHING)
                headers.update(_HEADERS)
                if scope.get("scheme") == "https":
                    headers["Strict-Transport-Security"] = HSTS
            await send(message)

        await self.app(scope, receive, send_with_headers)


class HostMiddleware:
    """Answers only to names that the service has, so that no other page's name reaches it."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        """Wrap an application; a host is a name, ``*.example.com``, or ``*`` for any."""
        self.app = app
        self._hosts = tuple(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or self._is_ours(Headers(scope=scope).get("host", "")):
            await self.app(scope, receive, send)
            return
        given = shown(Headers(scope=scope).get("host", ""))
        error = BadInput(
            "request.wrong_host",
            f"this service does not answer as {given}: use its own name, or add it to its hosts",
            f"本服务不以 {given} 提供：请使用其自身域名，或将其加入允许的主机名",
        )
        await send_problem(error, scope, receive, send)

    def _is_ours(self, given: str) -> bool:
        name = _name_of(given.lower())
        return any(
            known in {ANY_HOST, name}
            or (known.startswith("*.") and name.endswith(known[1:]) and name != known[2:])
            for known in self._hosts
        )


def _name_of(host: str) -> str:
    """A host without its port; an IPv6 address in its brackets; nothing if it has another form."""
    found = _HOST.fullmatch(host)
    return "" if found is None else found[1]
