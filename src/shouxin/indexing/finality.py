# SPDX-License-Identifier: Apache-2.0
"""How deep a block lies, and whether what is in it counts as final."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shouxin.indexing.tables import cursor

_NEXT_BLOCK = select(cursor.c.next_block)


@dataclass(frozen=True, slots=True)
class Depth:
    """How deep something lies.

    Attributes:
        confirmations: blocks from its own on, itself included; 0 in none.
        is_final: whether the chain takes it back no more, by what the operator says.
    """

    confirmations: int
    is_final: bool


@dataclass(frozen=True, slots=True)
class Finality:
    """What the operator says of a chain.

    Attributes:
        confirmations: blocks that must follow one until it is final; 0 where it is at once.
    """

    confirmations: int = 0

    async def head(self, connection: AsyncConnection) -> int:
        """The last block in the rows; -1 before the first."""
        return await connection.run_sync(head_of)

    def depth(self, block: int | None, head: int) -> Depth:
        """How deep a block lies under a head; one that the rows have not reached lies in none."""
        if block is None or block > head:
            return Depth(0, is_final=False)
        following = head - block
        return Depth(following + 1, following >= self.confirmations)


def head_of(connection: Connection) -> int:
    """The last block in the rows; -1 before the first."""
    found = connection.execute(_NEXT_BLOCK).scalar()
    return -1 if found is None else int(found) - 1
