# SPDX-License-Identifier: Apache-2.0
"""One writer of a kind, elected through the database, without trusting anybody's clock.

Who holds a lease raises its beat. Another takes it once it has seen the same beat for a while by
its own stopwatch, so that a clock that is wrong by a day changes nothing. Every transaction of the
holder begins with a beat that fails if the lease has gone: two never write at once.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

from sqlalchemy import Column, Connection, String, insert, select, update
from sqlalchemy.exc import IntegrityError

from shouxin.primitives.errors import Refused
from shouxin.store.schema import kept, number_column

LEASE_SECONDS = 5.0
BEATS_A_PATIENCE = 5

leases = kept(
    "leases",
    Column("name", String(64), primary_key=True),
    Column("holder", String(32), nullable=False),
    number_column("beat"),
)


class LeaseLostError(Refused):
    """Another process writes now; what this one was about to write is dropped."""


class Lease:
    """A candidate for, or the holder of, one name."""

    def __init__(
        self,
        name: str,
        *,
        patience_seconds: float = LEASE_SECONDS,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        """Describe it.

        Args:
            name: of what one at a time may do.
            patience_seconds: how long a beat may stay the same before the lease is taken.
            stopwatch: seconds since some moment; never goes back.
        """
        self.name = name
        self.holder = uuid.uuid4().hex
        self._patience = patience_seconds
        self._stopwatch = stopwatch
        self._seen: tuple[str, int] | None = None
        self._seen_at = 0.0
        self._beaten_at = 0.0

    @property
    def is_due(self) -> bool:
        """Whether it is time to say that we are alive."""
        return self._stopwatch() - self._beaten_at > self._patience / BEATS_A_PATIENCE

    def acquire(self, connection: Connection) -> bool:
        """Take the lease if it is free or its holder is silent; True if it is ours now."""
        found = connection.execute(select(leases).where(leases.c.name == self.name)).one_or_none()
        if found is None:
            return self._take_first(connection)
        if found.holder == self.holder:
            return self._raise_beat(connection, found.beat)
        if self._seen != (found.holder, found.beat):
            self._seen, self._seen_at = (found.holder, found.beat), self._stopwatch()
            return False
        if self._stopwatch() - self._seen_at < self._patience:
            return False
        return self._replace(connection, found.holder, found.beat)

    def beat(self, connection: Connection) -> None:
        """Say that we are alive, first in each of the holder's transactions.

        Raises:
            LeaseLostError: ``store.lease_lost``.
        """
        done = connection.execute(
            update(leases)
            .where(leases.c.name == self.name, leases.c.holder == self.holder)
            .values(beat=leases.c.beat + 1)
        )
        if done.rowcount != 1:
            raise LeaseLostError(
                "store.lease_lost",
                f"another process is the {self.name} now: this one waits",
                f"另一进程已接管 {self.name}：本进程等待",
            )
        self._beaten_at = self._stopwatch()

    def release(self, connection: Connection) -> None:
        """Let another take it at once."""
        connection.execute(
            leases.delete().where(leases.c.name == self.name, leases.c.holder == self.holder)
        )

    def _take_first(self, connection: Connection) -> bool:
        try:
            with connection.begin_nested():
                connection.execute(
                    insert(leases).values(name=self.name, holder=self.holder, beat=0)
                )
        except IntegrityError:
            return False
        return True

    def _raise_beat(self, connection: Connection, beat: int) -> bool:
        return self._replace(connection, self.holder, beat)

    def _replace(self, connection: Connection, holder: str, beat: int) -> bool:
        done = connection.execute(
            update(leases)
            .where(leases.c.name == self.name, leases.c.holder == holder, leases.c.beat == beat)
            .values(holder=self.holder, beat=beat + 1)
        )
        return bool(done.rowcount == 1)
