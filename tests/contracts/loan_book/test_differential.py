# SPDX-License-Identifier: Apache-2.0
"""The loan model in Python against the contracts': random histories of random terms, to the unit.

300 histories in ``make test``, the first 10,000 in ``make test-long``, or ``SHOUXIN_HISTORIES`` of
them; a seed names a history.
"""

import os
from itertools import count
from random import Random
from typing import Any

import pytest

from shouxin.lending.model import Terms, open_loan, reckon
from shouxin.primitives.errors import ShouxinError
from tests.contracts.evm import Reverted, reverts
from tests.contracts.loan_world import Deal, ModelWorld, contract_state, quanta_state
from tests.contracts.widths import width_refusal
from tests.lending.model.generators import (
    Event,
    apply_event,
    random_history,
    random_terms,
)

HISTORIES = 300
LONG_HISTORIES = int(os.environ.get("SHOUXIN_HISTORIES", "10000"))
BATCHES = 10
LONG_BATCHES = 40
AHEAD_DAYS = 45
AMENDS = 0.08
"""The share of amendments among events."""


@pytest.fixture(scope="module")
def world() -> ModelWorld:
    return ModelWorld()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_model_and_contract_agree(world: ModelWorld, batch: int) -> None:
    _check_histories(world, range(batch, HISTORIES, BATCHES))


@pytest.mark.long
@pytest.mark.parametrize("batch", range(LONG_BATCHES))
def test_model_and_contract_agree_over_ten_thousand(world: ModelWorld, batch: int) -> None:
    _check_histories(world, range(batch, LONG_HISTORIES, LONG_BATCHES))


SALTS = count(1)


def _check_histories(world: ModelWorld, numbers: range) -> None:
    for number in numbers:
        rng = Random(f"history {number}")  # noqa: S311  a seed names a history
        terms = _terms_that_fit(world, rng)
        events = random_history(rng, terms, marks_default=True, amends=AMENDS)
        with world.chain.anchored():
            _run(world, terms, events, f"history {number}")


def _terms_that_fit(world: ModelWorld, rng: Random) -> Terms:
    """Random terms that opening takes; those too wide for the book's words it refuses."""
    while True:
        terms = random_terms(rng)
        refusal = width_refusal(terms)
        if not refusal:
            return terms
        with reverts(refusal):
            world.open(terms)


def _run(world: ModelWorld, terms: Terms, events: list[Event], name: str) -> None:
    deal = world.open(terms)
    state = open_loan(terms)
    for step, event in enumerate(events):
        place = f"{name}, event {step}: {event}"
        try:
            expected = apply_event(terms, state, event, marks_default=True)
        except ShouxinError:
            with pytest.raises(Reverted):
                _apply(world, deal, event)
            assert world.state(deal) == quanta_state(terms, state), place
            continue
        deal = _apply(world, deal, event)
        terms = deal.terms
        assert world.state(deal) == quanta_state(terms, expected), place
        state = expected
        if not state.is_open:
            return
    _check_view(world, deal, state)


def _check_view(world: ModelWorld, deal: Deal, state: Any) -> None:
    later = state.day + AHEAD_DAYS
    found = world.servicing.position(world.book, deal.loan, later)
    expected = reckon(deal.terms, state, later)
    assert contract_state(found.state) == quanta_state(deal.terms, expected)


def _apply(world: ModelWorld, deal: Deal, event: Event) -> Deal:
    """Make a move; the deal with the terms in force after it."""
    world.go_to(deal.terms, event.day)
    if event.new_terms is not None:
        new = world.amended(deal, event.new_terms)
        world.amend(deal, new, event.taken_back)
        return new
    _move(world, deal, event)
    return deal


def _move(world: ModelWorld, deal: Deal, event: Event) -> None:
    if event.move == "pay":
        world.pay(deal, event.day, event.amount)
        return
    if event.move in ("reckon", "mark_default"):
        days = (event.day,) if event.move == "reckon" else ()
        call = getattr(world.servicing, event.move)
        call(world.book, deal.loan, *days, sender=world.payer)
        return
    if event.move == "waive":
        salt = next(SALTS).to_bytes(32, "big")
        waiver = (world.book.address, deal.id, *event.waiver, salt, 2**255)
        world.servicing.waive(deal.complete, waiver, [], sender=world.lender)
        return
    sender = world.borrower if event.move == "withdraw" else world.lender
    getattr(world.servicing, event.move)(world.book, deal.complete, sender=sender)
