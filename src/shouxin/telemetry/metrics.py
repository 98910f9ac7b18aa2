# SPDX-License-Identifier: Apache-2.0
"""Every figure that a process shows to Prometheus, in one registry.

Labels have few values by construction: a route and never a path, a kind and never an id.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from shouxin.primitives.errors import Refused

REGISTRY = CollectorRegistry(auto_describe=True)
"""Ours alone: what a library registers for itself is not shown."""

_FAST = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)

REQUESTS = Counter(
    "shouxin_requests",
    "Requests answered, by route, method and status.",
    ("route", "method", "status"),
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "shouxin_request_seconds",
    "How long requests took, by route.",
    ("route",),
    buckets=_FAST,
    registry=REGISTRY,
)
STREAMS = Gauge("shouxin_event_streams", "Event streams open now.", registry=REGISTRY)
STREAMS_DROPPED = Counter(
    "shouxin_event_streams_dropped",
    "Streams ended by us, by reason.",
    ("reason",),
    registry=REGISTRY,
)
EVENTS_SENT = Counter("shouxin_events_sent", "Events put on streams.", registry=REGISTRY)
EVENT_READ_SECONDS = Histogram(
    "shouxin_event_read_seconds",
    "How long reading new changes took.",
    buckets=_FAST,
    registry=REGISTRY,
)
DELIVERIES = Counter(
    "shouxin_webhook_deliveries",
    "Attempts at deliveries, by how they ended.",
    ("outcome",),
    registry=REGISTRY,
)
DELIVERY_SECONDS = Histogram(
    "shouxin_webhook_delivery_seconds",
    "How long attempts took.",
    buckets=(*_FAST, 30.0, 60.0),
    registry=REGISTRY,
)
DELIVERIES_WAITING = Gauge(
    "shouxin_webhook_deliveries_waiting", "Deliveries not yet made.", registry=REGISTRY
)
INDEXED_BLOCK = Gauge("shouxin_indexed_block", "The last block indexed.", registry=REGISTRY)
NODE_BLOCK = Gauge("shouxin_node_block", "The node's last block.", registry=REGISTRY)
INDEXED_EVENTS = Counter("shouxin_indexed_events", "Events projected.", registry=REGISTRY)
ROLLED_BACK = Counter(
    "shouxin_rolled_back_blocks", "Blocks taken back by reorganisations.", registry=REGISTRY
)
TRANSACTIONS = Counter(
    "shouxin_transactions",
    "Transactions of the outbox, by how they ended.",
    ("outcome",),
    registry=REGISTRY,
)
TRANSACTIONS_WAITING = Gauge(
    "shouxin_transactions_waiting",
    "Transactions of the outbox that are under way.",
    registry=REGISTRY,
)
RELAYED_GAS = Counter("shouxin_relayed_gas", "Gas paid for users.", registry=REGISTRY)
KEEPER_MOVES = Counter(
    "shouxin_keeper_moves", "What the keeper wrote, by kind.", ("kind",), registry=REGISTRY
)
STARTED_AT = Gauge(
    "shouxin_process_started_seconds",
    "When this process started, Unix seconds; it changes with each restart.",
    registry=REGISTRY,
)
STARTED_AT.set_to_current_time()
IS_READY = Gauge(
    "shouxin_ready", "Whether a part is ready (1) or not (0).", ("part",), registry=REGISTRY
)


def exposition() -> tuple[bytes, str]:
    """The figures as Prometheus reads them, and their content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST


@contextmanager
def served(host: str, port: int | None) -> Iterator[None]:
    """Serve the figures for as long as the block lasts; nothing without a port.

    Raises:
        Refused: ``config.port``.
    """
    if port is None:
        yield
        return
    try:
        stop = serve_metrics(host, port)
    except OSError as error:
        raise Refused(
            "config.port",
            f"the figures can't be served on port {port} ({error.strerror}): choose another",
            f"无法在端口 {port} 上提供指标（{error.strerror}）：请另选端口",
        ) from error
    try:
        yield
    finally:
        stop()


def serve_metrics(host: str, port: int) -> Callable[[], None]:
    """Serve the figures on a port of their own; what is given back ends it.

    Raises:
        OSError: the port is in use or not allowed.
    """
    server: WSGIServer
    thread: threading.Thread
    server, thread = start_http_server(port, host, REGISTRY)

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return stop
