# SPDX-License-Identifier: Apache-2.0
from shouxin.credit.entry import Answer, Entry, Flag, Kind
from tests.contracts.credit_ledger.record_world import (
    ARREARS,
    DEFAULTED,
    EMPTY,
    EVIDENCE,
    OPENED,
    OTHER_EVIDENCE,
    RecordWorld,
)
from tests.contracts.evm import reverts

NOBODY = "0x" + "00" * 20
NOT_THE_ANSWERER = "ledger: caller does not answer for the entry"


def test_a_books_entry_is_answered_by_its_answerer_alone(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS)
    world.dispute(1)
    for name, actor in world.actors.items():
        if name != "answerer":
            with reverts(NOT_THE_ANSWERER):
                world.answer(1, actor, is_upheld=True)
    with reverts(NOT_THE_ANSWERER):
        world.answer(1, world.governance, is_upheld=False)
    world.ledger.set_answerer(world.book, NOBODY, sender=world.governance)
    with reverts(NOT_THE_ANSWERER):
        world.answer(1, world.answerer, is_upheld=False)


def test_a_statement_is_answered_by_its_source_alone(world: RecordWorld) -> None:
    for source, index in ((world.furnisher, world.furnish()), (world.user, world.inquire())):
        world.dispute(index)
        for other in (world.answerer, world.book, world.governance, world.subject):
            with reverts(NOT_THE_ANSWERER):
                world.answer(index, other, is_upheld=False)
        world.answer(index, source, is_upheld=False)


def test_what_is_not_under_dispute_is_not_answered(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS, DEFAULTED)
    world.dispute(1)
    world.answer(1, world.answerer, is_upheld=False)
    world.dispute(2)
    world.correct(2, world.governance)
    for index in (0, 1, 2, 3, 99):
        with reverts("ledger: entry is not under dispute"):
            world.answer(index, world.answerer, is_upheld=False)


def test_an_answer_has_evidence_and_says_something_new(world: RecordWorld) -> None:
    world.record(ARREARS)
    world.dispute(0)
    with reverts("ledger: evidence is empty"):
        world.ledger.answer(world.party, 0, True, EMPTY, sender=world.answerer)
    world.answer(0, world.answerer, is_upheld=True)
    with reverts("ledger: dispute was upheld already"):
        world.answer(0, world.answerer, is_upheld=True)


def test_rejected_the_entry_counts_again(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS)
    world.dispute(1)
    world.answer(1, world.answerer, is_upheld=False)
    recorded, entry = world.last()
    assert (recorded.source, recorded.loan) == (world.answerer.address, OTHER_EVIDENCE)
    flags = Flag.STATED | Flag.NEGATIVE
    assert entry == Entry(Kind.ANSWERED, flags, world.today, Answer.REJECTED, amount=1)
    assert world.counted("open_dispute_count") == 0
    assert world.counted("marks")[2].count == 1
    assert world.ledger.contest_of(world.party, 1).status == 2


def test_upheld_it_stays_under_dispute_until_corrected_or_rejected(world: RecordWorld) -> None:
    world.record(ARREARS, DEFAULTED)
    for index in (0, 1):
        world.dispute(index)
        world.answer(index, world.answerer, is_upheld=True)
        assert world.last()[1].unbroken == Answer.UPHELD
    assert world.counted("open_dispute_count") == 2
    world.answer(0, world.answerer, is_upheld=False)
    assert world.counted("open_dispute_count") == 1
    world.correct(1, world.governance)
    assert world.counted("open_dispute_count") == 0


def test_a_positive_entry_was_never_counted_and_ends_nothing(world: RecordWorld) -> None:
    world.record(OPENED, ARREARS)
    world.dispute(0)
    world.dispute(1)
    world.answer(0, world.answerer, is_upheld=False)
    assert world.counted("open_dispute_count") == 1


def test_a_books_entry_is_answered_however_late(world: RecordWorld) -> None:
    world.record(ARREARS)
    world.dispute(0)
    world.chain.warp(days=900)
    with reverts("ledger: entry does not lapse now"):
        world.state("lapse", world.party, 0, by=world.subject)
    world.answer(0, world.answerer, is_upheld=False)


def test_a_furnished_entry_is_answered_within_its_days(world: RecordWorld) -> None:
    first, second = world.furnish(), world.furnish()
    for index in (first, second):
        world.dispute(index)
    world.chain.warp(days=20)
    world.answer(first, world.furnisher, is_upheld=False)
    world.chain.warp(days=1)
    with reverts("ledger: days to answer are over"):
        world.answer(second, world.furnisher, is_upheld=False)


def test_who_is_no_longer_accredited_still_answers(world: RecordWorld) -> None:
    index = world.furnish()
    world.dispute(index, evidence=EVIDENCE)
    world.ledger.accredit_furnisher(world.furnisher, False, sender=world.governance)
    world.answer(index, world.furnisher, is_upheld=True)
    world.correct(index, world.furnisher)
    assert world.counted("furnished_negative_count") == 0
