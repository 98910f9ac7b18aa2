# SPDX-License-Identifier: Apache-2.0
"""A contract wallet that acts while it is asked for its signature acts in vain."""

from collections.abc import Callable
from typing import Any

import pytest
from eth_utils import keccak

from tests.contracts.evm import Contract
from tests.contracts.full_world import EMPTY, YUAN, FullWorld
from tests.contracts.registry_world import CHINA, RECOVERY
from tests.contracts.signing import ACTIONS, AMOUNT, Signing
from tests.contracts.storage import storage_of

STRIKES: dict[str, Callable[[FullWorld, Any], tuple[Contract, bytes]]] = {
    "transfer": lambda w, _: (w.token, w.token.transfer.encode(w.stranger, YUAN)),
    "approve": lambda w, _: (w.token, w.token.approve.encode(w.stranger, YUAN)),
    "take back": lambda w, _: (w.desk, w.desk.withdraw.encode(w.token, YUAN)),
    "pay": lambda w, s: (w.book, w.book.pay.encode(s.loan.loan, AMOUNT, EMPTY, EMPTY)),
    "let an operator": lambda w, _: (w.book, w.book.setApprovalForAll.encode(w.stranger, True)),
    "cancel": lambda w, _: (w.relay, w.relay.cancel_nonce.encode(7)),
}


class CallingSigner:
    """A wallet that accepts anything, and calls whom it is told to while it is asked."""

    def __init__(self, world: FullWorld) -> None:
        self.chain, self.by = world.chain, {"sender": world.stranger}
        self.wallet = world.chain.deploy("CallingWallet", **self.by)
        self.address = self.wallet.address

    def sign(self, digest: bytes) -> bytes:
        """Any bytes will do."""
        return digest[:7]

    def call(self, target: Contract, data: bytes) -> None:
        self.wallet.execute(target, data, **self.by)


@pytest.fixture(scope="module")
def signing() -> Signing:
    world = FullWorld()
    return Signing.made(world, CallingSigner(world))


def end(signing: Signing) -> Any:
    world = signing.world
    contracts = (world.book, world.desk, world.servicing, world.relay, world.token, world.ledger)
    return storage_of(signing.chain, *contracts)


@pytest.mark.parametrize("strike", STRIKES)
@pytest.mark.parametrize("name", ACTIONS)
def test_what_it_calls_while_it_is_asked_comes_to_nothing(
    signing: Signing, name: str, strike: str
) -> None:
    case, wallet, by = signing.case(name), signing.signer.wallet, signing.signer.by
    given = STRIKES[strike](signing.world, signing)
    with signing.chain.anchored():
        signing.submit(case)
        plain = end(signing)
    with signing.chain.anchored():
        wallet.execute(*given, **by)  # by itself it may
    with signing.chain.anchored():
        wallet.strike(*given, **by)
        signing.submit(case)
        assert end(signing) == plain


def test_it_enrols_without_acting() -> None:
    world = FullWorld()
    wallet = world.chain.deploy("CallingWallet", sender=world.stranger)
    payload = world.token.approve.encode(world.stranger, YUAN)
    wallet.strike(world.token, payload, sender=world.stranger)
    rest = (CHINA, 1, RECOVERY, keccak(b"a tag"), world.people.tomorrow, b"any")
    world.registry.enrol(wallet, EMPTY, *rest, sender=world.people.provider)
    assert world.party(wallet) != EMPTY
    assert world.token.allowance(wallet, world.stranger) == 0
