# SPDX-License-Identifier: Apache-2.0
"""A recovery that can't be concluded any more holds nobody, and keeps no other provider out."""

import pytest

from tests.contracts.evm import Actor, Chain, Contract, reverts
from tests.contracts.registry_world import RegistryWorld


@pytest.fixture
def party(world: RegistryWorld, alice: Actor, second: Actor) -> bytes:
    """With a rule of two providers and a year's delay, and a recovery by the first."""
    rule = world.rule(world.provider, second, delay_days=365)
    party = world.enrolled_by_rule(alice, rule)
    world.start_recovery(alice, world.chain.actor("fresh"), rule)
    return party


def test_while_its_provider_is_accredited_it_stays(
    registry: Contract, world: RegistryWorld, party: bytes, alice: Actor, second: Actor
) -> None:
    for caller in (alice, second, world.provider, world.governance):
        with reverts("registry: provider is accredited still"):
            registry.drop_recovery(party, sender=caller)


def test_there_must_be_one(registry: Contract, world: RegistryWorld, bob: Actor) -> None:
    party = world.enrolled(bob)
    with reverts("registry: no recovery is under way"):
        registry.drop_recovery(party, sender=bob)


def test_anyone_drops_it_and_another_provider_starts_at_once(
    chain: Chain,
    registry: Contract,
    world: RegistryWorld,
    party: bytes,
    alice: Actor,
    bob: Actor,
    second: Actor,
) -> None:
    registry.object_to_recovery(alice, b"", sender=alice)
    registry.accredit_provider(world.provider, False, sender=world.governance)
    assert registry.opening_parties(alice, bob, bob).is_barred
    registry.drop_recovery(party, sender=bob)
    assert chain.events[-1].args == {"party": party, "member": "0x" + "00" * 20}
    assert registry.recovery_under_way(party).started_at == 0
    assert not registry.opening_parties(alice, bob, bob).is_barred
    rule = world.rule(world.provider, second, delay_days=365)
    world.start_recovery(alice, chain.actor("fresh"), rule, by=second)
    registry.accredit_provider(world.provider, True, sender=world.governance)
    assert registry.recovery_under_way(party).provider == second.address
