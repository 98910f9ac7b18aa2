# SPDX-License-Identifier: Apache-2.0
"""``shouxin serve``: the REST service alone, any number of copies on one database."""

from typing import Annotated

import typer

from shouxin.cli.node_options import port_option

UntilInputEnds = Annotated[bool, typer.Option("--until-input-ends", hidden=True)]


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("serve")(serve)


def serve(
    *,
    port: Annotated[
        int | None, port_option("Its port; [service] port, 8400 or the next free one by default.")
    ] = None,
    until_input_ends: UntilInputEnds = False,
    descriptor: Annotated[int | None, typer.Option("--socket", hidden=True)] = None,
) -> None:
    """Serve the API, its documentation and the status page; Ctrl-C stops it."""
    # FastAPI, SQLAlchemy and web3 take seconds to import
    from shouxin.cli.serving_api import run_service  # noqa: PLC0415
    from shouxin.cli.supervised_command import reporting  # noqa: PLC0415
    from shouxin.config import load_config  # noqa: PLC0415

    with reporting(is_supervised=until_input_ends):
        run_service(load_config(), port, descriptor, is_supervised=until_input_ends)
