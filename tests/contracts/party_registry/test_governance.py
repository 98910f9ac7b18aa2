# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import Chain, Contract, reverts
from tests.contracts.registry_world import NOBODY, RegistryWorld


@pytest.mark.parametrize("caller", ["provider", "stranger"])
@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("accredit_provider", (NOBODY, True)),
        ("accredit_attester", (NOBODY, 1, True)),
        ("set_governance", (NOBODY,)),
    ],
)
def test_only_governance_governs(
    chain: Chain, registry: Contract, caller: str, function: str, arguments: tuple[object, ...]
) -> None:
    with reverts("registry: caller is not governance"):
        getattr(registry, function)(*arguments, sender=chain.actor(caller))


def test_the_empty_address_is_refused(
    chain: Chain, world: RegistryWorld, registry: Contract
) -> None:
    with reverts("registry: governance is empty"):
        chain.deploy("PartyRegistry", NOBODY, sender=world.governance)
    with reverts("registry: governance is empty"):
        registry.set_governance(NOBODY, sender=world.governance)
    with reverts("registry: provider is empty"):
        registry.accredit_provider(NOBODY, True, sender=world.governance)


def test_providers_come_and_go(chain: Chain, world: RegistryWorld, registry: Contract) -> None:
    assert registry.is_provider(world.provider)
    registry.accredit_provider(world.provider, False, sender=world.governance)
    assert chain.events[-1].args == {"provider": world.provider.address, "is_accredited": False}
    assert not registry.is_provider(world.provider)


def test_governance_is_handed_over(chain: Chain, world: RegistryWorld, registry: Contract) -> None:
    successor = chain.actor("successor")
    registry.set_governance(successor, sender=world.governance)
    assert registry.governance() == successor.address
    with reverts("registry: caller is not governance"):
        registry.set_governance(successor, sender=world.governance)
