# SPDX-License-Identifier: Apache-2.0
"""Log lines: one JSON object an event, or text on a terminal; ids come by context variables.

``log = get_logger("webhooks")``, ``log.info("delivered", delivery_id=…)``. An event's name is fixed
words; what varies is a field. Within ``with bound(request_id=…)`` every line bears the id, also
lines of libraries that log by the standard library.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

import structlog

from shouxin.telemetry.masking import mask_event

_QUIET = ("uvicorn.access", "httpx", "httpcore", "aiosqlite", "asyncio", "urllib3", "web3")


@dataclass(frozen=True, slots=True)
class LogSettings:
    """How a process logs.

    Attributes:
        process: its name, in every line.
        level: the least level.
        format: ``json``, ``text``, or ``auto``: text on a terminal.
    """

    process: str
    level: str = "info"
    format: str = "auto"


class _StandardError:
    """Standard error as it is when a line is written: whoever redirected it has ended by then."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()

    def isatty(self) -> bool:
        return sys.stderr.isatty()


def set_up_logs(settings: LogSettings, stream: TextIO | None = None) -> None:
    """Send all log lines of this process, ours and libraries', to a stream; once a process."""
    out = _StandardError() if stream is None else stream
    is_text = settings.format == "text" or (settings.format == "auto" and out.isatty())
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.format_exc_info,
        _in_process(settings.process),
        mask_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=out.isatty(), timestamp_key="at")
        if is_text
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    lines = logging.StreamHandler(out)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [lines]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def get_logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger; its name is in each of its lines."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(name)
    return logger


@contextmanager
def bound(**ids: Any) -> Iterator[None]:
    """Put ids into every line within: ``request_id``, ``transaction_id``."""
    with structlog.contextvars.bound_contextvars(**ids):
        yield


def _in_process(name: str) -> structlog.typing.Processor:
    def add(logger: object, method: str, event: Any) -> Any:
        del logger, method
        event["process"] = name
        return event

    return add
