# SPDX-License-Identifier: Apache-2.0
"""Ports of this machine for what the command line starts."""

from __future__ import annotations

import socket
from contextlib import ExitStack

from shouxin.primitives.errors import ChainError

SERVICE_PORT = 8400
PORTS_TRIED = 100


def bind_service(host: str, port: int | None) -> socket.socket:
    """A socket on that port, or on the first free one from 8400.

    Raises:
        ChainError: ``page.port_in_use``.
    """
    candidates = [port] if port is not None else range(SERVICE_PORT, SERVICE_PORT + PORTS_TRIED)
    for candidate in candidates:
        bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, candidate))
            bound.listen(512)
        except PermissionError as error:
            bound.close()
            raise _no_port(candidate, "not allowed", "无权使用") from error
        except OSError:
            bound.close()
        else:
            return bound
    raise _no_port(candidates[0], "in use", "已被占用")


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody has now, for what nobody has to find by its usual number."""
    with ExitStack() as stack:
        bound = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(each.getsockname()[1]) for each in bound]


def _no_port(port: int, reason: str, reason_zh: str) -> ChainError:
    return ChainError(
        "page.port_in_use",
        f"port {port} is {reason}: stop what listens there, or choose another with --port",
        f"端口 {port} {reason_zh}：请停止占用它的程序，或用 --port 指定其他端口",
    )
