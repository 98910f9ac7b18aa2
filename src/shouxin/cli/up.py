# SPDX-License-Identifier: Apache-2.0
"""``shouxin up``: a chain with the contracts on it, and a page that says so."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("up")(up)


def up(
    *,
    port: Annotated[
        int | None,
        typer.Option(
            min=1, max=65_535, help="Port of the page; 8400, or the next free one, if not given."
        ),
    ] = None,
    rpc_url: Annotated[
        str | None, typer.Option(help="Use this EVM node; without it one is started here.")
    ] = None,
    chain_id: Annotated[
        int | None,
        typer.Option(min=1, help="Chain id of the node started, or to insist on with --rpc-url."),
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option(
            envvar="SHOUXIN_KEY_FILE",
            help="The deployer's private key for --rpc-url, 32 bytes in hexadecimal.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object once the page answers.")
    ] = False,
) -> None:
    """Start a chain, deploy, and serve a page on this machine; Ctrl-C stops all of it."""
    # web3 takes seconds to import, and the commands beside this one do without it
    from shouxin.cli.serving import Request, run_until_stopped  # noqa: PLC0415

    run_until_stopped(Request(port, rpc_url, chain_id, key_file, is_json=as_json))
