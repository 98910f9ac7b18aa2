# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from shouxin.credit.entry import Entry, Flag, Kind, pack
from tests.contracts.credit_ledger.record_world import (
    ACCELERATED,
    ARREARS,
    DEFAULTED,
    EMPTY,
    EVIDENCE,
    LOAN,
    OPENED,
    WRITTEN_OFF,
    RecordWorld,
)
from tests.contracts.evm import reverts

PAID = Entry(Kind.PAID, day=20_500, amount=5, exposure_after=900)
NOT_THE_RECORDS = "ledger: cited entries are not the record's"


def test_nobody_disputes_but_the_subject(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS)
    values = world.cite(1).values
    with reverts("ledger: wallet belongs to no party"):
        world.ledger.dispute(values, 1, EVIDENCE, sender=world.stranger)
    with reverts("ledger: no entry is cited"):
        world.ledger.dispute(values, 1, EVIDENCE, sender=world.twin)
    world.record(OPENED, DEFAULTED, party=world.other)
    with reverts(NOT_THE_RECORDS):
        world.ledger.dispute(values, 1, EVIDENCE, sender=world.twin)


def test_a_wallet_that_is_being_replaced_burns_no_dispute(world: RecordWorld) -> None:
    """An entry is disputed once; a thief would dispute all of them with nonsense."""
    world.record(OPENED, ARREARS)
    world.people.start_recovery(world.subject, world.chain.actor("fresh"))
    with reverts("ledger: wallet is being replaced"):
        world.dispute(1)
    world.chain.warp(days=58)
    world.dispute(1)


def test_reason_and_evidence_are_asked_for(world: RecordWorld) -> None:
    world.record(OPENED)
    values, by = world.cite(0).values, {"sender": world.subject}
    for reason in (0, 256, 2**255):
        with reverts("ledger: reason is out of range"):
            world.ledger.dispute(values, reason, EVIDENCE, **by)
    with reverts("ledger: evidence is empty"):
        world.ledger.dispute(values, 1, EMPTY, **by)


def test_only_an_entry_of_the_record_is_disputed(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS, DEFAULTED)
    by = {"sender": world.subject}
    good = world.cite(1)
    forged = replace(good.links[0], word=pack(OPENED))
    for bad in (
        replace(good, index=0),
        replace(good, head_before=EMPTY),
        replace(good, links=good.links[:1]),
        replace(good, links=(forged, *good.links[1:])),
        replace(good, links=good.links[::-1]),
        replace(good, links=(*good.links, good.links[0])),
    ):
        with reverts(NOT_THE_RECORDS):
            world.ledger.dispute(bad.values, 1, EVIDENCE, **by)
    for bad in (replace(good, links=()), replace(good, index=3), replace(good, index=2**256 - 1)):
        with reverts("ledger: no entry is cited"):
            world.ledger.dispute(bad.values, 1, EVIDENCE, **by)


def test_an_entry_is_disputed_once(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS)
    world.dispute(1)
    text = "ledger: entry was disputed or corrected before"
    with reverts(text):
        world.dispute(1)
    world.answer(1, world.answerer, is_upheld=False)
    with reverts(text):
        world.dispute(1)
    world.correct(0, world.governance)
    with reverts(text):
        world.dispute(0)


def test_disputes_answers_and_corrections_are_not_disputed(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS)
    world.dispute(1)
    world.answer(1, world.answerer, is_upheld=True)
    world.correct(1, world.governance)
    for index in (2, 3, 4):
        with reverts("ledger: entry is about a dispute itself"):
            world.dispute(index)


def test_a_dispute_is_an_entry_that_refers_to_another(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS, PAID)
    world.dispute(1, reason=255)
    recorded, entry = world.last()
    assert (recorded.source, recorded.loan) == (world.subject.address, EVIDENCE)
    flags = Flag.STATED | Flag.NEGATIVE
    assert entry == Entry(Kind.DISPUTED, flags, world.today, 255, amount=1)
    contest = world.ledger.contest_of(world.party, 1)
    assert contest == (1, world.today + 20, world.book.address, LOAN, pack(ARREARS))
    assert world.counted("open_dispute_count") == 1
    assert world.counted("exposure") == 900


@pytest.mark.parametrize(
    ("entry", "count"),
    [
        (OPENED, 0),
        (PAID, 0),
        (replace(ARREARS, amount=0), 0),
        (ARREARS, 1),
        (DEFAULTED, 1),
        (ACCELERATED, 1),
        (WRITTEN_OFF, 1),
    ],
)
def test_disputes_of_negative_entries_are_counted(
    world: RecordWorld, entry: Entry, count: int
) -> None:
    world.record(entry)
    world.dispute(0)
    assert world.counted("open_dispute_count") == count


def test_furnished_entries_are_negative_by_their_furnishers_word(world: RecordWorld) -> None:
    for is_negative in (False, True):
        world.dispute(world.furnish(is_negative=is_negative))
        assert world.counted("open_dispute_count") == int(is_negative)


def test_a_book_cannot_write_a_statement(world: RecordWorld) -> None:
    claimed = Entry(Kind.DISPUTED, Flag.STATED | Flag.NEGATIVE, 20_500, 1, exposure_after=900)
    world.record(OPENED, claimed, replace(claimed, kind=Kind.MERGED))
    assert not world.last()[1].has(Flag.STATED)
    assert world.checked().aggregates.open_dispute_count == 0
    assert world.ledger.record_of(world.party).statements == 0
