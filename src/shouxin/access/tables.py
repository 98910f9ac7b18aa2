# SPDX-License-Identifier: Apache-2.0
"""What is kept of access: nonces given out, sessions, institutions' keys; of secrets, hashes."""

from sqlalchemy import Column, ForeignKey, String, Text

from shouxin.store.schema import address_column, hash_column, kept, number_column

ID_CHARACTERS, TEXT_CHARACTERS = 32, 120

sign_in_nonces = kept(
    "sign_in_nonces",
    Column("nonce", String(64), primary_key=True),
    address_column("address"),
    Column("domain", String(255), nullable=False),
    Column("uri", String(255), nullable=False),
    number_column("chain_id"),
    number_column("issued_at"),
    number_column("expires_at", index=True),
)
"""A nonce that was given out and not yet used."""

sessions = kept(
    "sessions",
    Column("id", String(ID_CHARACTERS), primary_key=True),
    hash_column("token_hash", unique=True),
    address_column("wallet", index=True),
    number_column("created_at"),
    number_column("used_at"),
    number_column("ends_at", index=True),
    Column("made_with", String(TEXT_CHARACTERS), nullable=False),
    Column("made_from", String(64), nullable=False),
)
"""A session that was not ended; ``used_at`` is exact to the minute."""

api_keys = kept(
    "api_keys",
    Column("id", String(ID_CHARACTERS), primary_key=True),
    Column("owner", String(TEXT_CHARACTERS), nullable=False, index=True),
    Column("label", String(TEXT_CHARACTERS), nullable=False),
    hash_column("party", nullable=True),
    Column("scopes", Text, nullable=False),
    Column("made_by", String(128), nullable=False),
    number_column("created_at"),
    number_column("expires_at"),
    number_column("rotated_at", nullable=True),
    number_column("revoked_at", nullable=True),
    number_column("used_at", nullable=True),
)
"""An institution's key; ``scopes`` are names with spaces between."""

api_key_secrets = kept(
    "api_key_secrets",
    hash_column("secret_hash", primary_key=True),
    Column("key_id", ForeignKey("api_keys.id"), nullable=False, index=True),
    number_column("ends_at", nullable=True),
)
"""A secret of a key: the present one has no end of its own, one that was rotated away has."""
