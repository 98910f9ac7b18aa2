# SPDX-License-Identifier: Apache-2.0
"""A fee due to a frozen party is a payout like its claims; so is one of a lost wallet."""

from collections.abc import Iterator

import pytest

from tests.contracts.book_world import FEE, BookWorld
from tests.contracts.evm import reverts
from tests.contracts.loan_world import Deal


@pytest.fixture(scope="module")
def _made() -> BookWorld:
    return BookWorld()


@pytest.fixture
def world(_made: BookWorld) -> Iterator[BookWorld]:
    with _made.chain.anchored():
        yield _made


def ripe(world: BookWorld) -> Deal:
    """A loan whose fee is the backer's by now."""
    deal = world.opened()
    world.go_to(deal.terms.start_day + 15)
    return deal


def test_it_waits_while_its_receiver_is_frozen(world: BookWorld) -> None:
    deal, before = ripe(world), world.token.balanceOf(world.backer)
    world.people.freeze(world.party(world.backer), days=10)
    with reverts("book: holder is frozen"):
        world.book.release_fee(deal.complete, sender=world.stranger)
    world.chain.warp(days=10)
    assert world.book.release_fee(deal.complete, sender=world.stranger) == FEE
    assert world.token.balanceOf(world.backer) == before + FEE


def test_it_goes_to_the_wallet_that_took_its_receivers_place(world: BookWorld) -> None:
    deal, wallet = ripe(world), world.chain.actor("new wallet")
    world.people.replace(world.backer, wallet)
    assert world.book.release_fee(deal.complete, sender=world.stranger) == FEE
    assert world.token.balanceOf(wallet) == FEE
