# SPDX-License-Identifier: Apache-2.0
"""Nobody linked to the borrower can be servicer, whenever the link became known."""

import pytest

from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced

LINKED = "servicing: servicer is linked to the borrower"


@pytest.fixture
def loan(world: FullWorld) -> Serviced:
    """Past due by 95 days; all units are another's, and its servicer was linked since."""
    loan = Serviced(world)
    loan.hand(world.backer, loan.terms.principal // CENT)
    pair = (world.party(world.borrower), world.party(world.lender))
    world.registry.link(*pair, sender=world.people.provider)
    loan.go(95)
    return loan


def test_it_waives_no_penalty(loan: Serviced) -> None:
    with reverts(LINKED):
        loan.waive(penalty=1_000 * CENT)


@pytest.mark.parametrize("move", ["give_notice", "write_off"])
def test_it_makes_no_other_move(world: FullWorld, loan: Serviced, move: str) -> None:
    with reverts(LINKED):
        getattr(world.servicing, move)(world.book, loan.deal.complete, sender=world.lender)


def test_a_link_taken_back_lets_it_serve_again(world: FullWorld, loan: Serviced) -> None:
    pair = (world.party(world.borrower), world.party(world.lender))
    world.registry.unlink(*pair, sender=world.people.provider)
    world.servicing.give_notice(world.book, loan.deal.complete, sender=world.lender)
    assert loan.state().notice_day != 0
