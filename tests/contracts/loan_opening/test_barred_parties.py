# SPDX-License-Identifier: Apache-2.0
"""No loan opens with a frozen party, one that recovers a wallet, or a replaced wallet."""

import pytest

from tests.contracts.book_world import BookWorld
from tests.contracts.evm import Actor, reverts

BARRED = "book: a party is frozen, or recovers a wallet"
DAYS_TO_LAPSE = 14 + 44


@pytest.fixture
def servicer(world: BookWorld) -> Actor:
    return world.actor("servicer")


@pytest.mark.parametrize("who", ["borrower", "lender", "servicer"])
def test_a_frozen_party_opens_no_loan_until_the_end(
    world: BookWorld, servicer: Actor, who: str
) -> None:
    world.people.freeze(world.party(world.chain.actor(who)), days=3)
    with reverts(BARRED):
        world.opened(servicer=servicer.address)
    world.chain.warp(days=3)
    world.opened(servicer=servicer.address)


@pytest.mark.parametrize("who", ["borrower", "lender"])
def test_a_party_that_recovers_a_wallet_opens_no_loan(
    world: BookWorld, servicer: Actor, who: str
) -> None:
    world.people.start_recovery(world.chain.actor(who), world.chain.actor("fresh"))
    with reverts(BARRED):
        world.opened(servicer=servicer.address)
    world.chain.warp(days=DAYS_TO_LAPSE)
    world.opened(servicer=servicer.address)


@pytest.mark.parametrize("who", ["borrower", "lender", "servicer"])
def test_a_replaced_wallet_opens_no_loan(world: BookWorld, servicer: Actor, who: str) -> None:
    world.people.replace(world.chain.actor(who), world.chain.actor("fresh"))
    with reverts(f"book: {who} has no party"):
        world.opened(servicer=servicer.address)


def test_the_new_wallet_borrows_and_lends(world: BookWorld) -> None:
    fresh, party = world.chain.actor("fresh"), world.party(world.borrower)
    world.people.replace(world.borrower, fresh)
    deal = world.opened(borrower=fresh.address, party=party)
    assert deal.borrower == party
    assert world.ledger.exposure_of(party) > 0


def test_others_open_loans_meanwhile(world: BookWorld) -> None:
    world.people.freeze(world.party(world.backer))
    world.opened()
    assert world.event("LoanOpened")["borrower"] == world.party(world.borrower)
