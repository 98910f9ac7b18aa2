# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest
from eth_utils import keccak

from shouxin.credit.entry import Entry, Flag, Kind, Merger
from tests.contracts.credit_ledger.record_world import EMPTY, EVIDENCE, MERGER, RecordWorld
from tests.contracts.evm import Actor, reverts
from tests.contracts.registry_world import CHINA, RECOVERY, party_id

NOBODY = "0x" + "00" * 20


@pytest.fixture
def rival(world: RecordWorld) -> Actor:
    """A second provider."""
    rival = world.chain.actor("rival provider")
    world.registry.accredit_provider(rival, True, sender=world.governance)
    return rival


@pytest.fixture
def client(world: RecordWorld, rival: Actor) -> Actor:
    """The wallet of a party that the second provider enrolled, linked to the subject."""
    client = world.chain.actor("client")
    message = world.people.signed_enrolment(client, provider=rival)
    deadline, tag = world.people.tomorrow, keccak(text="client")
    fields = (client, EMPTY, CHINA, 1, RECOVERY, tag, deadline, message)
    world.registry.enrol(*fields, sender=rival)
    world.registry.link(world.party, party_id(client), sender=world.provider)
    return client


def merge(world: RecordWorld, by: Actor, /, signature: bytes = b"", **changes: Any) -> None:
    values = {
        "party": world.party,
        "into": world.other,
        "signer": NOBODY,
        "nonce": 1,
        "deadline": world.people.tomorrow,
    } | changes
    world.state("merge", *values.values(), signature, by=by)


def agreed(world: RecordWorld, signer: Actor, into: bytes, /, **changes: Any) -> bytes:
    message = {
        "signer": signer,
        "party": world.party,
        "into": into,
        "provider": world.provider,
        "nonce": 1,
        "deadline": world.people.tomorrow,
    } | changes
    return signer.sign(world.ledger, "Merger", MERGER, message)


def link(world: RecordWorld) -> None:
    world.registry.link(world.party, world.other, sender=world.provider)


def test_a_wallet_that_is_being_replaced_agrees_to_no_merger(
    world: RecordWorld, rival: Actor, client: Actor
) -> None:
    into = party_id(client)
    signature = agreed(world, world.subject, into, provider=rival)
    given = {"into": into, "signer": world.subject.address}
    world.people.start_recovery(world.subject, world.chain.actor("fresh"))
    with reverts("ledger: wallet is being replaced"):
        merge(world, rival, signature, **given)
    world.registry.object_to_recovery(world.subject, b"", sender=world.subject)
    with reverts("ledger: wallet is being replaced"):
        merge(world, rival, signature, **given)


def test_only_the_provider_that_enrolled_merges(world: RecordWorld, rival: Actor) -> None:
    link(world)
    for actor in (*world.actors.values(), world.governance):
        with reverts("ledger: caller is no accredited provider"):
            merge(world, actor)
    with reverts("ledger: caller enrolled neither party"):
        merge(world, rival)
    world.registry.accredit_provider(world.provider, False, sender=world.governance)
    with reverts("ledger: caller is no accredited provider"):
        merge(world, world.provider)


def test_two_known_linked_parties_are_merged_once(world: RecordWorld) -> None:
    with reverts("ledger: parties are the same"):
        merge(world, world.provider, into=world.party)
    for side in ("party", "into"):
        with reverts("ledger: party is unknown"):
            merge(world, world.provider, **{side: EVIDENCE})
    with reverts("ledger: parties are not linked"):
        merge(world, world.provider)
    link(world)
    merge(world, world.provider)
    for sides in ({}, {"party": world.other, "into": world.party}):
        with reverts("ledger: party was merged before"):
            merge(world, world.provider, **sides)


def test_both_records_refer_to_each_other(world: RecordWorld) -> None:
    link(world)
    world.inquire()
    merge(world, world.provider)
    recorded, entry = world.last()
    assert (recorded.source, recorded.loan) == (world.provider.address, world.other)
    assert entry == Entry(Kind.MERGED, Flag.STATED, world.today, Merger.INTO, amount=0)
    recorded, entry = world.last(world.other)
    assert (recorded.source, recorded.loan) == (world.provider.address, world.party)
    assert entry == Entry(Kind.MERGED, Flag.STATED, world.today, Merger.FROM, amount=1)
    assert world.counted("merged_last") == 2
    assert world.checked(world.other).aggregates.merged_last == 0
    assert world.ledger.merged_into(world.party) == world.other
    assert world.ledger.merged_into(world.other) == EMPTY


def test_a_party_of_another_provider_agrees(world: RecordWorld, client: Actor) -> None:
    into = party_id(client)
    given = {"into": into, "signer": client}
    good = agreed(world, client, into)
    for changes in ({"nonce": 2}, {"deadline": world.people.tomorrow + 1}):
        with reverts("ledger: signature is not valid"):
            merge(world, world.provider, good, **(given | changes))
    with reverts("ledger: signature is not valid"):
        merge(world, world.provider, agreed(world, client, into, provider=client), **given)
    with reverts("ledger: signer does not speak for the party"):
        signature = agreed(world, world.subject, into)
        merge(world, world.provider, signature, **(given | {"signer": world.subject}))
    merge(world, world.provider, good, **given)
    assert world.ledger.is_nonce_used(client, 1)
    assert world.checked(into).aggregates.entry_count == 1


def test_the_other_provider_agrees(world: RecordWorld, client: Actor, rival: Actor) -> None:
    into = party_id(client)
    given = {"into": into, "signer": rival}
    signature = agreed(world, rival, into)
    with world.chain.anchored():
        world.registry.accredit_provider(rival, False, sender=world.governance)
        with reverts("ledger: signer is no accredited provider"):
            merge(world, world.provider, signature, **given)
    merge(world, world.provider, signature, **given)
    assert world.ledger.merged_into(world.party) == into


def test_the_provider_of_the_other_side_asks_the_party(
    world: RecordWorld, client: Actor, rival: Actor
) -> None:
    into = party_id(client)
    with reverts("ledger: signer does not speak for the party"):
        signature = agreed(world, client, into, provider=rival)
        merge(world, rival, signature, into=into, signer=client)
    signature = agreed(world, world.subject, into, provider=rival)
    merge(world, rival, signature, into=into, signer=world.subject)
    assert world.ledger.merged_into(world.party) == into


def test_an_agreement_serves_until_its_deadline_and_once(world: RecordWorld, client: Actor) -> None:
    into, deadline = party_id(client), world.people.tomorrow
    given = {"into": into, "signer": client, "deadline": deadline}
    signature = agreed(world, client, into)
    with world.chain.anchored():
        world.chain.warp(to=deadline + 1)
        with reverts("ledger: deadline is over"):
            merge(world, world.provider, signature, **given)
    merge(world, world.provider, signature, **given)
    world.correct(0, world.provider)
    with reverts("ledger: nonce is used"):
        merge(world, world.provider, signature, **given)


def test_a_wrong_merger_is_corrected_by_who_merged(world: RecordWorld) -> None:
    link(world)
    merge(world, world.provider)
    world.dispute(0)
    with reverts("ledger: caller is not the entry's source"):
        world.correct(0, world.governance)
    world.correct(0, world.provider)
    assert world.counted("merged_last") == 0
    assert world.ledger.merged_into(world.party) == EMPTY
    merge(world, world.provider)
    assert world.counted("merged_last") == 4
    assert world.ledger.merged_into(world.party) == world.other
