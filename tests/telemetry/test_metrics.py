# SPDX-License-Identifier: Apache-2.0
"""Every figure has our name and a meaning, and a port of its own shows them."""

import socket
import urllib.request

import pytest

from shouxin.telemetry.metrics import REGISTRY, exposition, serve_metrics


def test_a_port_in_use_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        serve_metrics("127.0.0.1", taken.getsockname()[1])


def test_every_figure_is_ours_and_says_what_it_is() -> None:
    families = list(REGISTRY.collect())
    assert len(families) > 15
    for family in families:
        assert family.name.startswith("shouxin_")
        assert family.documentation.endswith(".")


def test_they_are_served_until_it_is_stopped() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    stop = serve_metrics("127.0.0.1", port)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            assert b"shouxin_event_streams" in answer.read()
    finally:
        stop()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert b"shouxin_requests" in exposition()[0]
