# SPDX-License-Identifier: Apache-2.0
"""The API behind a real server on a port of its own, for what needs a socket."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from tests.api.world import World, account
from tests.databases import opened_database

START_SECONDS = 30


@dataclass
class Served:
    """A server that runs, and somebody's token for each role."""

    url: str = ""
    tokens: dict[str, str | None] = field(default_factory=dict)
    server: uvicorn.Server | None = None
    failure: BaseException | None = None
    is_ready: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(backend: str, folder: Path) -> Iterator[Served]:
    """Serve a world until the block ends."""
    served = Served()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(served, backend, folder)))
    thread.start()
    try:
        assert served.is_ready.wait(START_SECONDS)
        assert served.failure is None
        yield served
    finally:
        if served.server is not None:
            served.server.should_exit = True
        thread.join(START_SECONDS)


async def _serve(served: Served, backend: str, folder: Path) -> None:
    try:
        async with opened_database(backend, folder) as database:
            world = World(database)
            served.tokens = {
                "nobody": None,
                "wallet": await world.signed_in(account("borrower")),
                "institution": await world.key(),
            }
            listening = socket.create_server(("127.0.0.1", 0))
            served.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            config = uvicorn.Config(world.app, log_config=None, access_log=False)
            served.server = uvicorn.Server(config)
            served.is_ready.set()
            await served.server.serve(sockets=[listening])
    except BaseException as error:
        served.failure = error
        served.is_ready.set()
        raise
