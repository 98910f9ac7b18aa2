# SPDX-License-Identifier: Apache-2.0
"""Rows of the outbox: what is to be sent, each form it was signed in, what a day has cost."""

from sqlalchemy import Boolean, Column, Index, String, Text, UniqueConstraint

from shouxin.store.schema import (
    HASH_CHARACTERS,
    address_column,
    hash_column,
    kept,
    number_column,
    units_column,
)

ID_CHARACTERS, KEY_CHARACTERS, SUBJECT_CHARACTERS, LANE_CHARACTERS = 34, 200, 80, 42

transactions = kept(
    "outbox_transactions",
    number_column("sequence", primary_key=True, autoincrement=True),
    Column("id", String(ID_CHARACTERS), nullable=False, unique=True),
    Column("subject", String(SUBJECT_CHARACTERS), nullable=False),
    Column("idempotency_key", String(KEY_CHARACTERS), nullable=False),
    hash_column("call_hash"),
    Column("party", String(HASH_CHARACTERS), nullable=True),
    Column("is_own", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("is_settled", Boolean, nullable=False),
    Column("lane", String(LANE_CHARACTERS), nullable=True),
    address_column("sender", nullable=True),
    address_column("to_address", nullable=True),
    Column("data", Text, nullable=False),
    units_column("value_wei"),
    number_column("gas_limit"),
    number_column("nonce", nullable=True),
    hash_column("transaction_hash", nullable=True),
    number_column("rejections"),
    number_column("created_at"),
    number_column("signed_at", nullable=True),
    number_column("block_number", nullable=True),
    hash_column("block_hash", nullable=True),
    number_column("gas_used", nullable=True),
    number_column("spending_day", nullable=True),
    units_column("reserved_wei"),
    units_column("spent_wei", nullable=True),
    Column("failure_code", String(80), nullable=True),
    Column("failure_en", Text, nullable=True),
    Column("failure_zh", Text, nullable=True),
    UniqueConstraint("subject", "idempotency_key"),
    Index("ix_outbox_transactions_work", "is_settled", "lane", "sequence"),
    Index("ix_outbox_transactions_nonce", "lane", "sender", "nonce"),
)
"""A transaction asked for; ``lane`` is the key that sends it, or that users signed it."""

attempts = kept(
    "outbox_attempts",
    hash_column("transaction_hash", primary_key=True),
    Column("id", String(ID_CHARACTERS), nullable=False, index=True),
    number_column("nonce"),
    Column("raw", Text, nullable=False),
    units_column("max_fee_wei"),
    units_column("tip_wei"),
    number_column("made_at"),
)
"""The bytes of each form that a transaction was signed in; all of a nonce, so one is mined."""

spending = kept(
    "outbox_spending",
    number_column("day", primary_key=True, autoincrement=False),
    Column("subject", String(SUBJECT_CHARACTERS), primary_key=True),
    units_column("wei"),
)
"""What a UTC day has cost, or may still: one row a user, and one for all."""
