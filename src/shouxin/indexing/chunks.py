# SPDX-License-Identifier: Apache-2.0
"""How many blocks to read at once: more while they are empty, fewer when they are full or fail."""

from __future__ import annotations

BLOCKS_FIRST, BLOCKS_MAX = 100, 10_000
SECONDS_MAX = 5.0


class ChunkSize:
    """Adapts to what the last chunk held.

    Attributes:
        blocks: how many to read next.
    """

    def __init__(self, events_aim: int) -> None:
        self.blocks = BLOCKS_FIRST
        self._events_aim = events_aim

    def done(self, blocks: int, events: int, seconds: float) -> None:
        """Learn from a chunk that was read and written."""
        wanted = self.blocks * 2
        if events:
            wanted = min(wanted, blocks * self._events_aim // events)
        if seconds > SECONDS_MAX:
            wanted = min(wanted, blocks // 2)
        self.blocks = max(1, min(wanted, BLOCKS_MAX))

    def failed(self) -> None:
        """Try half as many: the node may have found them too many."""
        self.blocks = max(1, self.blocks // 2)
