# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator

import pytest

from tests.contracts.full_world import FullWorld
from tests.contracts.signers import KeySigner
from tests.contracts.signing import Signing


@pytest.fixture(scope="session")
def first_signing() -> Signing:
    world = FullWorld()
    return Signing.made(world, KeySigner(world.chain))


@pytest.fixture
def signing(first_signing: Signing) -> Iterator[Signing]:
    """A signer with a key; what a test does is undone."""
    with first_signing.chain.anchored():
        yield first_signing
