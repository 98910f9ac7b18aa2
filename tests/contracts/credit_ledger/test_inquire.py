# SPDX-License-Identifier: Apache-2.0
import pytest

from shouxin.credit.entry import Entry, Flag, Kind, Purpose
from tests.contracts.credit_ledger.record_world import EMPTY, EVIDENCE, RecordWorld
from tests.contracts.evm import reverts


def test_only_the_accredited_inquire_and_for_their_purposes(world: RecordWorld) -> None:
    text = "ledger: caller is not accredited for the purpose"
    for name, actor in world.actors.items():
        if name != "user":
            with reverts(text):
                world.ledger.inquire(world.party, 1, EVIDENCE, sender=actor)
    only_after_lending = 1 << Purpose.AFTER_LENDING
    world.ledger.accredit_report_user(world.user, only_after_lending, sender=world.governance)
    with reverts(text):
        world.inquire(Purpose.LOAN_APPLICATION)
    world.inquire(Purpose.AFTER_LENDING)


def test_purpose_reference_and_party_are_asked_for(world: RecordWorld) -> None:
    by = {"sender": world.user}
    for purpose in (0, 32, 2**255):
        with reverts("ledger: purpose is out of range"):
            world.ledger.inquire(world.party, purpose, EVIDENCE, **by)
    with reverts("ledger: reference is empty"):
        world.ledger.inquire(world.party, 1, EMPTY, **by)
    with reverts("ledger: party is unknown"):
        world.ledger.inquire(EVIDENCE, 1, EVIDENCE, **by)


@pytest.mark.parametrize(("purpose", "is_hard"), [(1, True), (15, True), (16, False), (31, False)])
def test_the_purpose_says_whether_it_is_hard(
    world: RecordWorld, purpose: int, is_hard: bool
) -> None:
    world.chain.warp(days=3)
    world.inquire(purpose)
    recorded, entry = world.last()
    assert (recorded.source, recorded.loan) == (world.user.address, EVIDENCE)
    assert entry == Entry(Kind.INQUIRY, Flag.STATED, world.today, purpose)
    assert world.counted("hard_inquiry_count") == int(is_hard)
    assert world.counted("hard_inquiry_last_day") == (world.today if is_hard else 0)


def test_hard_inquiries_add_up(world: RecordWorld) -> None:
    for _ in range(3):
        world.inquire()
        world.chain.warp(days=1)
        world.inquire(17)
    assert world.counted("hard_inquiry_count") == 3
    assert world.counted("hard_inquiry_last_day") == world.today - 1
    assert world.counted("entry_count") == 6
