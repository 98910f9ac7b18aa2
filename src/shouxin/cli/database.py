# SPDX-License-Identifier: Apache-2.0
"""``shouxin database``: its tables brought to this version's, or back; each command is one step."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from shouxin.store.database import Database

T = TypeVar("T")
ChainId = Annotated[
    int | None,
    typer.Option(min=1, metavar="ID", help="Whose; [chain] chain_id or 31337 by default."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    commands = typer.Typer(help="The database's tables: their revision, forward and back.")
    commands.command("status")(status)
    commands.command("upgrade")(upgrade)
    commands.command("downgrade")(downgrade)
    app.add_typer(commands, name="database")


def status(*, chain_id: ChainId = None, as_json: AsJson = False) -> None:
    """Print the revision of the tables, and the one that this version needs."""
    from shouxin.store.migrate import newest_revision, revision_of  # noqa: PLC0415 - SQLAlchemy

    url, found = _within(chain_id, revision_of)
    newest = newest_revision()
    if as_json:
        typer.echo(json.dumps({"url": url, "revision": found, "newest": newest}))
    else:
        typer.echo(f"{url}: revision {found or 'none, it is empty'}; this version's is {newest}")


def upgrade(*, chain_id: ChainId = None) -> None:
    """Make the tables, or bring them to this version's; nothing is done if they are so."""
    from shouxin.store import migrate  # noqa: PLC0415 - as above

    url, _ = _within(chain_id, migrate.upgrade)
    typer.echo(f"{url}: revision {migrate.newest_revision()}")


def downgrade(
    revision: Annotated[str, typer.Argument(help="An earlier revision; base removes all tables.")],
    *,
    chain_id: ChainId = None,
    is_agreed: Annotated[
        bool, typer.Option("--yes", help="Do not ask: what the later tables hold goes.")
    ] = False,
) -> None:
    """Bring the tables back to an earlier revision; back up first, and stop all processes."""
    from shouxin.store import migrate  # noqa: PLC0415 - as above

    if not is_agreed:
        typer.confirm(f"Go back to revision {revision}, and lose what later ones hold?", abort=True)
    url, _ = _within(chain_id, lambda database: migrate.downgrade(database, revision))
    typer.echo(f"{url}: revision {revision}")


def _within(chain_id: int | None, work: Callable[[Database], Awaitable[T]]) -> tuple[str, T]:
    """Do something with the configured database; gives its URL, without a password, too."""
    from shouxin.bootstrap import open_database  # noqa: PLC0415 - as above
    from shouxin.chain.node import CHAIN_ID  # noqa: PLC0415
    from shouxin.config import load_config  # noqa: PLC0415

    config = load_config()
    database = open_database(config, chain_id or config.chain.chain_id or CHAIN_ID)

    async def worked() -> T:
        try:
            return await work(database)
        finally:
            await database.close()

    return database.url, asyncio.run(worked())
