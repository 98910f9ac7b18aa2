# SPDX-License-Identifier: Apache-2.0
"""What a lost wallet brought in lately, its successor puts out, and what that one brought in."""

import pytest

from shouxin.parties.recovery import sign_expulsion
from tests.contracts.evm import CHAIN_ID, Actor, Chain, Contract, reverts
from tests.contracts.registry_world import EMPTY, RegistryWorld

DAY = 86_400
NOT_BROUGHT_IN = "registry: no lost wallet brought this one in lately"
INVALID = "registry: signature is not valid"


@pytest.fixture
def thieves(chain: Chain) -> list[Actor]:
    return [chain.actor(f"thief {number}") for number in range(4)]


@pytest.fixture
def party(
    chain: Chain, world: RegistryWorld, alice: Actor, phone: Actor, thieves: list[Actor]
) -> bytes:
    """Alice's key is stolen, and brings one wallet in, which brings in another."""
    party = world.enrolled_by_rule(alice, world.rule())
    world.joined(phone, alice)
    chain.warp(days=14)
    world.joined(thieves[0], alice)
    world.joined(thieves[1], thieves[0])
    chain.warp(days=1)
    return party


@pytest.fixture
def replaced(world: RegistryWorld, alice: Actor, fresh: Actor, party: bytes) -> bytes:
    world.replace(alice, fresh)
    return party


def test_before_the_recovery_nobody_is_put_out(
    registry: Contract, world: RegistryWorld, party: bytes, alice: Actor, thieves: list[Actor]
) -> None:
    assert registry.party_of(alice) == party
    for caller in (alice, world.provider, world.governance):
        with reverts(NOT_BROUGHT_IN):
            registry.put_out(thieves[0], b"", sender=caller)


def test_the_successor_alone_puts_out(
    registry: Contract,
    world: RegistryWorld,
    replaced: bytes,
    alice: Actor,
    phone: Actor,
    fresh: Actor,
    thieves: list[Actor],
) -> None:
    others = (alice, phone, thieves[1], world.provider, world.governance)
    for caller in others:
        with reverts(INVALID):
            registry.put_out(thieves[0], b"", sender=caller)
        forged = sign_expulsion(
            caller.key, CHAIN_ID, registry.address, party=replaced, wallet=thieves[0].address
        )
        with reverts(INVALID):
            registry.put_out(thieves[0], forged, sender=caller)
    registry.put_out(thieves[0], b"", sender=fresh)


def test_the_older_the_first_and_the_successor_stay(
    registry: Contract, replaced: bytes, alice: Actor, phone: Actor, fresh: Actor
) -> None:
    for wallet in (phone, fresh, alice):
        with reverts(NOT_BROUGHT_IN):
            registry.put_out(wallet, b"", sender=fresh)
    assert registry.party_of(phone) == registry.party_of(fresh) == replaced


@pytest.mark.usefixtures("replaced")
def test_who_came_in_by_one_that_stays_is_put_out_after_it(
    registry: Contract, fresh: Actor, thieves: list[Actor]
) -> None:
    with reverts(NOT_BROUGHT_IN):
        registry.put_out(thieves[1], b"", sender=fresh)
    registry.put_out(thieves[0], b"", sender=fresh)
    registry.put_out(thieves[1], b"", sender=fresh)
    for thief in thieves[:2]:
        assert registry.party_of(thief) == EMPTY
        assert registry.successor_of(thief) == registry.claimant_of(thief) == fresh.address


def test_the_chase_ends_however_late_the_next_came_in(
    chain: Chain,
    registry: Contract,
    world: RegistryWorld,
    replaced: bytes,
    fresh: Actor,
    thieves: list[Actor],
) -> None:
    world.joined(thieves[2], thieves[1])
    chain.warp(days=100)
    world.joined(thieves[3], thieves[2])
    for thief in thieves:
        registry.put_out(thief, b"", sender=fresh)
        assert registry.party_of(thief) == EMPTY
    assert registry.party_of(fresh) == replaced
    with reverts("registry: wallet was replaced"):
        world.joined(thieves[0], fresh)


def test_anyone_relays_it_for_exactly_this_wallet(
    registry: Contract,
    world: RegistryWorld,
    replaced: bytes,
    fresh: Actor,
    relayer: Actor,
    thieves: list[Actor],
) -> None:
    signature = sign_expulsion(
        fresh.key, CHAIN_ID, registry.address, party=replaced, wallet=thieves[0].address
    )
    world.joined(thieves[2], thieves[0])
    registry.put_out(thieves[0], signature, sender=relayer)
    args = {"party": replaced, "wallet": thieves[0].address, "successor": fresh.address}
    assert world.chain.events[-1].args == args
    with reverts(INVALID):
        registry.put_out(thieves[2], signature, sender=relayer)
    with reverts("registry: successor is of another party"):
        registry.put_out(thieves[0], signature, sender=relayer)


def test_the_fourteen_days_end_to_the_second(
    chain: Chain, registry: Contract, world: RegistryWorld, alice: Actor, fresh: Actor
) -> None:
    older, younger = chain.actor("older"), chain.actor("younger")
    world.enrolled_by_rule(alice, world.rule())
    world.joined(older, alice)
    chain.warp(seconds=1)
    world.joined(younger, alice)
    chain.warp(seconds=14 * DAY - 1)
    world.replace(alice, fresh)
    with reverts(NOT_BROUGHT_IN):
        registry.put_out(older, b"", sender=fresh)
    registry.put_out(younger, b"", sender=fresh)


def test_not_while_the_party_is_frozen_or_a_recovery_runs(
    chain: Chain,
    registry: Contract,
    world: RegistryWorld,
    replaced: bytes,
    phone: Actor,
    fresh: Actor,
    thieves: list[Actor],
) -> None:
    with chain.anchored():
        world.freeze(replaced, days=2)
        with reverts("registry: party is frozen"):
            registry.put_out(thieves[0], b"", sender=fresh)
    world.start_recovery(phone, chain.actor("third"))
    with reverts("registry: a recovery is under way"):
        registry.put_out(thieves[0], b"", sender=fresh)
    registry.object_to_recovery(phone, b"", sender=phone)
    registry.object_to_recovery(fresh, b"", sender=fresh)
    registry.put_out(thieves[0], b"", sender=fresh)
