# SPDX-License-Identifier: Apache-2.0
"""Traces go to a collector that is named; without one nothing of it is imported."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from fastapi import FastAPI

from shouxin.telemetry.traces import set_up_traces


class Collector(HTTPServer):
    received: list[tuple[str, int]]


class _Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.received.append((self.path, len(self.rfile.read(length))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        del format, args


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector(("127.0.0.1", 0), _Receiver) as server:
        server.received = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_without_a_collector_nothing_of_it_is_imported() -> None:
    script = (
        "import sys; from shouxin.telemetry.traces import set_up_traces;"
        "set_up_traces(None, 'service')(); print([m for m in sys.modules if 'opentel' in m])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.anyio
async def test_a_requests_trace_reaches_the_collector(collector: Collector) -> None:
    app = FastAPI()

    @app.get("/loans")
    def loans() -> list[str]:
        return []

    stop = set_up_traces(f"http://127.0.0.1:{collector.server_port}", "service", app)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        assert (await client.get("/loans")).json() == []
    stop()
    ((path, size),) = collector.received
    assert path == "/v1/traces"
    assert size > 50
