# SPDX-License-Identifier: Apache-2.0
"""The database or the node goes away and comes back while the service is up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy.engine import make_url

from tests.databases import BACKENDS, POSTGRES
from tests.door import Door
from tests.group.checks import Books
from tests.group.customer import Customer
from tests.group.ground import Clocks, Ground, environment
from tests.group.installation import Copy, copy_environ, gateway_of, until_ready
from tests.group.rounds import customers_of, new_database

pytestmark = pytest.mark.xdist_group("group")
CODES = {"database": "store.down", "node": "chain.node_down"}
AWAY = [("node", BACKENDS[-1]), *[("database", "postgresql")] * bool(POSTGRES)]
"""A file on this machine does not go away; its disk is full in ``test_full_disk``."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A copy of everything whose node or database stands behind a door."""

    door: Door
    url: str
    customers: list[Customer]
    books: Books


@contextmanager
def behind(
    part: str, backend: str, ground: Ground, clocks: Clocks, folder: Path
) -> Iterator[Behind]:
    environ = environment(ground.copied_to(folder), clocks)
    with new_database(backend, folder) as database, gateway_of(environ) as gateway:
        found = make_url(gateway.url if part == "node" else database)
        with Door(found.port or 0) as door:
            through = found.set(port=door.port).render_as_string(hide_password=False)
            pair = (through, database) if part == "node" else (gateway.url, through)
            copy = Copy(copy_environ(environ, *pair), folder / "copy.log")
            try:
                copy.start("serve", "index", "keeper")
                until_ready(copy.url)
                with customers_of(ground, [copy.url]) as customers:
                    books = Books(environ, gateway.url, database)
                    yield Behind(door, copy.url, customers, books)
            finally:
                door.open()
                copy.stop()


@pytest.mark.parametrize(("part", "backend"), AWAY)
def test_what_is_away_is_named_and_nothing_is_lost(
    part: str, backend: str, ground: Ground, clocks: Clocks, tmp_path: Path
) -> None:
    with behind(part, backend, ground, clocks, tmp_path) as found:
        customer = found.customers[0]
        for _ in range(2):
            loan = customer.take()
            assert loan is not None
            acknowledged = customer.pay(ground.cast.investor, loan, 9)
            assert acknowledged is not None
            found.door.shut()  # before or after it was sent
            parts = until_ready(found.url, is_ready=False)
            assert not parts[part]["is_ready"]
            assert parts["node" if part == "database" else "database"]["is_ready"]
            refuses(found.url, part, loan, ground.cast.bank.address)
            found.door.open()
            until_ready(found.url)
            found.books.check_acknowledged(customer, [acknowledged])
        found.books.check_rows()
        found.books.check_sent_once(customer.acknowledged)
        found.books.check_rebuild(tmp_path)


def refuses(url: str, part: str, loan: str, holder: str) -> None:
    """What needs the part is answered by a problem that says so; the rest goes on."""
    wanted = {"loan": loan, "holder": holder}
    answer = httpx.post(f"{url}/api/v1/actions/claim", json=wanted, timeout=30)
    assert answer.status_code in {502, 503}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == CODES[part]
    assert httpx.get(f"{url}/health/live").status_code == 200
    assert httpx.get(f"{url}/api/v1").status_code == 200
