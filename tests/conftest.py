# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: sockets reach this machine alone."""

from __future__ import annotations

import ipaddress
import signal
import socket
from typing import Any

import pytest

from tests.chain.gateway.full_disk import ways_to_fill

# A job in the background ignores Ctrl-C, and what it starts inherits that; tests send it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def _is_local(address: Any) -> bool:
    """Whether a socket address is loopback, a path (Unix socket) or unnamed."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def pytest_report_header() -> str:
    """Which ways of filling a disk this machine allows; the tests run in all of them."""
    return f"full disks by: {', '.join(ways_to_fill())}"


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Any:
    """Refuses every connection that would leave this machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: Any) -> None:
        assert _is_local(address), f"a test tried to reach {address}"
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        assert _is_local(address), f"a test tried to reach {address}"
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        yield
