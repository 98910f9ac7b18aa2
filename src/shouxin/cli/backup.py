# SPDX-License-Identifier: Apache-2.0
"""``shouxin backup`` and ``shouxin restore``: what the chain does not hold."""

from pathlib import Path
from typing import Annotated

import typer

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a .tar.gz.")]
ChainId = Annotated[
    int | None,
    typer.Option(min=1, metavar="ID", help="Whose; [chain] chain_id or 31337 by default."),
]
Passphrase = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="Keys of the service's roles go along, encrypted by this file's first line.",
    ),
]


def register(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    file: BackupFile, *, chain_id: ChainId = None, passphrase_file: Passphrase = None
) -> None:
    """Write sessions, keys of the API, offers, webhooks and what was sent to a file."""
    from shouxin.cli.archiving import write_backup  # noqa: PLC0415 - takes a second to import

    typer.echo(write_backup(file, chain_id, passphrase_file))


def restore(
    file: BackupFile, *, chain_id: ChainId = None, passphrase_file: Passphrase = None
) -> None:
    """Bring a backup into an empty database; nothing that is there is overwritten."""
    from shouxin.cli.archiving import read_backup  # noqa: PLC0415 - likewise

    typer.echo(read_backup(file, chain_id, passphrase_file))
