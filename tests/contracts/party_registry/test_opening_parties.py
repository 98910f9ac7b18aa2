# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import Actor, Chain, Contract
from tests.contracts.registry_world import CHINA, EMPTY, RegistryWorld

GERMANY = 276


@pytest.fixture
def servicer(chain: Chain) -> Actor:
    return chain.actor("servicer")


def test_wallets_of_no_party_are_nobody(
    registry: Contract, alice: Actor, bob: Actor, servicer: Actor
) -> None:
    for wallets in ((alice, bob, servicer), (alice, alice, alice)):
        parties = registry.opening_parties(*wallets)
        assert parties == (EMPTY, EMPTY, EMPTY, EMPTY, 0, 0, 0, False, False, False)


def test_all_that_opening_asks(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    bob: Actor,
    servicer: Actor,
) -> None:
    borrower = world.enrolled(alice, jurisdiction=GERMANY, kind=2)
    lender, third = world.enrolled(bob), world.enrolled(servicer)
    authority = chain.actor("licensing authority")
    registry.accredit_attester(authority, 1, True, sender=world.governance)
    registry.set_licensed(lender, True, sender=authority)
    parties = registry.opening_parties(alice, bob, servicer)
    assert parties == (borrower, lender, third, EMPTY, 2, GERMANY, CHINA, True, False, False)
    assert registry.opening_parties(alice, bob, bob).servicer == lender
    assert registry.opening_parties(bob, alice, alice).lender_licensed is False


def test_the_borrower_is_neither_lender_nor_servicer(
    world: RegistryWorld, registry: Contract, alice: Actor, bob: Actor, chain: Chain
) -> None:
    world.enrolled(alice)
    world.enrolled(bob)
    phone = chain.actor("alice's phone")
    joining, _ = world.pair_signatures(phone, alice)
    registry.join_wallet(phone, alice, world.tomorrow, joining, b"", sender=alice)
    assert registry.opening_parties(alice, phone, bob).is_conflicted
    assert registry.opening_parties(alice, bob, phone).is_conflicted
    assert registry.opening_parties(phone, alice, alice).is_conflicted
    assert not registry.opening_parties(alice, bob, bob).is_conflicted


def test_a_linked_lender_or_servicer_is_conflicted(
    world: RegistryWorld, registry: Contract, alice: Actor, bob: Actor, servicer: Actor
) -> None:
    borrower, lender, _ = (world.enrolled(w) for w in (alice, bob, servicer))
    registry.link(lender, borrower, sender=world.provider)
    group = registry.group_of(borrower)
    for wallets in ((alice, bob, servicer), (alice, servicer, bob)):
        parties = registry.opening_parties(*wallets)
        assert parties.is_conflicted
        assert parties.borrower_group == group
    unlinked = registry.opening_parties(alice, servicer, servicer)
    assert (unlinked.is_conflicted, unlinked.borrower_group) == (False, group)
    assert not registry.opening_parties(servicer, alice, bob).is_conflicted
