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

from shouxin.story.cast import Cast
from shouxin.story.stage import Stage
from tests.api.populated import populated
from tests.databases import opened_database
from tests.lending.endpoints.town import town_of

START_SECONDS = 30


@dataclass
class Served:
    """A server that runs, somebody's token for each role, and what there is by its name."""

    url: str = ""
    tokens: dict[str, str | None] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    server: uvicorn.Server | None = None
    failure: BaseException | None = None
    is_ready: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(backend: str, folder: Path, stage: Stage, cast: Cast) -> Iterator[Served]:
    """Serve a world in which something happened, until the block ends."""
    served = Served()

    def serve() -> None:
        asyncio.run(_serve(served, backend, folder, stage, cast))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        assert served.is_ready.wait(START_SECONDS)
        assert served.failure is None
        yield served
    finally:
        if served.server is not None:
            served.server.should_exit = True
        thread.join(START_SECONDS)


async def _serve(served: Served, backend: str, folder: Path, stage: Stage, cast: Cast) -> None:
    try:
        async with opened_database(backend, folder) as database:
            town = await town_of(stage, cast, database)
            world = town.world
            served.places = (await populated(town)).places
            world.parties[cast.shop.address] = served.places["party"]
            served.tokens = {
                "nobody": None,
                "wallet": await world.signed_in(cast.shop.sender.account),
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
