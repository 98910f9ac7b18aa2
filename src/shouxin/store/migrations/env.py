# SPDX-License-Identifier: Apache-2.0
"""Alembic's entry: runs the steps on the connection that ``shouxin.store.migrate`` gives."""

from alembic import context

from shouxin.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
