# SPDX-License-Identifier: Apache-2.0
"""The steps between versions of the tables, forward and back; Alembic runs them."""
