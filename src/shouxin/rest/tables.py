# SPDX-License-Identifier: Apache-2.0
"""What is kept of requests that may be repeated."""

from sqlalchemy import Column, LargeBinary, String, Text

from shouxin.store.schema import kept, number_column

idempotent_requests = kept(
    "idempotent_requests",
    Column("caller", String(128), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    number_column("begun_at", index=True),
    number_column("status", nullable=True),
    Column("headers", Text, nullable=True),
    Column("body", LargeBinary, nullable=True),
)
"""One request that had an ``Idempotency-Key``; no status while it is under way."""
