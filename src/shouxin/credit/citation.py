# SPDX-License-Identifier: Apache-2.0
"""Citing an entry to the ledger, which stores none: ``contracts/citations.vy``'s twin.

A citation is the head before an entry, the entry, and the entries after it up to a head that the
ledger knows: the present one, or an anchor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shouxin.credit.record import EMPTY_HEAD, Recorded, next_head
from shouxin.primitives.errors import BadInput

LINKS_MAX = 32


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry, cited.

    Attributes:
        index: of the entry in its party's chain, from 0.
        head_before: the head before it.
        links: the entry itself, then those after it, at most 32.
    """

    index: int
    head_before: bytes
    links: tuple[Recorded, ...]

    @property
    def values(self) -> tuple[int, bytes, list[tuple[str, bytes, int]]]:
        """As the contract takes it."""
        return (
            self.index,
            self.head_before,
            [(link.source, link.loan, link.word) for link in self.links],
        )

    @property
    def head(self) -> bytes:
        """The head with the entry at its end, which a dispute's signature names."""
        return next_head(self.head_before, self.links[0])


def cite(entries: Sequence[Recorded], index: int, end: int | None = None) -> Citation:
    """Cite one of a party's entries, given all of them, oldest first.

    Args:
        entries: all of the party's.
        index: which of them.
        end: how many entries there were at the anchor to lead to; by default all.

    Raises:
        BadInput: there is no such entry, or the way is too long for one citation.
    """
    last = len(entries) if end is None else end
    if not 0 <= index < last <= len(entries):
        raise BadInput(
            "record.no_entry",
            f"there is no entry {index} of {last}: entries are numbered from 0",
            f"没有第 {index} 条记录（共 {last} 条）：记录自 0 起编号",
        )
    if last - index > LINKS_MAX:
        raise BadInput(
            "record.citation_too_long",
            f"entry {index} is more than {LINKS_MAX} entries before number {last}: anchor one "
            "between them first",
            f"第 {index} 条记录距第 {last} 条超过 {LINKS_MAX} 条：请先在其间设锚",
        )
    head = EMPTY_HEAD
    for recorded in entries[:index]:
        head = next_head(head, recorded)
    return Citation(index, head, tuple(entries[index:last]))


def anchors_to(count: int, index: int) -> list[tuple[int, int]]:
    """What to anchor, in this order, so that entry ``index`` of ``count`` can be cited alone.

    Returns:
        (index, end) of the citations to anchor, each leading to the present head or to the anchor
        before.
    """
    steps, end = [], count
    while end > index + 1:
        at = max(end - LINKS_MAX, index)
        steps.append((at, end))
        end = at + 1 if at == index else at
    return steps or [(index, count)]
