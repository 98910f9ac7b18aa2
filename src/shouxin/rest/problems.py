# SPDX-License-Identifier: Apache-2.0
"""Errors as RFC 9457 has them: ``application/problem+json``, in both languages, no inner workings.

``code`` is ours and stable; ``type`` is made of it. Whatever goes wrong, the answer has this form:
a rule's refusal, a value that can't be read, a path that nobody serves, a fault of ours.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from shouxin.primitives.errors import (
    BadInput,
    ChainError,
    NotAllowed,
    NotFoundError,
    NotSignedIn,
    ShouxinError,
    TooMany,
)
from shouxin.primitives.text import Text
from shouxin.rest.languages import language_of
from shouxin.rest.request_ids import request_id_of
from shouxin.rest.validation import validation_errors
from shouxin.store.database import DatabaseError

log = structlog.get_logger("shouxin.rest")

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:shouxin:problem:"
EVERYWHERE = (401, 413, 415, 422, 429, 500, 503)
"""What any request may be answered with: bad tokens, bounds, faults, a database that is away."""


class FieldProblem(BaseModel):
    """One value that can't be read or meant."""

    model_config = ConfigDict(extra="forbid")

    where: str = Field(description="Path of the value in the request.", examples=["body.nonce"])
    detail_en: str = Field(description="What is wrong with it, in English.")
    detail_zh: str = Field(description="The same in Chinese.")


class Problem(BaseModel):
    """What went wrong, and what to do (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(
        description="A name of the kind of problem.", examples=[TYPE_PREFIX + "input.address"]
    )
    title: str = Field(description="The status in words.", examples=["Unprocessable Content"])
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str = Field(
        description="What is wrong with which value and what to do, in the language asked for."
    )
    code: str = Field(description="Stable name for programs.", examples=["input.address"])
    detail_en: str = Field(description="The detail in English.")
    detail_zh: str = Field(description="The detail in Chinese.")
    instance: str = Field(
        description="This request, to name when asking for help.",
        examples=["urn:shouxin:request:4d1c9d3a5a3f4b0b"],
    )
    fields: list[FieldProblem] | None = Field(
        default=None, description="The values that can't be read, where there are several."
    )


def problem_of(error: ShouxinError, scope: Scope) -> Problem:
    """The problem that an error is to who asked."""
    details = Text(error.message, error.message_zh)
    return Problem(
        type=TYPE_PREFIX + error.code,
        title=HTTPStatus(error.status).phrase,
        status=error.status,
        detail=details.of(language_of(scope)),
        code=error.code,
        detail_en=details.en,
        detail_zh=details.zh,
        instance=f"urn:shouxin:request:{request_id_of(scope)}",
    )


def problem_response(error: ShouxinError, scope: Scope) -> Response:
    """The answer to a request that failed; what is told of our own parts names no address."""
    public = _public(error)
    if public is not error:
        log.warning("part_failed", code=error.code, message=error.message)
    return _response(problem_of(public, scope), _headers_of(error))


async def send_problem(error: ShouxinError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request that failed before it reached an endpoint."""
    await problem_response(error, scope)(scope, receive, send)


def add_problem_answers(app: FastAPI) -> None:
    """Make every failure in an application a problem."""
    app.add_exception_handler(ShouxinError, _answer_error)
    app.add_exception_handler(RequestValidationError, _answer_unreadable)
    app.add_exception_handler(HTTPException, _answer_http)


def problem_answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route declares of its failures, for ``responses=``, beyond those that all may have.

    Each is described by its status; the codes are in the documentation.
    """
    return {status: problem_answer(status) for status in sorted({*EVERYWHERE, *statuses})}


def problem_answer(status: int) -> dict[str, Any]:
    """How OpenAPI describes the problems of a status."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


def internal_error() -> ShouxinError:
    """A fault of ours, of which nothing is told but the request's id."""
    return ShouxinError(
        "service.fault",
        "something failed in the service, and nothing is told of it here: try again, and if it "
        "stays, report this request's id",
        "服务内部出错：请重试；若仍出错，请提供本请求编号以便排查",
    )


async def _answer_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ShouxinError)
    return problem_response(error, request.scope)


async def _answer_unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = validation_errors(error.errors())
    first = found[0][1]
    problem = problem_of(BadInput("input.invalid", first.en, first.zh), request.scope)
    problem.fields = [
        FieldProblem(where=where, detail_en=text.en, detail_zh=text.zh) for where, text in found
    ]
    return _response(problem, {})


async def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = problem_response(_http_error(request, error), request.scope)
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def _http_error(request: Request, error: HTTPException) -> ShouxinError:
    """What the framework refused by itself."""
    path, method = request.url.path[:120], request.method[:20]
    if error.status_code == HTTPStatus.NOT_FOUND:
        return NotFoundError(
            "request.no_such_path",
            f"nothing is served at {path!r}: see /docs for what is",
            f"路径 {path!r} 不存在：可用接口见 /docs",
        )
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return NotAllowed(
            "request.no_such_method",
            f"{path!r} does not answer to {method}: see /docs for the methods it knows",
            f"路径 {path!r} 不支持 {method} 方法：可用方法见 /docs",
        )
    return BadInput(
        "input.body",
        "the body can't be read: send JSON as /docs describes it",
        "请求正文无法解析：请按 /docs 所示发送 JSON",
    )


def _public(error: ShouxinError) -> ShouxinError:
    """What outsiders are told: where database and node are, and what was asked, stays inside."""
    if isinstance(error, DatabaseError):
        return DatabaseError(
            error.code,
            "the service's database can't do it now, and nothing was written: try again shortly",
            "服务的数据库暂时不可用，数据未写入：请稍后重试",
        )
    if type(error) is ChainError:
        return ChainError(
            error.code,
            "the chain's node can't be asked now: try again shortly",
            "链节点暂时不可用：请稍后重试",
        )
    return error


def _response(problem: Problem, headers: dict[str, str]) -> Response:
    content = problem.model_dump(mode="json", exclude_none=True)
    headers = headers | {"Cache-Control": "no-store"}
    return JSONResponse(content, problem.status, headers, MEDIA_TYPE)


def _headers_of(error: ShouxinError) -> dict[str, str]:
    if isinstance(error, NotSignedIn):
        return {"WWW-Authenticate": 'Bearer realm="shouxin"'}
    if isinstance(error, TooMany):
        return {"Retry-After": str(error.retry_seconds)}
    return {}
