# SPDX-License-Identifier: Apache-2.0
"""The database: SQLite or PostgreSQL, tables, migrations, who writes."""
