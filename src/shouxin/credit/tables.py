# SPDX-License-Identifier: Apache-2.0
"""Credit records as the ledger's events tell them."""

from sqlalchemy import Boolean, Column, Index

from shouxin.store.schema import (
    address_column,
    hash_column,
    number_column,
    projected,
    units_column,
)

records = projected(
    "records",
    hash_column("party", primary_key=True),
    hash_column("head"),
    number_column("entry_count"),
    units_column("counts"),
    units_column("marks"),
    units_column("statements"),
    units_column("exposure"),
    number_column("changed_block"),
)
"""A party's record: its chain's head and the ledger's three words of aggregates, recounted."""

entries = projected(
    "entries",
    hash_column("party", primary_key=True),
    number_column("entry_index", primary_key=True, autoincrement=False),
    hash_column("loan"),
    address_column("source"),
    hash_column("word"),
    number_column("kind"),
    number_column("day"),
    Column("is_stated", Boolean, nullable=False),
    number_column("block_number"),
    number_column("block_time"),
    number_column("log_index"),
    hash_column("transaction_hash"),
)
"""Every entry, by its place in its party's chain."""
Index("ix_entries_loan", entries.c.loan)

exposures = projected(
    "loan_exposures",
    hash_column("party", primary_key=True),
    address_column("source", primary_key=True),
    hash_column("loan", primary_key=True),
    units_column("exposure"),
)
"""What each loan adds to its party's live exposure, reference units."""

disputes = projected(
    "disputes",
    hash_column("party", primary_key=True),
    number_column("entry_index", primary_key=True, autoincrement=False),
    Column("is_open", Boolean, nullable=False),
    number_column("reason", nullable=True),
    number_column("disputed_at", nullable=True),
    number_column("answered_at", nullable=True),
    number_column("answer", nullable=True),
    number_column("correction", nullable=True),
)
"""What subjects dispute and what became of it; ``is_open`` until it is rejected or corrected."""

accreditations = projected(
    "record_accreditations",
    address_column("address", primary_key=True),
    Column("is_furnisher", Boolean, nullable=False),
    units_column("purposes"),
)
"""Who may furnish, and who may ask for reports and for what (a bit a purpose)."""
