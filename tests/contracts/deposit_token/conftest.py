# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import Actor, Chain, Contract


@pytest.fixture
def chain() -> Chain:
    return Chain()


@pytest.fixture
def bank(chain: Chain) -> Actor:
    return chain.actor("bank")


@pytest.fixture
def alice(chain: Chain) -> Actor:
    return chain.actor("alice")


@pytest.fixture
def bob(chain: Chain) -> Actor:
    return chain.actor("bob")


@pytest.fixture
def token(chain: Chain, bank: Actor) -> Contract:
    return chain.deploy(
        "DepositToken", bank, "Example Bank yuan", "XCNY", 6, sender=chain.actor("deployer")
    )
