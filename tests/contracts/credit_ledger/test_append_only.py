# SPDX-License-Identifier: Apache-2.0
"""No call takes an entry out of a record or changes one, and none stands in a loan's way."""

from typing import Any

import pytest

from shouxin.credit.citation import cite
from shouxin.credit.record import Recorded, next_head
from tests.contracts.credit_ledger.record_world import (
    ARREARS,
    DEFAULTED,
    EVIDENCE,
    OPENED,
    RecordWorld,
)
from tests.contracts.evm import Actor, reverts
from tests.contracts.full_world import PRINCIPAL, FullWorld


def test_governance_changes_a_record_by_a_further_entry_alone(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS, DEFAULTED)
    world.dispute(2)
    before, by = world.ledger.record_of(world.party), {"sender": world.governance}
    settings: list[tuple[str, tuple[Any, ...]]] = [
        ("set_answerer", (world.book, world.governance)),
        ("accredit_furnisher", (world.furnisher, False)),
        ("accredit_report_user", (world.user, 0)),
        ("set_answer_days", (1,)),
        ("set_on_time_min", (world.book, 9)),
        ("retire_book", (world.book,)),
        ("authorise_book", (world.governance,)),
    ]
    for function, values in settings:
        getattr(world.ledger, function)(*values, **by)
        assert world.ledger.record_of(world.party) == before
    kept = list(world.entries[world.party])
    world.correct(2, world.governance)
    assert world.entries[world.party][:-1] == kept
    head = next_head(before.head, world.entries[world.party][-1])
    assert world.ledger.head_of(world.party) == head
    assert world.counted("entry_count") == len(kept) + 1


def test_a_retired_book_does_not_answer_for_what_it_wrote(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS)
    world.ledger.retire_book(world.book, sender=world.governance)
    world.dispute(1)
    with reverts("ledger: caller does not answer for the entry"):
        world.answer(1, world.book, is_upheld=False)
    world.answer(1, world.answerer, is_upheld=False)


class Subject:
    """A borrower in a full world, with all entries of its record."""

    def __init__(self, world: FullWorld) -> None:
        self.world = world
        self.party = world.party(world.borrower)
        self.entries: list[Recorded] = []

    def keep(self) -> None:
        """Keep the entries of the last call."""
        for event in self.world.chain.events:
            if event.name == "EntryRecorded" and event.args["party"] == self.party:
                args = event.args
                self.entries.append(Recorded(args["source"], args["loan"], args["entry"]))

    def dispute(self, index: int, by: Actor) -> None:
        """Dispute an entry."""
        values = cite(self.entries, index).values
        self.world.ledger.dispute(values, 1, EVIDENCE, sender=by)
        self.keep()


@pytest.fixture(scope="module")
def full() -> FullWorld:
    return FullWorld()


def test_disputes_of_every_entry_stop_neither_payment_nor_closing(full: FullWorld) -> None:
    subject = Subject(full)
    deal = full.take(full.offer(full.conditions(fee_ppm=0)))
    subject.keep()
    full.go_to(deal.terms.first_due_day + 95)
    full.servicing.mark_default(full.book, deal.loan, sender=full.stranger)
    subject.keep()
    for index in range(len(subject.entries)):
        subject.dispute(index, full.borrower)
    assert full.ledger.aggregates_of(subject.party).open_dispute_count == 5
    full.pay(deal, PRINCIPAL // 10)
    full.pay(deal, 2 * PRINCIPAL)
    aggregates = full.ledger.aggregates_of(subject.party)
    assert (aggregates.open_count, aggregates.closed_count, aggregates.exposure) == (0, 1, 0)
    assert aggregates.open_dispute_count == 5
    full.take(full.offer(full.conditions(fee_ppm=0)))


def test_a_full_word_of_statements_stops_no_statement(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS)
    world.inquire()
    slot = world.chain.slot_of(world.ledger, world.ledger.record_of(world.party).statements)
    world.chain.set_storage(world.ledger, slot, 2**256 - 1)
    world.dispute(1)
    world.inquire()
    index = world.furnish()
    aggregates = world.ledger.aggregates_of(world.party)
    assert aggregates.open_dispute_count == aggregates.hard_inquiry_count == 2**16 - 1
    assert aggregates.furnished_negative_count == 2**16 - 1
    assert aggregates.furnished_last == index + 1
    assert aggregates.hard_inquiry_last_day == world.today
    world.chain.set_storage(world.ledger, slot, 0)
    world.correct(1, world.governance)
    world.correct(index, world.furnisher)
    aggregates = world.ledger.aggregates_of(world.party)
    assert aggregates.open_dispute_count == aggregates.furnished_negative_count == 0
