# SPDX-License-Identifier: Apache-2.0
"""Reads the next chunk from the node while the present one is written, far behind the head only."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from shouxin.chain.abi import Log
from shouxin.indexing.feed import Feed, Header
from shouxin.primitives.errors import ChainError


@dataclass(frozen=True, slots=True)
class Chunk:
    """The events of some blocks, and the header of the last, whose branch they are of."""

    last: Header
    logs: Sequence[Log]


class ReadAhead:
    """At most one chunk under way; whoever takes it sees that the chain has it still.

    Attributes:
        first: the block that it begins with.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self.first = 0
        self._task: asyncio.Task[Chunk | None] | None = None

    @property
    def is_there(self) -> bool:
        """Whether what was asked for has come."""
        return self._task is not None and self._task.done()

    def begin(self, first: int, last: int) -> None:
        """Ask for the blocks from one up to another; what was under way is forgotten."""
        self.first = first
        self._task = asyncio.create_task(self._read(first, last))

    async def take(self, first: int) -> Chunk | None:
        """The chunk from a block on; None if none was asked for, or the chain has another now.

        Raises:
            ChainError: the node failed.
        """
        task, self._task = self._task, None
        if task is None or self.first != first:
            return None
        found = await task
        if found is None:
            return None
        is_same = await asyncio.to_thread(self._feed.header, found.last.number) == found.last
        return found if is_same else None

    async def _read(self, first: int, last: int) -> Chunk | None:
        """None if the node failed: whoever wants the blocks asks again, and hears why."""
        try:
            return await asyncio.to_thread(_chunk, self._feed, first, last)
        except ChainError:
            return None


def _chunk(feed: Feed, first: int, last: int) -> Chunk | None:
    header = feed.header(last)
    return None if header is None else Chunk(header, feed.events(first, header))
