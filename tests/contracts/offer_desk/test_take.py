# SPDX-License-Identifier: Apache-2.0
"""What taking an offer or a request refuses; what it does stands in test_take_fills.py."""

from typing import Any

import pytest

from tests.contracts.evm import Contract, reverts
from tests.contracts.full_world import BORROW, EMPTY, LEND, PRINCIPAL, YUAN, FullWorld
from tests.contracts.offer_desk.conftest import RETURNS_FALSE, TAKES_FEE
from tests.contracts.registry_world import NOBODY

SIDES = pytest.mark.parametrize("side", [LEND, BORROW])


def taken(world: FullWorld, offer: dict[str, Any], **changes: Any) -> bytes:
    """Take an offer with a fill that differs from what follows from it by these fields."""
    principal = changes.get("principal", PRINCIPAL)
    deal = world.deal(offer, principal or PRINCIPAL)
    caller = world.lender if offer["side"] == BORROW else world.borrower
    fill = world.fill(deal, **changes)
    return bytes(world.desk.take(offer, world.sign(offer), fill, deal.id, sender=caller))


@pytest.mark.parametrize("side", [0, 3, 2**256 - 1])
def test_an_unknown_side_is_refused(world: FullWorld, side: int) -> None:
    with reverts("desk: unknown side"):
        taken(world, world.offer(side=side))


@SIDES
def test_an_offer_is_taken_until_its_last_second(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side, expiry=world.chain.timestamp + 60)
    world.chain.warp(seconds=60)
    with world.chain.anchored():
        world.take(offer)
    world.chain.warp(seconds=1)
    with reverts("desk: offer has expired"):
        taken(world, offer)


@SIDES
@pytest.mark.parametrize("epoch", [1, 2**256 - 1])
def test_an_offer_of_an_epoch_to_come_is_refused(world: FullWorld, side: int, epoch: int) -> None:
    with reverts("desk: offer was cancelled"):
        taken(world, world.offer(side=side, epoch=epoch))


def test_an_offer_to_another_party_is_refused(world: FullWorld) -> None:
    offer = world.offer(taker=world.party(world.backer))
    with reverts("desk: offer names another taker"):
        taken(world, offer)
    with reverts("book: wallet is not the borrower's"):
        taken(world, offer, borrower=world.party(world.backer))


def test_a_request_to_another_party_is_refused(world: FullWorld) -> None:
    offer = world.offer(side=BORROW, taker=world.party(world.backer))
    with reverts("desk: offer names another taker"):
        taken(world, offer)
    deal = world.deal(offer, taker=world.stranger)
    with reverts("desk: offer names another taker"):
        world.desk.take(offer, world.sign(offer), world.fill(deal), deal.id, sender=world.stranger)


def test_a_loan_dearer_than_the_offer_says_is_refused(world: FullWorld) -> None:
    offer = world.offer()
    dearest = world.deal(offer).agreement[11]
    with reverts("desk: all-in rate is over the offer's"):
        taken(world, world.offer(world.conditions(all_in_rate_ppm_max=dearest - 1)))
    taken(world, world.offer(world.conditions(all_in_rate_ppm_max=dearest)))


def test_the_payee_of_a_request_is_the_requests(world: FullWorld) -> None:
    with reverts("desk: payee is not the request's"):
        taken(world, world.offer(side=BORROW), payee=world.lender.address)


def test_an_offer_that_names_a_payee_is_refused(world: FullWorld) -> None:
    with reverts("desk: an offer names no payee"):
        taken(world, world.offer(payee=world.borrower.address))


@pytest.mark.parametrize("amount", [2**128, 2**256 - 1])
def test_an_amount_that_cannot_be_counted_is_refused(world: FullWorld, amount: int) -> None:
    with reverts("desk: amount out of range"):
        taken(world, world.offer(amount=amount))


@SIDES
@pytest.mark.parametrize("principal", [0, PRINCIPAL + 10_000, 2**255])
def test_nothing_and_more_than_the_amount_are_refused(
    world: FullWorld, side: int, principal: int
) -> None:
    offer = world.offer(side=side)
    deal = world.deal(offer)
    fill = world.fill(deal, principal=principal)
    caller = world.lender if side == BORROW else world.borrower
    with reverts("desk: principal is over what is left"):
        world.desk.take(offer, world.sign(offer), fill, deal.id, sender=caller)


@SIDES
@pytest.mark.parametrize("principal", [990 * YUAN, 29_010 * YUAN, 29_999 * YUAN])
def test_a_fill_below_the_minimum_or_leaving_less_is_refused(
    world: FullWorld, side: int, principal: int
) -> None:
    with reverts("desk: a fill leaves nothing, or at least the minimum"):
        taken(world, world.offer(side=side), principal=principal)


def test_a_dust_fill_is_refused(world: FullWorld) -> None:
    flat = world.conditions(fee_ppm=0, method=4, instalments=1, all_in_rate_ppm_max=10**9)
    with reverts("desk: a fill leaves nothing, or at least the minimum"):
        taken(world, world.offer(flat), principal=10_000)


def test_an_offer_over_the_lenders_balance_is_refused(world: FullWorld) -> None:
    balance = world.desk.balances(world.lender, world.token)
    world.desk.withdraw(world.token, balance - PRINCIPAL + 1, sender=world.lender)
    world.desk.deposit(world.token, 10 * PRINCIPAL, sender=world.backer)
    with reverts("desk: lender's balance is less"):
        taken(world, world.offer())
    assert world.desk.balances(world.backer, world.token) == 10 * PRINCIPAL
    world.desk.deposit(world.token, 1, sender=world.lender)
    taken(world, world.offer())
    assert world.desk.balances(world.backer, world.token) == 10 * PRINCIPAL


def test_a_request_is_paid_from_the_takers_wallet_alone(world: FullWorld) -> None:
    world.token.approve(world.desk, PRINCIPAL - 1, sender=world.lender)
    before = world.desk.balances(world.lender, world.token)
    with reverts("erc20: insufficient allowance"):
        taken(world, world.offer(side=BORROW))
    assert world.desk.balances(world.lender, world.token) == before


@SIDES
def test_terms_other_than_agreed_are_refused(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    deal, caller = world.deal(offer), world.lender if side == BORROW else world.borrower
    for agreed in (EMPTY, b"\xff" * 32, deal.agreement_hash):
        with reverts("desk: terms are not those agreed"):
            world.desk.take(offer, world.sign(offer), world.fill(deal), agreed, sender=caller)


def test_terms_agreed_yesterday_are_refused_today(world: FullWorld) -> None:
    offer = world.offer()
    deal = world.deal(offer)
    world.chain.warp(days=1)
    with reverts("desk: terms are not those agreed"):
        world.desk.take(offer, world.sign(offer), world.fill(deal), deal.id, sender=world.borrower)


def test_the_terms_of_the_next_fill_are_refused_for_this_one(world: FullWorld) -> None:
    offer = world.offer()
    deal = world.deal(offer, 10_000 * YUAN, number=1)
    fill = world.fill(deal)
    with reverts("desk: terms are not those agreed"):
        world.desk.take(offer, world.sign(offer), fill, deal.id, sender=world.borrower)


@SIDES
@pytest.mark.parametrize(
    ("field", "change", "reason"),
    [
        ("instalment", 10_000, "book: instalment is not what the method gives"),
        ("instalment", -10_000, "book: instalment is not what the method gives"),
        ("instalment", 1, "book: instalment is no multiple of the quantum"),
        ("last_payment", 10_000, "book: last payment is another"),
        ("last_payment", -1, "book: last payment is another"),
        ("all_in_rate_ppm", 1, "book: all-in rate is another"),
        ("all_in_rate_ppm", -1, "book: all-in rate is another"),
        ("exposure", 1, "book: exposure is another"),
        ("exposure", -1, "book: exposure is another"),
    ],
)
def test_the_taker_chooses_no_figure_but_the_amount(
    world: FullWorld, side: int, field: str, change: int, reason: str
) -> None:
    offer = world.offer(side=side)
    fill = world.fill(world.deal(offer))
    with reverts(reason):
        taken(world, offer, **{field: fill[field] + change})


def test_the_borrower_is_the_callers_party(world: FullWorld) -> None:
    for party in (world.party(world.backer), EMPTY, world.party(world.lender)):
        with reverts("book: wallet is not the borrower's"):
            taken(world, world.offer(), borrower=party)
    with reverts("book: wallet is not the borrower's"):
        taken(world, world.offer(side=BORROW), borrower=world.party(world.backer))


def test_a_payee_that_cannot_be_paid_is_refused(world: FullWorld) -> None:
    for payee in (NOBODY, world.book.address):
        with reverts("book: payee cannot be paid"):
            taken(world, world.offer(), payee=payee)


def test_the_desk_is_neither_payee_nor_receiver_of_the_fee(world: FullWorld) -> None:
    desk = world.desk.address
    with reverts("book: payee cannot be paid"):
        taken(world, world.offer(), payee=desk)
    with reverts("book: fee receiver cannot be paid"):
        taken(world, world.offer(world.conditions(fee_receiver=desk)))


@pytest.mark.parametrize(
    "change",
    [
        {"quantum": 0},
        {"fee_ppm": 2**256 - 1},
        {"period_days": 2**256 - 1},
        {"utc_offset_minutes": -(10**9)},
    ],
)
def test_conditions_out_of_range_are_refused_with_a_reason(
    world: FullWorld, change: dict[str, int]
) -> None:
    good = world.offer()
    fill, offer = world.fill(world.deal(good)), world.offer(world.conditions(**change))
    with reverts("desk: conditions are out of range"):
        world.desk.take(offer, world.sign(offer), fill, EMPTY, sender=world.borrower)


@SIDES
def test_a_borrower_without_a_party_is_refused(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    if side == BORROW:
        offer["maker"] = offer["payee"] = world.stranger.address
    caller = world.lender if side == BORROW else world.stranger
    signature = world.sign(offer, world.stranger if side == BORROW else None)
    deal = world.deal(offer, taker=caller)
    with reverts("book: borrower has no party"):
        world.desk.take(offer, signature, world.fill(deal), deal.id, sender=caller)


def test_a_lender_without_a_party_is_refused(world: FullWorld) -> None:
    world.token.mint(world.stranger, PRINCIPAL, b"\x01" * 32, sender=world.bank)
    for spender in (world.desk, world.book):
        world.token.approve(spender, PRINCIPAL, sender=world.stranger)
    offer = world.offer(side=BORROW)
    deal = world.deal(offer, taker=world.stranger)
    with reverts("book: lender has no party"):
        world.desk.take(offer, world.sign(offer), world.fill(deal), deal.id, sender=world.stranger)


@SIDES
def test_who_takes_its_own_offer_is_refused(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    maker = world.borrower if side == BORROW else world.lender
    deal = world.deal(offer, taker=maker)
    with reverts("book: lender or servicer is linked to the borrower"):
        world.desk.take(offer, world.sign(offer), world.fill(deal), deal.id, sender=maker)


@SIDES
@pytest.mark.parametrize("linked", ["lender", "servicer"])
def test_linked_parties_lend_each_other_nothing(world: FullWorld, side: int, linked: str) -> None:
    by = {"sender": world.people.provider}
    servicer = world.backer.address if linked == "servicer" else NOBODY
    related = world.backer if linked == "servicer" else world.lender
    world.registry.link(world.party(world.borrower), world.party(related), **by)
    with reverts("book: lender or servicer is linked to the borrower"):
        taken(world, world.offer(world.conditions(servicer=servicer), side=side))


@SIDES
def test_the_rulebook_is_asked(world: FullWorld, side: int) -> None:
    rulebook, by = world.rulebook, {"sender": world.governance}
    refusals = {
        "new loans are paused": lambda: rulebook.pause_new_loans(60, **by),
        "desk is not authorised": lambda: rulebook.set_desk(world.desk, False, **by),
        "currency is not allowed": lambda: rulebook.set_currency(world.token, False, 1, 4, **by),
        "jurisdiction is unknown": lambda: rulebook.remove_jurisdiction(156, **by),
    }
    for reason, act in refusals.items():
        with world.chain.anchored():
            act()
            with reverts(f"rulebook: {reason}"):
                taken(world, world.offer(side=side))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"borrower_kind": 2}, "book: kind of borrower is another"),
        ({"jurisdiction": 276}, "book: jurisdiction is not the borrower's"),
        ({"grace_days": 90}, "book: default days out of range"),
        ({"notice_days": 0}, "book: notice days out of range"),
    ],
)
def test_conditions_that_the_book_refuses_are_refused(
    world: FullWorld, change: dict[str, int], reason: str
) -> None:
    with reverts(reason):
        taken(world, world.offer(world.conditions(**change)))


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [(RETURNS_FALSE, "desk: transfer failed"), (TAKES_FEE, "desk: another amount arrived")],
)
def test_a_request_in_a_token_that_misbehaves_is_refused(
    world: FullWorld, bad_token: Contract, behaviour: int, reason: str
) -> None:
    bad_token.behave(behaviour, sender=world.stranger)
    offer = world.offer(world.conditions(currency=bad_token.address), side=BORROW)
    with reverts(reason):
        taken(world, offer)
    assert world.desk.remaining(offer) == PRINCIPAL


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [(RETURNS_FALSE, "book: transfer failed"), (TAKES_FEE, "book: another amount arrived")],
)
def test_an_offer_in_a_token_that_misbehaves_is_refused(
    world: FullWorld, bad_token: Contract, behaviour: int, reason: str
) -> None:
    world.desk.deposit(bad_token, PRINCIPAL, sender=world.lender)
    bad_token.behave(behaviour, sender=world.stranger)
    offer = world.offer(world.conditions(currency=bad_token.address))
    with reverts(reason):
        taken(world, offer)
    assert world.desk.balances(world.lender, bad_token) == PRINCIPAL
    assert world.desk.remaining(offer) == PRINCIPAL


def test_a_blacklisted_borrower_is_paid_nothing_and_nothing_happens(
    world: FullWorld, bad_token: Contract
) -> None:
    world.desk.deposit(bad_token, PRINCIPAL, sender=world.lender)
    bad_token.blacklist(world.borrower, True, sender=world.stranger)
    with reverts("token: receiver is blacklisted"):
        taken(world, world.offer(world.conditions(currency=bad_token.address)))
    assert world.desk.balances(world.lender, bad_token) == PRINCIPAL
