# SPDX-License-Identifier: Apache-2.0
"""A party's credit record as anyone can check it: its entries, recounted against the ledger."""

from dataclasses import astuple, dataclass

from shouxin.chain.abi import decode_logs
from shouxin.chain.bindings.credit_ledger import EntryRecorded
from shouxin.credit.entry import Entry, unpack
from shouxin.credit.record import Aggregates, Recorded, recount
from shouxin.story.stage import Stage


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


def _plain(aggregates: object) -> tuple[object, ...]:
    """Both forms of the aggregates as nested tuples."""
    values = astuple(aggregates)  # type: ignore[call-overload]
    *counts, marks = values
    return (*counts, tuple(tuple(mark) for mark in marks))
