# SPDX-License-Identifier: Apache-2.0
"""Counts and times requests by route, never by path, and logs each without what is personal."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shouxin.telemetry.logs import get_logger
from shouxin.telemetry.metrics import REQUEST_SECONDS, REQUESTS

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
log = get_logger("requests")


class MeasuringMiddleware:
    """Stands outside of everything that may refuse."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def send_and_see(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                REQUEST_SECONDS.labels(_route_of(scope)).observe(time.perf_counter() - began)
            await send(message)

        try:
            await self.app(scope, receive, send_and_see)
        finally:
            route = _route_of(scope)
            method = scope["method"] if scope["method"] in _METHODS else "other"
            REQUESTS.labels(route, method, str(status)).inc()
            seconds = round(time.perf_counter() - began, 4)
            log.info("answered", route=route, method=method, status=status, seconds=seconds)


def _route_of(scope: Scope) -> str:
    """The route's pattern; a path that nobody serves has none."""
    return str(getattr(scope.get("route"), "path", "none"))
