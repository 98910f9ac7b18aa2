# SPDX-License-Identifier: Apache-2.0
"""Loans as large, dear and old as terms allow: the contract agrees with the model all the same.

A loan that its words cannot hold must be refused at opening; one that opens may lose nothing.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from shouxin.lending.model import (
    DayCount,
    Method,
    Terms,
    open_loan,
    reckon,
    schedule,
    with_default_reached,
)
from shouxin.lending.model.reckoning import closing_amount
from tests.contracts.evm import reverts
from tests.contracts.loan_world import ModelWorld, quanta_state
from tests.contracts.widths import (
    INTEREST,
    PENALTY,
    QUANTUM,
    UNPAID_DAYS,
    largest,
    width_refusal,
    with_principal,
)
from tests.lending.model.samples import sample_terms

TOKEN = 10**18
YEAR = 365
LARGE = {"principal": 1_200_000_000 * TOKEN, "quantum": 10**16}
FINE = {"principal": 2**56 - 1, "quantum": 1}
DEAREST = 2**24 - 1

TOO_LARGE = {
    "a bullet of 1.2 bn at 12 % over ten years": (
        LARGE | {"method": Method.BULLET, "instalments": 120},
        INTEREST,
    ),
    "a bullet of a year at 24 %": (
        LARGE | {"method": Method.BULLET, "rate_ppm": 240_000},
        INTEREST,
    ),
    "instalments of a year at 24 %": (LARGE | {"rate_ppm": 240_000}, INTEREST),
    "2**56 quanta at 24 %": (
        FINE | {"method": Method.INTEREST_ONLY, "instalments": 360, "rate_ppm": 240_000},
        QUANTUM,
    ),
    "the dearest rate": (LARGE | {"method": Method.BULLET, "rate_ppm": DEAREST}, INTEREST),
    "the dearest rate over five years": (
        LARGE | {"method": Method.BULLET, "instalments": 60, "rate_ppm": DEAREST},
        INTEREST,
    ),
    "a penalty above interest": (
        LARGE | {"principal": 10**8 * TOKEN, "overdue_rate_ppm": 240_000},
        PENALTY,
    ),
}
"""Loans that lost accrued interest, penalty or money received when they could still open."""

COARSE = {"quantum": 10**13}
BOUNDS: dict[str, tuple[dict[str, Any], str]] = {
    "interest": (COARSE | {"penalty_margin_ppm": 0, "overdue_rate_ppm": 0}, INTEREST),
    "interest at the dearest rate": (
        COARSE | {"rate_ppm": DEAREST, "penalty_margin_ppm": 0, "overdue_rate_ppm": 0},
        INTEREST,
    ),
    "penalty": (COARSE, PENALTY),
    "penalty at the dearest margin": (COARSE | {"penalty_margin_ppm": DEAREST}, PENALTY),
    "penalty at the dearest overdue rate": (COARSE | {"overdue_rate_ppm": DEAREST}, PENALTY),
    "quanta": ({"quantum": 1, "rate_ppm": 240_000}, QUANTUM),
    "quanta without interest": ({"quantum": 1, "rate_ppm": 0}, QUANTUM),
    "quanta at the dearest rates": (
        {
            "quantum": 1,
            "rate_ppm": DEAREST,
            "penalty_margin_ppm": DEAREST,
            "overdue_rate_ppm": DEAREST,
        },
        QUANTUM,
    ),
    "penalty over fifty years": (COARSE | {"instalments": 600}, PENALTY),
}


@pytest.fixture(scope="module")
def _model() -> ModelWorld:
    world = ModelWorld()
    world.token.mint(world.payer, 2**200, sender=world.payer)
    return world


@pytest.fixture
def model_world(_model: ModelWorld) -> Iterator[ModelWorld]:
    with _model.chain.anchored():
        yield _model


def refuse(world: ModelWorld, terms: Terms, text: str) -> None:
    """The terms are refused on their start day with this text."""
    world.go_to(terms, terms.start_day)
    deal = world.deal(terms)
    with reverts(text):
        world.opening.open(world.book, deal.complete, sender=world.desk)


def at_bound(bound: str, method: Method, day_count: DayCount) -> Terms:
    """The largest loan of a method and day count within a bound."""
    return largest(sample_terms(**BOUNDS[bound][0], method=method, day_count=day_count))


bounds = pytest.mark.parametrize("bound", BOUNDS)
methods = pytest.mark.parametrize("method", Method)
day_counts = pytest.mark.parametrize("day_count", [DayCount.THIRTY_360, DayCount.ACTUAL_360])


@pytest.mark.parametrize("case", TOO_LARGE)
def test_what_its_words_could_not_hold_is_refused(model_world: ModelWorld, case: str) -> None:
    changes, text = TOO_LARGE[case]
    refuse(model_world, sample_terms(**changes), text)


@bounds
@methods
@day_counts
def test_one_quantum_more_than_the_bound_is_refused(
    model_world: ModelWorld, bound: str, method: Method, day_count: DayCount
) -> None:
    terms = at_bound(bound, method, day_count)
    more = with_principal(terms, terms.principal // terms.quantum + 1)
    assert (width_refusal(terms), width_refusal(more)) == ("", BOUNDS[bound][1])
    refuse(model_world, more, BOUNDS[bound][1])
    model_world.open(terms)


@bounds
@methods
@day_counts
def test_at_the_bound_all_is_stored_whole_for_fifty_years_after_the_end(
    model_world: ModelWorld, bound: str, method: Method, day_count: DayCount
) -> None:
    terms = at_bound(bound, method, day_count)
    deal = model_world.open(terms)
    end = schedule(terms)[-1].due_day
    state = open_loan(terms)
    for day in (end, end + 5 * YEAR, end + UNPAID_DAYS):
        model_world.go_to(terms, day)
        model_world.servicing.reckon(model_world.book, deal.loan, day, sender=model_world.payer)
        state = with_default_reached(terms, reckon(terms, state, day), day)
        assert model_world.state(deal) == quanta_state(terms, state)
    assert state.penalty > 0 or not terms.penalty_margin_ppm


@bounds
@methods
@day_counts
def test_at_the_bound_all_that_is_owed_after_fifty_years_is_paid_and_somebodys(
    model_world: ModelWorld, bound: str, method: Method, day_count: DayCount
) -> None:
    terms = at_bound(bound, method, day_count)
    deal = model_world.open(terms)
    day = schedule(terms)[-1].due_day + UNPAID_DAYS
    taken = model_world.pay(deal, day, 2**255)
    assert taken == closing_amount(terms, open_loan(terms), day)
    assert not model_world.is_open(deal)
    assert model_world.book.holding_of(deal.id, model_world.lender).owed == taken


@bounds
@methods
@day_counts
def test_a_loan_beyond_its_fifty_years_can_still_be_closed(
    model_world: ModelWorld, bound: str, method: Method, day_count: DayCount
) -> None:
    terms = at_bound(bound, method, day_count)
    deal = model_world.open(terms)
    day = schedule(terms)[-1].due_day + 10 * UNPAID_DAYS
    taken = model_world.pay(deal, day, 2**255)
    assert taken >= terms.principal
    assert not model_world.is_open(deal)
    assert model_world.book.holding_of(deal.id, model_world.lender).owed <= taken
