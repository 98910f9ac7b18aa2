# SPDX-License-Identifier: Apache-2.0
"""``shouxin demo``: the whole story on a chain, told as it happens."""

from pathlib import Path
from typing import Annotated

import typer

from shouxin.story.text import Language


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("demo")(demo)


def demo(
    *,
    rpc_url: Annotated[
        str | None,
        typer.Option(help="Use this EVM node, without time travel; else one is started here."),
    ] = None,
    chain_id: Annotated[
        int | None, typer.Option(min=1, help="Chain id to insist on with --rpc-url.")
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option(
            envvar="SHOUXIN_KEY_FILE",
            help="The private key that deploys and funds the others, for --rpc-url.",
        ),
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of the story.")] = Language.EN,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON value when the story is over.")
    ] = False,
    svg: Annotated[
        Path | None, typer.Option(hidden=True, help="Also draw what is printed into this file.")
    ] = None,
) -> None:
    """Tell the whole story: offers, loans, default, notes sold, the record, the books closed."""
    # web3 takes seconds to import, and the commands beside this one do without it
    from shouxin.cli.telling import Request, run  # noqa: PLC0415

    run(Request(rpc_url, chain_id, key_file, lang, svg, is_json=as_json))
