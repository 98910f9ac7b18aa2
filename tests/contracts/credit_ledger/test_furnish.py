# SPDX-License-Identifier: Apache-2.0
from shouxin.credit.entry import Entry, Flag, Kind
from tests.contracts.credit_ledger.record_world import EMPTY, EVIDENCE, ROOT, RecordWorld
from tests.contracts.evm import reverts


def test_only_the_accredited_furnish(world: RecordWorld) -> None:
    text = "ledger: caller is no accredited furnisher"
    for name, actor in world.actors.items():
        if name != "furnisher":
            with reverts(text):
                world.ledger.furnish(world.party, ROOT, 1, 1, False, sender=actor)
    world.ledger.accredit_furnisher(world.furnisher, False, sender=world.governance)
    with reverts(text):
        world.furnish()


def test_root_and_party_are_asked_for(world: RecordWorld) -> None:
    by = {"sender": world.furnisher}
    with reverts("ledger: root is empty"):
        world.ledger.furnish(world.party, EMPTY, 1, 1, False, **by)
    with reverts("ledger: party is unknown"):
        world.ledger.furnish(EVIDENCE, ROOT, 1, 1, False, **by)


def test_a_root_is_an_entry_and_no_live_exposure_here(world: RecordWorld) -> None:
    world.furnish(is_negative=False)
    recorded, entry = world.last()
    assert (recorded.source, recorded.loan) == (world.furnisher.address, ROOT)
    assert entry == Entry(Kind.FURNISHED, Flag.STATED, world.today, amount=3, amount_ref=500)
    assert world.counted("furnished_negative_count") == world.counted("exposure") == 0
    assert world.counted("furnished_last") == 1
    world.inquire()
    world.furnish(is_negative=True)
    assert world.last()[1].flags == Flag.STATED | Flag.NEGATIVE
    assert world.counted("furnished_negative_count") == 1
    assert world.counted("furnished_last") == 3


def test_amounts_too_large_saturate(world: RecordWorld) -> None:
    most = 2**256 - 1
    world.state("furnish", world.party, ROOT, most, most, True, by=world.furnisher)
    assert world.last()[1].amount == world.last()[1].amount_ref == 2**56 - 1
