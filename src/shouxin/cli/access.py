# SPDX-License-Identifier: Apache-2.0
"""``shouxin access key …``: institutions' keys, made and ended on the service's own machine."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from shouxin.primitives.errors import BadInput
from shouxin.primitives.hexadecimal import shown, to_hex
from shouxin.primitives.identifiers import parse_bytes32

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from shouxin.access.keys import ApiKey, ApiKeys
    from shouxin.access.principal import Scope

MADE_BY = "command line"
LISTED_MAX = 10_000
LINE_CHARACTERS_MAX = 120
DATABASE = typer.Option(
    "--database", metavar="URL", help="sqlite:///PATH or postgresql://USER@HOST/NAME."
)
AS_JSON = typer.Option("--json", help="Print one JSON value.")
T = TypeVar("T")


def register(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    access = typer.Typer(help="Who may use the service.", no_args_is_help=True)
    key = typer.Typer(help="Institutions' API keys.", no_args_is_help=True)
    key.command("create")(create)
    key.command("list")(list_keys)
    key.command("revoke")(revoke)
    access.add_typer(key, name="key")
    app.add_typer(access, name="access")


def create(
    *,
    database: Annotated[str, DATABASE],
    owner: Annotated[str, typer.Option(metavar="NAME", help="The institution.")],
    label: Annotated[str, typer.Option(metavar="TEXT", help="What the key is for.")],
    scope: Annotated[
        list[str], typer.Option(metavar="SCOPE", help="What it may; give it once for each.")
    ],
    days: Annotated[int, typer.Option(metavar="DAYS", help="How long it lives.")] = 90,
    party: Annotated[
        str | None, typer.Option(metavar="ID", help="The party that it stands for.")
    ] = None,
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """Make a key and print its secret, which is shown this once.

    The first of an installation is an operator's: --scope operator --scope keys:write.
    """
    from shouxin.access.keys import KeyRequest  # noqa: PLC0415 - the database takes a second

    party_id = None if party is None else to_hex(parse_bytes32(party, "--party"))
    names = (_line(owner, "--owner"), _line(label, "--label"))
    wanted = KeyRequest(*names, _scopes(scope), days, party_id)

    async def make(connection: AsyncConnection, keys: ApiKeys) -> tuple[str, ApiKey]:
        return await keys.make(connection, wanted, MADE_BY, int(time.time()))

    secret, key = _in_database(database, make)
    if as_json:
        typer.echo(json.dumps({"secret": secret, "key": _shown(key)}, ensure_ascii=False))
        return
    typer.echo(f"The key {key.id} of {key.owner}, until {_shown(key)['expires_at']}.")
    typer.echo("Its secret is shown this once; keep it where secrets are kept:")
    typer.echo(secret)


def list_keys(
    *,
    database: Annotated[str, DATABASE],
    owner: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of one institution alone.")
    ] = None,
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """List keys, without their secrets."""

    async def read(connection: AsyncConnection, keys: ApiKeys) -> list[ApiKey]:
        return await keys.list(connection, owner, None, LISTED_MAX)

    found = [_shown(key) for key in _in_database(database, read)]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for key in found:
        state = f"revoked {key['revoked_at']}" if key["revoked_at"] else f"to {key['expires_at']}"
        typer.echo(f"{key['id']}  {state}  {key['owner']}: {key['label']} ({key['scopes']})")


def revoke(
    key_id: Annotated[str, typer.Argument(metavar="KEY", help="The id, as `list` shows it.")],
    *,
    database: Annotated[str, DATABASE],
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """End a key at once, for ever."""

    async def end(connection: AsyncConnection, keys: ApiKeys) -> ApiKey:
        key = await keys.get(connection, key_id, None, to_change=True)
        return await keys.revoke(connection, key, int(time.time()))

    key = _shown(_in_database(database, end))
    typer.echo(json.dumps(key, ensure_ascii=False) if as_json else f"Revoked {key['id']}.")


def _in_database(url: str, work: Callable[[AsyncConnection, ApiKeys], Awaitable[T]]) -> T:
    """What is done with the keys in one transaction, on tables of this version."""
    from shouxin.access.keys import ApiKeys  # noqa: PLC0415 - as above
    from shouxin.access.settings import AccessSettings  # noqa: PLC0415
    from shouxin.store.database import Database  # noqa: PLC0415
    from shouxin.store.migrate import upgrade  # noqa: PLC0415

    async def run() -> T:
        database = Database(url)
        try:
            await upgrade(database)
            async with database.begin() as connection:
                return await work(connection, ApiKeys(AccessSettings()))
        finally:
            await database.close()

    return asyncio.run(run())


def _shown(key: ApiKey) -> dict[str, object]:
    from shouxin.access.schemas import key_model  # noqa: PLC0415 - as above

    return key_model(key).model_dump(mode="json") | {"scopes": " ".join(sorted(key.scopes))}


def _line(text: str, name: str) -> str:
    """A name of people's own.

    Raises:
        BadInput: ``input.line``.
    """
    if not 0 < len(text) <= LINE_CHARACTERS_MAX or not text.isprintable():
        raise BadInput(
            "input.line",
            f"{name} {shown(text)} is no name: give one line of at most {LINE_CHARACTERS_MAX}",
            f"{name} 的值 {shown(text)} 无效：应为一行文字，至多 {LINE_CHARACTERS_MAX} 个字符",
        )
    return text


def _scopes(names: list[str]) -> frozenset[Scope]:
    """The scopes of these names.

    Raises:
        BadInput: ``access.key_scopes``.
    """
    from shouxin.access.principal import KEY_SCOPES, Scope  # noqa: PLC0415 - as above

    unknown = [name for name in names if name not in set(KEY_SCOPES)]
    if unknown:
        known = ", ".join(sorted(KEY_SCOPES))
        raise BadInput(
            "access.key_scopes",
            f"--scope {unknown[0][:40]!r} can't be a key's: give {known}",
            f"--scope 的值 {unknown[0][:40]!r} 不能授予密钥：请填写 {known}",
        )
    return frozenset(Scope(name) for name in names)
