# SPDX-License-Identifier: Apache-2.0
"""``shouxin gateway``: the list of methods that users may call, beside a node of others."""

import asyncio
import json
import signal
from typing import Annotated

import typer

from shouxin.cli.node_options import port_option


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("gateway")(gateway)


def gateway(
    *,
    rpc_url: Annotated[
        str, typer.Option(metavar="URL", help="The node that it stands beside: http://HOST:PORT.")
    ],
    rpc_port: Annotated[
        int | None, port_option("Its own port here; 8545, or the next free one, by default.")
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="Of a page that may ask, such as https://HOST."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object once it answers.")
    ] = False,
) -> None:
    """Let standard methods and signed transactions through to a node, and nothing else.

    It listens on this machine alone; what comes from elsewhere comes through
    a proxy with TLS. Ctrl-C stops it.
    """
    # aiohttp and web3 take seconds to import
    from shouxin.chain.gateway.passing import PassingNode, serve_beside  # noqa: PLC0415
    from shouxin.chain.gateway.process import bind_port  # noqa: PLC0415
    from shouxin.chain.node import HOST  # noqa: PLC0415

    node = PassingNode(rpc_url)
    listening = bind_port(rpc_port)
    url = f"http://{HOST}:{listening.getsockname()[1]}"

    async def serve() -> None:
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, ended.set)
        typer.echo(
            json.dumps({"url": url, "rpc_url": rpc_url})
            if as_json
            else f"Standard JSON-RPC of the node at {rpc_url}: {url}\nCtrl-C stops it."
        )
        await serve_beside(node, listening, origin or [], ended)

    asyncio.run(serve())
