# SPDX-License-Identifier: Apache-2.0
"""A frozen holder's money waits in the book, nobody else's, and no longer than the freeze."""

import pytest

from tests.contracts.book_world import UNITS, BookWorld
from tests.contracts.evm import Reverted, reverts
from tests.contracts.full_world import PRINCIPAL, YUAN
from tests.contracts.loan_world import Deal

FROZEN = "book: recipient is frozen"
BARRED = "book: sender is frozen, or recovers a wallet"


def _frozen(world: BookWorld) -> Deal:
    deal = world.opened()
    world.move(deal, world.lender, world.backer, UNITS // 2)
    world.pay(deal, 100 * YUAN)
    world.people.freeze(world.party(world.lender), days=10)
    return deal


@pytest.fixture
def deal(world: BookWorld) -> Deal:
    """A loan that lender and backer hold halves of, with 100 yuan paid; the lender is frozen."""
    return _frozen(world)


def test_nobody_claims_for_it(world: BookWorld, deal: Deal) -> None:
    before = world.claimable(deal, world.lender)
    for caller in (world.lender, world.stranger, world.governance, world.backer):
        with reverts(FROZEN):
            world.book.claim(deal.id, world.lender, sender=caller)
    assert world.claimable(deal, world.lender) == before == 50 * YUAN


def test_it_moves_no_note_by_itself_or_an_operator(world: BookWorld, deal: Deal) -> None:
    world.book.setApprovalForAll(world.stranger, True, sender=world.lender)
    for caller in (world.lender, world.stranger):
        with reverts(BARRED):
            world.move(deal, world.lender, world.backer, 1, by=caller)
        with reverts(BARRED):
            world.book.safeBatchTransferFrom(
                world.lender,
                world.backer,
                [int.from_bytes(deal.id, "big")],
                [1],
                b"",
                sender=caller,
            )
    assert world.units(deal, world.lender) == UNITS // 2


def test_the_other_holder_claims_and_moves_its_notes(world: BookWorld, deal: Deal) -> None:
    assert world.claim(deal, world.backer) == 50 * YUAN
    world.move(deal, world.backer, world.borrower, 5)
    assert world.units(deal, world.borrower) == 5


def test_it_receives_notes_which_then_stay(world: BookWorld, deal: Deal) -> None:
    """Refusing them would hold back the sender, whom no order names."""
    world.move(deal, world.backer, world.lender, 5)
    assert world.units(deal, world.lender) == UNITS // 2 + 5
    with reverts(BARRED):
        world.move(deal, world.lender, world.backer, 5)


def test_its_loan_is_paid_and_closed_as_ever(world: BookWorld, deal: Deal) -> None:
    taken = world.pay(deal, 2 * PRINCIPAL)
    assert world.book.state_of(deal.id).balance == 0
    assert world.claimable(deal, world.lender) == (100 * YUAN + taken) // 2
    with reverts(FROZEN):
        world.claim(deal, world.lender)


def test_after_the_end_anyone_claims_all_of_it(world: BookWorld, deal: Deal) -> None:
    world.pay(deal, 2 * PRINCIPAL)
    world.chain.warp(days=10, seconds=-1)
    with reverts(FROZEN):
        world.claim(deal, world.lender)
    world.chain.warp(seconds=1)
    owed, before = world.claimable(deal, world.lender), world.token.balanceOf(world.lender)
    assert world.claim(deal, world.lender) == owed > 0
    assert world.token.balanceOf(world.lender) == before + owed
    world.move(deal, world.lender, world.backer, 1)


def test_lifting_frees_it_at_once(world: BookWorld, deal: Deal) -> None:
    world.registry.lift_freeze(world.party(world.lender), sender=world.governance)
    assert world.claim(deal, world.lender) == 50 * YUAN


def test_a_frozen_borrowers_debt_is_anyones_to_pay(world: BookWorld) -> None:
    deal = world.opened()
    world.people.freeze(world.party(world.borrower))
    assert world.pay(deal, YUAN) == YUAN
    assert world.pay(deal, 2 * PRINCIPAL, payer=world.backer) > 0
    assert world.claim(deal, world.lender) == PRINCIPAL


BROKEN = {
    "reverts": "5f5ffd",
    "burns all gas": "fe",
    "is gone": "",
    "answers nothing": "00",
    "answers a byte": "60015ff3",
}


@pytest.mark.parametrize("code", BROKEN.values(), ids=BROKEN)
def test_a_registry_that_fails_stops_neither_claim_nor_payment(code: str) -> None:
    world = BookWorld()  # of its own: a change of code is not undone
    deal = _frozen(world)
    world.chain.set_code(world.registry, bytes.fromhex(code))
    for holder in (world.lender, world.backer):
        before = world.token.balanceOf(holder)
        assert world.claim(deal, holder) == 50 * YUAN
        assert world.token.balanceOf(holder) == before + 50 * YUAN
    given = (deal.loan, 2 * PRINCIPAL, bytes(32), bytes(32))
    assert world.book.pay(*given, sender=world.borrower) > 0


def test_a_caller_cant_starve_the_question(world: BookWorld, deal: Deal) -> None:
    """With whatever gas, a claim for the frozen holder pays nothing."""
    data = world.book.claim.encode(deal.id, world.lender)
    before = world.token.balanceOf(world.lender)
    for gas in range(21_000, 140_000, 777):
        with pytest.raises(Reverted):
            world.chain.call(world.book, data, sender=world.stranger, gas=gas)
    assert world.token.balanceOf(world.lender) == before
