# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest

from tests.contracts.evm import CHAIN_ID, Actor, Chain, Contract, domain_of, reverts
from tests.contracts.registry_world import NOBODY, RegistryWorld

BAD_SIGNATURE = "registry: signature is not valid"


@pytest.fixture
def party(world: RegistryWorld, alice: Actor) -> bytes:
    return world.enrolled(alice)


@pytest.fixture
def phone(chain: Chain) -> Actor:
    return chain.actor("alice's phone")


@pytest.mark.usefixtures("party")
def test_wallets_that_belong_or_dont_are_refused(
    world: RegistryWorld, registry: Contract, alice: Actor, bob: Actor, phone: Actor
) -> None:
    world.enrolled(bob)
    with reverts("registry: wallet belongs to a party"):
        registry.join_wallet(
            bob, alice, world.tomorrow, *world.pair_signatures(bob, alice), sender=alice
        )
    with reverts("registry: member belongs to no party"):
        registry.join_wallet(
            phone, phone, world.tomorrow, *world.pair_signatures(phone, phone), sender=phone
        )
    with reverts("registry: wallet is empty"):
        registry.join_wallet(NOBODY, alice, world.tomorrow, b"", b"", sender=alice)


@pytest.mark.usefixtures("party")
@pytest.mark.parametrize("changed", ["party", "wallet", "member", "deadline", "chain", "contract"])
def test_both_sign_this_very_join(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    phone: Actor,
    relayer: Actor,
    changed: str,
) -> None:
    good = world.pair_signatures(phone, alice)
    twin = chain.deploy("PartyRegistry", world.governance, sender=world.governance)
    others: dict[str, dict[str, Any]] = {
        "party": {"party": b"\x05" * 32},
        "wallet": {"wallet": relayer},
        "member": {"member": relayer},
        "deadline": {"deadline": world.tomorrow + 1},
        "chain": {"registry": domain_of(registry) | {"chainId": CHAIN_ID + 1}},
        "contract": {"registry": twin},
    }
    bad = world.pair_signatures(phone, alice, **others[changed])
    for signatures in ((bad[0], good[1]), (good[0], bad[1])):
        with reverts(BAD_SIGNATURE):
            registry.join_wallet(phone, alice, world.tomorrow, *signatures, sender=relayer)


@pytest.mark.usefixtures("party")
def test_one_signature_never_serves_as_the_other(
    world: RegistryWorld, registry: Contract, alice: Actor, phone: Actor, relayer: Actor
) -> None:
    joining, admitting = world.pair_signatures(phone, alice)
    for pair in ((admitting, joining), (joining, joining), (joining, b""), (b"", admitting)):
        with reverts(BAD_SIGNATURE):
            registry.join_wallet(phone, alice, world.tomorrow, *pair, sender=relayer)
    with reverts(BAD_SIGNATURE):
        registry.join_wallet(phone, alice, world.tomorrow, b"", b"", sender=alice)
    with reverts(BAD_SIGNATURE):
        registry.join_wallet(phone, alice, world.tomorrow, b"", b"", sender=phone)


@pytest.mark.usefixtures("party")
def test_an_expired_join_is_refused(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    phone: Actor,
    relayer: Actor,
) -> None:
    deadline, signatures = world.tomorrow, world.pair_signatures(phone, alice)
    chain.warp(to=deadline + 1)
    with reverts("registry: deadline is over"):
        registry.join_wallet(phone, alice, deadline, *signatures, sender=relayer)


@pytest.mark.parametrize("caller", ["relayer", "wallet", "member"])
def test_a_wallet_joins(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    phone: Actor,
    relayer: Actor,
    party: bytes,
    caller: str,
) -> None:
    joining, admitting = world.pair_signatures(phone, alice)
    sender = {"relayer": relayer, "wallet": phone, "member": alice}[caller]
    pair = (b"" if sender is phone else joining, b"" if sender is alice else admitting)
    registry.join_wallet(phone, alice, world.tomorrow, *pair, sender=sender)
    assert registry.party_of(phone) == party
    assert chain.events[-1].args == {
        "party": party,
        "wallet": phone.address,
        "member": alice.address,
    }
    with reverts("registry: wallet belongs to a party"):
        registry.join_wallet(phone, alice, world.tomorrow, joining, admitting, sender=relayer)


def test_a_joined_wallet_is_a_member_like_the_first(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor, phone: Actor, party: bytes
) -> None:
    tablet = chain.actor("alice's tablet")
    joining, _ = world.pair_signatures(phone, alice)
    registry.join_wallet(phone, alice, world.tomorrow, joining, b"", sender=alice)
    joining, _ = world.pair_signatures(tablet, phone)
    registry.join_wallet(tablet, phone, world.tomorrow, joining, b"", sender=phone)
    assert registry.party_of(tablet) == party
