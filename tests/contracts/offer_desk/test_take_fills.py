# SPDX-License-Identifier: Apache-2.0
"""What taking an offer or a request does."""

from datetime import date
from typing import Any

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.evm import Contract, reverts
from tests.contracts.full_world import BORROW, CENT, LEND, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_world import DAY
from tests.contracts.offer_desk.conftest import RETURNS_NOTHING

SIDES = pytest.mark.parametrize("side", [LEND, BORROW])
FEE = PRINCIPAL // 100


def money(world: FullWorld) -> dict[str, int]:
    """Who has how much, and whose the desk's is."""
    names = ("borrower", "lender", "backer", "desk", "book")
    held = {name: world.token.balanceOf(getattr(world, name)) for name in names}
    own = {f"{n}'s": world.desk.balances(getattr(world, n), world.token) for n in names[:3]}
    return held | own


def moved(world: FullWorld, before: dict[str, int]) -> dict[str, int]:
    """What each has more or less than before, where it is another amount."""
    return {k: v - before[k] for k, v in money(world).items() if v != before[k]}


def test_an_offer_pays_the_borrower_from_the_lenders_balance(world: FullWorld) -> None:
    world.desk.deposit(world.token, PRINCIPAL, sender=world.backer)
    before = money(world)
    deal = world.take(world.offer())
    assert moved(world, before) == {
        "borrower": PRINCIPAL - FEE,
        "desk": -PRINCIPAL,
        "lender's": -PRINCIPAL,
        "book": FEE,
    }
    assert world.book.balanceOf(world.lender, int.from_bytes(deal.id, "big")) == PRINCIPAL // CENT


def test_a_request_pays_the_borrower_from_the_takers_wallet(world: FullWorld) -> None:
    before = money(world)
    deal = world.take(world.offer(side=BORROW))
    assert moved(world, before) == {
        "borrower": PRINCIPAL - FEE,
        "lender": -PRINCIPAL,
        "book": FEE,
    }
    assert world.book.balanceOf(world.lender, int.from_bytes(deal.id, "big")) == PRINCIPAL // CENT


@SIDES
def test_the_event_tells_who_took_how_much(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    taker = world.lender if side == BORROW else world.borrower
    deal = world.take(offer, 10_000 * YUAN)
    (event,) = (e for e in world.chain.events if e.name == "OfferTaken")
    assert event.address == world.desk.address
    assert event.args == {
        "digest": world.desk.digest_of(offer),
        "maker": offer["maker"],
        "loan": deal.id,
        "taker": taker.address,
        "principal": 10_000 * YUAN,
        "remaining": 20_000 * YUAN,
    }


@SIDES
def test_a_named_party_takes_with_any_of_its_wallets(world: FullWorld, side: int) -> None:
    taker = world.lender if side == BORROW else world.borrower
    wallet = world.chain.actor(f"second wallet of {taker.name}")
    signed = world.people.pair_signatures(wallet, taker)
    deadline = world.people.tomorrow
    world.registry.join_wallet(wallet, taker, deadline, *signed, sender=wallet)
    world.token.mint(wallet, PRINCIPAL, b"\x01" * 32, sender=world.bank)
    for spender in (world.desk, world.book):
        world.token.approve(spender, PRINCIPAL, sender=wallet)
    offer = world.offer(side=side, taker=world.party(taker))
    deal = world.take(offer, taker=wallet)
    assert deal.agreement[4 if side == BORROW else 0] == wallet.address


@SIDES
def test_an_open_offer_is_taken_by_whoever_comes(world: FullWorld, side: int) -> None:
    deal = world.take(world.offer(side=side), taker=world.backer)
    assert deal.agreement[4 if side == BORROW else 0] == world.backer.address


@SIDES
def test_parts_fill_an_offer_down_to_nothing(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    ids = set()
    for number, (part, left) in enumerate([(12_000, 18_000), (17_000, 1_000), (1_000, 0)]):
        deal = world.take(offer, part * YUAN, number=number)
        ids.add(deal.id)
        assert world.desk.remaining(offer) == left * YUAN
        assert world.desk.is_spent(offer["maker"], offer["nonce"]) == (left == 0)
    assert len(ids) == 3
    with reverts("desk: offer is spent or cancelled"):
        world.take(offer, 1_000 * YUAN, number=3)


@SIDES
def test_equal_parts_on_one_day_are_loans_of_their_own(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    deals = [world.take(offer, 10_000 * YUAN, number=n) for n in range(3)]
    assert len({deal.id for deal in deals}) == 3
    for number, deal in enumerate(deals):
        digest = world.desk.digest_of(offer)
        assert deal.agreement[18] == keccak(encode(["bytes32", "uint256"], [digest, number]))
        assert world.book.state_of(deal.id).status == 1


def test_the_largest_amount_is_counted_to_the_unit(world: FullWorld) -> None:
    offer = world.offer(amount=2**128 - 1)
    for number in range(2):
        world.take(offer, number=number)
    assert world.desk.remaining(offer) == 2**128 - 1 - 2 * PRINCIPAL


def test_an_amount_below_the_minimum_is_taken_whole(world: FullWorld) -> None:
    offer = world.offer(amount=1_000 * YUAN, fill_min=5_000 * YUAN)
    with reverts("desk: a fill leaves nothing, or at least the minimum"):
        world.take(offer, 500 * YUAN)
    world.take(offer, 1_000 * YUAN)


def test_offers_of_one_nonce_end_with_the_first_that_is_full(world: FullWorld) -> None:
    one = world.offer()
    other = world.offer(nonce=one["nonce"], amount=2 * PRINCIPAL)
    world.take(other, PRINCIPAL)
    world.take(one)
    assert world.desk.remaining(other) == 0
    with reverts("desk: offer is spent or cancelled"):
        world.take(other, PRINCIPAL, number=1)


def test_several_offers_draw_on_one_balance(world: FullWorld) -> None:
    balance = world.desk.balances(world.lender, world.token)
    world.desk.withdraw(world.token, balance - 3 * PRINCIPAL // 2, sender=world.lender)
    first, second = world.offer(), world.offer()
    world.take(first)
    with reverts("desk: lender's balance is less"):
        world.take(second)
    world.take(second, PRINCIPAL // 2)
    assert world.desk.balances(world.lender, world.token) == 0


def test_entrusted_payment_goes_to_the_seller(world: FullWorld) -> None:
    before = money(world)
    offer = world.offer()
    deal = world.deal(offer, payee=world.backer.address)
    fill = world.fill(deal)
    world.desk.take(offer, world.sign(offer), fill, deal.id, sender=world.borrower)
    assert moved(world, before)["backer"] == PRINCIPAL - FEE
    request = world.offer(side=BORROW, payee=world.backer.address)
    world.take(request)
    assert moved(world, before)["backer"] == 2 * (PRINCIPAL - FEE)


def test_an_offer_can_name_its_servicer(world: FullWorld) -> None:
    plain = world.take(world.offer())
    named = world.take(world.offer(world.conditions(servicer=world.backer.address)))
    assert plain.agreement[5] == world.lender.address
    assert named.agreement[5] == world.backer.address
    world.go_to(named.terms.first_due_day + 10)
    waiver = (world.book.address, named.id, CENT, 0, 0, bytes(32), 2**255)
    with reverts("servicing: caller is not the servicer"):
        world.servicing.waive(named.complete, waiver, [], sender=world.lender)
    world.servicing.waive(named.complete, waiver, [], sender=world.backer)


@pytest.mark.parametrize(
    ("principal", "fee"),
    [
        (1_000 * YUAN + 49 * CENT, 1_000),
        (1_000 * YUAN + 50 * CENT, 1_001),
        (1_000 * YUAN + 149 * CENT, 1_001),
        (1_000 * YUAN + 150 * CENT, 1_002),
    ],
)
def test_the_fee_is_half_up_to_the_cent(world: FullWorld, principal: int, fee: int) -> None:
    before = world.token.balanceOf(world.book)
    deal = world.take(world.offer(), principal)
    assert deal.agreement[12] == fee * CENT
    assert world.token.balanceOf(world.book) - before == fee * CENT


@pytest.mark.parametrize(
    ("start", "conditions", "due"),
    [
        ("2026-01-31", {}, "2026-02-28"),
        ("2026-01-31", {"due_day": 15}, "2026-02-15"),
        ("2026-01-31", {"due_day": 31}, "2026-02-28"),
        ("2028-01-31", {"due_day": 30}, "2028-02-29"),
        ("2026-12-15", {}, "2027-01-15"),
        ("2026-01-31", {"period_days": 14}, "2026-02-14"),
    ],
)
def test_due_days_follow_the_offers_rule(
    world: FullWorld, start: str, conditions: dict[str, Any], due: str
) -> None:
    world.go_to(_day(start))
    deal = world.take(world.offer(world.conditions(**conditions)))
    assert deal.terms.start_day == _day(start)
    assert deal.terms.first_due_day == _day(due)


@pytest.mark.parametrize(("offset", "day"), [(480, "2026-01-02"), (-60, "2025-12-31")])
def test_the_start_is_today_at_the_offers_offset(world: FullWorld, offset: int, day: str) -> None:
    hours = 20 if offset > 0 else 0
    world.chain.warp(to=_day("2026-01-01") * DAY + hours * 3_600)
    deal = world.take(world.offer(world.conditions(utc_offset_minutes=offset)))
    assert deal.terms.start_day == _day(day)


def test_a_token_that_returns_nothing_is_lent(world: FullWorld, bad_token: Contract) -> None:
    world.desk.deposit(bad_token, PRINCIPAL, sender=world.lender)
    bad_token.behave(RETURNS_NOTHING, sender=world.stranger)
    conditions = world.conditions(currency=bad_token.address)
    before = bad_token.balanceOf(world.borrower)
    world.take(world.offer(conditions))
    world.take(world.offer(conditions, side=BORROW))
    assert bad_token.balanceOf(world.borrower) - before == 2 * (PRINCIPAL - FEE)


def test_a_token_that_calls_back_fills_no_offer_twice(
    world: FullWorld, bad_token: Contract
) -> None:
    world.desk.deposit(bad_token, 3 * PRINCIPAL, sender=world.lender)
    offer = world.offer(world.conditions(currency=bad_token.address), amount=2 * PRINCIPAL)
    again = world.deal(offer, number=1)
    calls = {
        "take": world.desk.take.encode(offer, world.sign(offer), world.fill(again), again.id),
        "cancel": world.desk.cancel.encode(offer["nonce"]),
    }
    for payload in calls.values():
        with world.chain.anchored():
            bad_token.call_back(world.desk, payload, sender=world.stranger)
            world.take(offer)
            assert not bad_token.has_called_back()
            assert world.desk.balances(world.lender, bad_token) == 2 * PRINCIPAL
            assert world.desk.remaining(offer) == PRINCIPAL


def _day(written: str) -> int:
    return date.fromisoformat(written).toordinal() - date(1970, 1, 1).toordinal()
