# SPDX-License-Identifier: Apache-2.0
"""One request and its answer, tried again where that can't do it twice."""

from __future__ import annotations

import json
import random
import uuid
from http import HTTPStatus
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from shouxin.client.problems import bad_answer, error_of, retry_seconds, unreachable
from shouxin.client.settings import ClientSettings
from shouxin.client.steps import Lost, Outcome, Pause, Send, Steps
from shouxin.primitives.errors import ShouxinError

IDEMPOTENCY_KEY = "Idempotency-Key"
UNDER_WAY = "idempotency.under_way"
AGAIN = frozenset(
    {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE}
)
"""Statuses that say "try again"; nothing was done then."""
M = TypeVar("M", bound=BaseModel)


def new_key() -> str:
    """An ``Idempotency-Key`` that was never used."""
    return str(uuid.uuid4())


def sent(request: Send, settings: ClientSettings) -> Steps[httpx.Response]:
    """The answer of a request, after as many attempts as that takes.

    Raises:
        ServiceError: ``client.unreachable``.
        ShouxinError: what the service answered.
    """
    attempt = 1
    while True:
        outcome = yield request
        wish = _pause_after(request, outcome, attempt, settings)
        if wish is None:
            return _answered(outcome)
        yield Pause(wish)
        attempt += 1


def read(response: httpx.Response, model: type[M]) -> M:
    """An answer as a model.

    Raises:
        ServiceError: ``client.bad_answer``.
    """
    try:
        return model.model_validate(json.loads(response.content))
    except (ValueError, ValidationError, ShouxinError) as error:
        raise bad_answer(f"no {model.__name__}") from error


def asked(request: Send, model: type[M], settings: ClientSettings) -> Steps[M]:
    """A request's answer as a model."""
    return read((yield from sent(request, settings)), model)


def posting(
    path: str,
    body: object,
    *,
    key: str | None = None,
    method: str = "POST",
    headers: dict[str, str] | None = None,
) -> Send:
    """A request that changes something, under a name by which it is done once."""
    named = {IDEMPOTENCY_KEY: key or new_key(), **(headers or {})}
    return Send(method, path, body=body, headers=named)


def _answered(outcome: Outcome) -> httpx.Response:
    if isinstance(outcome, Lost):
        raise unreachable(outcome.error) from outcome.error
    assert isinstance(outcome, httpx.Response), "a request was answered"
    if outcome.is_success:
        return outcome
    raise error_of(outcome)


def _pause_after(
    request: Send, outcome: Outcome, attempt: int, settings: ClientSettings
) -> float | None:
    """How long to wait before the next attempt; None if there is none."""
    if attempt >= settings.attempts_max:
        return None
    pause = back_off(attempt, settings)
    if isinstance(outcome, Lost):
        is_unsent = isinstance(outcome.error, httpx.ConnectError | httpx.ConnectTimeout)
        return pause if request.is_repeatable or is_unsent else None
    assert isinstance(outcome, httpx.Response), "a request was answered"
    if outcome.status_code in AGAIN:
        wish = retry_seconds(outcome) or pause
        return min(max(wish, pause), settings.pause_seconds_max)
    if outcome.status_code == HTTPStatus.CONFLICT and _code(outcome) == UNDER_WAY:
        return pause
    return None


def back_off(attempt: int, settings: ClientSettings) -> float:
    """Twice as long each time, up to a bound, and by chance a little less."""
    most = min(settings.pause_seconds * 2 ** (attempt - 1), settings.pause_seconds_max)
    return float(most * random.uniform(0.5, 1.0))  # noqa: S311 - spreads attempts, hides nothing


def _code(response: httpx.Response) -> str:
    found: Any = error_of(response)
    return str(found.code)
