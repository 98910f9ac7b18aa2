# SPDX-License-Identifier: Apache-2.0
"""Where the chain that a node shows now parts from the blocks that were read."""

from __future__ import annotations

from collections.abc import Sequence

from shouxin.indexing.feed import Feed, Header


def find_fork(feed: Feed, known: Sequence[Header]) -> Header | None:
    """The last block that both have; None if none of the known ones is on the chain any more.

    Args:
        feed: of the chain as it is now.
        known: blocks that were read, oldest first, without gaps.
    """
    low, high = 0, len(known)
    while low < high:  # the blocks before the fork are all there, those after it all gone
        middle = (low + high) // 2
        if feed.header(known[middle].number) == known[middle]:
            low = middle + 1
        else:
            high = middle
    return known[low - 1] if low else None
