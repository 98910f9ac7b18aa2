# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from shouxin.credit.entry import Correction, Entry, Flag, Kind
from tests.contracts.credit_ledger.record_world import (
    ACCELERATED,
    ARREARS,
    DEFAULTED,
    EMPTY,
    OPENED,
    OTHER_EVIDENCE,
    WRITTEN_OFF,
    RecordWorld,
)
from tests.contracts.evm import reverts

NOT_GOVERNANCE = "ledger: caller is not governance"
FORBORNE = Entry(Kind.AMENDED, day=20_530, amount=5, exposure_after=900)
UNMARKED = (
    OPENED,
    ACCELERATED,
    replace(ARREARS, amount=0),
    replace(FORBORNE, amount=1),
    Entry(200),
)
NOT_THE_SOURCE = "ledger: caller is not the entry's source"


def test_a_books_entry_is_corrected_by_governance_alone(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS)
    world.dispute(1)
    world.answer(1, world.answerer, is_upheld=True)
    for actor in world.actors.values():
        with reverts(NOT_GOVERNANCE):
            world.correct(1, actor)


def test_a_statement_is_corrected_by_its_source_alone(world: RecordWorld) -> None:
    for source, index in ((world.furnisher, world.furnish()), (world.user, world.inquire())):
        for other in (world.governance, world.subject, world.answerer, world.book):
            with reverts(NOT_THE_SOURCE):
                world.correct(index, other)
        world.correct(index, source)
        assert world.last()[1].unbroken == Correction.WITHDRAWN_BY_SOURCE


def test_a_correction_shows_evidence_and_cites(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS)
    citation, by = world.cite(1), {"sender": world.governance}
    with reverts("ledger: evidence is empty"):
        world.ledger.correct(world.party, citation.values, EMPTY, **by)
    with reverts("ledger: cited entries are not the record's"):
        world.ledger.correct(world.party, replace(citation, index=0).values, OTHER_EVIDENCE, **by)
    with reverts("ledger: no entry is cited"):
        world.ledger.correct(world.other, citation.values, OTHER_EVIDENCE, **by)


def test_an_entry_is_corrected_once(world: RecordWorld) -> None:
    world.record(ARREARS)
    world.correct(0, world.governance)
    with reverts("ledger: entry was corrected before"):
        world.correct(0, world.governance)
    with reverts("ledger: entry is about a dispute itself"):
        world.correct(1, world.governance)


@pytest.mark.parametrize(
    ("entry", "mark"),
    [
        (replace(ARREARS, amount=1), 0),
        (replace(ARREARS, amount=30), 1),
        (ARREARS, 2),
        (replace(ARREARS, amount=90), 3),
        (DEFAULTED, 4),
        (WRITTEN_OFF, 5),
        (FORBORNE, 6),
    ],
)
def test_what_the_entry_began_counts_no_more(world: RecordWorld, entry: Entry, mark: int) -> None:
    world.record(OPENED, entry, entry)
    before = world.counted("marks")
    world.correct(1, world.governance)
    recorded, correction = world.last()
    assert (recorded.source, recorded.loan) == (world.governance.address, OTHER_EVIDENCE)
    assert correction == Entry(
        Kind.CORRECTED,
        Flag.STATED | Flag.NEGATIVE,
        world.today,
        Correction.WRONG_COMPUTATION,
        amount=1,
    )
    after = world.counted("marks")
    assert (before[mark].count, after[mark].count) == (2, 1)
    assert after[mark].ended_day == before[mark].ended_day
    others = [m for index, m in enumerate(after) if index != mark]
    assert others == [m for index, m in enumerate(before) if index != mark]
    assert world.counted("corrected_count") == 1
    assert world.counted("exposure") == 900


@pytest.mark.parametrize("entry", UNMARKED)
def test_an_entry_that_marks_nothing_takes_back_no_mark(world: RecordWorld, entry: Entry) -> None:
    world.record(ARREARS, entry, DEFAULTED, WRITTEN_OFF)
    before = world.counted("marks")
    world.correct(1, world.governance)
    assert world.counted("marks") == before
    assert world.counted("corrected_count") == int(entry is ACCELERATED)


def test_a_correction_ends_the_dispute_of_its_entry_alone(world: RecordWorld) -> None:
    world.record(ARREARS, DEFAULTED, WRITTEN_OFF)
    for index in range(3):
        world.dispute(index)
    world.answer(1, world.answerer, is_upheld=True)
    world.answer(2, world.answerer, is_upheld=False)
    for index, count in ((0, 1), (1, 0), (2, 0)):
        world.correct(index, world.governance)
        assert world.counted("open_dispute_count") == count
        assert world.ledger.contest_of(world.party, index).status == 4


def test_a_hard_inquiry_taken_back_counts_no_more(world: RecordWorld) -> None:
    hard, soft = world.inquire(1), world.inquire(16)
    world.correct(soft, world.user)
    assert world.counted("hard_inquiry_count") == 1
    world.correct(hard, world.user)
    assert world.counted("hard_inquiry_count") == 0
    assert world.counted("corrected_count") == 0


def test_a_furnished_entry_taken_back_counts_no_more(world: RecordWorld) -> None:
    negative, positive = world.furnish(), world.furnish(is_negative=False)
    world.correct(positive, world.furnisher)
    assert world.counted("furnished_negative_count") == 1
    world.correct(negative, world.furnisher)
    assert world.counted("furnished_negative_count") == 0
    assert world.counted("corrected_count") == 1
    assert world.counted("furnished_last") == positive + 1
