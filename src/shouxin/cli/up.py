# SPDX-License-Identifier: Apache-2.0
"""``shouxin up``: a chain with the contracts on it, and a page that says so."""

from typing import Annotated

import typer

from shouxin.cli.node_options import (
    KeyFile,
    RpcUrl,
    check_of_other_node,
    check_of_own_node,
    port_option,
)


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("up")(up)


def up(
    *,
    port: Annotated[
        int | None, port_option("Port of the page; 8400, or the next free one, by default.")
    ] = None,
    rpc_url: RpcUrl = None,
    chain_id: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="ID",
            help="Chain id of the node started here, or the one to insist on with --rpc-url.",
        ),
    ] = None,
    key_file: KeyFile = None,
    rpc_port: Annotated[
        int | None,
        port_option("Port of the chain's JSON-RPC; 8545, or the next free one, by default."),
    ] = None,
    ephemeral: Annotated[
        bool, typer.Option("--ephemeral", help="Keep nothing: the chain ends with the command.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object once the page answers.")
    ] = False,
) -> None:
    """Start a chain or bring it back, deploy, and serve a page here; Ctrl-C stops all of it."""
    check_of_other_node("--key-file", key_file, rpc_url)
    check_of_own_node("--rpc-port", rpc_port, rpc_url)
    check_of_own_node("--ephemeral", ephemeral or None, rpc_url)
    # web3 takes seconds to import, and the commands beside this one do without it
    from shouxin.cli.serving import Request, run_until_stopped  # noqa: PLC0415

    run_until_stopped(
        Request(
            port,
            rpc_url,
            chain_id,
            key_file,
            is_json=as_json,
            rpc_port=rpc_port,
            is_ephemeral=ephemeral,
        )
    )
