# SPDX-License-Identifier: Apache-2.0
"""What a command does that `shouxin up` supervises: says when it works, or why it can't."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shouxin.primitives.errors import ShouxinError
from shouxin.processes.ending import when_input_ends

PASSING = frozenset({"chain.node_down", "chain.indexing", "store.down", "store.busy", "store.full"})
"""Node or database is away: the supervisor tries again until it is back."""


@contextmanager
def reporting(*, is_supervised: bool) -> Iterator[None]:
    """End with the parent; an expected failure is one line of JSON that the parent reads.

    Alone, a failure is the command line's matter as ever.
    """
    if not is_supervised:
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for our parent, which ends us
    when_input_ends(lambda: os.kill(os.getpid(), signal.SIGTERM))
    try:
        yield
    except ShouxinError as error:
        failure = {"code": error.code, "message": error.message, "message_zh": error.message_zh}
        say_words({**failure, "is_passing": error.code in PASSING})
        raise


def say_words(words: dict[str, Any]) -> None:
    """One line of JSON to who started us."""
    sys.stdout.write(json.dumps(words, ensure_ascii=False) + "\n")
    sys.stdout.flush()
