# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import DAY, Actor, Chain, Contract, reverts
from tests.contracts.registry_world import EMPTY, NOBODY, RegistryWorld

TOPIC = 7
STATEMENT = b"\x09" * 32


@pytest.fixture
def attester(chain: Chain, world: RegistryWorld) -> Actor:
    attester = chain.actor("attester")
    world.registry.accredit_attester(attester, TOPIC, True, sender=world.governance)
    return attester


@pytest.fixture
def party(world: RegistryWorld, alice: Actor) -> bytes:
    return world.enrolled(alice)


def test_only_within_accredited_topics(
    world: RegistryWorld, registry: Contract, attester: Actor, party: bytes
) -> None:
    reason = "registry: caller is not accredited for the topic"
    with reverts(reason):
        registry.attest(party, TOPIC + 1, STATEMENT, world.tomorrow, sender=attester)
    for caller in (world.provider, world.governance):
        with reverts(reason):
            registry.attest(party, TOPIC, STATEMENT, world.tomorrow, sender=caller)
    with reverts(reason):
        registry.set_licensed(party, True, sender=attester)


def test_bad_values_are_refused(
    chain: Chain, world: RegistryWorld, registry: Contract, attester: Actor, party: bytes
) -> None:
    with reverts("registry: party is unknown"):
        registry.attest(b"\x01" * 32, TOPIC, STATEMENT, world.tomorrow, sender=attester)
    with reverts("registry: attested statement is empty"):
        registry.attest(party, TOPIC, EMPTY, world.tomorrow, sender=attester)
    with reverts("registry: attestation has expired"):
        registry.attest(party, TOPIC, STATEMENT, chain.timestamp, sender=attester)
    with reverts("registry: attester is empty"):
        registry.accredit_attester(NOBODY, TOPIC, True, sender=world.governance)


def test_one_revokes_ones_own_alone(
    world: RegistryWorld, registry: Contract, attester: Actor, party: bytes
) -> None:
    registry.attest(party, TOPIC, STATEMENT, world.tomorrow, sender=attester)
    for caller in (world.provider, world.governance):
        with reverts("registry: caller attested nothing here"):
            registry.revoke_attestation(party, TOPIC, sender=caller)
    with reverts("registry: caller attested nothing here"):
        registry.revoke_attestation(party, TOPIC + 1, sender=attester)
    assert registry.attested(party, TOPIC, attester) == STATEMENT


def test_an_attestation_counts_until_it_expires(
    chain: Chain, world: RegistryWorld, registry: Contract, attester: Actor, party: bytes
) -> None:
    expires_at = world.tomorrow
    registry.attest(party, TOPIC, STATEMENT, expires_at, sender=attester)
    assert chain.events[-1].args == {
        "party": party,
        "topic": TOPIC,
        "issuer": attester.address,
        "statement": STATEMENT,
        "expires_at": expires_at,
    }
    chain.warp(to=expires_at - 1)
    assert registry.attested(party, TOPIC, attester) == STATEMENT
    chain.warp(to=expires_at)
    assert registry.attested(party, TOPIC, attester) == EMPTY
    assert registry.attestation_expires_at(party, TOPIC, attester) == expires_at


def test_a_revoked_attestation_counts_no_more_and_a_later_one_does(
    chain: Chain, world: RegistryWorld, registry: Contract, attester: Actor, party: bytes
) -> None:
    registry.attest(party, TOPIC, STATEMENT, world.tomorrow, sender=attester)
    registry.revoke_attestation(party, TOPIC, sender=attester)
    assert chain.events[-1].name == "AttestationRevoked"
    assert registry.attested(party, TOPIC, attester) == EMPTY
    registry.attest(party, TOPIC, b"\x02" * 32, world.tomorrow + DAY, sender=attester)
    assert registry.attested(party, TOPIC, attester) == b"\x02" * 32


def test_nothing_counts_of_an_issuer_no_longer_accredited(
    world: RegistryWorld, registry: Contract, attester: Actor, party: bytes
) -> None:
    registry.attest(party, TOPIC, STATEMENT, world.tomorrow, sender=attester)
    registry.accredit_attester(attester, TOPIC, False, sender=world.governance)
    assert registry.attested(party, TOPIC, attester) == EMPTY
    with reverts("registry: caller is not accredited for the topic"):
        registry.attest(party, TOPIC, STATEMENT, world.tomorrow, sender=attester)
    registry.revoke_attestation(party, TOPIC, sender=attester)


def test_a_licence_is_set_and_taken_back(
    chain: Chain, world: RegistryWorld, registry: Contract, party: bytes
) -> None:
    authority = chain.actor("licensing authority")
    topic = registry.TOPIC_LICENCE()
    registry.accredit_attester(authority, topic, True, sender=world.governance)
    with reverts("registry: party is unknown"):
        registry.set_licensed(b"\x01" * 32, True, sender=authority)
    before = registry.profile_of(party)
    registry.set_licensed(party, True, sender=authority)
    assert registry.profile_of(party) == before._replace(is_licensed=True)
    assert chain.events[-1].args["is_licensed"] is True
    registry.set_licensed(party, False, sender=authority)
    assert registry.profile_of(party) == before
