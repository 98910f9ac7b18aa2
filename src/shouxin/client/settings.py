# SPDX-License-Identifier: Apache-2.0
"""How a client asks: how long it waits, and how often it tries again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """The bounds of a client.

    Attributes:
        timeout_seconds: of one attempt.
        attempts_max: of one request, the first included.
        pause_seconds: before the second attempt; doubled before each later one.
        pause_seconds_max: the longest pause, also where the service asks for a longer one.
        wait_seconds: how long a transaction is waited for.
        silence_seconds: how long a stream of events may say nothing, not even that it is alive.
        language: of ``detail`` in problems; both are in every error anyway.
    """

    timeout_seconds: float = 30.0
    attempts_max: int = 5
    pause_seconds: float = 0.2
    pause_seconds_max: float = 10.0
    wait_seconds: float = 120.0
    silence_seconds: float = 60.0
    language: str = "en"
