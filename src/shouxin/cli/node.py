# SPDX-License-Identifier: Apache-2.0
"""``shouxin node``: the chain of ``shouxin up`` alone, for services that run elsewhere."""

from typing import Annotated

import typer

from shouxin.cli.node_options import port_option


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("node")(node)


def node(
    *,
    chain_id: Annotated[
        int | None, typer.Option(min=1, metavar="ID", help="Chain id; 31337 by default.")
    ] = None,
    rpc_port: Annotated[
        int | None,
        port_option("Port of the chain's JSON-RPC; 8545, or the next free one, by default."),
    ] = None,
    ephemeral: Annotated[
        bool, typer.Option("--ephemeral", help="Keep nothing: the chain ends with the command.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object once it answers.")
    ] = False,
) -> None:
    """Start a chain or bring it back, deploy, and serve its JSON-RPC; Ctrl-C stops it.

    It listens on this machine alone; services on others reach it through a proxy.
    """
    # web3 takes seconds to import, and the commands beside this one do without it
    from shouxin.cli.serving import Request, run_until_stopped  # noqa: PLC0415

    run_until_stopped(
        Request(
            None,
            None,
            chain_id,
            None,
            is_json=as_json,
            rpc_port=rpc_port,
            is_ephemeral=ephemeral,
            is_node_alone=True,
        )
    )
