# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import DAY, Actor, Chain, Contract, reverts
from tests.contracts.registry_world import EMPTY, NOBODY, RegistryWorld

ORDER = b"\x01" * 32
ENDS = "registry: freeze would end in the past or after its order"


@pytest.fixture
def party(world: RegistryWorld, alice: Actor) -> bytes:
    return world.enrolled(alice)


@pytest.fixture
def order_end(chain: Chain, registry: Contract, guardian: Actor, party: bytes) -> int:
    """The end of an order by which the guardian has frozen the party."""
    end = chain.timestamp + 90 * DAY
    registry.freeze(party, ORDER, end, sender=guardian)
    return end


@pytest.mark.parametrize("caller", ["guardian", "provider", "stranger", "alice"])
def test_only_governance_renews(
    chain: Chain, registry: Contract, party: bytes, order_end: int, caller: str
) -> None:
    before = registry.freeze_of(party)
    with reverts("registry: caller is not governance"):
        registry.renew_freeze(party, order_end, sender=chain.actor(caller))
    assert registry.freeze_of(party) == before


def test_no_freeze_is_renewed_without_an_order_on_file(
    chain: Chain, world: RegistryWorld, registry: Contract, bob: Actor, guardian: Actor
) -> None:
    other, by = world.enrolled(bob), {"sender": world.governance}
    for party in (other, EMPTY, b"\x07" * 32):
        with reverts("registry: no order is on file"):
            registry.renew_freeze(party, chain.timestamp + DAY, **by)
    world.freeze(other, days=60)
    registry.lift_freeze(other, sender=guardian)
    with reverts("registry: no order is on file"):
        registry.renew_freeze(other, chain.timestamp + DAY, **by)


def test_a_freeze_never_outlasts_its_order(
    chain: Chain, world: RegistryWorld, registry: Contract, party: bytes, order_end: int
) -> None:
    by = {"sender": world.governance}
    for ends_at in (0, chain.timestamp, order_end + 1, 2**256 - 1):
        with reverts(ENDS):
            registry.renew_freeze(party, ends_at, **by)
    chain.warp(to=order_end)
    with reverts(ENDS):
        registry.renew_freeze(party, order_end, **by)


@pytest.mark.parametrize("days_later", [0, 29, 32, 60])
def test_governance_renews_up_to_the_orders_end(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    alice: Actor,
    party: bytes,
    order_end: int,
    days_later: int,
) -> None:
    chain.warp(days=days_later)
    registry.renew_freeze(party, order_end, sender=world.governance)
    assert chain.events[-1].args == {
        "party": party,
        "caller": world.governance.address,
        "reference": ORDER,
        "order_ends_at": order_end,
        "ends_at": order_end,
    }
    chain.warp(to=order_end - 1)
    assert registry.claimant_of(alice) == NOBODY
    chain.warp(seconds=1)
    assert registry.claimant_of(alice) == alice.address


@pytest.mark.parametrize("caller", ["provider", "stranger", "alice"])
def test_nobody_else_lifts(
    chain: Chain, registry: Contract, party: bytes, order_end: int, caller: str
) -> None:
    with reverts("registry: caller is neither guardian nor governance"):
        registry.lift_freeze(party, sender=chain.actor(caller))
    assert registry.freeze_of(party).order_ends_at == order_end


def test_who_is_not_frozen_is_not_freed(
    chain: Chain, world: RegistryWorld, registry: Contract, bob: Actor, guardian: Actor
) -> None:
    other = world.enrolled(bob)
    for caller in (guardian, world.governance):
        with reverts("registry: party is not frozen"):
            registry.lift_freeze(other, sender=caller)
    world.freeze(other, days=2)
    chain.warp(days=2)
    with reverts("registry: party is not frozen"):
        registry.lift_freeze(other, sender=guardian)


@pytest.mark.usefixtures("order_end")
@pytest.mark.parametrize("lifter", ["guardian", "governance"])
def test_lifting_frees_at_once(
    chain: Chain, registry: Contract, alice: Actor, party: bytes, lifter: str
) -> None:
    registry.lift_freeze(party, sender=chain.actor(lifter))
    assert chain.events[-1].args == {"party": party, "caller": chain.actor(lifter).address}
    found = registry.freeze_of(party)
    assert found[:3] == (EMPTY, 0, 0)
    assert found.guardian_rests_until == chain.timestamp + 7 * DAY
    assert registry.claimant_of(alice) == alice.address


def test_lifting_never_lengthens_the_guardians_rest(
    chain: Chain, world: RegistryWorld, registry: Contract, guardian: Actor, party: bytes
) -> None:
    world.freeze(party, days=60)
    registry.lift_freeze(party, sender=guardian)
    assert registry.freeze_of(party).guardian_rests_until == 0
    registry.freeze(party, b"\x09" * 32, chain.timestamp + DAY, sender=guardian)


def test_governance_names_the_guardian(
    chain: Chain, world: RegistryWorld, registry: Contract, guardian: Actor
) -> None:
    for caller in (guardian, world.provider):
        with reverts("registry: caller is not governance"):
            registry.set_guardian(caller, sender=caller)
    other = chain.actor("other guardian")
    registry.set_guardian(other, sender=world.governance)
    assert chain.events[-1].args == {"guardian": other.address}
    assert registry.guardian() == other.address
