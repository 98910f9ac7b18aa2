# SPDX-License-Identifier: Apache-2.0
import pytest

from shouxin.parties.recovery import RecoveryRule
from tests.contracts.evm import Actor, Chain, Contract
from tests.contracts.registry_world import RegistryWorld


@pytest.fixture
def chain() -> Chain:
    return Chain()


@pytest.fixture
def world(chain: Chain) -> RegistryWorld:
    return RegistryWorld.made(chain)


@pytest.fixture
def registry(world: RegistryWorld) -> Contract:
    return world.registry


@pytest.fixture
def governance(world: RegistryWorld) -> Actor:
    return world.governance


@pytest.fixture
def provider(world: RegistryWorld) -> Actor:
    return world.provider


@pytest.fixture
def guardian(chain: Chain, world: RegistryWorld) -> Actor:
    guardian = chain.actor("guardian")
    world.registry.set_guardian(guardian, sender=world.governance)
    return guardian


@pytest.fixture
def alice(chain: Chain) -> Actor:
    return chain.actor("alice")


@pytest.fixture
def bob(chain: Chain) -> Actor:
    return chain.actor("bob")


@pytest.fixture
def phone(chain: Chain) -> Actor:
    return chain.actor("phone")


@pytest.fixture
def relayer(chain: Chain) -> Actor:
    return chain.actor("relayer")


@pytest.fixture
def fresh(chain: Chain) -> Actor:
    """A wallet to take a lost one's place."""
    return chain.actor("fresh")


@pytest.fixture
def second(chain: Chain, world: RegistryWorld) -> Actor:
    """Another accredited provider."""
    second = chain.actor("second provider")
    world.registry.accredit_provider(second, True, sender=world.governance)
    return second


@pytest.fixture
def rule(world: RegistryWorld, second: Actor) -> RecoveryRule:
    """The shortest delay, both providers."""
    return world.rule(world.provider, second)
