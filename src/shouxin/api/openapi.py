# SPDX-License-Identifier: Apache-2.0
"""The API's description: what FastAPI finds, and what the layers around it add to every route."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from shouxin.api.routers import TAGS
from shouxin.rest.problems import Problem, problem_answer

DESCRIPTION = """\
Credit infrastructure on a blockchain (授信). The chain decides; this service reads it, relays what
people signed, and keeps no key of theirs.

* **Signing in**: `POST /api/v1/sign-in` gives a text (EIP-4361), `POST /api/v1/sessions` takes its
  signature and gives a token. Institutions use API keys. Both are sent as `Authorization: Bearer`.
* **Errors** are problem details (RFC 9457) with a stable `code`, in English and Chinese.
* **Lists** come in pages: give `next_cursor` as `cursor`.
* **Repeating**: a request with an `Idempotency-Key` is done once and answered the same for a day.
* **Amounts** are texts of base units, days are dates, instants are in UTC.
"""
_REFERENCE = "#/components/parameters/"
_WRITING = {"post", "put", "patch", "delete"}
_PARAMETERS = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "Do this once, however often it is sent with this key; kept for a day.",
        "schema": {"type": "string", "pattern": "^[!-~]{8,128}$"},
        "example": "1e4a9b7e-3f5c-4c38-9f0e-0a4b7c1d2e3f",
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "An ETag that you have; the answer is 304 if nothing has changed.",
        "schema": {"type": "string", "pattern": '^"[!#-~]{1,128}"$'},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The ETag of the state that you mean to change.",
        "schema": {"type": "string", "pattern": '^"[!#-~]{1,128}"$'},
    },
    "AcceptLanguage": {
        "name": "Accept-Language",
        "in": "header",
        "required": False,
        "description": "The language of `detail` in problems: `en` or `zh`.",
        "schema": {"type": "string", "enum": ["en", "zh"]},
    },
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _made(app)
    return app.openapi_schema


def _made(app: FastAPI) -> dict[str, Any]:
    document: dict[str, Any] = get_openapi(
        title="Shouxin",
        version=app.version,
        description=DESCRIPTION,
        routes=app.routes,
        tags=list(TAGS),
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    components = document.setdefault("components", {})
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components.setdefault("schemas", {}).update(schema.pop("$defs", {}))
    components["schemas"]["Problem"] = schema
    components["parameters"] = _PARAMETERS
    for operations in document["paths"].values():
        for method, operation in operations.items():
            _complete(method, operation)
    return document


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Add what the layers around every route take and answer."""
    responses = operation["responses"]
    names = ["AcceptLanguage"]
    if method in _WRITING:
        names.append("IdempotencyKey")
        responses.setdefault("409", problem_answer(409))
    else:
        names.append("IfNoneMatch")
        responses["304"] = {"description": "Not modified: what you have is what there is."}
    if "428" in responses or "412" in responses:
        names.append("IfMatch")
    references = [{"$ref": _REFERENCE + name} for name in names]
    operation["parameters"] = operation.get("parameters", []) + references
