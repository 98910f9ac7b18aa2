# SPDX-License-Identifier: Apache-2.0
"""How a supervised process learns that it is to end: its standard input does."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

ORDERLY_SECONDS = 5


def when_input_ends(end: Callable[[], None]) -> None:
    """Call ``end`` once our parent has closed its end of standard input, or died.

    Whoever is not gone a few seconds later is ended all the same.
    """

    def wait() -> None:
        while os.read(0, 1024):
            pass
        end()
        time.sleep(ORDERLY_SECONDS)
        os._exit(0)  # such as in the middle of a long start: what was acknowledged bears it

    threading.Thread(target=wait, daemon=True).start()
