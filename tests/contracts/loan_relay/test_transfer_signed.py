# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest

from tests.contracts.evm import Reverted
from tests.contracts.full_world import PRINCIPAL
from tests.contracts.loan_relay.test_replays import refusal
from tests.contracts.registry_world import CHINA, NOBODY
from tests.contracts.signing import UNITS, Signing, spent


def units(signing: Signing, who: Any) -> int:
    """Units of the loan that the signer holds part of."""
    return int(signing.world.book.holding_of(signing.held.id, who).units)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"units": 2 * UNITS + 1}, "book: not enough units"),
        ({"units": 2**256 - 1}, "book: not enough units"),
        ({"receiver": NOBODY}, "book: receiver cannot hold notes"),
        ({"loan": b"\x01" * 32}, "rulebook: jurisdiction is unknown"),
    ],
)
def test_what_the_book_refuses_of_a_call(
    signing: Signing, changes: dict[str, Any], reason: str
) -> None:
    case = signing.transfer(**changes)
    assert refusal(signing, case) == reason
    assert not spent(signing, case)


def test_the_rulebook_is_asked(signing: Signing) -> None:
    world = signing.world
    case = signing.transfer(receiver=world.stranger.address)
    assert refusal(signing, case) == "rulebook: receiver is no party"
    world.rulebook.remove_jurisdiction(CHINA, sender=world.governance)
    assert refusal(signing, signing.transfer()) == "rulebook: jurisdiction is unknown"


def test_another_relay_moves_nothing(signing: Signing) -> None:
    twin = signing.chain.deploy("LoanRelay", sender=signing.relayer)
    case = signing.transfer()
    signature = signing.signer.sign(case.digest(twin))
    given = (case.struct, signature)
    with pytest.raises(Reverted, match="book: caller may not move these notes"):
        twin.transfer_signed(*given, sender=signing.relayer)


def test_units_move_from_the_signer_and_what_was_received_stays_its_own(signing: Signing) -> None:
    world = signing.world
    world.pay(signing.held, PRINCIPAL // 10)
    owed = world.book.holding_of(signing.held.id, signing.signer).owed
    others = [units(signing, who) for who in (world.lender, signing.relayer)]
    signing.submit(signing.transfer())
    assert owed > 0
    assert world.book.holding_of(signing.held.id, signing.signer).owed == owed
    assert (units(signing, signing.signer), units(signing, world.backer)) == (UNITS, UNITS)
    assert [units(signing, who) for who in (world.lender, signing.relayer)] == others


def test_the_relay_is_the_operator_and_never_who_submits(signing: Signing) -> None:
    world = signing.world
    signing.submit(signing.transfer())
    event = next(e for e in signing.chain.events if e.name == "TransferSingle")
    assert event.args["operator"] == world.relay.address
    assert event.args["sender"] == signing.signer.address
    assert event.args["receiver"] == world.backer.address
    assert not world.book.isApprovedForAll(signing.signer, world.relay)


def test_doubled_it_moves_once_and_two_nonces_move_twice(signing: Signing) -> None:
    case = signing.transfer()
    signing.submit(case)
    assert refusal(signing, case) == "signature: nonce is spent"
    signing.submit(signing.transfer(nonce=1))
    assert units(signing, signing.signer) == 0
