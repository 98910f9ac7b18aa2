# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import DAY, Actor, Chain, Contract, reverts
from tests.contracts.registry_world import EMPTY, NOBODY, RegistryWorld

ORDER, OTHER_ORDER = b"\x01" * 32, b"\x02" * 32
NOT_GUARDIAN = "registry: caller is neither guardian nor governance"
END = "registry: order's end is out of range"
FREE = (EMPTY, 0, 0, 0)


@pytest.fixture
def party(world: RegistryWorld, alice: Actor, guardian: Actor) -> bytes:
    assert guardian.address != NOBODY
    return world.enrolled(alice)


def _ends(chain: Chain, days: int) -> int:
    return chain.timestamp + days * DAY


@pytest.mark.parametrize("caller", ["provider", "stranger", "alice"])
def test_nobody_else_freezes(chain: Chain, registry: Contract, party: bytes, caller: str) -> None:
    with reverts(NOT_GUARDIAN):
        registry.freeze(party, ORDER, _ends(chain, 5), sender=chain.actor(caller))
    assert registry.freeze_of(party) == FREE


def test_without_a_guardian_governance_alone_freezes(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor
) -> None:
    party = world.enrolled(alice)
    assert registry.guardian() == NOBODY
    with reverts(NOT_GUARDIAN):
        registry.freeze(party, ORDER, _ends(chain, 5), sender=chain.actor("guardian"))
    registry.freeze(party, ORDER, _ends(chain, 5), sender=world.governance)


def test_an_order_that_is_none_is_refused(
    chain: Chain, world: RegistryWorld, registry: Contract, guardian: Actor, party: bytes
) -> None:
    for caller in (guardian, world.governance):
        with reverts("registry: party is unknown"):
            registry.freeze(b"\x07" * 32, ORDER, _ends(chain, 5), sender=caller)
        with reverts("registry: party is unknown"):
            registry.freeze(EMPTY, ORDER, _ends(chain, 5), sender=caller)
        with reverts("registry: order has no reference"):
            registry.freeze(party, EMPTY, _ends(chain, 5), sender=caller)
        for end in (0, chain.timestamp, _ends(chain, 1_096) + 1, 2**256 - 1):
            with reverts(END):
                registry.freeze(party, ORDER, end, sender=caller)


def test_the_guardian_freezes_a_frozen_party_no_longer(
    chain: Chain, world: RegistryWorld, registry: Contract, guardian: Actor, party: bytes
) -> None:
    for freezer in (guardian, world.governance):
        with chain.anchored():
            registry.freeze(party, ORDER, _ends(chain, 20), sender=freezer)
            with reverts("registry: party is frozen"):
                registry.freeze(party, OTHER_ORDER, _ends(chain, 90), sender=guardian)


def test_the_guardian_uses_an_order_once(
    chain: Chain, world: RegistryWorld, registry: Contract, guardian: Actor, party: bytes
) -> None:
    registry.freeze(party, ORDER, _ends(chain, 90), sender=guardian)
    chain.warp(days=38)
    with reverts("registry: order was used before"):
        registry.freeze(party, ORDER, _ends(chain, 52), sender=guardian)
    registry.freeze(party, OTHER_ORDER, _ends(chain, 3), sender=world.governance)
    chain.warp(days=4)
    with reverts("registry: order was used before"):
        registry.freeze(party, OTHER_ORDER, _ends(chain, 3), sender=guardian)


@pytest.mark.parametrize("is_lifted", [False, True])
def test_the_guardian_rests_after_a_freeze_of_its_own(
    chain: Chain, registry: Contract, guardian: Actor, party: bytes, is_lifted: bool
) -> None:
    registry.freeze(party, ORDER, _ends(chain, 90), sender=guardian)
    if is_lifted:
        chain.warp(days=2)
        registry.lift_freeze(party, sender=guardian)
    else:
        chain.warp(days=30)
    chain.warp(seconds=7 * DAY - 1)
    with reverts("registry: guardian rests with this party"):
        registry.freeze(party, OTHER_ORDER, _ends(chain, 9), sender=guardian)
    chain.warp(seconds=1)
    registry.freeze(party, OTHER_ORDER, _ends(chain, 9), sender=guardian)
    assert registry.freeze_of(party).reference == OTHER_ORDER


@pytest.mark.parametrize(("days", "frozen_days"), [(5, 5), (30, 30), (31, 30), (1_096, 30)])
def test_the_guardians_freeze_lasts_thirty_days_at_most(
    chain: Chain,
    registry: Contract,
    guardian: Actor,
    alice: Actor,
    party: bytes,
    days: int,
    frozen_days: int,
) -> None:
    end, frozen_until = _ends(chain, days), _ends(chain, frozen_days)
    registry.freeze(party, ORDER, end, sender=guardian)
    assert chain.events[-1].args == {
        "party": party,
        "caller": guardian.address,
        "reference": ORDER,
        "order_ends_at": end,
        "ends_at": frozen_until,
    }
    assert registry.freeze_of(party) == (ORDER, end, frozen_until, frozen_until + 7 * DAY)
    chain.warp(to=frozen_until - 1)
    assert registry.claimant_of(alice) == NOBODY
    chain.warp(seconds=1)
    assert registry.claimant_of(alice) == alice.address


def test_governance_freezes_to_the_orders_end_in_place_of_any_other(
    chain: Chain, world: RegistryWorld, registry: Contract, guardian: Actor, party: bytes
) -> None:
    registry.freeze(party, ORDER, _ends(chain, 5), sender=guardian)
    end = _ends(chain, 200)
    for reference in (OTHER_ORDER, ORDER):
        registry.freeze(party, reference, end, sender=world.governance)
        found = registry.freeze_of(party)
        assert found[:3] == (reference, end, end)


def test_a_freeze_touches_one_party(
    chain: Chain,
    world: RegistryWorld,
    registry: Contract,
    guardian: Actor,
    bob: Actor,
    party: bytes,
) -> None:
    other, profile = world.enrolled(bob), registry.profile_of(party)
    registry.link(party, other, sender=world.provider)
    registry.freeze(party, ORDER, _ends(chain, 5), sender=guardian)
    assert registry.freeze_of(other) == FREE
    assert registry.claimant_of(bob) == bob.address
    stranger = chain.actor("stranger")
    assert registry.claimant_of(stranger) == stranger.address
    changed = profile._asdict() | {"is_grouped": True}
    assert registry.profile_of(party)._asdict() == changed


def test_a_frozen_party_joins_no_wallet(
    chain: Chain, world: RegistryWorld, registry: Contract, alice: Actor, party: bytes
) -> None:
    world.freeze(party)
    phone = chain.actor("phone")
    joining, admitting = world.pair_signatures(phone, alice)
    for caller, pair in ((alice, (joining, b"")), (phone, (b"", admitting))):
        with reverts("registry: party is frozen"):
            registry.join_wallet(phone, alice, world.tomorrow, *pair, sender=caller)
    assert registry.party_of(phone) == EMPTY
