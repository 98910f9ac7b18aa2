# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.credit_ledger.record_world import RecordWorld
from tests.contracts.evm import Actor, Chain, Contract


@pytest.fixture
def chain() -> Chain:
    return Chain()


@pytest.fixture
def governance(chain: Chain) -> Actor:
    return chain.actor("governance")


@pytest.fixture
def book(chain: Chain) -> Actor:
    return chain.actor("book")


@pytest.fixture
def stranger(chain: Chain) -> Actor:
    return chain.actor("stranger")


@pytest.fixture
def ledger(chain: Chain, governance: Actor, book: Actor) -> Contract:
    registry = chain.deploy("PartyRegistry", governance, sender=governance)
    ledger = chain.deploy("CreditLedger", governance, registry, sender=governance)
    ledger.authorise_book(book, sender=governance)
    return ledger


@pytest.fixture
def world() -> RecordWorld:
    return RecordWorld()
