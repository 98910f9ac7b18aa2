# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from typing import Any

import pytest

from shouxin.credit.entry import Kind
from tests.contracts.credit_ledger.record_world import (
    ARREARS,
    DISPUTE,
    EMPTY,
    EVIDENCE,
    OPENED,
    OTHER_EVIDENCE,
    RecordWorld,
)
from tests.contracts.evm import reverts, typed_digest

NOT_VALID = "ledger: signature is not valid"


def relay(world: RecordWorld, signature: bytes, /, **changes: Any) -> None:
    """A stranger submits what the subject signed."""
    values = {
        "wallet": world.subject,
        "citation": world.cite(1),
        "reason": 1,
        "evidence": EVIDENCE,
        "nonce": 7,
        "deadline": world.people.tomorrow,
    } | changes
    values["citation"] = values["citation"].values
    world.state("dispute_signed", *values.values(), signature, by=world.stranger)


@pytest.fixture
def disputed(world: RecordWorld) -> RecordWorld:
    """A record with an entry to dispute."""
    world.record(OPENED, ARREARS)
    return world


def test_what_was_not_signed_is_refused(disputed: RecordWorld) -> None:
    world = disputed
    signature = world.signed_dispute(world.subject, world.cite(1))
    changes: list[dict[str, Any]] = [
        {"citation": world.cite(0)},
        {"reason": 2},
        {"evidence": OTHER_EVIDENCE},
        {"nonce": 8},
        {"deadline": world.people.tomorrow + 1},
    ]
    for changed in changes:
        with reverts(NOT_VALID):
            relay(world, signature, **changed)
    with reverts(NOT_VALID):
        relay(world, world.signed_dispute(world.subject, world.cite(1), head=EMPTY))
    with reverts("ledger: wallet belongs to no party"):
        relay(world, signature, wallet=world.stranger)
    assert not world.ledger.is_nonce_used(world.subject, 7)
    relay(world, signature)


def test_a_strangers_signature_is_refused(disputed: RecordWorld) -> None:
    world = disputed
    with reverts(NOT_VALID):
        relay(world, world.signed_dispute(world.stranger, world.cite(1), wallet=world.subject))


def test_a_signature_serves_until_its_deadline(disputed: RecordWorld) -> None:
    world, deadline = disputed, disputed.people.tomorrow
    signature = world.signed_dispute(world.subject, world.cite(1))
    world.chain.warp(to=deadline + 1)
    with reverts("ledger: deadline is over"):
        relay(world, signature, deadline=deadline)
    world.chain.warp(to=deadline)
    relay(world, signature, deadline=deadline)


def test_a_signature_serves_once(disputed: RecordWorld) -> None:
    world = disputed
    signature = world.signed_dispute(world.subject, world.cite(1))
    relay(world, signature)
    text = "ledger: entry was disputed or corrected before"
    with reverts(text):
        relay(world, signature)
    world.correct(1, world.governance)
    with reverts(text):
        relay(world, signature)


def test_relaying_costs_little_on_top(disputed: RecordWorld) -> None:
    world = disputed
    signature = world.signed_dispute(world.subject, world.cite(1))
    with world.chain.metered():
        with world.chain.anchored():
            world.ledger.dispute(world.cite(1).values, 1, EVIDENCE, sender=world.subject)
            direct = world.chain.gas
        relay(world, signature)
    assert world.chain.gas <= direct + 20_000


def test_another_chain_refuses(disputed: RecordWorld) -> None:
    world = disputed
    fork = world.chain.fork(chain_id=5)
    ledger = fork.at("CreditLedger", world.ledger.address)
    citation, deadline = world.cite(1), world.people.tomorrow
    signature = world.signed_dispute(world.subject, citation)
    values = (world.subject, citation.values, 1, EVIDENCE, 7, deadline, signature)
    with reverts(NOT_VALID):
        ledger.dispute_signed(*values, sender=world.stranger)


def test_the_dispute_is_the_wallets_not_the_relayers(disputed: RecordWorld) -> None:
    world = disputed
    relay(world, world.signed_dispute(world.subject, world.cite(1)))
    recorded, entry = world.last()
    assert (recorded.source, entry.kind) == (world.subject.address, Kind.DISPUTED)
    assert world.counted("open_dispute_count") == 1


def test_a_record_that_grows_meanwhile_changes_nothing(disputed: RecordWorld) -> None:
    world = disputed
    signature = world.signed_dispute(world.subject, world.cite(1))
    early = world.cite(1)
    world.inquire()
    with reverts("ledger: cited entries are not the record's"):
        relay(world, signature, citation=early)
    relay(world, signature, citation=world.cite(1))
    assert replace(world.cite(1), links=early.links) == early


def test_a_contract_wallet_of_the_party_signs(disputed: RecordWorld) -> None:
    world, citation = disputed, disputed.cite(1)
    wallet = world.chain.deploy("ContractWallet", sender=world.stranger)
    joining = world.registry.join_wallet.encode(
        wallet,
        world.subject,
        world.people.tomorrow,
        b"",
        world.people.pair_signatures(world.subject, world.subject, wallet=wallet)[1],
    )
    wallet.execute(world.registry, joining, sender=world.stranger)
    message = {
        "wallet": wallet,
        "party": world.party,
        "index": 1,
        "head": citation.head,
        "reason": 1,
        "evidence": EVIDENCE,
        "nonce": 7,
        "deadline": world.people.tomorrow,
    }
    signature = b"two of three owners" * 9
    with reverts(NOT_VALID):
        relay(world, signature, wallet=wallet)
    wallet.accept(
        typed_digest(world.ledger, "Dispute", DISPUTE, message), signature, sender=world.stranger
    )
    relay(world, signature, wallet=wallet)
    assert world.last()[0].source == wallet.address
