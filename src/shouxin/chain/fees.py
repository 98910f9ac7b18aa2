# SPDX-License-Identifier: Apache-2.0
"""What a transaction offers for its gas (EIP-1559), and how much gas it asks for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from shouxin.chain.rpc import Chain

# A tenth over the estimate: state may move between the estimate and the block.
GAS_MARGIN_PERCENT = 10


@dataclass(frozen=True, slots=True)
class Fees:
    """Of a unit of gas, in wei.

    Attributes:
        max_fee_wei: all that it may cost.
        tip_wei: what of it goes to the block's maker at most.
    """

    max_fee_wei: int
    tip_wei: int

    def raised(self, percent: int, floor: Fees, max_fee_wei: int) -> Fees:
        """Higher fees for a transaction that waits.

        Args:
            percent: how much higher at least; nodes refuse a replacement that adds less than 10.
            floor: what is suggested now, never below it.
            max_fee_wei: the most; fees are not raised beyond it.
        """
        fee = max(floor.max_fee_wei, -(-self.max_fee_wei * (100 + percent) // 100))
        tip = max(floor.tip_wei, -(-self.tip_wei * (100 + percent) // 100), 1)
        return Fees(min(fee, max_fee_wei), min(tip, fee, max_fee_wei))


class FeeWatch:
    """Suggested fees, asked for once in a while; safe to share between threads."""

    def __init__(
        self,
        chain: Chain,
        *,
        kept_seconds: float = 1.0,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._chain = chain
        self._kept_seconds = kept_seconds
        self._stopwatch = stopwatch
        self._known: tuple[float, Fees] | None = None

    def now(self) -> Fees:
        """The fees of now, or of a moment ago.

        Raises:
            ChainError: the node is away.
        """
        known, moment = self._known, self._stopwatch()
        if known is None or moment - known[0] > self._kept_seconds:
            known = (moment, suggested_fees(self._chain))
            self._known = known
        return known[1]


def suggested_fees(chain: Chain) -> Fees:
    """Fees by which a transaction is taken although blocks fill up for some time."""
    tip = int(chain.request("eth_maxPriorityFeePerGas"), 16)
    return Fees(2 * chain.block().base_fee + tip, tip)


def with_margin(estimate: int) -> int:
    """The gas to ask for, by an estimate."""
    return estimate + estimate * GAS_MARGIN_PERCENT // 100
