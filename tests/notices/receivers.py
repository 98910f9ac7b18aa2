# SPDX-License-Identifier: Apache-2.0
"""Receivers of webhooks on sockets of this machine: good ones, and those that do all wrong."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from shouxin.notices.delivering import Deliverer
from shouxin.notices.filters import EventFilter
from shouxin.notices.tables import deliveries
from shouxin.notices.webhooks import NewWebhook, Webhook, WebhookSettings, add_webhook
from shouxin.store.database import Database

OWNER = "bank"
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
QUICK = WebhookSettings(
    answer_seconds=0.5,
    attempts_max=3,
    allowed_networks=LOOPBACK,
    poll_seconds=0.01,
    first_pause_seconds=0.0,
    lease_seconds=0.5,
)

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    head: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.body)


class Receiver:
    """Notes each request and answers as it is told to."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.requests: list[Request] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            body = await reader.readexactly(int(headers["content-length"]))
            self.requests.append(Request(head[0], headers, body))
            await self.answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def status(code: int, **headers: str) -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"HTTP/1.1 {code} X\r\n{lines}Content-Length: 0\r\n\r\n".encode())
        await writer.drain()

    return answer


async def silence(writer: asyncio.StreamWriter) -> None:
    del writer
    await asyncio.sleep(60)


async def trickle(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1_000):
        writer.write(f"X-{number}: y\r\n".encode())
        await writer.drain()
        await asyncio.sleep(0.05)


async def megabytes(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
    for _ in range(1_000):
        writer.write(b"x" * 1_000_000)
        await writer.drain()


async def nonsense(writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x16\x03\x01 what is this\r\n\r\n")
    await writer.drain()


@asynccontextmanager
async def receiving(answer: Answer) -> AsyncIterator[Receiver]:
    receiver = Receiver(answer)
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    receiver.url = f"http://127.0.0.1:{port}/hook?x=1"
    try:
        yield receiver
    finally:
        server.close()


async def hooked(
    database: Database, url: str, settings: WebhookSettings = QUICK, **wanted: Any
) -> Webhook:
    """A webhook that is told everything."""
    chosen = wanted.pop("chosen", EventFilter())
    async with database.begin() as connection:
        return await connection.run_sync(
            add_webhook, OWNER, NewWebhook(url, chosen, **wanted), settings, 1_764_028_800
        )


@asynccontextmanager
async def delivering(
    database: Database, settings: WebhookSettings = QUICK, **options: Any
) -> AsyncIterator[Deliverer]:
    """A process that delivers, begun: it has the lease and knows where the changes end."""
    head_of = options.pop("head_of", lambda _: None)
    async with Deliverer(database, settings, head_of, **options) as deliverer:
        async with asyncio.timeout(10):
            while not deliverer._is_ours:  # noqa: ASYNC110 - as tests/notices/serving.py
                await asyncio.sleep(0.005)
        yield deliverer


async def rows(database: Database, webhook: Webhook) -> list[dict[str, Any]]:
    """A webhook's deliveries, oldest first."""
    query = deliveries.select().where(deliveries.c.webhook_id == webhook.id)
    async with database.reading() as connection:
        found = await connection.execute(query.order_by(deliveries.c.change_id))
        return [dict(row) for row in found.mappings()]


async def ended(database: Database, webhook: Webhook, count: int) -> list[dict[str, Any]]:
    """A webhook's deliveries once so many have ended."""
    async with asyncio.timeout(20):
        while True:
            found = await rows(database, webhook)
            if sum(row["ended_at"] is not None for row in found) >= count:
                return found
            await asyncio.sleep(0.01)
