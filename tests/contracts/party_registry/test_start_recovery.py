# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from typing import Any

import pytest

from shouxin.parties.recovery import RecoveryRule
from tests.contracts.evm import DAY, Actor, Chain, Contract, reverts
from tests.contracts.registry_world import EMPTY, NOBODY, RECOVERY, RegistryWorld

BAD_SIGNATURE = "registry: signature is not valid"
OTHER_RULE = "registry: rule is not the one the party committed to"
DELAY = "registry: rule's delay is out of range"
NONE = (NOBODY, NOBODY, NOBODY, NOBODY, 0, 0, False)


@pytest.fixture
def rule(world: RegistryWorld, second: Actor) -> RecoveryRule:
    return world.rule(world.provider, second, delay_days=20)


@pytest.fixture
def party(world: RegistryWorld, alice: Actor, rule: RecoveryRule) -> bytes:
    return world.enrolled_by_rule(alice, rule)


@pytest.mark.usefixtures("party")
@pytest.mark.parametrize("caller", ["governance", "alice", "fresh", "stranger"])
def test_only_an_accredited_provider_starts(
    chain: Chain,
    world: RegistryWorld,
    alice: Actor,
    fresh: Actor,
    rule: RecoveryRule,
    caller: str,
) -> None:
    with reverts("registry: caller is no accredited provider"):
        world.start_recovery(alice, fresh, rule, by=chain.actor(caller))


@pytest.mark.usefixtures("party")
def test_a_provider_of_the_rule_that_lost_its_accreditation_starts_nothing(
    world: RegistryWorld, alice: Actor, fresh: Actor, rule: RecoveryRule
) -> None:
    world.registry.accredit_provider(world.provider, False, sender=world.governance)
    with reverts("registry: caller is no accredited provider"):
        world.start_recovery(alice, fresh, rule)


@pytest.mark.usefixtures("party")
def test_a_provider_outside_the_rule_starts_nothing(
    chain: Chain, world: RegistryWorld, alice: Actor, fresh: Actor, rule: RecoveryRule
) -> None:
    outsider = chain.actor("outsider")
    world.registry.accredit_provider(outsider, True, sender=world.governance)
    with reverts("registry: rule names another provider"):
        world.start_recovery(alice, fresh, rule, by=outsider)
    with reverts(OTHER_RULE):
        world.start_recovery(alice, fresh, world.rule(world.provider, outsider), by=outsider)


@pytest.mark.usefixtures("party")
def test_any_other_rule_is_refused(
    world: RegistryWorld, alice: Actor, fresh: Actor, second: Actor, rule: RecoveryRule
) -> None:
    swapped = world.rule(second, world.provider, delay_days=20)
    others = (replace(rule, delay_days=14), replace(rule, salt=b"\x06" * 32), swapped)
    for other in others:
        with reverts(OTHER_RULE):
            world.start_recovery(alice, fresh, other)


def test_a_party_without_a_rule_is_never_recovered(
    world: RegistryWorld, bob: Actor, fresh: Actor, rule: RecoveryRule
) -> None:
    party = world.enrolled(bob, recovery=RECOVERY)
    assert world.registry.recovery_of(party) == RECOVERY
    with reverts(OTHER_RULE):
        world.start_recovery(bob, fresh, rule)


@pytest.mark.parametrize("days", [0, 13, 366])
def test_a_rule_with_another_delay_serves_nobody(
    world: RegistryWorld, bob: Actor, fresh: Actor, days: int
) -> None:
    short = world.rule()
    object.__setattr__(short, "delay_days", days)
    world.enrolled_by_rule(bob, short)
    with reverts(DELAY):
        world.start_recovery(bob, fresh, short)


@pytest.mark.usefixtures("party")
def test_wallets_that_belong_or_dont_are_refused(
    world: RegistryWorld, registry: Contract, alice: Actor, bob: Actor, fresh: Actor, rule: Any
) -> None:
    with reverts("registry: lost wallet belongs to no party"):
        world.start_recovery(bob, fresh, rule)
    world.enrolled(bob)
    for member in (alice, bob):
        with reverts("registry: wallet belongs to a party"):
            world.start_recovery(alice, member, rule)
    values = (alice, NOBODY, rule.struct, world.tomorrow, b"")
    with reverts("registry: wallet is empty"):
        registry.start_recovery(*values, sender=world.provider)
    with reverts("registry: deadline is over"):
        registry.start_recovery(
            alice, fresh, rule.struct, world.chain.timestamp - 1, b"", sender=world.provider
        )


@pytest.mark.usefixtures("party")
def test_the_new_wallet_signs_this_very_recovery(
    world: RegistryWorld, registry: Contract, alice: Actor, bob: Actor, fresh: Actor, rule: Any
) -> None:
    changes: tuple[dict[str, Any], ...] = (
        {"party": b"\x05" * 32},
        {"lost": bob},
        {"wallet": bob},
        {"deadline": world.tomorrow + 1},
    )
    for changed in changes:
        with reverts(BAD_SIGNATURE):
            world.start_recovery(alice, fresh, rule, **changed)
    values = (alice, fresh, rule.struct, world.tomorrow, b"")
    with reverts(BAD_SIGNATURE):
        registry.start_recovery(*values, sender=world.provider)


def test_a_freeze_holds_no_start_back(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    fresh: Actor,
    rule: RecoveryRule,
    party: bytes,
) -> None:
    """Else a thief's wallet would grow old meanwhile. The conclusion waits for the end."""
    world.freeze(party, days=25)
    world.start_recovery(alice, fresh, rule)
    chain.warp(days=20)
    with reverts("registry: party is frozen"):
        registry.conclude_recovery(party, sender=fresh)
    chain.warp(days=5)
    registry.conclude_recovery(party, sender=fresh)


@pytest.mark.usefixtures("party")
def test_one_recovery_a_party_at_a_time(
    chain: Chain,
    world: RegistryWorld,
    alice: Actor,
    fresh: Actor,
    second: Actor,
    rule: RecoveryRule,
) -> None:
    world.start_recovery(alice, fresh, rule)
    chain.warp(seconds=64 * DAY - 1)
    for provider in (world.provider, second):
        with reverts("registry: a recovery is under way"):
            world.start_recovery(alice, fresh, rule, by=provider)
    chain.warp(seconds=1)
    world.start_recovery(alice, fresh, rule, by=second)


def test_a_recovery_starts_and_shows_and_lapses(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    fresh: Actor,
    rule: RecoveryRule,
    party: bytes,
) -> None:
    started, due = chain.timestamp, chain.timestamp + 20 * DAY
    world.start_recovery(alice, fresh, rule)
    provider = world.provider.address
    assert chain.events[-1].args == {
        "party": party,
        "lost": alice.address,
        "wallet": fresh.address,
        "provider": provider,
        "due_at": due,
    }
    expected = (alice.address, fresh.address, provider, NOBODY, started, due, False)
    assert registry.recovery_under_way(party) == expected
    assert (registry.party_of(alice), registry.party_of(fresh)) == (party, EMPTY)
    assert registry.claimant_of(alice) == alice.address
    chain.warp(days=64)
    assert registry.recovery_under_way(party) == NONE
    with reverts("registry: no recovery is under way"):
        registry.conclude_recovery(party, sender=fresh)


def test_nobody_joins_while_a_recovery_is_under_way(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    fresh: Actor,
    rule: RecoveryRule,
    party: bytes,
) -> None:
    """A thief with the named wallet could otherwise bring in another, which objects."""
    world.start_recovery(alice, fresh, rule)
    phone = chain.actor("phone")
    pair = world.pair_signatures(phone, alice)
    with reverts("registry: a recovery is under way"):
        registry.join_wallet(phone, alice, world.tomorrow, *pair, sender=alice)
    assert registry.party_of(phone) == EMPTY
    assert registry.party_of(alice) == party
