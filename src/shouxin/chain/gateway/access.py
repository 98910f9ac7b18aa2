# SPDX-License-Identifier: Apache-2.0
"""Who may ask: Host and Origin (against DNS rebinding and foreign pages), and how often."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
# A wallet in the browser asks from an extension's own origin, which no web page can have.
WALLET_SCHEMES = frozenset({"chrome-extension", "moz-extension", "safari-web-extension"})
CLIENTS_MAX = 10_000


def is_own_host(host: str | None) -> bool:
    """Whether a request was made to this machine by its own name, with or without a port."""
    if not host:
        return False
    name, colon, port = host.rpartition(":")
    if not colon or port.endswith("]"):
        name, port = host, ""
    return name.lower() in LOCAL_NAMES and (not port or port.isdecimal())


def is_allowed_origin(origin: str | None, allowed: Collection[str]) -> bool:
    """Whether a page of that origin may ask; programs send none."""
    if origin is None or origin in allowed:
        return True
    parts = urlsplit(origin) if origin.isascii() and origin.isprintable() else None
    return parts is not None and parts.scheme in WALLET_SCHEMES and bool(parts.netloc)


class RateLimit:
    """A bucket of calls for each client address, filled steadily."""

    def __init__(self, per_second: float, burst: int) -> None:
        """Set what a client may do.

        Args:
            per_second: calls in the long run.
            burst: calls at once.
        """
        self.per_second = per_second
        self.burst = burst
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, client: str, calls: int, now: float) -> bool:
        """Take so many calls out of a client's bucket, if they are in it.

        Args:
            client: its address.
            calls: how many.
            now: seconds of a steady clock.
        """
        if len(self._buckets) >= CLIENTS_MAX and client not in self._buckets:
            self._buckets.clear()  # a bound on memory; a flood of addresses refills the buckets
        left, at = self._buckets.get(client, (float(self.burst), now))
        left = min(float(self.burst), left + (now - at) * self.per_second)
        is_enough = left >= calls
        self._buckets[client] = (left - calls if is_enough else left, now)
        return is_enough
