# SPDX-License-Identifier: Apache-2.0
"""A live loan runs on as it was opened, whatever governance sets later (invariants K and M)."""

from collections.abc import Callable
from typing import Any

import pytest

from shouxin.credit.entry import Kind
from tests.contracts.full_world import CENT, NO_LIMIT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced
from tests.contracts.registry_world import CHINA

Act = Callable[[FullWorld, dict[str, Any]], object]

ACTS: dict[str, Act] = {
    "new loans paused": lambda w, by: w.rulebook.pause_new_loans(NO_LIMIT, **by),
    "currency delisted": lambda w, by: w.rulebook.set_currency(w.token, False, 7, 2, **by),
    "desk de-authorised": lambda w, by: w.rulebook.set_desk(w.desk, False, **by),
    "jurisdiction removed": lambda w, by: w.rulebook.remove_jurisdiction(CHINA, **by),
    "limits of nil": lambda w, by: w.rulebook.set_limits(CHINA, (0,) * 6 + (False,), **by),
    "book no longer the rulebook's": lambda w, by: w.rulebook.set_book(w.book, False, **by),
    "book retired in the ledger": lambda w, by: w.ledger.retire_book(w.book, **by),
    "provider no longer accredited": lambda w, by: w.registry.accredit_provider(
        w.people.provider, False, **by
    ),
}


@pytest.fixture(params=[*ACTS, "all of it"])
def governed(loan: Serviced, request: pytest.FixtureRequest) -> Serviced:
    """A loan after an act of governance."""
    names = ACTS if request.param == "all of it" else [request.param]
    for name in names:
        ACTS[name](loan.world, {"sender": loan.world.governance})
    return loan


def test_a_loan_is_withdrawn_from_paid_and_closed(governed: Serviced) -> None:
    world = governed.world
    governed.withdraw()
    governed.pay(PRINCIPAL // 2)
    before = world.token.balanceOf(world.lender)
    world.book.claim(governed.deal.id, world.lender, sender=world.stranger)
    assert world.token.balanceOf(world.lender) == before + PRINCIPAL // 2
    governed.pay(PRINCIPAL)
    assert governed.kinds() == [Kind.PAID, Kind.WITHDRAWN]
    assert governed.closing_amount == 0


def test_a_loan_is_serviced_to_its_end(governed: Serviced) -> None:
    world = governed.world
    governed.go(60)
    governed.reckon()
    governed.give_notice()
    governed.go(71)
    governed.accelerate()
    governed.go(90)
    governed.mark_default()
    governed.waive(penalty=CENT, interest=YUAN, principal=YUAN)
    governed.write_off()
    governed.pay(2 * PRINCIPAL)
    assert governed.kinds() == [Kind.RECOVERED, Kind.REPAID]
    world.book.claim(governed.deal.id, world.lender, sender=world.stranger)
    world.book.release_fee(governed.deal.complete, sender=world.stranger)
    assert world.token.balanceOf(world.book) == 0


def test_what_is_owed_stays_what_it_was(loan: Serviced) -> None:
    days = [0, 30, 400]
    before = [loan.position(loan.due + day).closing_amount for day in days]
    for act in ACTS.values():
        act(loan.world, {"sender": loan.world.governance})
    assert [loan.position(loan.due + day).closing_amount for day in days] == before


def test_money_in_the_desk_is_taken_back(governed: Serviced) -> None:
    world = governed.world
    held = world.desk.balances(world.lender, world.token)
    world.desk.withdraw(world.token, held, sender=world.lender)
    assert world.token.balanceOf(world.desk) == 0
