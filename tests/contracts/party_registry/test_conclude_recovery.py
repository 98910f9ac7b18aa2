# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest

from tests.contracts.evm import DAY, Actor, Chain, Contract, reverts
from tests.contracts.registry_world import CHINA, EMPTY, RegistryWorld

EARLY = "registry: recovery's delay is not over"
REPLACED = "registry: wallet was replaced"


@pytest.fixture
def party(world: RegistryWorld, alice: Actor, rule: Any) -> bytes:
    return world.enrolled_by_rule(alice, rule)


@pytest.fixture
def started(world: RegistryWorld, alice: Actor, fresh: Actor, rule: Any, party: bytes) -> int:
    world.start_recovery(alice, fresh, rule)
    return int(world.registry.recovery_under_way(party).started_at)


def test_without_a_recovery_nothing_is_concluded(
    registry: Contract, alice: Actor, party: bytes
) -> None:
    for other in (party, EMPTY):
        with reverts("registry: no recovery is under way"):
            registry.conclude_recovery(other, sender=alice)


def test_not_before_the_delay_is_over(
    chain: Chain, world: RegistryWorld, registry: Contract, fresh: Actor, party: bytes, started: int
) -> None:
    chain.warp(to=started + 14 * DAY - 1)
    for caller in (fresh, world.provider, world.governance):
        with reverts(EARLY):
            registry.conclude_recovery(party, sender=caller)
    assert registry.party_of(fresh) == EMPTY


def test_a_contested_one_waits_twice_as_long_and_for_a_second_provider(
    chain: Chain,
    registry: Contract,
    alice: Actor,
    fresh: Actor,
    second: Actor,
    rule: Any,
    party: bytes,
    started: int,
) -> None:
    registry.object_to_recovery(alice, b"", sender=alice)
    chain.warp(to=started + 28 * DAY - 1)
    with reverts(EARLY):
        registry.conclude_recovery(party, sender=fresh)
    chain.warp(seconds=1)
    with reverts("registry: a contested recovery needs a second provider"):
        registry.conclude_recovery(party, sender=fresh)
    registry.second_recovery(party, rule.struct, sender=second)
    registry.conclude_recovery(party, sender=fresh)
    assert registry.party_of(fresh) == party


@pytest.mark.parametrize("dropped", ["provider", "second provider"])
def test_a_provider_that_lost_its_accreditation_recovers_nothing(
    chain: Chain,
    world: RegistryWorld,
    alice: Actor,
    fresh: Actor,
    second: Actor,
    rule: Any,
    started: int,
    dropped: str,
) -> None:
    registry = world.registry
    party = registry.party_of(alice)
    registry.object_to_recovery(alice, b"", sender=alice)
    registry.second_recovery(party, rule.struct, sender=second)
    chain.warp(to=started + 28 * DAY)
    registry.accredit_provider(chain.actor(dropped), False, sender=world.governance)
    with reverts("registry: provider is accredited no longer"):
        registry.conclude_recovery(party, sender=fresh)
    assert registry.party_of(alice) == party


def test_a_new_wallet_that_belongs_elsewhere_by_now_is_refused(
    chain: Chain, world: RegistryWorld, registry: Contract, fresh: Actor, party: bytes, started: int
) -> None:
    other = world.enrolled(fresh)
    chain.warp(to=started + 14 * DAY)
    with reverts("registry: wallet belongs to a party"):
        registry.conclude_recovery(party, sender=fresh)
    assert registry.party_of(fresh) == other


def test_not_while_the_party_is_frozen(
    chain: Chain, world: RegistryWorld, registry: Contract, fresh: Actor, party: bytes, started: int
) -> None:
    world.freeze(party, days=20)
    chain.warp(to=started + 14 * DAY)
    with reverts("registry: party is frozen"):
        registry.conclude_recovery(party, sender=fresh)
    chain.warp(to=started + 20 * DAY)
    registry.conclude_recovery(party, sender=fresh)


@pytest.mark.parametrize("caller", ["fresh", "provider", "stranger"])
def test_the_new_wallet_takes_the_lost_ones_place(
    chain: Chain,
    registry: Contract,
    alice: Actor,
    fresh: Actor,
    party: bytes,
    started: int,
    caller: str,
) -> None:
    profile = registry.profile_of(party)
    chain.warp(to=started + 14 * DAY)
    registry.conclude_recovery(party, sender=chain.actor(caller))
    assert chain.events[-1].args == {
        "party": party,
        "lost": alice.address,
        "wallet": fresh.address,
    }
    assert (registry.party_of(alice), registry.party_of(fresh)) == (EMPTY, party)
    assert registry.successor_of(alice) == fresh.address
    assert registry.claimant_of(alice) == registry.claimant_of(fresh) == fresh.address
    assert registry.recovery_under_way(party).started_at == 0
    assert registry.profile_of(party) == profile


def test_a_replaced_wallet_never_belongs_to_a_party_again(
    world: RegistryWorld, registry: Contract, alice: Actor, bob: Actor, fresh: Actor, rule: Any
) -> None:
    world.enrolled_by_rule(alice, rule)
    world.replace(alice, fresh, rule)
    signature = world.signed_enrolment(alice)
    values = (alice, EMPTY, CHINA, 1, world.enrolment(alice)["recovery"], b"\x0a" * 32)
    with reverts(REPLACED):
        registry.enrol(*values, world.tomorrow, signature, sender=world.provider)
    pair = world.pair_signatures(alice, fresh)
    with reverts(REPLACED):
        registry.join_wallet(alice, fresh, world.tomorrow, *pair, sender=fresh)
    world.enrolled_by_rule(bob, rule)
    with reverts(REPLACED):
        world.start_recovery(bob, alice, rule)


def test_successors_are_replaced_in_their_turn_sixteen_times(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor, rule: Any, party: bytes
) -> None:
    replaced = [alice]
    for number in range(16):
        wallet = chain.actor(f"wallet {number}")
        world.replace(replaced[-1], wallet, rule)
        assert {registry.claimant_of(lost) for lost in replaced} == {wallet.address}
        replaced.append(wallet)
    with reverts("registry: too many replacements in a row"):
        world.start_recovery(replaced[-1], chain.actor("one too many"), rule)
    assert registry.successor_of(alice) == replaced[-1].address
    assert registry.party_of(replaced[-1]) == party
    world.freeze(party)
    assert int(registry.claimant_of(alice), 16) == 0
