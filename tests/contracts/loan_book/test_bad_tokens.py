# SPDX-License-Identifier: Apache-2.0
"""Currencies that misbehave. What the book owes follows from its storage, never from a balance."""

from typing import Any

import pytest

from tests.contracts.book_world import FEE, UNITS, BookWorld
from tests.contracts.evm import Contract, reverts
from tests.contracts.full_world import MONEY, PRINCIPAL, YUAN
from tests.contracts.loan_book import strikes
from tests.contracts.loan_world import Deal

TRUE, NOTHING, FALSE, FALSE_KEEPS, TRUE_KEEPS = range(5)
FAILED = "book: transfer failed"
OTHER_AMOUNT = "book: another amount arrived"
LISTED = "token: receiver is black-listed"
WHOLE = 10**6
FEE_RELEASED = 64


@pytest.fixture
def token(world: BookWorld) -> Contract:
    return world.currency("BadToken")


@pytest.fixture
def deal(world: BookWorld, token: Contract) -> Deal:
    """A loan in the bad token, half of it the backer's, its fee ripe for release."""
    found = world.opened(currency=token.address)
    world.move(found, world.lender, world.backer, UNITS // 2)
    world.pay(found, 100 * YUAN)
    world.go_to(found.terms.start_day + 15)
    return found


def owned(world: BookWorld, token: Contract) -> list[int]:
    people = (world.till, world.borrower, world.lender, world.backer, world.book, world.stranger)
    return [token.balanceOf(owner) for owner in people]


def everything(world: BookWorld, token: Contract) -> tuple[Any, ...]:
    return world.storage(), owned(world, token)


def release(world: BookWorld, deal: Deal) -> int:
    return int(world.book.release_fee(deal.complete, sender=world.stranger))


def refuse_all(world: BookWorld, token: Contract, deal: Deal, text: str, *, pays_out: str) -> None:
    """Opening and paying are refused with one text, claim and fee with another; all stays."""
    other = world.drawn_up(currency=token.address)
    before = everything(world, token)
    with reverts(text):
        world.open(other)
    with reverts(text):
        world.pay(deal, YUAN)
    if pays_out:
        with reverts(pays_out):
            world.claim(deal, world.lender)
        with reverts(pays_out):
            release(world, deal)
    assert everything(world, token) == before


def settle_all(world: BookWorld, token: Contract, deal: Deal) -> None:
    """Everything works, to the unit, and leaves the book empty."""
    before = [token.balanceOf(owner) for owner in (world.lender, world.backer)]
    taken = world.pay(deal, 2 * PRINCIPAL)
    half = (100 * YUAN + taken) // 2
    assert world.claim(deal, world.lender) == half
    assert world.claim(deal, world.backer) == half
    assert release(world, deal) == FEE
    after = [token.balanceOf(owner) for owner in (world.lender, world.backer)]
    assert after == [before[0] + half, before[1] + half + FEE]
    assert token.balanceOf(world.book) == 100 * YUAN + taken - 2 * half


@pytest.mark.parametrize("behaviour", [FALSE, FALSE_KEEPS])
def test_a_token_that_answers_false_is_refused(
    world: BookWorld, token: Contract, deal: Deal, behaviour: int
) -> None:
    token.behave(behaviour, sender=world.stranger)
    refuse_all(world, token, deal, FAILED, pays_out=FAILED)
    token.behave(TRUE, sender=world.stranger)
    settle_all(world, token, deal)


def test_a_token_that_moves_nothing_and_says_true_brings_no_money(
    world: BookWorld, token: Contract, deal: Deal
) -> None:
    token.behave(TRUE_KEEPS, sender=world.stranger)
    refuse_all(world, token, deal, OTHER_AMOUNT, pays_out="")


def test_a_token_that_answers_nothing_works(world: BookWorld, token: Contract) -> None:
    token.behave(NOTHING, sender=world.stranger)
    deal = world.opened(currency=token.address)
    world.move(deal, world.lender, world.backer, UNITS // 2)
    assert world.pay(deal, 100 * YUAN) == 100 * YUAN
    world.go_to(deal.terms.start_day + 15)
    settle_all(world, token, deal)


def test_an_address_without_code_is_no_currency(world: BookWorld) -> None:
    empty = "0x" + "ab" * 20
    world.rulebook.set_currency(empty, True, 1, 4, sender=world.governance)
    deal = world.drawn_up(currency=empty)
    with reverts(""):
        world.open(deal)
    assert world.book.state_of(deal.id).status == 0


@pytest.mark.parametrize("ppm", [0, 990_000, WHOLE - 1, WHOLE + 1, 2 * WHOLE])
def test_another_amount_than_was_sent_is_refused(
    world: BookWorld, token: Contract, deal: Deal, ppm: int
) -> None:
    token.let_arrive(ppm, sender=world.stranger)
    refuse_all(world, token, deal, OTHER_AMOUNT, pays_out="")


def test_a_token_that_begins_to_take_a_fee_takes_it_from_each_holders_own(
    world: BookWorld, token: Contract, deal: Deal
) -> None:
    token.let_arrive(990_000, sender=world.stranger)
    book, lender = token.balanceOf(world.book), token.balanceOf(world.lender)
    assert world.claim(deal, world.lender) == 50 * YUAN
    assert token.balanceOf(world.lender) == lender + 50 * YUAN * 99 // 100
    assert token.balanceOf(world.book) == book - 50 * YUAN
    assert world.claimable(deal, world.backer) == 50 * YUAN
    token.let_arrive(WHOLE, sender=world.stranger)
    assert world.claim(deal, world.backer) == 50 * YUAN


@pytest.mark.parametrize("change", [10**9 * YUAN, 1, -1, -50 * YUAN])
def test_a_rebase_or_a_gift_changes_nothing_that_can_be_claimed(
    world: BookWorld, token: Contract, deal: Deal, change: int
) -> None:
    before = world.storage()
    balance = token.balanceOf(world.book)
    token.rebase(world.book, balance + change, sender=world.stranger)
    assert world.storage() == before
    for holder in (world.lender, world.backer):
        assert world.claimable(deal, holder) == 50 * YUAN
        assert world.claim(deal, holder) == 50 * YUAN
    with reverts("book: nothing to claim"):
        world.claim(deal, world.lender)
    assert token.balanceOf(world.book) == balance + change - 100 * YUAN


def test_money_that_is_gone_is_owed_still_and_what_is_there_is_paid(
    world: BookWorld, token: Contract, deal: Deal
) -> None:
    token.rebase(world.book, 60 * YUAN, sender=world.stranger)
    assert world.claim(deal, world.backer) == 50 * YUAN
    with reverts("token: balance is less"):
        world.claim(deal, world.lender)
    assert world.claimable(deal, world.lender) == 50 * YUAN
    assert world.pay(deal, 100 * YUAN) == 100 * YUAN
    assert world.claim(deal, world.lender) == 100 * YUAN


def test_another_currencys_loss_is_not_shared(
    world: BookWorld, token: Contract, deal: Deal
) -> None:
    sound = world.opened()
    world.pay(sound, 10 * YUAN)
    token.rebase(world.book, 0, sender=world.stranger)
    with reverts("token: balance is less"):
        world.claim(deal, world.lender)
    assert world.claim(sound, world.lender) == 10 * YUAN


def test_a_payee_that_is_black_listed_stops_its_own_loan_alone(
    world: BookWorld, token: Contract, deal: Deal
) -> None:
    token.black_list(world.borrower, True, sender=world.stranger)
    other = world.drawn_up(currency=token.address)
    before = everything(world, token)
    with reverts(LISTED):
        world.open(other)
    assert everything(world, token) == before
    world.opened(currency=token.address, payee=world.stranger.address)
    assert world.pay(deal, YUAN, world.stranger) == YUAN


def test_a_payer_that_is_black_listed_can_be_paid_for(
    world: BookWorld, token: Contract, deal: Deal
) -> None:
    token.black_list(world.borrower, True, sender=world.stranger)
    with reverts("token: sender is black-listed"):
        world.pay(deal, YUAN)
    assert world.pay(deal, 2 * PRINCIPAL, world.stranger) > 0
    assert world.book.state_of(deal.id).status == 2


def test_a_black_listed_holder_blocks_nobody_and_waits_for_its_own(
    world: BookWorld, token: Contract, deal: Deal
) -> None:
    token.black_list(world.lender, True, sender=world.stranger)
    with reverts(LISTED):
        world.claim(deal, world.lender)
    taken = world.pay(deal, 2 * PRINCIPAL)
    half = (100 * YUAN + taken) // 2
    assert world.claim(deal, world.backer) == half
    assert release(world, deal) == FEE
    with reverts(LISTED):
        world.claim(deal, world.lender)
    assert world.claimable(deal, world.lender) == half
    world.move(deal, world.lender, world.backer, 1)
    token.black_list(world.lender, False, sender=world.stranger)
    assert world.claim(deal, world.lender) == half


def test_a_black_listed_fee_receiver_blocks_nobody(
    world: BookWorld, token: Contract, deal: Deal
) -> None:
    token.black_list(world.backer, True, sender=world.stranger)
    with reverts(LISTED):
        release(world, deal)
    assert not world.book.state_of(deal.id).flags & FEE_RELEASED
    taken = world.pay(deal, 2 * PRINCIPAL)
    assert world.claim(deal, world.lender) == (100 * YUAN + taken) // 2
    token.black_list(world.backer, False, sender=world.stranger)
    assert release(world, deal) == FEE


STRIKES = (
    "open",
    "issue",
    "pay",
    "pay_for",
    "commit",
    "amend",
    "release_fee",
    "claim",
    "safeTransferFrom",
    "safeBatchTransferFrom",
    "setApprovalForAll",
)
MOMENTS = ("open", "pay", "release_fee", "claim")


def test_every_writing_function_is_struck(world: BookWorld) -> None:
    both = strikes.writing(world.book) | strikes.writing(world.opening)
    assert set(STRIKES) == both


@pytest.mark.parametrize("name", STRIKES)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_token_that_calls_back_changes_nothing(
    world: BookWorld, token: Contract, deal: Deal, moment: str, name: str
) -> None:
    _armed(world, token)
    payload = strikes.book_calls(world, deal, token, token)[name]
    target = strikes.struck_by(world, name)
    if name not in strikes.NEIGHBOURS_ALONE:
        with world.chain.anchored():
            token.execute(target, payload, sender=world.stranger)
    _compare(world, token, deal, moment, target, payload, name == "setApprovalForAll")


@pytest.mark.parametrize("name", ["deposit", "withdraw", "take", "cancel", "cancel_all"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_token_that_calls_the_desk_touches_only_its_own(
    world: BookWorld, token: Contract, deal: Deal, moment: str, name: str
) -> None:
    _armed(world, token)
    payload = strikes.desk_calls(world, token, token)[name]
    with world.chain.anchored():
        before = owned(world, token), world.book.holding_of(deal.id, world.lender)
        _make(world, deal, moment, token)
        plain = owned(world, token), world.book.holding_of(deal.id, world.lender)
        assert plain != before or moment == "claim"
    with world.chain.anchored():
        token.strike(world.desk, payload, sender=world.stranger)
        _make(world, deal, moment, token)
        assert token.tries() > 0
        struck = owned(world, token), world.book.holding_of(deal.id, world.lender)
    assert struck == plain


def _armed(world: BookWorld, token: Contract) -> None:
    """The token is a desk with money of its own, and operator of all notes."""
    token.mint(token, MONEY, sender=world.stranger)
    strikes.arm(world, token, token)


def _make(world: BookWorld, deal: Deal, moment: str, token: Contract) -> None:
    calls = {
        "open": lambda: world.open(world.drawn_up(currency=token.address, salt=b"\x55" * 32)),
        "pay": lambda: world.pay(deal, 7 * YUAN),
        "release_fee": lambda: release(world, deal),
        "claim": lambda: world.claim(deal, world.lender),
    }
    calls[moment]()


def _compare(
    world: BookWorld,
    token: Contract,
    deal: Deal,
    moment: str,
    target: Contract,
    payload: bytes,
    is_allowed: bool,
) -> None:
    with world.chain.anchored():
        token.strike(target, payload, sender=world.stranger)
        _make(world, deal, moment, token)
        assert token.tries() > 0
        assert token.successes() == (token.tries() if is_allowed else 0)
        struck = everything(world, token)
    with world.chain.anchored():
        _make(world, deal, moment, token)
        if is_allowed:
            token.execute(target, payload, sender=world.stranger)
        assert everything(world, token) == struck
