# SPDX-License-Identifier: Apache-2.0
"""Where the rows stand, as the database says it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select

from shouxin.chain.manifest import Manifest
from shouxin.indexing.feed import Header
from shouxin.indexing.tables import blocks, cursor

CURSOR = 1


@dataclass(frozen=True, slots=True)
class Position:
    """How far the chain was read, and of which chain.

    Attributes:
        chain_id: the chain's.
        genesis_hash: of its block 0, in hexadecimal.
        contracts: the addresses that were read, as text.
        next_block: the first that is not in the rows.
        head_block: the chain's head as last seen.
        head_time: its time, Unix seconds.
        quiet_until: the first block whose events are told to who listens.
        last: the last block read; None before the first.
    """

    chain_id: int
    genesis_hash: str
    contracts: str
    next_block: int
    head_block: int
    head_time: int
    quiet_until: int
    last: Header | None

    def fits(self, chain_id: int, manifest: Manifest) -> bool:
        """Whether the rows are of this deployment."""
        here = (chain_id, manifest.genesis_hash, contracts_of(manifest))
        return here == (self.chain_id, self.genesis_hash, self.contracts)

    def is_head(self, head: Header) -> bool:
        """Whether this head is the one last seen."""
        return (self.head_block, self.head_time) == (head.number, head.time)

    def after(self, last: Header, head: Header) -> Position:
        """The position once the blocks up to one are in the rows."""
        return replace(
            self,
            next_block=last.number + 1,
            last=last,
            head_block=head.number,
            head_time=head.time,
        )


def contracts_of(manifest: Manifest) -> str:
    """The contracts of a deployment in one text."""
    return json.dumps({name: each.address for name, each in sorted(manifest.contracts.items())})


def read_position(connection: Connection) -> Position | None:
    """Where the rows stand; None in a database that never was indexed into."""
    found = connection.execute(select(cursor)).mappings().one_or_none()
    if found is None:
        return None
    newest = connection.execute(select(blocks).order_by(blocks.c.number.desc()).limit(1)).first()
    last = None if newest is None else Header(newest.number, newest.hash, newest.time)
    values = {name: found[name] for name in found if name != "id"}
    return Position(**values, last=last)


def begin(
    connection: Connection, chain_id: int, manifest: Manifest, first_block: int, quiet_until: int
) -> None:
    """Start from the first block of a deployment."""
    connection.execute(delete(blocks))
    connection.execute(delete(cursor))
    connection.execute(
        insert(cursor).values(
            id=CURSOR,
            chain_id=chain_id,
            genesis_hash=manifest.genesis_hash,
            contracts=contracts_of(manifest),
            next_block=first_block,
            head_block=0,
            head_time=0,
            quiet_until=quiet_until,
        )
    )
