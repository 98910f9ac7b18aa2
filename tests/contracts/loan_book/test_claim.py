# SPDX-License-Identifier: Apache-2.0
from tests.contracts.book_world import UNITS, BookWorld
from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN

NOTHING = "book: nothing to claim"


def test_nothing_is_claimed_before_money_came(world: BookWorld) -> None:
    deal = world.opened()
    for holder in (world.lender, world.borrower, world.backer, world.book, world.stranger):
        with reverts(NOTHING):
            world.claim(deal, holder)


def test_a_loan_that_is_none_has_nothing_to_claim(world: BookWorld) -> None:
    world.pay(world.opened(), YUAN)
    with reverts(NOTHING):
        world.claim(world.drawn_up(), world.lender)


def test_the_fee_is_nobodys_claim(world: BookWorld) -> None:
    deal = world.opened()
    assert world.token.balanceOf(world.book) > 0
    with reverts(NOTHING):
        world.claim(deal, world.backer)


def test_a_claim_is_paid_once(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, YUAN)
    assert world.claim(deal, world.lender) == YUAN
    with reverts(NOTHING):
        world.claim(deal, world.lender)
    world.pay(deal, 2 * YUAN)
    assert world.claim(deal, world.lender) == 2 * YUAN


def test_anyone_claims_to_the_owner(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, 700 * YUAN)
    people = (world.lender, world.stranger, world.borrower, world.book)
    before = [world.token.balanceOf(owner) for owner in people]
    assert world.book.claim(deal.id, world.lender, sender=world.stranger) == 700 * YUAN
    assert world.event("Claimed") == {
        "loan": deal.id,
        "holder": world.lender.address,
        "amount": 700 * YUAN,
    }
    after = [world.token.balanceOf(owner) for owner in people]
    moved = [new - old for new, old in zip(after, before, strict=True)]
    assert moved == [700 * YUAN, 0, 0, -700 * YUAN]


def test_a_claim_writes_no_record_and_leaves_the_loan(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, YUAN)
    before = (world.book.state_of(deal.id), world.ledger.head_of(deal.borrower))
    world.claim(deal, world.lender)
    assert (world.book.state_of(deal.id), world.ledger.head_of(deal.borrower)) == before
    assert world.book.issue_of(deal.id).received == YUAN
    assert world.book.holding_of(deal.id, world.lender) == (UNITS, YUAN, 0)


def test_each_loan_pays_its_own_holders(world: BookWorld) -> None:
    first, second = world.opened(), world.opened(lender=world.backer.address)
    world.pay(first, 5 * YUAN)
    world.pay(second, 7 * YUAN)
    with reverts(NOTHING):
        world.claim(second, world.lender)
    assert world.claim(second, world.backer) == 7 * YUAN
    assert world.claim(first, world.lender) == 5 * YUAN


def test_each_loan_pays_in_its_own_currency(world: BookWorld) -> None:
    other = world.currency()
    first, second = world.opened(), world.opened(currency=other.address)
    assert world.book.issue_of(second.id).note.currency_index == 2
    world.pay(first, 5 * YUAN)
    world.pay(second, 7 * YUAN)
    balances = (world.token.balanceOf(world.lender), other.balanceOf(world.lender))
    world.claim(second, world.lender)
    assert world.token.balanceOf(world.lender) == balances[0]
    assert other.balanceOf(world.lender) == balances[1] + 7 * YUAN


def test_after_closing_all_that_came_is_claimed(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.first_due_day + 40)
    taken = world.pay(deal, 2 * PRINCIPAL)
    fee = deal.terms.fee
    assert world.claim(deal, world.lender) == taken
    assert world.token.balanceOf(world.book) == fee


def test_a_single_unit_has_its_part(world: BookWorld) -> None:
    deal = world.opened()
    world.move(deal, world.lender, world.backer, 1)
    taken = world.pay(deal, 2 * PRINCIPAL)
    assert taken == PRINCIPAL
    assert world.claim(deal, world.backer) == CENT
    assert world.claim(deal, world.lender) == PRINCIPAL - CENT


def test_money_given_to_the_book_is_nobodys_claim(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, YUAN)
    world.token.transfer(world.book, 1_000 * YUAN, sender=world.backer)
    assert world.claimable(deal, world.lender) == YUAN
    assert world.claim(deal, world.lender) == YUAN
    with reverts(NOTHING):
        world.claim(deal, world.lender)
    assert world.token.balanceOf(world.book) == deal.terms.fee + 1_000 * YUAN
