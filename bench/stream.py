# SPDX-License-Identifier: Apache-2.0
"""Times a change from its block to the event stream, over HTTP, with an indexer of its own process.

An embedded chain behind its gateway, ``shouxin index`` and ``shouxin serve`` as they are. Somebody
is enrolled, again and again after a pause, and an open stream waits for ``party.enrolled``. The
clock begins when the sender has the receipt; "sent" is from handing the transaction in.
"""

import argparse
import json
import os
import time
import urllib.request
from pathlib import Path
from queue import Queue
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter
from typing import Any

from service import OwnChain, own_chain, running, services

from shouxin.chain.sender import Sender, new_key
from shouxin.parties.enrolment import PartyKind
from shouxin.story.cast import SHOP, enrol
from shouxin.story.stage import Stage

PAUSE_SECONDS = 0.3
WAIT_SECONDS = 10


def listen(url: str, arrived: Queue[float]) -> None:
    """Put the moment of each event into a queue; the first is that of the stream's beginning."""
    with urllib.request.urlopen(f"{url}/api/v1/events?topics=party.enrolled") as stream:  # noqa: S310 - loopback
        for line in stream:
            if line.startswith((b"retry:", b"data:")):
                arrived.put(perf_counter())


class Enrolling:
    """Notes when the enrolment was handed in, and when its receipt was there."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._random = Random(1)

    def next(self) -> tuple[float, float]:
        """Enrol somebody."""
        person = Sender(self._stage.chain, new_key())
        time.sleep(PAUSE_SECONDS * (1 + self._random.random()))
        began = perf_counter()
        enrol(self._stage, SHOP, PartyKind.SOLE_TRADER, person)
        return began, perf_counter()


def measure(own: OwnChain, database_url: str, runs: int) -> dict[str, Any]:
    """Milliseconds, medians and worst twentieths."""
    environ = own.environ(database_url)
    arrived: Queue[float] = Queue()
    after_receipt, after_sending = [], []
    with running("index", environ), services(environ, 1) as ((_, url),):
        Thread(target=listen, args=(url, arrived), daemon=True).start()
        arrived.get(timeout=WAIT_SECONDS)
        enrolling = Enrolling(own.stage)
        for number in range(runs + 3):
            began, seen = enrolling.next()
            at = arrived.get(timeout=WAIT_SECONDS)
            if number >= 3:
                after_receipt.append((at - seen) * 1_000)
                after_sending.append((at - began) * 1_000)
    return {
        "receipt_to_stream_ms": round(median(after_receipt), 1),
        "receipt_to_stream_p95_ms": round(quantiles(after_receipt, n=20)[-1], 1),
        "sent_to_stream_ms": round(median(after_sending), 1),
        "runs": runs,
        "load": os.getloadavg()[0],
    }


def main() -> None:
    """Measures and prints one JSON value."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--database", help="an empty PostgreSQL; a new SQLite file by default")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="shouxin-bench-") as name, own_chain(Path(name)) as own:
        url = given.database or f"sqlite:///{name}/service.db"
        print(json.dumps(measure(own, url, given.runs)))


if __name__ == "__main__":
    main()
