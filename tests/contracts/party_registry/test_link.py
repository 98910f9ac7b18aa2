# SPDX-License-Identifier: Apache-2.0
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts.evm import Actor, Chain, Contract, reverts
from tests.contracts.registry_world import EMPTY, RegistryWorld

NOT_PROVIDER = "registry: caller is no accredited provider"


@pytest.fixture
def parties(chain: Chain, world: RegistryWorld) -> list[bytes]:
    return [world.enrolled(chain.actor(f"firm {index}"), kind=3) for index in range(18)]


@pytest.fixture
def other_provider(chain: Chain, world: RegistryWorld) -> Actor:
    other = chain.actor("other provider")
    world.registry.accredit_provider(other, True, sender=world.governance)
    return other


def test_only_a_provider_links(
    world: RegistryWorld, registry: Contract, parties: list[bytes], alice: Actor
) -> None:
    for caller in (world.governance, alice):
        with reverts(NOT_PROVIDER):
            registry.link(*parties[:2], sender=caller)


def test_bad_links_are_refused(
    world: RegistryWorld, registry: Contract, parties: list[bytes]
) -> None:
    first, second = parties[:2]
    with reverts("registry: a party can't be linked to itself"):
        registry.link(first, first, sender=world.provider)
    for pair in ((first, b"\x01" * 32), (b"\x01" * 32, first), (first, EMPTY)):
        with reverts("registry: party is unknown"):
            registry.link(*pair, sender=world.provider)
    registry.link(first, second, sender=world.provider)
    for pair in ((first, second), (second, first)):
        with reverts("registry: parties are linked already"):
            registry.link(*pair, sender=world.provider)


def test_a_group_has_at_most_16_parties(
    world: RegistryWorld, registry: Contract, parties: list[bytes]
) -> None:
    for left, right in pairwise(parties[:8]):
        registry.link(left, right, sender=world.provider)
    for left, right in pairwise(parties[8:17]):
        registry.link(left, right, sender=world.provider)
    full = "registry: a group has at most 16 parties"
    with reverts(full):
        registry.link(parties[0], parties[8], sender=world.provider)
    registry.unlink(parties[15], parties[16], sender=world.provider)
    registry.link(parties[0], parties[8], sender=world.provider)
    assert set(registry.group_members(registry.group_of(parties[3]))) == set(parties[:16])
    with reverts(full):
        registry.link(parties[17], parties[5], sender=world.provider)
    with reverts(full):
        registry.link(parties[5], parties[17], sender=world.provider)


def test_only_the_linker_or_governance_unlinks(
    world: RegistryWorld,
    registry: Contract,
    parties: list[bytes],
    other_provider: Actor,
    alice: Actor,
) -> None:
    first, second, third = parties[:3]
    registry.link(first, second, sender=world.provider)
    assert registry.linker_of(second, first) == world.provider.address
    with reverts("registry: caller did not link these parties"):
        registry.unlink(first, second, sender=other_provider)
    with reverts(NOT_PROVIDER):
        registry.unlink(first, second, sender=alice)
    with reverts("registry: caller did not link these parties"):
        registry.unlink(first, third, sender=world.provider)
    with reverts("registry: parties are not linked"):
        registry.unlink(first, third, sender=world.governance)
    registry.accredit_provider(world.provider, False, sender=world.governance)
    with reverts(NOT_PROVIDER):
        registry.unlink(first, second, sender=world.provider)
    registry.unlink(first, second, sender=world.governance)
    assert not registry.is_linked(first, second)


def test_links_reach_through_others_and_merge_groups(
    chain: Chain, world: RegistryWorld, registry: Contract, parties: list[bytes]
) -> None:
    one, two, three, four, five = parties[:5]
    assert not registry.profile_of(one).is_grouped
    registry.link(one, two, sender=world.provider)
    registry.link(three, four, sender=world.provider)
    assert not registry.is_linked(one, three)
    registry.link(two, three, sender=world.provider)
    group = registry.group_of(one)
    assert chain.events[-1].args["group"] == group != EMPTY
    assert set(registry.group_members(group)) == {one, two, three, four}
    for left, right in combinations([one, two, three, four], 2):
        assert registry.is_linked(left, right)
        assert registry.is_linked(right, left)
    for member in (one, two, three, four):
        assert registry.profile_of(member).is_grouped
        assert not registry.is_linked(member, five)
    assert registry.is_linked(five, five)
    assert not registry.is_linked(EMPTY, EMPTY)
    assert registry.group_members(EMPTY) == []


def test_an_unlinked_group_stays_whole_if_another_link_holds_it(
    world: RegistryWorld, registry: Contract, parties: list[bytes]
) -> None:
    one, two, three = parties[:3]
    for pair in ((one, two), (two, three), (three, one)):
        registry.link(*pair, sender=world.provider)
    registry.unlink(one, two, sender=world.provider)
    assert registry.is_linked(one, two)
    registry.unlink(three, two, sender=world.provider)
    assert not registry.is_linked(one, two)
    assert registry.is_linked(one, three)
    assert registry.profile_of(two).is_grouped is False
    assert registry.group_of(two) == EMPTY


class Groups:
    """A registry with six parties, for random links."""

    def __init__(self) -> None:
        self.world = RegistryWorld.made(Chain())
        chain = self.world.chain
        self.parties = [self.world.enrolled(chain.actor(f"firm {i}")) for i in range(6)]


@pytest.fixture(scope="module")
def groups() -> Groups:
    return Groups()


@settings(max_examples=25, deadline=None)
@given(pairs=st.lists(st.sampled_from(list(combinations(range(6), 2))), max_size=14))
def test_groups_are_what_hangs_together(groups: Groups, pairs: list[tuple[int, int]]) -> None:
    registry, provider = groups.world.registry, groups.world.provider
    with groups.world.chain.anchored():
        edges: set[tuple[int, int]] = set()
        for left, right in pairs:
            act = registry.unlink if (left, right) in edges else registry.link
            act(groups.parties[right], groups.parties[left], sender=provider)
            edges ^= {(left, right)}
        for index, party in enumerate(groups.parties):
            expected = {groups.parties[i] for i in _component(index, edges)}
            members = registry.group_members(registry.group_of(party))
            assert set(members) == (expected if len(expected) > 1 else set())
            assert len(members) == len(set(members))
            assert registry.profile_of(party).is_grouped == (len(expected) > 1)


def _component(start: int, edges: Any) -> set[int]:
    found, frontier = {start}, [start]
    while frontier:
        here = frontier.pop()
        near = {a + b - here for a, b in edges if here in (a, b)} - found
        found |= near
        frontier += near
    return found
