# SPDX-License-Identifier: Apache-2.0
"""A real server on a socket of this machine, a client that reads its stream, changes to tell."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from shouxin.notices.endpoints import router
from shouxin.notices.feed import EventFeed, FeedSettings
from shouxin.rest.problems import add_problem_answers
from shouxin.rest.provision import provide
from shouxin.store.changes import Change, tell
from shouxin.store.database import Database

SECONDS = 20
PARTY = "0x" + "aa" * 32
OTHER_PARTY = "0x" + "bb" * 32
LOAN = "0x" + "11" * 32


def change(kind: str = "loan.paid", **fields: Any) -> Change:
    return Change(
        kind,
        fields.pop("subject", LOAN),
        fields.pop("payload", {"amount_units": "100"}),
        party=fields.pop("party", PARTY),
        block_number=fields.pop("block_number", 5),
    )


async def told(database: Database, *changes: Change) -> None:
    """Write changes in a transaction of their own."""
    async with database.begin() as connection:
        await connection.run_sync(tell, changes)


async def until(is_so: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110 - what is waited for is not ours to signal
            await asyncio.sleep(0.005)


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """The application's address while it is served."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve([listening]))
    await until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await asyncio.wait_for(task, SECONDS)
        listening.close()


@asynccontextmanager
async def served_feed(
    database: Database, settings: FeedSettings | None = None
) -> AsyncIterator[tuple[str, EventFeed]]:
    """The endpoint of events over a database, and its feed."""
    app = FastAPI()
    add_problem_answers(app)
    app.include_router(router, prefix="/api/v1")
    async with EventFeed(database, settings) as feed:
        provide(app, feed)
        async with served(app) as url:
            yield f"{url}/api/v1/events", feed


class Stream:
    """One client's stream, read event by event."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self.last_id: str | None = None
        self.heartbeats = 0
        self._lines = answer.aiter_lines()

    async def next(self) -> tuple[str, Any]:
        """The next event's kind and data."""
        return await asyncio.wait_for(self._next(), SECONDS)

    async def kinds(self, count: int) -> list[str]:
        return [(await self.next())[0] for _ in range(count)]

    async def heartbeat(self) -> None:
        """Wait for a sign of life."""
        before = self.heartbeats
        async with asyncio.timeout(SECONDS):
            while self.heartbeats == before:
                await self._block()

    async def _next(self) -> tuple[str, Any]:
        while True:
            fields = await self._block()
            if "data" in fields:
                return fields["event"], json.loads(fields["data"])

    async def _block(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        while line := await anext(self._lines):
            name, _, value = line.partition(": ")
            fields[name] = value
            self.heartbeats += line == ": alive"
        self.last_id = fields.get("id", self.last_id)
        return fields


@asynccontextmanager
async def streaming(
    url: str, params: dict[str, str] | None = None, last_id: str | None = None
) -> AsyncIterator[Stream]:
    """A client's stream that is open: its first bytes have come."""
    headers = {} if last_id is None else {"Last-Event-ID": last_id}
    async with (
        httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client,
        client.stream("GET", url, params=params, headers=headers) as answer,
    ):
        stream = Stream(answer)
        if answer.status_code == 200:
            await stream._block()
        yield stream
