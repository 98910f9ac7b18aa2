# SPDX-License-Identifier: Apache-2.0
"""Webhooks, what is to be delivered to them, and how far changes were turned into deliveries."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, String, Text

from shouxin.store.schema import kept, number_column

ID_CHARACTERS = 32

webhooks = kept(
    "webhooks",
    Column("id", String(ID_CHARACTERS), primary_key=True),
    Column("owner", String(128), nullable=False, index=True),
    Column("url", String(2_000), nullable=False),
    Column("description", String(120), nullable=False),
    Column("topics", Text, nullable=False),
    Column("party", String(66), nullable=True),
    Column("is_final_only", Boolean, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("secret", String(64), nullable=False),
    Column("former_secret", String(64), nullable=True),
    number_column("former_until", nullable=True),
    number_column("created_at"),
    number_column("failures_in_row"),
)
"""Who is told what and where; ``former_secret`` signs as well until ``former_until``."""

deliveries = kept(
    "webhook_deliveries",
    Column("id", String(ID_CHARACTERS), primary_key=True),
    Column("webhook_id", String(ID_CHARACTERS), nullable=False),
    number_column("change_id"),
    Column("kind", String(64), nullable=False),
    number_column("block_number", nullable=True),
    Column("body", Text, nullable=False),
    Column("status", String(16), nullable=False),
    number_column("attempts"),
    number_column("next_at"),
    number_column("created_at"),
    number_column("ended_at", nullable=True),
    number_column("last_status", nullable=True),
    Column("last_reason", String(200), nullable=True),
    Index("ix_webhook_deliveries_due", "status", "webhook_id", "next_at"),
    Index("ix_webhook_deliveries_of", "webhook_id", "change_id"),
)
"""One telling each: held (for confirmations), waiting, delivered, dead."""

HELD, WAITING, DELIVERED, DEAD = "held", "waiting", "delivered", "dead"

dispatched = kept(
    "webhook_cursor",
    number_column("id", primary_key=True, autoincrement=False),
    number_column("last_change_id"),
)
"""Row 1: the last change that was turned into deliveries."""
