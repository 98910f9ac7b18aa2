# SPDX-License-Identifier: Apache-2.0
"""Brings a database's tables to this version's, or back to an earlier one's, all or nothing."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, func, select

from shouxin.primitives.errors import BadInput, Refused
from shouxin.store.database import Database

MIGRATION_LOCK = 0x4D69_6772
_FOLDER = Path(__file__).parent / "migrations"


async def upgrade(database: Database, revision: str = "head") -> None:
    """Make or change the tables so that this version can use them; nothing if they are so.

    Several processes may do it at once: one does, the others wait and find it done.

    Raises:
        Refused: ``store.newer_schema``; a newer version made the tables.
        BadInput: ``store.no_revision``.
    """
    async with database.begin() as connection:
        await connection.run_sync(_move, revision, is_up=True)


async def downgrade(database: Database, revision: str) -> None:
    """Bring the tables back to an earlier version's; ``base`` removes them all.

    Raises:
        BadInput: ``store.no_revision``.
    """
    async with database.begin() as connection:
        await connection.run_sync(_move, revision, is_up=False)


async def revision_of(database: Database) -> str | None:
    """The revision of the tables; None in an empty database."""
    async with database.reading() as connection:
        return await connection.run_sync(_revision)


async def check_schema(database: Database) -> None:
    """See that the tables are this version's.

    Raises:
        Refused: ``store.schema_differs``.
    """
    found = await revision_of(database)
    if found != newest_revision():
        raise Refused(
            "store.schema_differs",
            f"the tables of {database.url} are of revision {found}, and this version's of "
            f"{newest_revision()}: run `shouxin database upgrade`",
            f"数据库 {database.url} 的表结构版本为 {found}，本版本需要 {newest_revision()}："
            "请运行 shouxin database upgrade",
        )


def newest_revision() -> str:
    """This version's revision."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert head is not None, "there are no migrations"
    return head


def _move(connection: Connection, revision: str, *, is_up: bool) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
    config, found = _config(connection), _revision(connection)
    script = ScriptDirectory.from_config(config)
    known = {each.revision for each in script.walk_revisions()}
    if found is not None and found not in known:
        raise Refused(
            "store.newer_schema",
            f"the tables are of revision {found}, which this version does not know: use the "
            "version that made them",
            f"表结构版本为 {found}，本版本无法识别：请使用创建它的版本",
        )
    if revision not in {*known, "head", "base"}:
        raise BadInput(
            "store.no_revision",
            f"there is no revision {revision[:60]!r}: give one of {', '.join(sorted(known))}, head "
            "or base",
            f"没有表结构版本 {revision[:60]!r}：可用 {'、'.join(sorted(known))}、head 或 base",
        )
    try:
        (command.upgrade if is_up else command.downgrade)(config, revision)
    except CommandError as error:
        raise BadInput(
            "store.no_way",
            f"there is no way from revision {found} to {revision}: {error}",
            f"无法从表结构版本 {found} 转到 {revision}：{error}",
        ) from error


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
