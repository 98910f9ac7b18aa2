# SPDX-License-Identifier: Apache-2.0
"""Parties and their wallets as the registry's events tell them."""

from sqlalchemy import Boolean, Column, Index

from shouxin.store.schema import (
    address_column,
    hash_column,
    instant_column,
    number_column,
    projected,
    units_column,
)

parties = projected(
    "parties",
    hash_column("id", primary_key=True),
    number_column("jurisdiction"),
    number_column("kind"),
    address_column("provider"),
    hash_column("recovery"),
    Column("is_licensed", Boolean, nullable=False),
    number_column("enrolled_block"),
    number_column("enrolled_at"),
    hash_column("freeze_reference", nullable=True),
    number_column("order_ends_at", nullable=True),
    number_column("frozen_until", nullable=True),
)
"""Each party; ``recovery`` is the hash of its recovery rule, ``frozen_until`` Unix seconds."""

wallets = projected(
    "wallets",
    address_column("address", primary_key=True),
    hash_column("party"),
    address_column("member", nullable=True),
    number_column("joined_block"),
    number_column("joined_at"),
    address_column("successor", nullable=True),
)
"""Each wallet that ever was a party's; one with a ``successor`` counts no more."""
Index("ix_wallets_party", wallets.c.party)

recoveries = projected(
    "recoveries",
    hash_column("party", primary_key=True),
    address_column("lost"),
    address_column("wallet"),
    address_column("provider"),
    address_column("second_provider", nullable=True),
    number_column("due_at"),
    Column("is_contested", Boolean, nullable=False),
)
"""The replacement of a lost wallet that is under way, one a party."""

attestations = projected(
    "attestations",
    hash_column("party", primary_key=True),
    units_column("topic", primary_key=True),
    address_column("issuer", primary_key=True),
    hash_column("statement"),
    instant_column("expires_at"),
    number_column("attested_at"),
)
"""What issuers attest; revoked ones are gone; a reader compares ``expires_at`` to its clock."""

links = projected(
    "party_links",
    hash_column("party", primary_key=True),
    hash_column("other", primary_key=True),
    address_column("provider"),
    number_column("linked_at"),
)
"""Related parties (关联方), as they were linked."""
Index("ix_party_links_other", links.c.other)

providers = projected(
    "identity_providers",
    address_column("address", primary_key=True),
    Column("is_accredited", Boolean, nullable=False),
)
"""Who may enrol parties."""

attesters = projected(
    "attesters",
    address_column("address", primary_key=True),
    units_column("topic", primary_key=True),
    Column("is_accredited", Boolean, nullable=False),
)
"""Who may attest what."""
