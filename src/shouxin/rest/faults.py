# SPDX-License-Identifier: Apache-2.0
"""The outermost net: a fault of ours is logged with its request's id, and told as a problem."""

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shouxin.primitives.errors import ShouxinError
from shouxin.rest.problems import internal_error, send_problem

log = structlog.get_logger("shouxin.rest")


class FaultMiddleware:
    """Answers what no endpoint expected."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, whatever happens inside."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def send_on(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_on)
        except ShouxinError as error:
            log.warning("request_failed", code=error.code, path=scope["path"])
            if not has_begun:
                await send_problem(error, scope, receive, send)
        except Exception:
            log.exception("request_faulty", method=scope["method"], path=scope["path"])
            if has_begun:
                raise
            await send_problem(internal_error(), scope, receive, send)
