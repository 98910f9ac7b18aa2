# SPDX-License-Identifier: Apache-2.0
"""Clients over the application itself, and what may stand between the two."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from shouxin.client import AsyncClient, ClientSettings, Trust
from shouxin.primitives.errors import ShouxinError
from tests.api.world import ORIGIN
from tests.lending.endpoints.town import Town

AT_ONCE = ClientSettings(attempts_max=4, pause_seconds=0.001, pause_seconds_max=0.002)
Failures = Sequence[Exception | httpx.Response]
Change = Callable[[dict[str, Any]], None]


def client_of(
    app: FastAPI,
    token: str | None = None,
    trust: Trust | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncClient:
    """A client of an application."""
    reached = transport or httpx.ASGITransport(app)
    return AsyncClient(ORIGIN, trust=trust, token=token, settings=AT_ONCE, transport=reached)


def trust_of(town: Town) -> Trust:
    """A town's manifest, and the time of its chain."""
    return Trust(town.stage.deployment.manifest, clock=town.stage.now)


def refused(code: str) -> Any:
    """Expects the error with a code."""
    return pytest.raises(ShouxinError, check=lambda error: error.code == code)


class Between(httpx.AsyncBaseTransport):
    """Stands before the application, and keeps what was asked."""

    def __init__(self, app: FastAPI) -> None:
        self.asked: list[httpx.Request] = []
        self._reached = httpx.ASGITransport(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return await self._reached.handle_async_request(request)

    @property
    def keys(self) -> set[str | None]:
        """The names under which requests came."""
        return {request.headers.get("idempotency-key") for request in self.asked}


class Flaky(Between):
    """Fails as often as it is told, before the application is asked or after."""

    def __init__(self, app: FastAPI, failures: Failures, when: str) -> None:
        super().__init__(app)
        self._failures = list(failures)
        self._when = when

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self._failures:
            return await super().handle_async_request(request)
        failure = self._failures.pop(0)
        self.asked.append(request)
        if self._when == "after":
            answer = await self._reached.handle_async_request(request)
            await answer.aread()
        if isinstance(failure, Exception):
            raise failure
        return failure


class Lying(Between):
    """Changes what the application prepared."""

    def __init__(self, app: FastAPI, change: Change) -> None:
        super().__init__(app)
        self._change = change

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        is_plan = "/actions/" in request.url.path and not request.url.path.endswith("/relay")
        if not is_plan or answer.status_code != 200:
            return answer
        told = json.loads(await answer.aread())
        self._change(told)
        return httpx.Response(200, json=told)

    @property
    def was_relayed(self) -> bool:
        """Whether anything that was signed came here."""
        return any(r.url.path.endswith(("/relay", "/offers")) for r in self.asked)
