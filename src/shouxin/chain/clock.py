# SPDX-License-Identifier: Apache-2.0
"""The chain's time: that of the block in the making, so that a wrong wall clock changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from shouxin.chain.rpc import Chain
from shouxin.primitives.dates import day_at
from shouxin.primitives.errors import ChainError

CARRIED_SECONDS_MAX = 3.0


class ChainClock:
    """Unix seconds as the chain has them; safe to share between threads."""

    def __init__(
        self,
        chain: Chain,
        *,
        carried_seconds_max: float = CARRIED_SECONDS_MAX,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make one.

        Args:
            chain: the node that is asked.
            carried_seconds_max: how long an answer is carried on by the stopwatch.
            stopwatch: seconds since some moment; never goes back.
        """
        self._chain = chain
        self._carried_max = carried_seconds_max
        self._stopwatch = stopwatch
        self._asked: tuple[int, float] | None = None
        self._lock = Lock()

    def carried(self) -> int | None:
        """The time if it is known without asking the node; None if it is not."""
        asked, moment = self._asked, self._stopwatch()
        if asked is None or moment - asked[1] >= self._carried_max:
            return None
        return asked[0] + int(moment - asked[1])

    def now(self) -> int:
        """The time by which a transaction sent now would run, or a few seconds before.

        Raises:
            ChainError: the node is away.
        """
        with self._lock:
            known = self.carried()
            if known is not None:
                return known
            timestamp = self._pending_timestamp()
            self._asked = (timestamp, self._stopwatch())
            return timestamp

    def today(self, utc_offset_minutes: int) -> int:
        """The civil day at an offset from UTC.

        Raises:
            ChainError: the node is away.
        """
        return day_at(self.now(), utc_offset_minutes)

    def _pending_timestamp(self) -> int:
        """Not before the last block's; a node without a block in the making has only that one."""
        latest = self._chain.block().timestamp
        try:
            return max(latest, self._chain.block("pending").timestamp)
        except ChainError as error:
            if error.code != "chain.no_block":
                raise
            return latest
