# SPDX-License-Identifier: Apache-2.0
"""The numbers that a borrower was shown are the numbers that are checked, to the last one."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from shouxin.lending.model import (
    DayCount,
    Method,
    Terms,
    all_in_rate_ppm,
    equal_instalment,
    last_payment,
    schedule,
    with_instalment,
)
from shouxin.lending.model.schedule import smallest_payment
from tests.contracts.evm import reverts
from tests.contracts.loan_opening.conftest import QUANTUM, Opening
from tests.contracts.terms_struct import field
from tests.lending.model.samples import START, day

INSTALMENT = "book: instalment is not what the method gives"
LAST = "book: last payment is another"
TOLERANCE = "book: tolerance is over a tenth of a payment"
ALL_IN = "book: all-in rate is another"

KINDS = list(
    product(Method, (DayCount.THIRTY_360, DayCount.ACTUAL_360, DayCount.ACTUAL_365), (0, 30))
)


def terms_of(opening: Opening, method: Method, day_count: DayCount, period_days: int) -> Terms:
    by_days = {"period_days": period_days, "due_day": 0, "first_due_day": START + period_days}
    return opening.terms(method=method, day_count=day_count, **(by_days if period_days else {}))


kinds = pytest.mark.parametrize(("method", "day_count", "period_days"), KINDS)


@kinds
def test_the_right_numbers_open(
    opening: Opening, method: Method, day_count: DayCount, period_days: int
) -> None:
    terms = terms_of(opening, method, day_count, period_days)
    assert opening.check(opening.complete(terms)) == schedule(terms)[-1].due_day


@kinds
def test_an_all_in_rate_one_ppm_off_is_refused(
    opening: Opening, method: Method, day_count: DayCount, period_days: int
) -> None:
    terms = terms_of(opening, method, day_count, period_days)
    right = all_in_rate_ppm(terms)
    for wrong in (right - 1, right + 1, 0, 2**32 - 1):
        with reverts(ALL_IN):
            opening.check(opening.complete(terms, all_in_rate_ppm=wrong))


@kinds
def test_a_last_payment_one_quantum_off_is_refused(
    opening: Opening, method: Method, day_count: DayCount, period_days: int
) -> None:
    terms = terms_of(opening, method, day_count, period_days)
    right = last_payment(terms)
    for wrong in (right - QUANTUM, right + QUANTUM, right + 1, 0):
        with reverts(LAST):
            opening.check(opening.complete(terms, last_payment=wrong))


@pytest.mark.parametrize("multiple", [QUANTUM, 100 * QUANTUM, 10_000 * QUANTUM])
@pytest.mark.parametrize(
    ("day_count", "period_days"),
    [(kind[1], kind[2]) for kind in KINDS if kind[0] == Method.EQUAL_INSTALMENT],
)
def test_an_instalment_one_multiple_off_is_refused(
    opening: Opening, day_count: DayCount, period_days: int, multiple: int
) -> None:
    plain = terms_of(opening, Method.EQUAL_INSTALMENT, day_count, period_days)
    terms = with_instalment(replace(plain, instalment_multiple=multiple))
    opening.check(opening.complete(terms))
    for wrong in (terms.instalment - multiple, terms.instalment + multiple, 0):
        with reverts(INSTALMENT):
            opening.check(opening.complete(terms, instalment=wrong))


def test_an_instalment_is_half_up_to_its_multiple(opening: Opening) -> None:
    terms = opening.terms(principal=3 * QUANTUM, rate_ppm=0, instalments=2, fee=0)
    assert equal_instalment(terms) == 2 * QUANTUM
    opening.check(opening.complete(terms))
    with reverts(INSTALMENT):
        opening.check(opening.complete(terms, instalment=QUANTUM))


@pytest.mark.parametrize("first", ["2026-02-01", "2026-02-20", "2026-03-30", "2026-03-31"])
@pytest.mark.parametrize("day_count", [1, 2, 3])
def test_a_broken_first_period_is_in_every_number(
    opening: Opening, first: str, day_count: int
) -> None:
    plain = opening.terms()
    first_day = day(first)
    broken = opening.terms(
        first_due_day=first_day, due_day=int(first[-2:]), day_count=DayCount(day_count)
    )
    opening.check(opening.complete(broken))
    assert all_in_rate_ppm(broken) != all_in_rate_ppm(plain)
    assert broken.instalment != plain.instalment
    with reverts(INSTALMENT):
        opening.check(opening.complete(broken, instalment=plain.instalment))
    right = all_in_rate_ppm(broken)
    for wrong in (right - 1, right + 1, all_in_rate_ppm(plain)):
        with reverts(ALL_IN):
            opening.check(opening.complete(broken, all_in_rate_ppm=wrong))
    for wrong in (last_payment(broken) - QUANTUM, last_payment(broken) + QUANTUM):
        with reverts(LAST):
            opening.check(opening.complete(broken, last_payment=wrong))


@pytest.mark.parametrize("method", Method)
def test_a_fee_is_in_the_all_in_rate(opening: Opening, method: Method) -> None:
    bare = opening.terms(method=method, fee=0)
    costly = opening.terms(method=method)
    assert all_in_rate_ppm(costly) > all_in_rate_ppm(bare)
    with reverts(ALL_IN):
        opening.check(opening.complete(costly, all_in_rate_ppm=all_in_rate_ppm(bare)))
    with reverts(ALL_IN):
        opening.check(opening.complete(costly, fee=costly.fee + QUANTUM * 1_000))


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("instalments", [1, 12])
def test_a_tolerance_over_a_tenth_of_the_smallest_payment_is_refused(
    opening: Opening, method: Method, instalments: int
) -> None:
    terms = opening.terms(method=method, instalments=instalments)
    tenth = smallest_payment(schedule(terms)) // 10 // QUANTUM * QUANTUM
    opening.check(opening.complete(terms, tolerance=tenth))
    with reverts(TOLERANCE):
        opening.check(opening.complete(terms, tolerance=tenth + QUANTUM))


def test_an_all_in_rate_of_exactly_half_a_ppm_is_rounded_up(opening: Opening) -> None:
    by_days = {"period_days": 360, "due_day": 0, "first_due_day": START + 360}
    terms = opening.terms(
        principal=5**10 * QUANTUM,
        fee=(5**10 - 2_000_000) * QUANTUM,
        rate_ppm=0,
        instalments=1,
        day_count=DayCount.ACTUAL_360,
        **by_days,
    )
    assert all_in_rate_ppm(terms) == 3_882_813
    opening.check(opening.complete(terms))
    with reverts(ALL_IN):
        opening.check(opening.complete(terms, all_in_rate_ppm=3_882_812))


def test_a_loan_without_interest_costs_nothing(opening: Opening) -> None:
    terms = opening.terms(rate_ppm=0, fee=0)
    assert field(opening.complete(terms), "all_in_rate_ppm") == 0
    opening.check(opening.complete(terms))
    with reverts(ALL_IN):
        opening.check(opening.complete(terms, all_in_rate_ppm=1))


@pytest.mark.parametrize("alone", [1, 6, 11])
@pytest.mark.parametrize("method", [Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL])
def test_interest_only_periods_are_in_every_number(
    opening: Opening, method: Method, alone: int
) -> None:
    terms = opening.terms(method=method, interest_only_periods=alone)
    opening.check(opening.complete(terms))
    plain = opening.terms(method=method)
    if method == Method.EQUAL_INSTALMENT:
        with reverts(INSTALMENT):
            opening.check(opening.complete(terms, instalment=plain.instalment))
    with reverts(LAST):
        opening.check(opening.complete(terms, last_payment=last_payment(plain)))


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("changes", [{}, {"period_days": 1_100, "due_day": 0}], ids=str)
def test_600_instalments_are_checked_to_the_ppm_in_little_gas(
    opening: Opening, method: Method, changes: dict[str, Any]
) -> None:
    first = {"first_due_day": START + 1_100} if changes else {}
    terms = opening.terms(method=method, instalments=600, **changes, **first)
    complete = opening.complete(terms)
    assert opening.check(complete) == schedule(terms)[-1].due_day
    assert opening.gas < 10_000_000
    right = field(complete, "all_in_rate_ppm")
    for wrong in (right - 1, right + 1):
        with reverts(ALL_IN):
            opening.check(opening.complete(terms, all_in_rate_ppm=wrong))
    if method == Method.EQUAL_INSTALMENT:
        for wrong in (terms.instalment - QUANTUM, terms.instalment + QUANTUM):
            with reverts(INSTALMENT):
                opening.check(opening.complete(terms, instalment=wrong))
