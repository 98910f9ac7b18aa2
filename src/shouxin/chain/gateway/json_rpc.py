# SPDX-License-Identifier: Apache-2.0
"""JSON-RPC 2.0 as the gateway reads and answers it: one request or a batch, strictly."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

from shouxin.primitives.json_nesting import is_nested_deeper

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
# EIP-1474's codes.
UNAVAILABLE = -32002
REJECTED = -32003
LIMIT_EXCEEDED = -32005

ID_CHARACTERS_MAX = 128
ID_NUMBER_MAX = 2**63 - 1
DEPTH_MAX = 32


RequestId: TypeAlias = str | int | None


class RpcError(Exception):
    """A failure as JSON-RPC tells it.

    Attributes:
        code: the protocol's number.
        message: one line: what is wrong with which value, and what to do.
        data: what the node added, if anything.
    """

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data

    @classmethod
    def of(cls, failure: Any) -> Self:
        """The error in a node's answer."""
        if not isinstance(failure, dict):
            return cls(INTERNAL_ERROR, str(failure)[:300])
        code = failure.get("code")
        message = str(failure.get("message", "the node refused without a reason"))
        return cls(code if isinstance(code, int) else INTERNAL_ERROR, message, failure.get("data"))


@dataclass(frozen=True, slots=True)
class RpcRequest:
    """One call.

    Attributes:
        id: the caller's; None for a notification too, which is answered all the same.
        method: the name.
        params: positional.
    """

    id: RequestId
    method: str
    params: list[Any]


def parse_json(body: bytes) -> Any:
    """A body's JSON value.

    Raises:
        RpcError: it is none, or nested beyond reason.
    """
    try:
        text = body.decode()
        if is_nested_deeper(text, DEPTH_MAX):
            raise RpcError(PARSE_ERROR, f"the body is nested more than {DEPTH_MAX} deep")
        return json.loads(text, parse_constant=_no_constant)
    except ValueError as error:
        raise RpcError(PARSE_ERROR, "the body is no JSON: send one request or a batch") from error


def parse_request(value: Any) -> RpcRequest:
    """One request of a body.

    Raises:
        RpcError: it is no JSON-RPC 2.0 request with positional parameters.
    """
    if not isinstance(value, dict):
        raise RpcError(INVALID_REQUEST, "a request is an object: {jsonrpc, id, method, params}")
    if value.get("jsonrpc") != "2.0":
        raise RpcError(INVALID_REQUEST, 'a request says "jsonrpc": "2.0"')
    method = value.get("method")
    if not isinstance(method, str):
        raise RpcError(INVALID_REQUEST, "a request names its method as text")
    params = value.get("params")
    if params is not None and not isinstance(params, list):
        raise RpcError(INVALID_PARAMS, "params is a list")
    return RpcRequest(id_of(value), method, params or [])


def id_of(value: Any) -> RequestId:
    """The id to answer with; None if the request has none that can be repeated.

    Raises:
        RpcError: an id that JSON-RPC does not allow.
    """
    found = value.get("id") if isinstance(value, dict) else None
    if isinstance(found, str) and len(found) <= ID_CHARACTERS_MAX:
        return found
    if isinstance(found, int) and not isinstance(found, bool) and abs(found) <= ID_NUMBER_MAX:
        return found
    if found is None:
        return None
    raise RpcError(INVALID_REQUEST, "an id is a short text, a whole number or null")


def result_of(request_id: RequestId, result: Any) -> bytes:
    """An answer."""
    return json.dumps({"jsonrpc": "2.0", "id": request_id, "result": result}).encode()


def failure_of(request_id: RequestId, error: RpcError) -> bytes:
    """An answer that says no."""
    failure = {"code": error.code, "message": error.message}
    if error.data is not None:
        failure["data"] = error.data
    return json.dumps({"jsonrpc": "2.0", "id": request_id, "error": failure}).encode()


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
