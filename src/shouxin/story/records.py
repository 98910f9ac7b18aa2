# SPDX-License-Identifier: Apache-2.0
"""A party's credit record as anyone can check it: its entries, recounted against the ledger."""

import os
from dataclasses import astuple, dataclass

from shouxin.chain.abi import decode_logs
from shouxin.chain.bindings import structs
from shouxin.chain.bindings.credit_ledger import EntryRecorded
from shouxin.chain.sender import Receipt, Sender
from shouxin.credit.citation import Citation, cite
from shouxin.credit.dispute import Dispute, sign_dispute
from shouxin.credit.entry import Entry, unpack
from shouxin.credit.record import Aggregates, Recorded, recount
from shouxin.story.cast import Person
from shouxin.story.stage import Stage

SECONDS_TO_SUBMIT = 3_600


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """A record recounted from the chain's events.

    Attributes:
        entries: with the loan that each is about, oldest first.
        head: the head of the chain of hashes that the entries make.
        aggregates: what they add up to.
        is_head_right: whether the ledger has the same head.
        are_aggregates_right: whether the ledger has the same aggregates.
    """

    entries: list[tuple[bytes, Entry]]
    head: bytes
    aggregates: Aggregates
    is_head_right: bool
    are_aggregates_right: bool


def read_entries(stage: Stage, party: bytes) -> list[Recorded]:
    """A party's entries from the ledger's events, oldest first."""
    events = decode_logs(EntryRecorded, stage.logs(stage.deployment.ledger.address))
    return [
        Recorded(event.source, event.loan, event.entry) for event in events if event.party == party
    ]


def cited(stage: Stage, party: bytes, index: int) -> structs.Citation:
    """An entry with its way to the head, which the ledger checks: it stores no entries.

    Raises:
        BadInput: ``record.no_entry``, ``record.citation_too_long``.
    """
    return _struct(cite(read_entries(stage, party), index))


def dispute_signed(
    stage: Stage, subject: Person, index: int, reason: int, *, sender: Sender
) -> Receipt:
    """Bring a dispute of an entry to the ledger for a subject that signed."""
    ledger = stage.deployment.ledger
    citation = cite(read_entries(stage, subject.party), index)
    dispute = Dispute(
        wallet=subject.address,
        party=subject.party,
        index=index,
        head=citation.head,
        reason=reason,
        evidence=os.urandom(32),
        nonce=next(stage.nonces),
        deadline=stage.now() + SECONDS_TO_SUBMIT,
    )
    account, chain_id = subject.sender.account, stage.chain.chain_id
    return ledger.dispute_signed(
        subject.address,
        _struct(citation),
        reason,
        dispute.evidence,
        dispute.nonce,
        dispute.deadline,
        sign_dispute(account, chain_id, ledger.address, dispute),
        sender=sender,
    )


def read_record(stage: Stage, party: bytes) -> CheckedRecord:
    """Fetch a party's entries, recount them, and compare with what the ledger stores."""
    ledger, own = stage.deployment.ledger, read_entries(stage, party)
    counted = recount(own)
    return CheckedRecord(
        entries=[(recorded.loan, unpack(recorded.word)) for recorded in own],
        head=counted.head,
        aggregates=counted.aggregates,
        is_head_right=counted.head == ledger.head_of(party),
        are_aggregates_right=_plain(counted.aggregates) == _plain(ledger.aggregates_of(party)),
    )


def _struct(citation: Citation) -> structs.Citation:
    """As the binding takes it."""
    links = tuple(structs.Link(link.source, link.loan, link.word) for link in citation.links)
    return structs.Citation(citation.index, citation.head_before, links)


def _plain(aggregates: object) -> tuple[object, ...]:
    """Both forms of the aggregates as nested tuples."""
    values = astuple(aggregates)  # type: ignore[call-overload]
    *counts, marks = values
    return (*counts, tuple(tuple(mark) for mark in marks))
