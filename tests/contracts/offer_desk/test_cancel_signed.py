# SPDX-License-Identifier: Apache-2.0
"""Cancelling by the maker's signature: a nonce, or all of an epoch."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contracts.evm import reverts
from tests.contracts.full_world import FullWorld
from tests.contracts.loan_relay.test_replays import refusal
from tests.contracts.signers import KeySigner
from tests.contracts.signing import Signing

NOT_PRESENT = "desk: epoch is not the present one"


@pytest.fixture(scope="module")
def first_signing() -> Signing:
    world = FullWorld()
    return Signing.made(world, KeySigner(world.chain))


@pytest.fixture
def signing(first_signing: Signing) -> Iterator[Signing]:
    with first_signing.chain.anchored():
        yield first_signing


def offered(signing: Signing, **changes: Any) -> tuple[dict[str, Any], bytes]:
    """An offer by the signer, and its signature."""
    world = signing.world
    offer = world.offer(maker=signing.signer.address, amount=1_000 * 10**6, **changes)
    return offer, signing.signer.sign(world.desk.digest_of(offer))


def take(signing: Signing, offer: dict[str, Any], signature: bytes) -> None:
    world = signing.world
    deal = world.deal(offer, offer["amount"])
    given = (offer, signature, world.fill(deal), deal.id)
    world.desk.take(*given, sender=world.borrower)


@pytest.mark.parametrize("epoch", [1, 2**256 - 1])
def test_an_epoch_that_is_not_the_present_one_is_refused(signing: Signing, epoch: int) -> None:
    assert refusal(signing, signing.cancel_all(epoch=epoch)) == NOT_PRESENT
    assert signing.world.desk.epochs(signing.signer) == 0


def test_an_epoch_passed_by_the_makers_own_call_is_refused(signing: Signing) -> None:
    case = signing.cancel_all()
    signing.own(signing.world.desk, signing.world.desk.cancel_all.encode())
    assert refusal(signing, case) == NOT_PRESENT
    assert signing.world.desk.epochs(signing.signer) == 1


def test_a_nonce_that_is_spent_is_refused(signing: Signing) -> None:
    offer, signature = offered(signing)
    take(signing, offer, signature)
    case = signing.cancel(nonce=offer["nonce"])
    assert refusal(signing, case) == "desk: nonce is spent"


def test_a_cancelled_offer_is_taken_no_more(signing: Signing) -> None:
    (offer, signature), (other, its) = offered(signing), offered(signing)
    signing.submit(signing.cancel(nonce=offer["nonce"]))
    (event,) = signing.chain.events
    assert event.args == {"maker": signing.signer.address, "nonce": offer["nonce"]}
    with reverts("desk: offer is spent or cancelled"):
        take(signing, offer, signature)
    take(signing, other, its)


def test_all_offers_of_an_epoch_are_taken_no_more(signing: Signing) -> None:
    offer, signature = offered(signing)
    signing.submit(signing.cancel_all())
    (event,) = signing.chain.events
    assert event.args == {"maker": signing.signer.address, "epoch": 1}
    with reverts("desk: offer was cancelled"):
        take(signing, offer, signature)
    assert signing.world.desk.epochs(signing.relayer) == 0
    take(signing, *offered(signing, epoch=1))
