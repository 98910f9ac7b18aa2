# SPDX-License-Identifier: Apache-2.0
"""A frozen servicer does nothing, a replaced wallet neither, and frozen holders don't vote."""

from typing import Any

import pytest

from tests.contracts.evm import Actor, reverts
from tests.contracts.full_world import CENT, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced

DEFAULTED = 1
FROZEN = "servicing: servicer is frozen, or recovers this wallet"
NO_PARTY = "servicing: servicer has no party"
TOO_FEW = "servicing: holders of over half of the units did not sign"
MOVES = ("give_notice", "write_off")


@pytest.fixture
def servicer(world: FullWorld) -> Actor:
    return world.actor("servicer")


@pytest.fixture
def loan(world: FullWorld, servicer: Actor) -> Serviced:
    """Past due by 95 days, serviced by another than its lender."""
    loan = Serviced(world, servicer=servicer.address)
    loan.go(95)
    return loan


def _all_moves(loan: Serviced, servicer: Actor) -> list[Any]:
    return [
        *(lambda name=name: getattr(loan, name)(servicer) for name in MOVES),
        lambda: loan.waive(loan.waiver(penalty=CENT), [], servicer),
    ]


def test_a_frozen_servicer_does_nothing_until_the_end(
    world: FullWorld, loan: Serviced, servicer: Actor
) -> None:
    world.people.freeze(world.party(servicer), days=2)
    for move in _all_moves(loan, servicer):
        with reverts(FROZEN):
            move()
    world.chain.warp(days=2)
    for move in _all_moves(loan, servicer):
        with world.chain.anchored():
            move()


def test_a_replaced_wallet_does_nothing(world: FullWorld, loan: Serviced, servicer: Actor) -> None:
    fresh = world.chain.actor("fresh")
    world.people.replace(servicer, fresh)
    for move in _all_moves(loan, servicer):
        with reverts(NO_PARTY):
            move()
    for move in _all_moves(loan, fresh):
        with reverts("servicing: caller is not the servicer"):
            move()


def test_the_loan_is_reckoned_and_defaults_as_ever(
    world: FullWorld, loan: Serviced, servicer: Actor
) -> None:
    for party in (servicer, world.lender, world.borrower):
        world.people.freeze(world.party(party))
    loan.reckon()
    assert loan.state().flags & DEFAULTED


@pytest.mark.parametrize("is_frozen", [False, True])
def test_a_frozen_holder_waives_nothing(
    world: FullWorld, loan: Serviced, servicer: Actor, is_frozen: bool
) -> None:
    """It would give away what the order holds."""
    waiver = loan.waiver(principal=CENT)
    consents = [loan.consent(waiver, world.lender)]
    if is_frozen:
        world.people.freeze(world.party(world.lender))
        with reverts(TOO_FEW):
            loan.waive(waiver, consents, servicer)
        return
    loan.waive(waiver, consents, servicer)
