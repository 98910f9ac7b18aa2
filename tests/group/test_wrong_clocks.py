# SPDX-License-Identifier: Apache-2.0
"""The service's clock is wrong by a day, or the gateway's goes back: days are the chain's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from shouxin.primitives.dates import day_at, format_day
from tests.group.checks import Books
from tests.group.customer import Customer
from tests.group.ground import Clocks, Ground, environment
from tests.group.installation import Copy, copy_environ, gateway_of, until_ready
from tests.group.rounds import customers_of

pytestmark = pytest.mark.xdist_group("group")
OFFSET_MINUTES = 480


@contextmanager
def installed(
    ground: Ground, clocks: Clocks, folder: Path
) -> Iterator[tuple[Copy, Customer, Books]]:
    environ = environment(ground.copied_to(folder), clocks)
    url = f"sqlite:///{folder / 'shouxin.db'}"
    with gateway_of(environ) as gateway:
        copy = Copy(copy_environ(environ, gateway.url, url), folder / "copy.log")
        try:
            copy.start("serve", "index", "keeper")
            until_ready(copy.url)
            with customers_of(ground, [copy.url]) as customers:
                yield copy, customers[0], Books(environ, gateway.url, url)
        finally:
            copy.stop()


def today(books: Books) -> str:
    """The day of the chain's last block."""
    return format_day(day_at(books.chain.block().timestamp, OFFSET_MINUTES))


@pytest.mark.parametrize("days", [-1, 1])
def test_a_service_that_is_a_day_off_lends_and_collects_by_the_chain_s_days(
    days: int, ground: Ground, clocks: Clocks, tmp_path: Path
) -> None:
    clocks.turn(gateway_days=-clocks.gateway_days, others_days=days)
    with installed(ground, clocks, tmp_path) as (copy, customer, books):
        loan = customer.take()
        assert loan is not None
        paid = customer.pay(ground.cast.investor, loan, 9)
        assert paid is not None
        books.check_acknowledged(customer, customer.acknowledged)
        books.check_rows()
        assert paid.settled["first_date"] == today(books)
        found = httpx.get(f"{copy.url}/api/v1/loans/{loan}").json()
        assert found["start_date"] == today(books)
        assert books.check_keeper(is_any_late=False) == 0  # not yet, whatever its clock says


def test_a_gateway_whose_clock_goes_back_a_day_makes_no_block_before_its_last(
    ground: Ground, clocks: Clocks, tmp_path: Path
) -> None:
    with installed(ground, clocks, tmp_path) as (_, customer, books):
        loan, before = customer.take(), books.chain.block().timestamp
        assert loan is not None
        clocks.turn(gateway_days=-1)
        acknowledged = customer.pay(ground.cast.investor, loan, 9)
        assert acknowledged is not None
        books.check_acknowledged(customer, customer.acknowledged)
        assert books.chain.block().timestamp >= before
        books.check_rows()
