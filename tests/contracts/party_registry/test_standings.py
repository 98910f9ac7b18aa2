# SPDX-License-Identifier: Apache-2.0
"""What the loan contracts ask: who may act, between whom notes move, who may open."""

import pytest

from tests.contracts.evm import Actor, Chain, Contract, reverts
from tests.contracts.registry_world import EMPTY, NOBODY, RegistryWorld

GOOD, NO_PARTY, LINKED, FROZEN, RECOVERING = range(5)
BARRED = "book: sender is frozen, or recovers a wallet"


@pytest.fixture
def servicer(chain: Chain) -> Actor:
    return chain.actor("servicer")


@pytest.fixture
def borrower(world: RegistryWorld, alice: Actor) -> bytes:
    return world.enrolled_by_rule(alice, world.rule())


def test_a_wallets_standing_with_a_borrower(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    bob: Actor,
    borrower: bytes,
) -> None:
    assert registry.standing_of(bob, borrower) == NO_PARTY
    assert registry.standing_of(alice, borrower) == LINKED
    party = world.enrolled(bob)
    assert registry.standing_of(bob, borrower) == GOOD
    world.freeze(party, days=5)
    assert registry.standing_of(bob, borrower) == FROZEN
    registry.link(party, borrower, sender=world.provider)
    assert registry.standing_of(bob, borrower) == LINKED
    registry.unlink(party, borrower, sender=world.provider)
    chain.warp(days=5)
    assert registry.standing_of(bob, borrower) == GOOD


def test_a_replaced_wallet_has_no_standing(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor, bob: Actor
) -> None:
    fresh, other = chain.actor("fresh"), world.enrolled(bob)
    world.enrolled_by_rule(alice, world.rule())
    world.replace(alice, fresh)
    assert registry.standing_of(alice, other) == NO_PARTY
    assert registry.standing_of(fresh, other) == GOOD


def test_a_wallet_being_replaced_has_no_standing_and_its_partys_others_have(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor, bob: Actor
) -> None:
    phone, other = chain.actor("phone"), world.enrolled(bob)
    world.enrolled_by_rule(alice, world.rule())
    world.joined(phone, alice)
    chain.warp(days=14)
    world.start_recovery(alice, chain.actor("fresh"))
    assert registry.standing_of(alice, other) == RECOVERING
    assert registry.standing_of(phone, other) == GOOD
    with chain.anchored():
        registry.object_to_recovery(phone, b"", sender=phone)
        assert registry.standing_of(alice, other) == GOOD
    chain.warp(days=58)
    assert registry.standing_of(alice, other) == GOOD


def test_who_agrees_for_a_wallet(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor, borrower: bytes
) -> None:
    fresh = chain.actor("fresh")
    assert registry.signatory_of(alice) == alice.address
    world.start_recovery(alice, fresh)
    assert registry.signatory_of(alice) == NOBODY
    chain.warp(days=14)
    registry.conclude_recovery(borrower, sender=fresh)
    assert registry.signatory_of(alice) == registry.signatory_of(fresh) == fresh.address
    world.freeze(borrower, days=5)
    assert registry.signatory_of(alice) == registry.signatory_of(fresh) == NOBODY
    chain.warp(days=5)
    assert registry.signatory_of(alice) == fresh.address


def test_the_successors_own_recovery_holds_its_agreement_back(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor
) -> None:
    fresh = chain.actor("fresh")
    world.enrolled_by_rule(alice, world.rule())
    world.replace(alice, fresh)
    world.start_recovery(fresh, chain.actor("third"))
    assert registry.signatory_of(alice) == NOBODY


def test_notes_move_by_their_mover_alone(
    world: RegistryWorld, registry: Contract, alice: Actor, bob: Actor, borrower: bytes
) -> None:
    with reverts("book: caller may not move these notes"):
        registry.transfer_parties(alice, bob, False)
    assert registry.transfer_parties(alice, bob, True) == (borrower, EMPTY)
    party = world.enrolled(bob)
    assert registry.transfer_parties(bob, alice, True) == (party, borrower)


def test_notes_of_a_frozen_party_stay_and_others_reach_it(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    bob: Actor,
    borrower: bytes,
) -> None:
    other = world.enrolled(bob)
    world.freeze(borrower, days=5)
    with reverts(BARRED):
        registry.transfer_parties(alice, bob, True)
    assert registry.transfer_parties(bob, alice, True) == (other, borrower)
    chain.warp(days=5)
    assert registry.transfer_parties(alice, bob, True) == (borrower, other)


def test_notes_of_a_party_that_recovers_a_wallet_stay(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    bob: Actor,
    borrower: bytes,
) -> None:
    world.start_recovery(alice, chain.actor("fresh"))
    with reverts(BARRED):
        registry.transfer_parties(alice, bob, True)
    chain.warp(days=58)
    assert registry.transfer_parties(alice, bob, True) == (borrower, EMPTY)


def test_a_replaced_wallets_notes_go_to_its_successor_alone(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    bob: Actor,
    borrower: bytes,
) -> None:
    fresh = chain.actor("fresh")
    world.replace(alice, fresh)
    for is_movers in (False, True):
        with reverts("book: notes of a replaced wallet go to its successor"):
            registry.transfer_parties(alice, bob, is_movers)
        assert registry.transfer_parties(alice, fresh, is_movers) == (borrower, borrower)
    with reverts("book: caller may not move these notes"):
        registry.transfer_parties(fresh, bob, False)
    world.freeze(borrower, days=5)
    with reverts(BARRED):
        registry.transfer_parties(alice, fresh, False)


def test_no_loan_opens_with_a_frozen_party(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    bob: Actor,
    servicer: Actor,
    borrower: bytes,
) -> None:
    parties = (borrower, world.enrolled(bob), world.enrolled(servicer))
    for party in parties:
        with chain.anchored():
            world.freeze(party, days=5)
            assert registry.opening_parties(alice, bob, servicer).is_barred
            chain.warp(days=5)
            assert not registry.opening_parties(alice, bob, servicer).is_barred


def test_no_loan_opens_while_borrower_or_lender_recovers_a_wallet(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    bob: Actor,
    borrower: bytes,
) -> None:
    assert registry.party_of(alice) == borrower
    world.enrolled(bob)
    world.start_recovery(alice, chain.actor("fresh"))
    assert registry.opening_parties(alice, bob, bob).is_barred
    assert registry.opening_parties(bob, alice, alice).is_barred
    assert not registry.opening_parties(bob, bob, alice).is_barred
    chain.warp(days=58)
    assert not registry.opening_parties(alice, bob, bob).is_barred
