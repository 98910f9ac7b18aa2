# SPDX-License-Identifier: Apache-2.0
"""What a client does, a step at a time, apart from how it waits.

An operation is a generator: it yields a request or a pause, is sent the answer, and returns its
result. ``drive`` does its steps one after the other in a thread, ``drive_async`` in an event loop.
So the logic is there once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

import httpx

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """A request to send.

    Attributes:
        method: of HTTP.
        path: below the service's address.
        query: what follows the question mark.
        body: what is sent as JSON; None for nothing.
        headers: beside those of every request.
        is_repeatable: whether it may be sent again after its answer was lost.
    """

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)
    is_repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Pause:
    """Some seconds in which nothing is done."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer came."""

    error: httpx.TransportError


Outcome: TypeAlias = httpx.Response | Lost | None
Steps: TypeAlias = Generator[Send | Pause, Outcome, T]


def drive(
    steps: Steps[T],
    send: Callable[[Send], httpx.Response],
    sleep: Callable[[float], object] = time.sleep,
) -> T:
    """Do an operation's steps in this thread.

    Raises:
        ShouxinError: as the operation says.
    """
    outcome: Outcome = None
    while True:
        try:
            step = steps.send(outcome)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
        if isinstance(step, Pause):
            sleep(step.seconds)
            outcome = None
            continue
        try:
            outcome = send(step)
        except httpx.TransportError as error:
            outcome = Lost(error)


async def drive_async(
    steps: Steps[T],
    send: Callable[[Send], Awaitable[httpx.Response]],
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> T:
    """Do an operation's steps in an event loop.

    Raises:
        ShouxinError: as the operation says.
    """
    outcome: Outcome = None
    while True:
        try:
            step = steps.send(outcome)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
        if isinstance(step, Pause):
            await sleep(step.seconds)
            outcome = None
            continue
        try:
            outcome = await send(step)
        except httpx.TransportError as error:
            outcome = Lost(error)
