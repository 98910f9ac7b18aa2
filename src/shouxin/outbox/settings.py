# SPDX-License-Identifier: Apache-2.0
"""What an operator sets of the outbox."""

from __future__ import annotations

from dataclasses import dataclass

GWEI = 10**9
ETHER = 10**18


@dataclass(frozen=True, slots=True)
class SpendingLimits:
    """Coins that relaying for others may cost in a UTC day, in wei; the service's own are not in.

    Attributes:
        user_day_wei: for one user.
        service_day_wei: for all users together.
    """

    user_day_wei: int = ETHER // 20
    service_day_wei: int = 10 * ETHER


@dataclass(frozen=True, slots=True)
class SenderSettings:
    """How transactions are sent and followed.

    Attributes:
        is_own: whether the keys send the service's own calls alone, and pay for no user.
        confirmations: blocks from a transaction's own on until it is final; 1 where blocks are
            final at once.
        in_flight_max: of one key, signed and in no block.
        batch_max: transactions that one request to the node carries.
        poll_seconds: between two looks at the chain and the table while nothing wakes the sender.
        resend_seconds: after which the same bytes are sent once more.
        bump_seconds: after which a transaction is signed again with higher fees.
        bump_percent: how much higher; nodes ask for 10 at least.
        fee_max_wei: a unit of gas, above which fees are never raised.
        give_up_seconds: after which what a user signed and no node takes is dropped.
        rejections_max: refusals of one transaction by the node, for no reason that passes by
            itself, before it is a dead letter.
        node_retry_seconds: between two tries while node or database is away.
        lease_seconds: how long another process waits for a silent one before it sends instead.
    """

    is_own: bool = False
    confirmations: int = 1
    in_flight_max: int = 200
    batch_max: int = 50
    poll_seconds: float = 0.5
    resend_seconds: float = 10.0
    bump_seconds: float = 45.0
    bump_percent: int = 15
    fee_max_wei: int = 1_000 * GWEI
    give_up_seconds: float = 3_600.0
    rejections_max: int = 5
    node_retry_seconds: float = 1.0
    lease_seconds: float = 5.0
