# SPDX-License-Identifier: Apache-2.0
"""Runs the API's server: its parts come up in order, and go down in order."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import typer
import uvicorn

from shouxin.api.app import create_app
from shouxin.bootstrap import open_chain, open_database, open_deployment
from shouxin.cli.ports import bind_service
from shouxin.cli.service import services_of
from shouxin.cli.supervised_command import say_words
from shouxin.config import Config
from shouxin.store.migrate import upgrade
from shouxin.telemetry.logs import LogSettings, set_up_logs
from shouxin.telemetry.metrics import served
from shouxin.telemetry.traces import set_up_traces

GRACE_SECONDS = 5


def run_service(
    config: Config, port: int | None, descriptor: int | None = None, *, is_supervised: bool
) -> None:
    """Serve until a signal comes.

    Raises:
        ShouxinError: what did not come up.
    """
    set_up_logs(LogSettings("service", config.log.level, config.log.format))
    section = config.service
    with (
        served(section.host, section.metrics_port),
        _listening(config, port, descriptor) as listening,
        asyncio.Runner(loop_factory=loop_factory()) as runner,
    ):
        runner.run(_serve(config, listening, is_supervised=is_supervised))


def _listening(config: Config, port: int | None, descriptor: int | None) -> socket.socket:
    """The socket that who started us holds, or one of our own."""
    if descriptor is not None:
        return socket.socket(fileno=descriptor)
    return bind_service(config.service.host, port or config.service.port)


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The faster loop; Python's own on systems that have none other."""
    try:
        import uvloop  # noqa: PLC0415 - not on every system
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _serve(config: Config, listening: socket.socket, *, is_supervised: bool) -> None:
    chain = await asyncio.to_thread(open_chain, config)
    deployment = await asyncio.to_thread(open_deployment, config, chain)
    database = open_database(config, chain.chain_id)
    port = int(listening.getsockname()[1])
    try:
        await upgrade(database)
        app = create_app(services_of(config, deployment, database, port))
        end_traces = set_up_traces(config.telemetry.otlp_endpoint, "service", app)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        saying = asyncio.create_task(_say_ready(server, port, is_supervised=is_supervised))
        await server.serve([listening])
        await saying
        end_traces()
    finally:
        await database.close()


async def _say_ready(server: uvicorn.Server, port: int, *, is_supervised: bool) -> None:
    while not server.started and not server.should_exit:  # noqa: ASYNC110 - uvicorn has no event
        await asyncio.sleep(0.01)
    if is_supervised:
        say_words({"port": port})
    else:
        typer.echo(f"Shouxin answers at http://127.0.0.1:{port}", err=True)
