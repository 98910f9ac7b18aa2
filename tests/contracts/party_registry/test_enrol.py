# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest
from eth_utils import keccak

from tests.contracts.evm import CHAIN_ID, Actor, Chain, Contract, domain_of, reverts, typed_digest
from tests.contracts.registry_world import (
    CHINA,
    EMPTY,
    ENROLMENT,
    NOBODY,
    RECOVERY,
    RegistryWorld,
    party_id,
)

TAG = keccak(b"tag")
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
BAD_SIGNATURE = "registry: signature is not valid"


def enrol(world: RegistryWorld, wallet: Any, signature: bytes, **changes: Any) -> bytes:
    sender = changes.pop("sender", world.provider)
    values = {
        "wallet": wallet,
        "salt": EMPTY,
        "jurisdiction": CHINA,
        "kind": 1,
        "recovery": RECOVERY,
        "tag": TAG,
        "deadline": world.tomorrow,
    } | changes
    return world.registry.enrol(*values.values(), signature, sender=sender)


@pytest.mark.parametrize("caller", ["governance", "alice", "stranger", "former provider"])
def test_only_an_accredited_provider_enrols(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor, caller: str
) -> None:
    sender = chain.actor(caller)
    if caller == "former provider":
        registry.accredit_provider(sender, True, sender=world.governance)
        registry.accredit_provider(sender, False, sender=world.governance)
    with reverts("registry: caller is no accredited provider"):
        enrol(world, alice, world.signed_enrolment(alice, provider=sender), sender=sender)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"kind": 0}, "registry: kind is unknown"),
        ({"kind": 4}, "registry: kind is unknown"),
        ({"jurisdiction": 0}, "registry: jurisdiction is out of range"),
        ({"jurisdiction": 1000}, "registry: jurisdiction is out of range"),
        ({"tag": EMPTY}, "registry: uniqueness tag is empty"),
        ({"deadline": 0}, "registry: deadline is over"),
    ],
)
def test_bad_values_are_refused(
    world: RegistryWorld, alice: Actor, changes: dict[str, Any], reason: str
) -> None:
    signed = {k: v for k, v in changes.items() if k != "tag"}
    with reverts(reason):
        enrol(world, alice, world.signed_enrolment(alice, **signed), **changes)


def test_a_signature_serves_to_its_last_second(
    chain: Chain, world: RegistryWorld, alice: Actor
) -> None:
    deadline, signature = world.tomorrow, world.signed_enrolment(alice)
    with chain.anchored():
        chain.warp(to=deadline + 1)
        with reverts("registry: deadline is over"):
            enrol(world, alice, signature, deadline=deadline)
    chain.warp(to=deadline)
    assert enrol(world, alice, signature, deadline=deadline) == party_id(alice)


@pytest.mark.parametrize(
    "changes",
    [
        {"salt": keccak(b"salt")},
        {"jurisdiction": 276},
        {"kind": 3},
        {"recovery": keccak(b"another rule")},
        {"deadline": 2**64},
    ],
)
def test_what_is_enrolled_is_what_was_signed(
    world: RegistryWorld, alice: Actor, changes: dict[str, Any]
) -> None:
    with reverts(BAD_SIGNATURE):
        enrol(world, alice, world.signed_enrolment(alice), **changes)


def test_another_provider_cant_use_the_signature(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor
) -> None:
    other = chain.actor("other provider")
    registry.accredit_provider(other, True, sender=world.governance)
    with reverts(BAD_SIGNATURE):
        enrol(world, alice, world.signed_enrolment(alice), sender=other)


def test_signatures_of_others_and_twins_are_refused(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor, bob: Actor
) -> None:
    message = world.enrolment(alice)
    good = alice.sign(registry, "Enrolment", ENROLMENT, message)
    r, s, v = good[:32], int.from_bytes(good[32:64], "big"), good[64]
    twin = chain.deploy("PartyRegistry", world.governance, sender=world.governance)
    domain = domain_of(registry)
    refused = [
        b"",
        bob.sign(registry, "Enrolment", ENROLMENT, message),
        alice.sign(twin, "Enrolment", ENROLMENT, message),
        alice.sign(domain | {"chainId": CHAIN_ID + 1}, "Enrolment", ENROLMENT, message),
        alice.sign(domain | {"version": "2"}, "Enrolment", ENROLMENT, message),
        r + (ORDER - s).to_bytes(32, "big") + bytes([55 - v]),
        r + (s | ((v - 27) << 255)).to_bytes(32, "big"),
    ]
    for signature in refused:
        with reverts(BAD_SIGNATURE):
            enrol(world, alice, signature)
    enrol(world, alice, good)


def test_a_fork_of_the_chain_takes_no_signature_for_the_old_chain(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor
) -> None:
    signature = world.signed_enrolment(alice)
    fork = chain.fork(chain_id=5)
    forked = RegistryWorld(
        fork, world.governance, world.provider, fork.at("PartyRegistry", registry.address)
    )
    with reverts(BAD_SIGNATURE):
        enrol(forked, alice, signature)
    enrol(forked, alice, forked.signed_enrolment(alice))
    enrol(world, alice, signature)


def test_nothing_is_enrolled_twice(world: RegistryWorld, alice: Actor, bob: Actor) -> None:
    signature = world.signed_enrolment(alice)
    enrol(world, alice, signature)
    with reverts("registry: wallet belongs to a party"):
        enrol(world, alice, signature, tag=keccak(b"another tag"))
    with reverts("registry: uniqueness tag was used"):
        enrol(world, bob, world.signed_enrolment(bob))


def test_nobody_takes_a_partys_id_before_it(world: RegistryWorld, alice: Actor, bob: Actor) -> None:
    signature = world.signed_enrolment(bob, party=party_id(alice))
    with reverts(BAD_SIGNATURE):
        enrol(world, bob, signature)
    with reverts("registry: wallet is empty"):
        enrol(world, NOBODY, signature)


def test_a_party_is_enrolled_with_its_first_wallet(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor
) -> None:
    party = enrol(world, alice, world.signed_enrolment(alice, kind=3), kind=3)
    assert party == party_id(alice) == registry.party_of(alice) == registry.party_of_tag(TAG)
    assert registry.recovery_of(party) == RECOVERY
    assert registry.profile_of(party) == (CHINA, 3, False, False, world.provider.address)
    (event,) = chain.events
    assert event.name == "PartyEnrolled"
    assert event.args == {
        "party": party,
        "wallet": alice.address,
        "provider": world.provider.address,
        "jurisdiction": CHINA,
        "kind": 3,
        "recovery": RECOVERY,
    }
    assert TAG not in (value for value in event.args.values())


def test_a_contract_wallet_is_enrolled_by_eip_1271(chain: Chain, world: RegistryWorld) -> None:
    wallet = chain.deploy("ContractWallet", sender=world.governance)
    digest = typed_digest(world.registry, "Enrolment", ENROLMENT, world.enrolment(wallet))
    signature = b"\x07" * 195
    with reverts(BAD_SIGNATURE):
        enrol(world, wallet, signature)
    wallet.accept(digest, signature, sender=world.governance)
    assert enrol(world, wallet, signature) == party_id(wallet)
