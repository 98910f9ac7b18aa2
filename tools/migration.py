# SPDX-License-Identifier: Apache-2.0
"""Writes the step from the tables that the migrations make to those that the code declares.

``python -m tools.migration NUMBER NAME`` writes ``versions/NUMBER_NAME.py``: read it, then commit
it. Before the first release ``--first`` writes the one step anew.
"""

import argparse
import asyncio
import importlib
import pkgutil
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import DowngradeOps, UpgradeOps
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

import shouxin
from shouxin.store.database import Database
from shouxin.store.migrate import upgrade
from shouxin.store.schema import METADATA

VERSIONS = Path(__file__).parents[1] / "src" / "shouxin" / "store" / "migrations" / "versions"
TEMPLATE = '''\
# SPDX-License-Identifier: Apache-2.0
"""{title}."""

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = {before}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    {forward}


def downgrade() -> None:
    """Back."""
    {back}
'''


def declare_all() -> None:
    """Import every module that declares tables."""
    for found in pkgutil.walk_packages(shouxin.__path__, "shouxin."):
        is_store = found.name.startswith("shouxin.store.") and ".migrations" not in found.name
        if is_store or found.name.endswith("tables"):
            importlib.import_module(found.name)


def written(connection: Connection, number: str, name: str) -> str:
    """The step's source."""
    context = MigrationContext.configure(connection)
    made = produce_migrations(context, METADATA)
    assert made.upgrade_ops is not None
    assert made.downgrade_ops is not None
    before = context.get_current_revision()
    return TEMPLATE.format(
        title=name.replace("_", " ").capitalize(),
        number=number,
        before=None if before is None else f'"{before}"',
        forward=_rendered(made.upgrade_ops),
        back=_rendered(made.downgrade_ops),
    )


def _rendered(steps: UpgradeOps | DowngradeOps) -> str:
    code = render_python_code(steps, render_as_batch=True, render_item=_frozen)
    code = re.sub(r",?\s*info=\{[^}]*\}", "", code)
    return re.sub(r"\n?\s*#.*", "", code).strip()


def _frozen(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """What our types are in a database; a step stays as it is when they change."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


async def _make(number: str, name: str, *, is_first: bool) -> None:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/tables.db")
        if not is_first:
            await upgrade(database)
        async with database.begin() as connection:
            source = await connection.run_sync(written, number, name)
        await database.close()
    path = VERSIONS / f"{number}_{name}.py"
    path.write_text(source)
    print(f"wrote {path.relative_to(VERSIONS.parents[4])}")


def main() -> None:
    """Writes a step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", help="such as 0002")
    parser.add_argument("name", help="such as wallets_have_names")
    parser.add_argument("--first", action="store_true", help="as if no step was there")
    given = parser.parse_args()
    declare_all()
    asyncio.run(_make(given.number, given.name, is_first=given.first))


if __name__ == "__main__":
    main()
