# SPDX-License-Identifier: Apache-2.0
"""Finds out who asks before anything else is done for them, and how often they may.

``identify`` is given by the package that knows (``access``): it takes the bearer token and gives
the caller, or raises. A token that doesn't count is refused everywhere, and many such from one
client stop being looked up.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shouxin.primitives.errors import NotSignedIn, ShouxinError
from shouxin.rest.limits import Rate, RateLimiter, client_name
from shouxin.rest.problems import send_problem


class Caller(Protocol):
    """Who asks; their kind picks the rate."""

    @property
    def id(self) -> str:
        """A stable name."""

    @property
    def kind(self) -> str:
        """``anonymous``, ``wallet`` or ``key``."""


Identify = Callable[[str | None], Awaitable[Caller]]

ANONYMOUS_RATE = Rate("anonymous", 120, 20)
WALLET_RATE = Rate("wallet", 240, 40)
KEY_RATE = Rate("key", 2_000, 400)
BAD_TOKEN_RATE = Rate("bad-token", 20, 0.2)


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each kind of caller may ask; ``unlimited`` are networks that may always."""

    by_kind: Mapping[str, Rate] = field(
        default_factory=lambda: {
            "anonymous": ANONYMOUS_RATE,
            "wallet": WALLET_RATE,
            "key": KEY_RATE,
        }
    )
    bad_token: Rate = BAD_TOKEN_RATE
    unlimited: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()


class CallerMiddleware:
    """Puts the caller in ``request.state.principal``, or refuses."""

    def __init__(
        self, app: ASGIApp, identify: Identify, limiter: RateLimiter, rates: Rates
    ) -> None:
        self.app = app
        self._identify = identify
        self._limiter = limiter
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            caller = await self._identified(scope)
            headers = self._counted(scope, caller)
        except ShouxinError as error:
            await send_problem(error, scope, receive, send)
            return
        scope.setdefault("state", {})["principal"] = caller

        async def send_with_limit(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self.app(scope, receive, send_with_limit)

    async def _identified(self, scope: Scope) -> Caller:
        client = client_of(scope)
        token = _bearer_token(scope)
        if token is None:
            return await self._identify(None)
        self._limiter.check(self._rates.bad_token, client)
        try:
            return await self._identify(token)
        except NotSignedIn:
            self._limiter.take(self._rates.bad_token, client)
            raise

    def _counted(self, scope: Scope, caller: Caller) -> dict[str, str]:
        if self._is_unlimited(scope):
            return {}
        rate = self._rates.by_kind[caller.kind]
        name = client_of(scope) if caller.kind == "anonymous" else caller.id
        return self._limiter.take(rate, name).headers()

    def _is_unlimited(self, scope: Scope) -> bool:
        host = (scope.get("client") or ("", 0))[0]
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self._rates.unlimited)


def client_of(scope: Scope) -> str:
    """The name of the client's network address; a configured proxy has been looked through."""
    return client_name((scope.get("client") or ("", 0))[0])


def _bearer_token(scope: Scope) -> str | None:
    """The token of a request.

    Raises:
        NotSignedIn: ``access.bad_authorization``; another scheme, or several.
    """
    given = Headers(scope=scope).getlist("authorization")
    if not given:
        return None
    scheme, _, token = given[0].partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn(
            "access.bad_authorization",
            "the Authorization header is not one Bearer token: send Authorization: Bearer TOKEN",
            "Authorization 请求头应为单个 Bearer 令牌：请按 Authorization: Bearer 令牌 发送",
        )
    return token.strip()
