# SPDX-License-Identifier: Apache-2.0
"""``shouxin deployment``: the contracts put on a chain, compared with it, and called by roles."""

from pathlib import Path
from typing import Annotated

import typer

Node = Annotated[str, typer.Option("--rpc-url", metavar="URL", help="The EVM node to ask.")]
ManifestFile = Annotated[
    Path | None,
    typer.Option(
        "--manifest", metavar="FILE", help="The deployment's manifest; this installation's if none."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    deployment = typer.Typer(help="The contracts on a chain of others: create, verify, encode.")
    deployment.command("create")(create)
    deployment.command("verify")(verify)
    deployment.command("encode")(encode)
    deployment.callback()(_deployment)
    app.add_typer(deployment, name="deployment")


def _deployment() -> None:
    """The contracts on a chain of others: put there, compared, called by roles."""


def create(
    *,
    rpc_url: Node,
    proposer: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Schedules what governance does, and cancels it.")
    ],
    executor: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Does it after the delay; the empty address is anyone."
        ),
    ],
    guardian: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Pauses new loans, and freezes a party on a legal order."
        ),
    ],
    timelock_delay: Annotated[
        int,
        typer.Option(min=0, metavar="SECONDS", help="What governance waits; two days by default."),
    ] = 172_800,
    chain_id: Annotated[
        int | None, typer.Option(min=1, metavar="ID", help="The chain id to insist on.")
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The private key that deploys and pays, 32 bytes in hexadecimal; "
            "SHOUXIN_KEY_FILE by default. It keeps no role.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Deploy the contracts, wire them, hand them to the timelock; goes on where it stopped."""
    # web3 takes seconds to import
    from shouxin.cli.deploying import Wanted, create_deployment  # noqa: PLC0415

    create_deployment(
        Wanted(rpc_url, chain_id, key_file, proposer, executor, guardian, timelock_delay),
        is_json=as_json,
    )


def verify(*, rpc_url: Node, manifest: ManifestFile = None, as_json: AsJson = False) -> None:
    """Compare a chain with a manifest: code of each contract, its neighbours, who governs.

    The code is compared with this version's and with the manifest's hashes;
    `python -m tools.verify_bytecode` of the checkout compiles it anew.
    """
    from shouxin.cli.deploying import verify_deployment  # noqa: PLC0415

    verify_deployment(rpc_url, manifest, is_json=as_json)


def encode(
    contract: Annotated[str, typer.Argument(help="Its name, such as PartyRegistry.")],
    function: Annotated[str, typer.Argument(help="Its name, such as accredit_provider.")],
    arguments: Annotated[
        list[str] | None, typer.Argument(help="Its arguments; structs and lists as JSON.")
    ] = None,
    *,
    manifest: Annotated[
        Path, typer.Option("--manifest", metavar="FILE", help="The deployment's manifest.")
    ],
    governance: Annotated[
        bool, typer.Option("--governance", help="Through the timelock: the two calls on it.")
    ] = False,
    timelock_delay: Annotated[
        int, typer.Option(min=0, metavar="SECONDS", help="At least the timelock's own.")
    ] = 172_800,
    salt: Annotated[
        str | None,
        typer.Option(metavar="SALT", help="32 bytes, so that a call can be made twice; zero."),
    ] = None,
) -> None:
    """Print a call's target and calldata as JSON, for a wallet to sign; nothing is sent."""
    from shouxin.cli.encoding import print_call  # noqa: PLC0415

    given = tuple(arguments or ())
    print_call(manifest, (contract, function, given), timelock_delay if governance else None, salt)
