# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: sockets reach this machine alone; tests/geth runs when it is given."""

from __future__ import annotations

import ipaddress
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from shouxin.store.database import Database
from tests.chain.gateway.full_disk import ways_to_fill
from tests.databases import BACKENDS, opened_database

GETH_TESTS = Path(__file__).parent / "geth"

# A job in the background ignores Ctrl-C, and what it starts inherits that; tests send it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--geth", metavar="PROGRAM", help="the geth that tests/geth run on")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave tests/geth out unless there is a geth to run them on."""
    is_left_out = collection_path == GETH_TESTS and config.getoption("--geth") is None
    return is_left_out or None


def pytest_report_header(config: pytest.Config) -> list[str]:
    """What this machine allows; the tests run with all of it."""
    geth = config.getoption("--geth")
    return [
        f"geth: {geth or 'none, so tests/geth is left out; `make test-geth` runs it'}",
        f"full disks by: {', '.join(ways_to_fill())}",
    ]


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


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests (``@pytest.mark.anyio``) run on asyncio."""
    return "asyncio"


@pytest.fixture(params=BACKENDS)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database with all tables, once on each kind."""
    async with opened_database(request.param, tmp_path) as opened:
        yield opened


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
