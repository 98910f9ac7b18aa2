# SPDX-License-Identifier: Apache-2.0
"""The disk of the service's database is full: it says so, and room is all that mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.chain.gateway.full_disk import limited
from tests.group.checks import Books
from tests.group.customer import Customer
from tests.group.ground import Clocks, Ground, environment
from tests.group.installation import Copy, copy_environ, gateway_of, until_ready
from tests.group.rounds import customers_of

pytestmark = pytest.mark.xdist_group("group")
WRITES_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Narrow:
    """A copy whose database's disk can be filled for a while."""

    url: str
    customer: Customer
    books: Books
    fill: Callable[[], AbstractContextManager[None]]


@pytest.fixture
def narrow(ground: Ground, clocks: Clocks, tmp_path: Path) -> Iterator[Narrow]:
    """By a limit on files: SQLite finds its way around a disk that is seen through ``/proc``."""
    folder = tmp_path / "database"
    folder.mkdir()
    environ = environment(ground.copied_to(tmp_path), clocks)
    url = f"sqlite:///{folder / 'shouxin.db'}"
    with ExitStack() as stack:
        gateway = stack.enter_context(gateway_of(environ))
        copy = Copy(copy_environ(environ, gateway.url, url), tmp_path / "copy.log")
        stack.callback(copy.stop)
        copy.start("serve", "index")
        until_ready(copy.url)
        customers = stack.enter_context(customers_of(ground, [copy.url]))

        def fill() -> AbstractContextManager[None]:
            largest = max(file.stat().st_size for file in folder.iterdir())
            return limited(copy.processes["serve"].pid, largest)

        books = Books(environ, gateway.url, url)
        yield Narrow(copy.url, customers[0], books, fill)


def written(url: str) -> httpx.Response:
    """A request that writes a row."""
    return httpx.post(f"{url}/api/v1/sign-in", json={"address": "0x" + "11" * 20}, timeout=30)


def test_a_full_disk_is_told_and_nothing_acknowledged_is_lost(
    narrow: Narrow, ground: Ground, tmp_path: Path
) -> None:
    loan = narrow.customer.take()
    assert loan is not None
    acknowledged = [narrow.customer.pay(ground.cast.investor, loan, 9)]
    with narrow.fill():
        answers = (written(narrow.url) for _ in range(WRITES_MAX))
        full = next(each for each in answers if each.status_code not in {201, 429})
        assert (full.status_code, full.json()["code"]) == (503, "store.full")
        assert httpx.get(f"{narrow.url}/health/live").status_code == 200
        assert httpx.get(f"{narrow.url}/api/v1/loans/{loan}").status_code == 200
    assert written(narrow.url).status_code in {201, 429}
    until_ready(narrow.url)
    acknowledged.append(narrow.customer.pay(ground.cast.investor, loan, 8))
    for each in acknowledged:
        assert each is not None
        narrow.books.check_acknowledged(narrow.customer, [each])
    narrow.books.check_rows()
    narrow.books.check_sent_once(narrow.customer.acknowledged)
    narrow.books.check_rebuild(tmp_path)
