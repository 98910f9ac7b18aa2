# SPDX-License-Identifier: Apache-2.0
"""Log lines are one JSON object each, with the ids bound around them; libraries' lines as well."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from shouxin.telemetry.logs import LogSettings, bound, get_logger, set_up_logs


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logs(LogSettings("service", "info", "json"), stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_less_than_the_level_is_not_logged(out: io.StringIO) -> None:
    get_logger("x").debug("noise")
    logging.getLogger("httpx").info("noise")
    assert out.getvalue() == ""


def test_secrets_do_not_reach_the_stream_by_any_way(out: io.StringIO) -> None:
    secret = "sx_live_0123456789"
    get_logger("x").info("began", token=secret, told=f"key {secret}")
    logging.getLogger("library").warning("it has %s", secret)
    try:
        int(secret)
    except ValueError:
        get_logger("x").exception("failed")
    assert secret not in out.getvalue()
    assert len(lines(out)) == 3


def test_a_line_is_one_object_with_process_time_and_level(out: io.StringIO) -> None:
    get_logger("webhooks").info("delivered", delivery_id="d1", text="a\nb")
    (line,) = lines(out)
    assert line["at"].endswith("Z")
    assert line | {"at": ""} == {
        "at": "",
        "event": "delivered",
        "level": "info",
        "logger": "webhooks",
        "process": "service",
        "delivery_id": "d1",
        "text": "a\nb",
    }


def test_bound_ids_are_in_every_line_within_and_in_none_after(out: io.StringIO) -> None:
    with bound(request_id="r1"):
        with bound(transaction_id="t1"):
            get_logger("x").info("inner")
        logging.getLogger("library").warning("outer")
    get_logger("x").info("after")
    inner, outer, after = lines(out)
    assert (inner["request_id"], inner["transaction_id"]) == ("r1", "t1")
    assert outer["request_id"] == "r1"
    assert "transaction_id" not in outer
    assert "request_id" not in after


@pytest.mark.anyio
async def test_ids_of_two_requests_at_once_do_not_mix(out: io.StringIO) -> None:
    async def request(name: str) -> None:
        with bound(request_id=name):
            await asyncio.sleep(0)
            get_logger("x").info("answered", expected=name)

    await asyncio.gather(*(request(f"r{number}") for number in range(20)))
    assert len(lines(out)) == 20
    assert all(line["request_id"] == line["expected"] for line in lines(out))
