# SPDX-License-Identifier: Apache-2.0
"""Month ends, leap years and the end of 32-bit time, the contract's calendar against Python's."""

from calendar import monthrange
from datetime import date

import pytest

from shouxin.lending.model import (
    Method,
    Terms,
    open_loan,
    pay,
    reckon,
    schedule,
    with_instalment,
)
from shouxin.lending.model.calendar import due_days
from shouxin.primitives.dates import clamped_day, month_of, month_start, parse_day
from tests.contracts.book_world import BookWorld
from tests.contracts.evm import DAY, Chain, Contract, reverts
from tests.contracts.full_world import CENT, YUAN
from tests.contracts.loan_world import ModelWorld, contract_state, quanta_state
from tests.lending.model.samples import started

EPOCH = date(1970, 1, 1).toordinal()
MONTH_ENDS = [
    date(year, month, monthrange(year, month)[1]).toordinal() - EPOCH
    for year in range(2024, 2041)
    for month in range(1, 13)
]
YEARS = range(2024, 2041)
LAST_OF_32_BITS = 2**32 - 1


@pytest.fixture(scope="module")
def calendar() -> Contract:
    chain = Chain()
    return chain.deploy("CalendarMock", sender=chain.actor("deployer"))


@pytest.fixture(scope="module")
def world() -> ModelWorld:
    return ModelWorld()


def test_every_month_until_2200_begins_and_ends_on_its_days(calendar: Contract) -> None:
    for month in range(12 * 1970, 12 * 2200):
        first = date(month // 12, month % 12 + 1, 1).toordinal() - EPOCH
        assert calendar.month_start(month) == first == month_start(month)
        assert calendar.month_of(first) == month
        assert calendar.month_of(first - 1 if first else 0) == (month - 1 if first else month)


@pytest.mark.parametrize("year", YEARS)
def test_months_after_a_months_last_days_are_clamped(calendar: Contract, year: int) -> None:
    first, end = (date(each, 1, 1).toordinal() - EPOCH for each in (year, year + 1))
    for day in range(first, end):
        on = date.fromordinal(day + EPOCH)
        if on.day < 28:
            continue
        for count in (1, 2, 6, 11, 12, 13, 120):
            expected = clamped_day(month_of(day) + count, on.day)
            assert calendar.months_after(day, count) == expected


def terms_from(start: int) -> Terms:
    plain = Terms(
        principal=30_000 * YUAN,
        quantum=CENT,
        rate_ppm=120_000,
        penalty_margin_ppm=60_000,
        overdue_rate_ppm=180_000,
        method=Method.EQUAL_INSTALMENT,
        instalments=13,
        due_day=1,
        start_day=1,
        first_due_day=2,
        instalment_multiple=CENT,
        grace_days=5,
    )
    return with_instalment(started(plain, start))


def test_due_days_from_every_month_end_are_the_models(calendar: Contract) -> None:
    for start in MONTH_ENDS:
        terms = terms_from(start)
        given = (terms.period_days, terms.first_due_day, terms.due_day, terms.instalments)
        assert list(calendar.due_days(*given)) == due_days(terms)


@pytest.mark.parametrize("year", YEARS)
def test_a_loan_from_each_month_end_is_billed_late_and_paid_as_the_models(
    world: ModelWorld, year: int
) -> None:
    for start in MONTH_ENDS[12 * (year - 2024) : 12 * (year - 2023)]:
        terms = terms_from(start)
        with world.chain.anchored():
            deal, state = world.open(terms), open_loan(terms)
            days = due_days(terms)
            for day in (days[0], days[1] + 3, days[4] + 20):
                world.pay(deal, day, terms.instalment)
                state, _ = pay(terms, state, day, terms.instalment)
                assert world.state(deal) == quanta_state(terms, state)
            end = days[-1] + 40
            found = world.servicing.position(world.book, deal.loan, end).state
            assert contract_state(found) == quanta_state(terms, reckon(terms, state, end))


def test_a_day_begins_at_its_offsets_midnight_beyond_32_bits(calendar: Contract) -> None:
    for moment in (LAST_OF_32_BITS, LAST_OF_32_BITS + 1, 2**33):
        for minutes in (-840, -1, 0, 480, 840):
            midnight = (moment + 60 * minutes) // DAY * DAY - 60 * minutes
            for seconds, day in ((-1, -1), (0, 0), (DAY - 1, 0), (DAY, 1)):
                calendar.chain.warp(to=midnight + seconds)
                expected = (moment + 60 * minutes) // DAY + day
                assert calendar.today(minutes) == expected


def test_a_loan_lives_over_the_end_of_32_bit_time() -> None:
    world = BookWorld()
    world.go_to(parse_day("2105-10-31"))
    deal = world.opened()
    due = due_days(deal.terms)
    assert due[2] * DAY < LAST_OF_32_BITS < due[3] * DAY
    for row in schedule(deal.terms)[:4]:
        world.go_to(row.due_day)
        assert world.pay(deal, row.payment) == row.payment
    world.go_to(due[5] + 95)
    world.servicing.mark_default(world.book, deal.loan, sender=world.stranger)
    party = world.party(world.lender)
    world.people.freeze(party, days=10)
    with reverts("book: holder is frozen"):
        world.claim(deal, world.lender)
    world.rulebook.pause_new_loans(DAY, sender=world.governance)
    world.chain.warp(days=10)
    assert world.claim(deal, world.lender) == 4 * deal.terms.instalment
    assert world.pay(deal, 10**6 * YUAN) > 0
    assert world.book.state_of(deal.id).balance == 0
    world.opened(world.terms())
