# SPDX-License-Identifier: Apache-2.0
"""``shouxin report``: a party's credit record, shown, exported with its proof, and verified."""

from pathlib import Path
from typing import Annotated

import typer

from shouxin.primitives.text import Language

Party = Annotated[str, typer.Argument(metavar="PARTY", help="The party's id, 0x and 64 digits.")]
Node = Annotated[str, typer.Option("--rpc-url", metavar="URL", help="The EVM node to ask.")]
OptionalNode = Annotated[
    str | None,
    typer.Option(
        "--rpc-url", metavar="URL", help="Also ask this node whether the block is on its chain."
    ),
]
ManifestFile = Annotated[
    Path | None,
    typer.Option(
        "--manifest",
        metavar="FILE",
        help="Your own manifest: the chain and ledger that you trust; by default this "
        "installation's.",
    ),
]
Block = Annotated[
    str,
    typer.Option(metavar="BLOCK", help="After which block: a number, latest, safe or finalized."),
]
Lang = Annotated[Language, typer.Option(help="Language of the table.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    report = typer.Typer(help="A party's credit record, with a proof that a stranger can check.")
    report.command("show")(show)
    report.command("export")(export)
    report.command("verify")(verify)
    report.callback()(_report)
    app.add_typer(report, name="report")


def _report() -> None:
    """A party's credit record, with a proof that a stranger can check."""


def show(
    party: Party,
    *,
    rpc_url: Node,
    manifest: ManifestFile = None,
    block: Block = "latest",
    lang: Lang = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Show a party's record, proved and recounted before it is shown."""
    # web3 takes seconds to import, and `report verify` does without it
    from shouxin.cli.reporting import exported, show_verified  # noqa: PLC0415

    show_verified(exported(party, rpc_url, manifest, block), lang, is_json=as_json)


def export(
    party: Party,
    *,
    rpc_url: Node,
    manifest: ManifestFile = None,
    block: Block = "latest",
    as_json: Annotated[  # noqa: ARG001 - accepted everywhere
        bool,
        typer.Option("--json", help="Print JSON, as this command always does.", show_default=False),
    ] = True,
) -> None:
    """Print a party's record with its proof; `> report.json` keeps it."""
    from shouxin.cli.reporting import exported  # noqa: PLC0415
    from shouxin.credit.report import write_report  # noqa: PLC0415

    typer.echo(write_report(exported(party, rpc_url, manifest, block).report), nl=False)


def verify(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A report; - is standard input.")],
    *,
    party: Annotated[
        str | None,
        typer.Option(metavar="PARTY", help="The party that the report must be about."),
    ] = None,
    rpc_url: OptionalNode = None,
    manifest: ManifestFile = None,
    lang: Lang = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Check a report against your own manifest, and with --rpc-url against the chain.

    Without a node, "consistent, origin unproven": all of it follows from its
    block's header, and whether that block is on the chain stays open. Exits 1
    if the report is refused, 2 if it is none.
    """
    from shouxin.cli.verifying import Request, run  # noqa: PLC0415

    run(Request(file, party, rpc_url, manifest, lang, is_json=as_json))
