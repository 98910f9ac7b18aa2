# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest

from tests.contracts.evm import DAY, Actor, Chain, Contract, reverts
from tests.contracts.registry_world import EMPTY, NOBODY, RegistryWorld

CONTESTED = "registry: the recovery is contested already"
NONE = "registry: no recovery is under way"
BAD_SIGNATURE = "registry: signature is not valid"
LATELY = "registry: a recovery was objected to lately"


@pytest.fixture
def party(world: RegistryWorld, alice: Actor, phone: Actor, rule: Any) -> bytes:
    """Two wallets, the second for 14 days."""
    party = world.enrolled_by_rule(alice, rule)
    joining, _ = world.pair_signatures(phone, alice)
    world.registry.join_wallet(phone, alice, world.tomorrow, joining, b"", sender=alice)
    world.chain.warp(days=14)
    return party


@pytest.fixture
def started(world: RegistryWorld, alice: Actor, fresh: Actor, rule: Any, party: bytes) -> int:
    """When the recovery of alice's wallet started."""
    world.start_recovery(alice, fresh, rule)
    return int(world.registry.recovery_under_way(party).started_at)


@pytest.mark.usefixtures("party")
def test_there_is_nothing_to_object_to(registry: Contract, alice: Actor, phone: Actor) -> None:
    for member in (alice, phone):
        with reverts(NONE):
            registry.object_to_recovery(member, b"", sender=member)


@pytest.mark.usefixtures("started")
def test_who_is_no_member_of_the_party_objects_to_nothing(
    chain: Chain, world: RegistryWorld, registry: Contract, bob: Actor, fresh: Actor
) -> None:
    for outsider in (fresh, world.provider, world.governance, chain.actor("stranger")):
        with reverts("registry: member belongs to no party"):
            registry.object_to_recovery(outsider, b"", sender=outsider)
    world.enrolled(bob)
    with reverts(NONE):
        registry.object_to_recovery(bob, b"", sender=bob)


@pytest.mark.parametrize("changed", ["party", "member", "lost", "wallet", "started_at"])
def test_a_relayed_objection_is_signed_by_its_member_for_this_recovery(
    world: RegistryWorld, registry: Contract, bob: Actor, phone: Actor, started: int, changed: str
) -> None:
    others = {
        "party": b"\x05" * 32,
        "member": bob,
        "lost": bob,
        "wallet": bob,
        "started_at": started + 1,
    }
    signature = world.objection(phone, **{changed: others[changed]})
    for wrong in (signature, world.objection(bob), b""):
        with reverts(BAD_SIGNATURE):
            registry.object_to_recovery(phone, wrong, sender=bob)


@pytest.mark.usefixtures("started")
def test_the_named_wallet_objects_once(
    registry: Contract, world: RegistryWorld, alice: Actor, bob: Actor
) -> None:
    signature = world.objection(alice)
    registry.object_to_recovery(alice, b"", sender=alice)
    for caller in (alice, bob):
        with reverts(CONTESTED):
            registry.object_to_recovery(alice, signature, sender=caller)


@pytest.mark.parametrize("day", [0, 13, 14, 43])
def test_the_named_wallets_objection_doubles_the_delay(
    chain: Chain,
    registry: Contract,
    alice: Actor,
    party: bytes,
    started: int,
    day: int,
) -> None:
    chain.warp(days=day)
    registry.object_to_recovery(alice, b"", sender=alice)
    due = started + 28 * DAY
    assert chain.events[-1].args == {"party": party, "due_at": due}
    found = registry.recovery_under_way(party)
    assert (found.started_at, found.due_at, found.is_contested) == (started, due, True)
    assert found.second == NOBODY


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("is_relayed", [False, True])
@pytest.mark.parametrize("day", [0, 43])
def test_another_wallets_objection_ends_it(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    phone: Actor,
    fresh: Actor,
    party: bytes,
    day: int,
    is_relayed: bool,
) -> None:
    chain.warp(days=day)
    signature = world.objection(phone) if is_relayed else b""
    caller = chain.actor("relayer") if is_relayed else phone
    registry.object_to_recovery(phone, signature, sender=caller)
    assert chain.events[-1].args == {"party": party, "member": phone.address}
    assert registry.recovery_under_way(party).started_at == 0
    with reverts(NONE):
        registry.conclude_recovery(party, sender=fresh)
    with reverts(BAD_SIGNATURE if is_relayed else NONE):
        registry.object_to_recovery(phone, signature, sender=caller)


@pytest.mark.usefixtures("started")
def test_it_ends_a_contested_one_too(registry: Contract, alice: Actor, phone: Actor) -> None:
    registry.object_to_recovery(alice, b"", sender=alice)
    registry.object_to_recovery(phone, b"", sender=phone)
    assert registry.recovery_under_way(registry.party_of(phone)).started_at == 0


@pytest.mark.usefixtures("started")
def test_after_an_objection_no_recovery_starts_for_two_weeks(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    phone: Actor,
    fresh: Actor,
    second: Actor,
    rule: Any,
) -> None:
    registry.object_to_recovery(phone, b"", sender=phone)
    chain.warp(seconds=14 * DAY - 1)
    for provider in (world.provider, second):
        with reverts(LATELY):
            world.start_recovery(alice, fresh, rule, by=provider)
    chain.warp(seconds=1)
    world.start_recovery(alice, fresh, rule)


@pytest.mark.usefixtures("party")
def test_a_wallet_that_joined_lately_contests_and_ends_nothing(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor, fresh: Actor, rule: Any
) -> None:
    """A thief may have brought it in with the key that it stole, and has no more by it than the
    named wallet's own objection; or it is the owner's new phone, and a provider lies."""
    young, party = chain.actor("young"), registry.party_of(alice)
    world.joined(young, alice)
    chain.warp(seconds=14 * DAY - 1)
    with chain.anchored():
        world.start_recovery(alice, fresh, rule)
        started = registry.recovery_under_way(party).started_at
        chain.warp(days=13)
        registry.object_to_recovery(young, b"", sender=young)
        found = registry.recovery_under_way(party)
        assert (found.is_contested, found.due_at) == (True, started + 28 * DAY)
        for member in (young, alice):
            with reverts(CONTESTED):
                registry.object_to_recovery(member, b"", sender=member)
        chain.warp(days=15)
        with reverts("registry: a contested recovery needs a second provider"):
            registry.conclude_recovery(party, sender=fresh)
    chain.warp(seconds=1)
    world.start_recovery(alice, fresh, rule)
    registry.object_to_recovery(young, b"", sender=young)
    assert registry.recovery_under_way(party).started_at == 0


def test_a_successor_has_its_voice_at_once(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    phone: Actor,
    fresh: Actor,
    rule: Any,
    party: bytes,
) -> None:
    world.replace(phone, fresh, rule)
    third = chain.actor("third")
    world.start_recovery(fresh, third, rule)
    (alice,) = (a for a in (chain.actor("alice"),) if registry.party_of(a) == party)
    with chain.anchored():
        registry.object_to_recovery(alice, b"", sender=alice)
    registry.object_to_recovery(fresh, b"", sender=fresh)
    assert registry.recovery_under_way(party).is_contested


def test_after_a_contested_one_lapsed_likewise(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    fresh: Actor,
    rule: Any,
    started: int,
) -> None:
    """Else a provider could hold a party's notes for ever."""
    registry.object_to_recovery(alice, b"", sender=alice)
    chain.warp(to=started + (28 + 44 + 14) * DAY - 1)
    with reverts(LATELY):
        world.start_recovery(alice, fresh, rule)
    chain.warp(seconds=1)
    world.start_recovery(alice, fresh, rule)
    assert not registry.recovery_under_way(registry.party_of(alice)).is_contested


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("caller", ["governance", "alice", "fresh", "stranger"])
def test_only_an_accredited_provider_seconds(
    chain: Chain, registry: Contract, alice: Actor, rule: Any, party: bytes, caller: str
) -> None:
    registry.object_to_recovery(alice, b"", sender=alice)
    with reverts("registry: caller is no accredited provider"):
        registry.second_recovery(party, rule.struct, sender=chain.actor(caller))


def test_only_another_provider_of_the_rule_seconds_a_contested_one(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    fresh: Actor,
    second: Actor,
    rule: Any,
    party: bytes,
) -> None:
    with reverts(NONE):
        registry.second_recovery(party, rule.struct, sender=second)
    world.start_recovery(alice, fresh, rule)
    with reverts("registry: recovery is not contested"):
        registry.second_recovery(party, rule.struct, sender=second)
    registry.object_to_recovery(alice, b"", sender=alice)
    with reverts("registry: provider started this recovery"):
        registry.second_recovery(party, rule.struct, sender=world.provider)
    outsider = chain.actor("outsider")
    registry.accredit_provider(outsider, True, sender=world.governance)
    with reverts("registry: rule names another provider"):
        registry.second_recovery(party, rule.struct, sender=outsider)
    with reverts("registry: rule is not the one the party committed to"):
        registry.second_recovery(party, world.rule(outsider).struct, sender=outsider)
    with reverts("registry: rule is not the one the party committed to"):
        registry.second_recovery(EMPTY, rule.struct, sender=second)
    registry.second_recovery(party, rule.struct, sender=second)
    assert chain.events[-1].args == {"party": party, "provider": second.address}
    assert registry.recovery_under_way(party).second == second.address
