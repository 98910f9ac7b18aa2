# SPDX-License-Identifier: Apache-2.0
from shouxin.credit.entry import Correction, Entry, Flag, Kind
from tests.contracts.credit_ledger.record_world import ARREARS, EMPTY, RecordWorld
from tests.contracts.evm import reverts

NOT_OPEN = "ledger: entry is not under dispute"
NOT_NOW = "ledger: entry does not lapse now"


def lapse(world: RecordWorld, index: int) -> None:
    world.state("lapse", world.party, index, by=world.actors["keeper"])


def test_what_is_not_under_dispute_does_not_lapse(world: RecordWorld) -> None:
    undisputed, rejected, corrected = (world.furnish() for _ in range(3))
    for index in (rejected, corrected):
        world.dispute(index)
    world.answer(rejected, world.furnisher, is_upheld=False)
    world.correct(corrected, world.furnisher)
    world.chain.warp(days=100)
    for index in (undisputed, rejected, corrected, 99):
        with reverts(NOT_OPEN):
            lapse(world, index)


def test_only_furnished_entries_lapse(world: RecordWorld) -> None:
    world.record(ARREARS)
    for index in (0, world.inquire()):
        world.dispute(index)
        world.chain.warp(days=100)
        with reverts(NOT_NOW):
            lapse(world, index)


def test_a_furnished_entry_lapses_when_its_days_are_over(world: RecordWorld) -> None:
    index = world.furnish()
    world.dispute(index)
    world.chain.warp(days=20)
    with reverts(NOT_NOW):
        lapse(world, index)
    world.chain.warp(days=1)
    lapse(world, index)
    recorded, entry = world.last()
    assert (recorded.source, recorded.loan) == (world.actors["keeper"].address, EMPTY)
    flags = Flag.STATED | Flag.NEGATIVE
    assert entry == Entry(Kind.CORRECTED, flags, world.today, Correction.UNANSWERED, amount=index)
    assert world.counted("open_dispute_count") == world.counted("furnished_negative_count") == 0
    assert world.counted("corrected_count") == 1
    with reverts(NOT_OPEN):
        lapse(world, index)


def test_upheld_but_not_corrected_it_lapses_too(world: RecordWorld) -> None:
    index = world.furnish()
    world.dispute(index)
    world.answer(index, world.furnisher, is_upheld=True)
    world.chain.warp(days=21)
    lapse(world, index)
    assert world.counted("open_dispute_count") == 0


def test_the_days_are_those_when_it_was_disputed(world: RecordWorld) -> None:
    first, second = world.furnish(), world.furnish()
    world.dispute(first)
    world.ledger.set_answer_days(90, sender=world.governance)
    world.dispute(second)
    world.ledger.set_answer_days(1, sender=world.governance)
    world.chain.warp(days=21)
    lapse(world, first)
    with reverts(NOT_NOW):
        lapse(world, second)
    world.chain.warp(days=70)
    lapse(world, second)
