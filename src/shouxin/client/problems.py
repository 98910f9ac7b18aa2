# SPDX-License-Identifier: Apache-2.0
"""The service's problems as the errors that they were: same kind, code and messages."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

import httpx

from shouxin.primitives.errors import (
    BadInput,
    ChainError,
    Forbidden,
    NotAllowed,
    NotFoundError,
    NotSignedIn,
    PreconditionFailed,
    PreconditionRequired,
    Refused,
    ShouxinError,
    TooLarge,
    TooMany,
    UnknownMediaType,
)
from shouxin.store.database import DatabaseError

MEDIA_TYPE = "application/problem+json"
SECONDS_MAX = 86_400


class ServiceError(ShouxinError):
    """The service can't be reached, or answers what no service of ours would."""

    status = 502


KINDS: dict[int, type[ShouxinError]] = {
    kind.status: kind
    for kind in (
        BadInput,
        TooLarge,
        UnknownMediaType,
        Refused,
        NotSignedIn,
        Forbidden,
        NotAllowed,
        PreconditionFailed,
        PreconditionRequired,
        NotFoundError,
        ChainError,
        DatabaseError,
        ShouxinError,
    )
}
"""By status; 429 has a kind of its own."""


def error_of(response: httpx.Response) -> ShouxinError:
    """The error that a failed answer tells of; its request's id is a note of it."""
    problem = _problem(response)
    if problem is None:
        return bad_answer(f"status {response.status_code} without a problem's details")
    code, texts = problem["code"], (problem["detail_en"], problem["detail_zh"])
    status = response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        error: ShouxinError = TooMany(code, *texts, int(retry_seconds(response) or 1))
    else:
        error = KINDS.get(status, ServiceError)(code, *texts)
    error.add_note(f"request: {problem.get('instance', '')}")
    return error


def retry_seconds(response: httpx.Response) -> float | None:
    """What ``Retry-After`` asks for, in seconds; None if nothing or a date."""
    given = response.headers.get("retry-after", "")
    if given.isascii() and given.isdecimal() and int(given) <= SECONDS_MAX:
        return float(given)
    return None


def unreachable(error: httpx.TransportError) -> ServiceError:
    """No answer came."""
    why = str(error) or type(error).__name__
    return ServiceError(
        "client.unreachable",
        f"the service can't be reached ({why}): see that it runs and that its address is right",
        f"无法连接服务（{why}）：请确认服务已启动且地址正确",
    )


def bad_answer(what: str) -> ServiceError:
    """An answer that can't be understood."""
    return ServiceError(
        "client.bad_answer",
        f"the answer is not this service's ({what}): see that the address is a Shouxin service's "
        "of this version",
        f"响应不符合约定（{what}）：请确认该地址是同版本的 Shouxin 服务",
    )


def _problem(response: httpx.Response) -> dict[str, Any] | None:
    """The problem's fields, if they are all there."""
    if response.headers.get("content-type", "").partition(";")[0] != MEDIA_TYPE:
        return None
    try:
        found = json.loads(response.content)
    except ValueError:
        return None
    names = ("code", "detail_en", "detail_zh")
    if not isinstance(found, dict) or not all(isinstance(found.get(n), str) for n in names):
        return None
    return found
