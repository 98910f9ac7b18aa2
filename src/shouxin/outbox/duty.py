# SPDX-License-Identifier: Apache-2.0
"""What dates or terms already say and somebody has yet to write: a call that anybody may make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from shouxin.chain.rpc import Chain
from shouxin.outbox.transaction import Call
from shouxin.store.database import Database


@dataclass(frozen=True, slots=True)
class Duty:
    """One call that is due.

    Attributes:
        key: its name, the same for everybody who finds it: subject, kind, what tells it apart.
        subject: the loan, party or entry that it is about, for people who read logs.
        call: the call.
        is_due: asks the chain itself, where a needless call would not be refused; blocks.
    """

    key: str
    subject: str
    call: Call
    is_due: Callable[[Chain], bool] | None = None

    @property
    def kind(self) -> str:
        """The first word behind the subject: ``arrears``, ``default``, ``fee`` and so on."""
        return (*self.key.split(), "", "")[1]


class Finder(Protocol):
    """A domain's part of the keeper."""

    async def due(self, database: Database, now: int) -> Sequence[Duty]:
        """What is due, some of it at a time; one bad row is left out and stops no other.

        Args:
            database: the projected rows.
            now: the chain's time, Unix seconds.
        """
        ...
