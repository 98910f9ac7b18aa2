# SPDX-License-Identifier: Apache-2.0
"""``shouxin index``: reads the chain into the database; rebuilds it; compares it with the chain."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    index = typer.Typer(help="Read the chain's events into the database.")
    index.callback(invoke_without_command=True)(run)
    index.command("rebuild")(rebuild)
    index.command("verify")(verify)
    app.add_typer(index, name="index")


def run(context: typer.Context) -> None:
    """Read the chain's events into the database until Ctrl-C; alone it is one of any number."""
    if context.invoked_subcommand is None:
        # web3 takes seconds to import, and other commands do without it
        from shouxin.cli.index_runs import run_indexer  # noqa: PLC0415
        from shouxin.config import load_config  # noqa: PLC0415

        run_indexer(load_config())


def rebuild(*, as_json: AsJson = False) -> None:
    """Empty what follows from the chain and build it again from the first block, to the same bytes.

    What the service keeps of its own is not touched. Stop the indexer first.
    """
    from shouxin.cli.index_runs import rebuild_index  # noqa: PLC0415 - as above
    from shouxin.config import load_config  # noqa: PLC0415

    rebuild_index(load_config(), is_json=as_json)


def verify(*, as_json: AsJson = False) -> None:
    """Compare every loan, note, record, balance and wallet in the database with the contracts."""
    from shouxin.cli.index_runs import verify_index  # noqa: PLC0415 - as above
    from shouxin.config import load_config  # noqa: PLC0415

    verify_index(load_config(), is_json=as_json)
