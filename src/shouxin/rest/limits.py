# SPDX-License-Identifier: Apache-2.0
"""How often one caller may ask: a bucket a caller that refills steadily (GCRA), in this process.

Copies of the service don't share buckets: n copies let a caller do n times as much. That is meant:
the limit keeps one caller from taking the whole of a process, and a write to the database for each
read would cost more than the reads. What must add up over copies (spending, nonces, sign-ins) is
counted in the database by those who own it.
"""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from shouxin.primitives.errors import TooMany

CALLERS_MAX = 50_000
"""Callers remembered; the one that asked longest ago is forgotten first."""
IPV6_NETWORK_BITS = 64


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many more a second.

    Attributes:
        name: what is limited, in the ``RateLimit-Policy`` header.
        burst_count: how many at once after a rest.
        per_second: how many a second in the long run.
    """

    name: str
    burst_count: int
    per_second: float

    @property
    def window_seconds(self) -> int:
        """How long an empty bucket takes to fill."""
        return math.ceil(self.burst_count / self.per_second)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a caller has left."""

    rate: Rate
    remaining_count: int
    full_in_seconds: int

    def headers(self) -> dict[str, str]:
        """``RateLimit`` and its policy, as the IETF's draft has them."""
        rate = self.rate
        return {
            "RateLimit-Policy": f'"{rate.name}";q={rate.burst_count};w={rate.window_seconds}',
            "RateLimit": f'"{rate.name}";r={self.remaining_count};t={self.full_in_seconds}',
        }


class RateLimiter:
    """The buckets of all callers."""

    def __init__(self, stopwatch: Callable[[], float]) -> None:
        """Begin with full buckets; ``stopwatch`` gives seconds and never goes back."""
        self._stopwatch = stopwatch
        self._full_at: OrderedDict[tuple[str, str], float] = OrderedDict()

    def take(self, rate: Rate, caller: str) -> Allowed:
        """Take one from a caller's bucket.

        Raises:
            TooMany: ``request.too_many``; the bucket is empty.
        """
        now = self._stopwatch()
        full_at = max(now, self._full_at.get((rate.name, caller), now)) + 1 / rate.per_second
        early = full_at - now - rate.burst_count / rate.per_second
        if early > _ROUNDING:
            raise too_many(rate, math.ceil(early))
        self._full_at[rate.name, caller] = full_at
        self._full_at.move_to_end((rate.name, caller))
        while len(self._full_at) > CALLERS_MAX:
            self._full_at.popitem(last=False)
        remaining = math.floor(-early * rate.per_second + _ROUNDING)
        return Allowed(rate, remaining, math.ceil(full_at - now))

    def check(self, rate: Rate, caller: str) -> None:
        """Refuse whose bucket is empty, and take nothing.

        Raises:
            TooMany: ``request.too_many``.
        """
        waiting = self._full_at.get((rate.name, caller), 0.0) - self._stopwatch()
        early = waiting + (1 - rate.burst_count) / rate.per_second
        if early > _ROUNDING:
            raise too_many(rate, math.ceil(early))


_ROUNDING = 1e-6


def client_name(host: str | None) -> str:
    """Whom a network address stands for: itself, or in IPv6 the network that one client has."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_NETWORK_BITS), strict=False))
    return str(address)


def too_many(rate: Rate, retry_seconds: int) -> TooMany:
    """The refusal of one that asks too often."""
    return TooMany(
        "request.too_many",
        f"more than {rate.burst_count} requests at once or {rate.per_second:g} a second: "
        f"try again in {retry_seconds} s, and ask less often",
        f"请求过于频繁（突发上限 {rate.burst_count} 次，平均每秒 {rate.per_second:g} 次）："
        f"请在 {retry_seconds} 秒后重试，并降低频率",
        max(1, retry_seconds),
    )
