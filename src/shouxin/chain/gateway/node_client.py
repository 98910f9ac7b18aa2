# SPDX-License-Identifier: Apache-2.0
"""A plain connection to the embedded node for the one thread that changes the chain."""

from __future__ import annotations

import http.client
import json
from typing import Any

from shouxin.chain.gateway.json_rpc import RpcError


class NodeDown(Exception):  # noqa: N818 - a state of affairs that the caller mends
    """The node does not answer; what it did with the last request is not known."""


class NodeClient:
    """One kept-alive connection; not shared between threads."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        """Describe the connection; it is made at the first request."""
        self._connection = http.client.HTTPConnection(host, port, timeout=seconds)

    def request(self, method: str, *params: Any) -> Any:
        """A call's result.

        Raises:
            RpcError: the node refused.
            NodeDown: no answer, or none that makes sense.
        """
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        try:
            self._connection.request("POST", "/", body, {"Content-Type": "application/json"})
            answer = json.loads(self._connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._connection.close()
            raise NodeDown(f"{method}: {error}") from error
        if "error" in answer:
            raise RpcError.of(answer["error"])
        return answer["result"]

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
