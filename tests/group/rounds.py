# SPDX-License-Identifier: Apache-2.0
"""Rounds of kills under load, and what is looked at after each."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import anyio

from shouxin.chain.clock import CARRIED_SECONDS_MAX
from shouxin.rest.idempotency import UNDER_WAY_SECONDS_MAX
from tests.databases import database_url
from tests.group.checks import Books
from tests.group.customer import Customer, Relayed, running
from tests.group.ground import Clocks, Ground
from tests.group.installation import until_ready

SECONDS = 90


class Killable(Protocol):
    """What has processes."""

    def kill(self, kind: str) -> None:
        """``kill -9``, and whatever starts it again."""


def take_and_pay(customer: Customer) -> None:
    cast = customer.ground.cast
    loan = customer.take()
    if loan is not None:
        customer.pay(cast.shop, loan, 7)


def pay_and_claim(customer: Customer) -> None:
    loan = customer.loans[-1]
    for units in (5, 6):
        customer.pay(customer.ground.cast.investor, loan, units)
    customer.claim(loan)


@contextmanager
def load(customers: list[Customer]) -> Iterator[None]:
    """One takes, the others pay and claim, until the end of the block."""
    works: list[Callable[[Customer], object]] = [take_and_pay, pay_and_claim]
    for customer in customers:
        customer.is_stopping.clear()
    threads = [running(*pair) for pair in zip(customers, works, strict=True)]
    try:
        yield
    finally:
        for customer in customers:
            customer.is_stopping.set()
        for thread in threads:
            thread.join(SECONDS)
            assert not thread.is_alive()
        for customer in customers:
            customer.is_stopping.clear()


class Rounds:
    """Rounds on one installation."""

    def __init__(
        self, group: Killable, customers: list[Customer], books: Books, clocks: Clocks
    ) -> None:
        self.group, self.customers, self.books, self.clocks = group, customers, books, clocks
        self._chance = random.Random(7)  # noqa: S311 - moments, not secrets

    def go(self, kind: str) -> None:
        """A day later, under load: kill, go on a little, come to rest, look."""
        self.next_day()
        before = [len(customer.acknowledged) for customer in self.customers]
        with load(self.customers):
            time.sleep(self._chance.uniform(0.2, 2.0))
            self.group.kill(kind)
            for url in self.customers[0].urls:
                until_ready(url)
            time.sleep(0.7)
        for customer, count in zip(self.customers, before, strict=True):
            self.books.check_acknowledged(customer, customer.acknowledged[count:])
        self.books.check_sent_once(self.acknowledged)
        self.books.check_rows()
        sys.stdout.write(f"{kind}: {len(self.acknowledged)} acknowledged\n")

    def next_day(self) -> None:
        """A block of the next day, and nobody who carries the day before on."""
        self.clocks.turn(gateway_days=1)
        self.books.add_block()
        time.sleep(CARRIED_SECONDS_MAX)

    @property
    def acknowledged(self) -> list[Relayed]:
        return [one for customer in self.customers for one in customer.acknowledged]

    def finish(self, folder: Path) -> int:
        """The keeper has written each loan's arrears once, and a rebuild is the same."""
        for _ in range(2):
            self.next_day()
        taker = self.customers[0]
        last = taker.pay(taker.ground.cast.shop, taker.loans[-1], 1)
        assert last is not None
        self.books.check_acknowledged(taker, [last])
        entries = self.books.check_keeper(is_any_late=True)
        self.books.check_rows()
        self.books.check_sent_once(self.acknowledged)
        self.books.check_rebuild(folder)
        return entries

    def ask_again(self) -> int:
        """What nobody answered is asked for once more by its key: it was done, or is done now."""
        time.sleep(UNDER_WAY_SECONDS_MAX + 1)
        asked = [(customer, one) for customer in self.customers for one in [*customer.unsure]]
        for customer, one in asked:
            done = customer.relay(one)
            if done is not None:
                self.books.check_acknowledged(customer, [done])
        self.books.check_sent_once(self.acknowledged)
        return len(asked)


@contextmanager
def new_database(backend: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database, for a test that is not asynchronous."""
    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(database_url(backend, folder)) as url,
    ):
        yield url


@contextmanager
def customers_of(ground: Ground, urls: list[str]) -> Iterator[list[Customer]]:
    """Two clients with sessions, and one loan to begin with."""
    customers = [Customer(ground, urls) for _ in range(2)]
    for customer in customers:
        customer.sign_in(*ground.cast.people)
    customers[0].take()
    customers[1].loans = customers[0].loans
    yield customers
    for customer in customers:
        customer.close()
