# SPDX-License-Identifier: Apache-2.0
"""Where the indexer is: which chain, up to which block, and the hashes of the last blocks."""

from sqlalchemy import Column, String

from shouxin.store.schema import hash_column, kept, number_column

cursor = kept(
    "index_cursor",
    number_column("id", primary_key=True, autoincrement=False),
    number_column("chain_id"),
    hash_column("genesis_hash"),
    Column("contracts", String(2000), nullable=False),
    number_column("next_block"),
    number_column("head_block"),
    number_column("head_time"),
    number_column("quiet_until"),
)
"""Row 1: the chain and contracts that the rows are of, the next block to read, the chain's head as
last seen. Up to ``quiet_until`` nothing is told to who listens, for it was told before."""

blocks = kept(
    "index_blocks",
    number_column("number", primary_key=True, autoincrement=False),
    hash_column("hash"),
    number_column("time"),
)
"""The last blocks read, as far back as a reorganisation may reach."""
