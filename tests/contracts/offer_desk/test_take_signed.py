# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.contracts.evm import Reverted
from tests.contracts.full_world import BORROW, CONDITIONS, LEND, NO_LIMIT, PRINCIPAL, FullWorld
from tests.contracts.loan_relay.test_replays import INVALID, refusal
from tests.contracts.signers import KeySigner
from tests.contracts.signing import Case, Signing, spent

AGREED = "desk: terms are not those agreed"
FILL_FIELDS = (
    "borrower",
    "payee",
    "principal",
    "instalment",
    "last_payment",
    "all_in_rate_ppm",
    "exposure",
)


@pytest.fixture(scope="module")
def first_signing() -> Signing:
    world = FullWorld()
    return Signing.made(world, KeySigner(world.chain))


@pytest.fixture
def signing(first_signing: Signing) -> Iterator[Signing]:
    with first_signing.chain.anchored():
        yield first_signing


def with_fill(case: Case, **changes: Any) -> Case:
    """The same taking submitted with another fill."""
    offer, signature, fill = case.before
    return replace(case, before=(offer, signature, fill | changes))


@pytest.mark.parametrize("side", [LEND, BORROW])
@pytest.mark.parametrize("name", FILL_FIELDS)
def test_the_relayer_can_change_nothing_of_the_fill(signing: Signing, side: int, name: str) -> None:
    case = signing.take(side)
    value = case.before[2][name]
    other: Any = value + 1 if isinstance(value, int) else b"\x01" * 32
    if name == "payee":
        other = signing.relayer.address
    if name == "principal":
        other = value - 1_000 * 10**6
    changed = with_fill(case, **{name: other})
    with pytest.raises(Reverted) as caught:
        signing.submit(changed)
    assert caught.value.reason.startswith(("desk: ", "book: "))
    assert not spent(signing, case)
    signing.submit(case)


@pytest.mark.parametrize("name", [name for name, _ in CONDITIONS])
def test_terms_of_another_offer_are_not_those_agreed(signing: Signing, name: str) -> None:
    world, case = signing.world, signing.take()
    offer = case.before[0]
    value = offer["conditions"][name]
    other: Any = value + 1 if isinstance(value, int) else b"\x07" * 32
    if isinstance(value, str):
        other = world.stranger.address
    changed = offer | {"conditions": offer["conditions"] | {name: other}}
    before = (changed, world.sign(changed), case.before[2])
    signature = signing.signer.sign(case.digest())
    with pytest.raises(Reverted):
        signing.submit(replace(case, before=before), signature)
    assert not spent(signing, case)


def test_the_same_terms_of_another_offer_are_another_loan(signing: Signing) -> None:
    world, case = signing.world, signing.take()
    twin = case.before[0] | {"nonce": 778}
    before = (twin, world.sign(twin), case.before[2])
    assert refusal(signing, replace(case, before=before)) == AGREED


def test_a_fill_in_between_makes_it_another_loan(signing: Signing) -> None:
    world = signing.world
    offer = world.offer(amount=3 * PRINCIPAL)
    case = signing.take(offer=offer)
    world.take(offer)
    assert refusal(signing, case) == AGREED
    assert not spent(signing, case)


def test_another_day_makes_it_another_loan(signing: Signing) -> None:
    case = signing.take(deadline=2**64)
    signing.world.go_to(signing.world.today() + 1)
    assert refusal(signing, case) == AGREED


def test_a_cancelled_offer_is_not_taken(signing: Signing) -> None:
    case = signing.take()
    signing.world.desk.cancel(case.before[0]["nonce"], sender=signing.world.lender)
    assert refusal(signing, case) == "desk: offer is spent or cancelled"


def test_an_offer_that_names_another_taker_is_not_taken(signing: Signing) -> None:
    world = signing.world
    for side, named in ((LEND, world.backer), (BORROW, world.backer)):
        case = signing.take(offer=world.offer(side=side, taker=world.party(named)))
        assert refusal(signing, case) == "desk: offer names another taker"


@pytest.mark.parametrize("side", [LEND, BORROW])
def test_an_offer_that_names_the_signer_is_taken_by_it(signing: Signing, side: int) -> None:
    world = signing.world
    offer = world.offer(side=side, taker=world.party(signing.signer))
    signing.submit(signing.take(offer=offer))


def test_the_relayer_is_no_taker(signing: Signing) -> None:
    case = signing.take()
    other = case.changed(taker=signing.relayer.address)
    signature = signing.relayer.sign_digest(other.digest())
    with pytest.raises(Reverted):
        signing.submit(other, signature)
    assert refusal(signing, case, signing.relayer.sign_digest(case.digest())) == INVALID


def test_the_borrower_that_signed_gets_the_loan_and_the_money(signing: Signing) -> None:
    world, case = signing.world, signing.take()
    before = world.token.balanceOf(signing.signer)
    relayer = world.token.balanceOf(signing.relayer)
    opened = signing.submit(case)
    assert opened == case.struct.loan
    taken = next(e.args for e in signing.chain.events if e.name == "OfferTaken")
    assert (taken["taker"], taken["loan"]) == (signing.signer.address, case.struct.loan)
    assert world.token.balanceOf(signing.signer) - before == PRINCIPAL * 99 // 100
    assert world.token.balanceOf(signing.relayer) == relayer


def test_the_lender_that_signed_pays_and_holds_the_notes(signing: Signing) -> None:
    world, case = signing.world, signing.take(BORROW)
    before = world.token.balanceOf(signing.signer)
    balance = world.desk.balances(signing.signer, world.token)
    signing.submit(case)
    assert before - world.token.balanceOf(signing.signer) == PRINCIPAL
    assert world.desk.balances(signing.signer, world.token) == balance
    assert world.book.holding_of(case.struct.loan, signing.signer).units == PRINCIPAL // 10_000


@pytest.mark.parametrize("is_used_before", [False, True])
def test_a_lender_without_allowance_permits_the_principal(
    signing: Signing, *, is_used_before: bool
) -> None:
    world, case = signing.world, signing.take(BORROW)
    signing.approve(world.desk, 0)
    assert refusal(signing, case) == "erc20: insufficient allowance"
    permit = signing.permit(world.desk, PRINCIPAL)
    if is_used_before:
        signing.submit_permit(world.desk, PRINCIPAL, permit)
    signing.submit(case, permit=permit)
    assert world.token.allowance(signing.signer, world.desk) == 0


def test_a_nonce_of_an_offer_and_of_an_action_are_one(signing: Signing) -> None:
    world = signing.world
    world.token.approve(world.desk, NO_LIMIT, sender=world.lender)
    case = signing.take()
    signing.submit(signing.cancel())
    assert world.desk.is_spent(signing.signer, case.struct.nonce)
    assert refusal(signing, case) == "desk: nonce is spent"
