# SPDX-License-Identifier: Apache-2.0
"""What a replaced wallet held is its successor's, whoever calls, and nobody else's."""

import pytest

from tests.contracts.book_world import UNITS, BookWorld, note_id
from tests.contracts.evm import Actor, reverts
from tests.contracts.full_world import EMPTY, PRINCIPAL, YUAN
from tests.contracts.loan_world import Deal
from tests.contracts.registry_world import CHINA

SUCCESSOR = "book: notes of a replaced wallet go to its successor"
BARRED = "book: sender is frozen, or recovers a wallet"


@pytest.fixture
def fresh(world: BookWorld) -> Actor:
    return world.chain.actor("fresh")


@pytest.fixture
def deal(world: BookWorld, fresh: Actor) -> Deal:
    """A loan with 100 yuan paid, whose lender's wallet was replaced."""
    deal = world.opened()
    world.pay(deal, 100 * YUAN)
    world.people.replace(world.lender, fresh)
    return deal


def test_the_lost_wallet_keeps_nothing_to_give(world: BookWorld, deal: Deal) -> None:
    world.book.setApprovalForAll(world.stranger, True, sender=world.lender)
    for caller in (world.lender, world.stranger):
        for receiver in (world.backer, world.lender):
            with reverts(SUCCESSOR):
                world.move(deal, world.lender, receiver, 1, by=caller)
    assert world.units(deal, world.lender) == UNITS


def test_its_successor_moves_nothing_of_anothers(
    world: BookWorld, deal: Deal, fresh: Actor
) -> None:
    world.move(deal, world.lender, fresh, UNITS)
    with reverts("book: caller may not move these notes"):
        world.move(deal, fresh, world.backer, 1, by=world.lender)
    backer = world.backer.address
    other = world.opened(lender=backer, servicer=backer)
    with reverts("book: caller may not move these notes"):
        world.move(other, world.backer, fresh, 1, by=fresh)


def test_anyone_claims_for_it_to_the_successor(world: BookWorld, deal: Deal, fresh: Actor) -> None:
    before = world.token.balanceOf(world.lender)
    assert world.claim(deal, world.lender) == 100 * YUAN
    assert world.token.balanceOf(fresh) == 100 * YUAN
    assert world.token.balanceOf(world.lender) == before
    with reverts("book: nothing to claim"):
        world.claim(deal, fresh)


@pytest.mark.parametrize("caller", ["stranger", "fresh", "lender", "governance"])
def test_anyone_moves_its_notes_to_the_successor(
    world: BookWorld, deal: Deal, fresh: Actor, caller: str
) -> None:
    by = world.chain.actor(caller)
    world.move(deal, world.lender, fresh, UNITS - 1, by=by)
    ids = ([note_id(deal)], [1])
    world.book.safeBatchTransferFrom(world.lender, fresh, *ids, b"", sender=by)
    assert (world.units(deal, fresh), world.units(deal, world.lender)) == (UNITS, 0)
    assert world.claim(deal, world.lender) == 100 * YUAN
    taken = world.pay(deal, 2 * PRINCIPAL)
    assert world.claim(deal, fresh) == taken
    assert world.token.balanceOf(fresh) == 100 * YUAN + taken


def test_claims_need_no_rulebook(world: BookWorld, deal: Deal, fresh: Actor) -> None:
    world.rulebook.remove_jurisdiction(CHINA, sender=world.governance)
    assert world.claim(deal, world.lender) == 100 * YUAN
    assert world.token.balanceOf(fresh) == 100 * YUAN


def test_a_freeze_of_the_party_holds_it_too(world: BookWorld, deal: Deal, fresh: Actor) -> None:
    world.people.freeze(world.party(fresh), days=10)
    for holder in (world.lender, fresh):
        with reverts("book: recipient is frozen"):
            world.claim(deal, holder)
    with reverts(BARRED):
        world.move(deal, world.lender, fresh, 1, by=world.stranger)
    world.chain.warp(days=10)
    assert world.claim(deal, world.lender) == 100 * YUAN


def test_while_the_recovery_runs_the_party_moves_no_note_and_is_paid(
    world: BookWorld, fresh: Actor
) -> None:
    deal = world.opened()
    world.pay(deal, YUAN)
    world.people.start_recovery(world.lender, fresh)
    with reverts(BARRED):
        world.move(deal, world.lender, world.backer, 1)
    assert world.claim(deal, world.lender) == YUAN
    world.chain.warp(days=58)
    world.move(deal, world.lender, world.backer, 1)


def test_the_borrowers_new_wallet_pays_and_owes_as_before(world: BookWorld, fresh: Actor) -> None:
    """Debts are the party's: its record, exposure and groups go on."""
    deal = world.opened()
    exposure = world.ledger.exposure_of(deal.borrower)
    world.people.replace(world.borrower, fresh)
    assert world.party(fresh) == deal.borrower
    assert world.ledger.exposure_of(deal.borrower) == exposure > 0
    world.token.transfer(fresh, YUAN, sender=world.borrower)
    world.token.approve(world.book, YUAN, sender=fresh)
    assert world.book.pay(deal.loan, YUAN, deal.borrower, EMPTY, sender=fresh) == YUAN
