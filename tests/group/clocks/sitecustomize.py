# SPDX-License-Identifier: Apache-2.0
"""Wrong clocks: what every Python of a test's installation reads instead of the machine's.

``SHOUXIN_TEST_CLOCKS`` names a file with two numbers: the seconds by which the gateway's clock, and
everybody else's, are off. It is read at every look, so a test turns a clock by writing the file.
"""

import os
import sys
import time
from pathlib import Path

_true_time = time.time


def _shifted_time() -> float:
    gateway, others = map(int, _FILE.read_text().split())
    return _true_time() + (gateway if _IS_GATEWAY else others)


if "SHOUXIN_TEST_CLOCKS" in os.environ:
    _FILE = Path(os.environ["SHOUXIN_TEST_CLOCKS"])
    _IS_GATEWAY = "shouxin.chain.gateway" in sys.orig_argv
    time.time = _shifted_time
