# SPDX-License-Identifier: Apache-2.0
"""An offer is taken with its maker's own signature over these very fields, and never again."""

from typing import Any

import pytest

from tests.contracts.contract_wallets import enrolled_wallet
from tests.contracts.evm import Contract, reverts
from tests.contracts.full_world import (
    BORROW,
    CONDITIONS,
    LEND,
    OFFER,
    OFFER_TYPES,
    PRINCIPAL,
    YUAN,
    FullWorld,
)
from tests.contracts.loan_world import Deal
from tests.contracts.registry_world import EMPTY, NOBODY

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
INVALID = "desk: maker's signature is not valid"
SIDES = pytest.mark.parametrize("side", [LEND, BORROW])


def take(
    world: FullWorld, offer: dict[str, Any], signature: bytes, deal: Deal, desk: Any = None
) -> None:
    caller = world.lender if offer["side"] == BORROW else world.borrower
    (desk or world.desk).take(offer, signature, world.fill(deal), deal.id, sender=caller)


def malformed(good: bytes, world: FullWorld, offer: dict[str, Any]) -> dict[str, bytes]:
    """Signatures that are nearly the good one."""
    r, s, v = good[:32], int.from_bytes(good[32:64], "big"), good[64]
    return {
        "empty": b"",
        "another key's": world.sign(offer, world.backer),
        "of the digest by the taker": world.sign(offer, world.stranger),
        "high s": r + (ORDER - s).to_bytes(32, "big") + bytes([55 - v]),
        "64 bytes, EIP-2098": r + (s | ((v - 27) << 255)).to_bytes(32, "big"),
        "truncated": good[:64],
        "half": good[:32],
        "one byte too many": good + b"\0",
        "v of 0 or 1": good[:64] + bytes([v - 27]),
        "the other v": good[:64] + bytes([55 - v]),
        "v of 29": good[:64] + bytes([29]),
        "v of EIP-155": good[:64] + bytes([v + 8]),
        "zeros": bytes(65),
        "zeros with v": bytes(64) + b"\x1b",
        "1,024 bytes": good + bytes(959),
    }


@SIDES
def test_a_malformed_or_foreign_signature_is_refused(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    good, deal = world.sign(offer), world.deal(offer)
    for signature in malformed(good, world, offer).values():
        with reverts(INVALID):
            take(world, offer, signature, deal)
    take(world, offer, good, deal)


@SIDES
def test_the_twin_of_a_used_signature_takes_nothing_more(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side, amount=2 * PRINCIPAL)
    good = world.sign(offer)
    world.take(offer)
    again = world.deal(offer, number=1)
    for signature in malformed(good, world, offer).values():
        with reverts(INVALID):
            take(world, offer, signature, again)


def test_the_empty_address_makes_no_offer(world: FullWorld) -> None:
    offer = world.offer(maker=NOBODY)
    for signature in (b"", bytes(65), bytes(64) + b"\x1b"):
        with reverts(INVALID):
            take(world, offer, signature, world.deal(offer))


@pytest.mark.parametrize("name", [n for n, _ in OFFER if n not in ("side", "epoch", "conditions")])
def test_no_field_of_an_offer_can_be_changed(world: FullWorld, name: str) -> None:
    offer = world.offer(side=BORROW, taker=world.party(world.lender))
    changed = offer | {name: _other(world, offer[name])}
    fill = world.fill(world.deal(offer))
    with reverts(INVALID):
        world.desk.take(changed, world.sign(offer), fill, EMPTY, sender=world.lender)


@pytest.mark.parametrize("name", [name for name, _ in CONDITIONS])
def test_no_condition_of_an_offer_can_be_changed(world: FullWorld, name: str) -> None:
    offer = world.offer()
    conditions = offer["conditions"]
    changed = offer | {"conditions": conditions | {name: _other(world, conditions[name])}}
    fill = world.fill(world.deal(offer))
    with reverts(INVALID):
        world.desk.take(changed, world.sign(offer), fill, EMPTY, sender=world.borrower)


def _other(world: FullWorld, value: Any) -> Any:
    if isinstance(value, bytes):
        return b"\x07" * 32
    return value + 1 if isinstance(value, int) else world.stranger.address


@SIDES
def test_the_signature_of_one_side_is_none_of_the_other(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    turned = offer | {"side": LEND + BORROW - side}
    deal = world.deal(offer)
    fill = world.fill(deal)
    for caller in (world.lender, world.borrower, world.backer):
        with reverts(INVALID):
            world.desk.take(turned, world.sign(offer), fill, deal.id, sender=caller)


@SIDES
def test_a_signature_is_void_on_another_chain(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    deal = world.deal(offer)
    fork = world.chain.fork(chain_id=5)
    desk = fork.at("OfferDesk", world.desk.address)
    with reverts(INVALID):
        take(world, offer, world.sign(offer), deal, desk)
    signer = world.borrower if side == BORROW else world.lender
    with reverts("desk: terms are not those agreed"):
        take(world, offer, signer.sign(desk, "Offer", OFFER_TYPES, offer), deal, desk)


@SIDES
def test_a_signature_is_void_at_another_desk(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    deal = world.deal(offer)
    twin = world.chain.deploy(
        "OfferDesk", world.book, world.opening, world.registry, sender=world.governance
    )
    world.rulebook.set_desk(twin, True, sender=world.governance)
    for owner in (world.lender, world.backer):
        world.token.approve(twin, PRINCIPAL, sender=owner)
    if side == LEND:
        twin.deposit(world.token, PRINCIPAL, sender=world.lender)
    with reverts(INVALID):
        take(world, offer, world.sign(offer), deal, twin)
    signer = world.borrower if side == BORROW else world.lender
    world.token.approve(twin, PRINCIPAL, sender=world.lender)
    with reverts("desk: terms are not those agreed"):
        take(world, offer, signer.sign(twin, "Offer", OFFER_TYPES, offer), deal, twin)


@SIDES
def test_a_signature_is_void_after_a_cancellation(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    maker = world.borrower if side == BORROW else world.lender
    world.desk.cancel(offer["nonce"], sender=maker)
    with reverts("desk: offer is spent or cancelled"):
        take(world, offer, world.sign(offer), world.deal(offer))


@SIDES
def test_a_signature_is_void_after_a_change_of_epoch(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side)
    maker = world.borrower if side == BORROW else world.lender
    world.desk.cancel_all(sender=maker)
    with reverts("desk: offer was cancelled"):
        take(world, offer, world.sign(offer), world.deal(offer))
    with reverts(INVALID):
        take(world, offer | {"epoch": 1}, world.sign(offer), world.deal(offer))


@SIDES
def test_a_signature_is_void_after_the_expiry(world: FullWorld, side: int) -> None:
    offer = world.offer(side=side, expiry=world.chain.timestamp)
    signature = world.sign(offer)
    world.chain.warp(seconds=1)
    with reverts("desk: offer has expired"):
        take(world, offer, signature, world.deal(offer))
    with reverts(INVALID):
        take(world, offer | {"expiry": 2**255}, signature, world.deal(offer))


@SIDES
@pytest.mark.parametrize("parts", [(30_000,), (10_000, 20_000)])
def test_a_signature_is_void_after_a_full_fill(
    world: FullWorld, side: int, parts: tuple[int, ...]
) -> None:
    offer = world.offer(side=side)
    for number, part in enumerate(parts):
        world.take(offer, part * YUAN, number=number)
    for number in range(3):
        with reverts("desk: offer is spent or cancelled"):
            take(world, offer, world.sign(offer), world.deal(offer, number=number))


@pytest.fixture
def wallet(world: FullWorld) -> Contract:
    return enrolled_wallet(world, PRINCIPAL)


@SIDES
@pytest.mark.parametrize("size", [0, 64, 65, 130, 1_024])
def test_a_contract_wallet_makes_offers_and_requests(
    world: FullWorld, wallet: Contract, side: int, size: int
) -> None:
    offer = world.offer(side=side, maker=wallet.address)
    deal, signature = world.deal(offer), b"\x01" * size
    with reverts(INVALID):
        take(world, offer, signature, deal)
    digest = world.desk.digest_of(offer)
    wallet.accept(digest, signature, sender=world.stranger)
    with reverts(INVALID):
        take(world, offer, signature[1:] or b"\x02", deal)
    take(world, offer, signature, deal)
    assert world.book.state_of(deal.id).status == 1
    assert world.desk.balances(wallet, world.token) == (0 if side == LEND else PRINCIPAL)


@pytest.mark.parametrize("behaviour", [1, 2])
def test_a_contract_wallet_that_refuses_makes_no_offer(
    world: FullWorld, wallet: Contract, behaviour: int
) -> None:
    offer = world.offer(maker=wallet.address)
    digest = world.desk.digest_of(offer)
    wallet.accept(digest, b"signature", sender=world.stranger)
    wallet.behave(behaviour, sender=world.stranger)
    with reverts(INVALID):
        take(world, offer, b"signature", world.deal(offer))
    wallet.behave(0, sender=world.stranger)
    take(world, offer, b"signature", world.deal(offer))


def test_a_contract_wallet_cancels_its_offers(world: FullWorld, wallet: Contract) -> None:
    offer = world.offer(maker=wallet.address)
    wallet.accept(world.desk.digest_of(offer), b"signature", sender=world.stranger)
    payload = world.desk.cancel.encode(offer["nonce"])
    wallet.execute(world.desk, payload, sender=world.stranger)
    with reverts("desk: offer is spent or cancelled"):
        take(world, offer, b"signature", world.deal(offer))


def test_a_contract_without_signatures_makes_no_offer(world: FullWorld) -> None:
    offer = world.offer(maker=world.book.address)
    with reverts(INVALID):
        take(world, offer, b"signature", world.deal(offer))
