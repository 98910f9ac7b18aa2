# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from shouxin.credit.citation import LINKS_MAX, anchors_to
from shouxin.credit.entry import Entry, Kind
from shouxin.primitives.errors import BadInput
from tests.contracts.credit_ledger.record_world import ARREARS, EVIDENCE, OPENED, RecordWorld
from tests.contracts.evm import reverts

PAID = Entry(Kind.PAID, day=20_500, amount=5, exposure_after=900)
COUNT = 100


@pytest.fixture
def long(world: RecordWorld) -> RecordWorld:
    """A record of a hundred entries, the second of arrears."""
    world.record(OPENED, ARREARS)
    for _ in range((COUNT - 2) // 7):
        world.record(*[PAID] * 7)
    return world


def anchor(world: RecordWorld, index: int, end: int | None = None) -> None:
    citation = world.cite(index, end).values
    world.ledger.anchor(world.party, citation, sender=world.stranger)


def test_a_head_that_is_not_the_records_is_not_anchored(long: RecordWorld) -> None:
    good = long.cite(COUNT - 3)
    for bad in (replace(good, head_before=EVIDENCE), replace(good, links=good.links[:-1])):
        with reverts("ledger: cited entries are not the record's"):
            long.ledger.anchor(long.party, bad.values, sender=long.stranger)
    with reverts("ledger: no entry is cited"):
        long.ledger.anchor(long.other, good.values, sender=long.stranger)


def test_a_citation_has_at_most_32_links(long: RecordWorld) -> None:
    with pytest.raises(BadInput, match="anchor one"):
        long.cite(COUNT - LINKS_MAX - 1)
    assert len(long.cite(COUNT - LINKS_MAX).links) == LINKS_MAX
    for index, end in ((COUNT, None), (-1, None), (5, 5), (5, COUNT + 1)):
        with pytest.raises(BadInput, match="there is no entry"):
            long.cite(index, end)


def test_the_oldest_entry_is_disputed_by_way_of_anchors(long: RecordWorld) -> None:
    far = long.cite(1, 2)
    with reverts("ledger: cited entries are not the record's"):
        long.ledger.dispute(far.values, 1, EVIDENCE, sender=long.subject)
    for index, end in anchors_to(COUNT, 1):
        anchor(long, index, end)
    assert long.ledger.anchor_of(long.party, 2) == far.head
    assert long.ledger.cited(long.party, far.values).entry == far.links[0].word
    long.record(PAID)
    long.state("dispute", far.values, 1, EVIDENCE, by=long.subject)
    assert long.counted("open_dispute_count") == 1


def test_an_anchored_entry_is_cited_however_the_record_grows(long: RecordWorld) -> None:
    anchor(long, COUNT - 1)
    last = long.cite(COUNT - 1)
    for _ in range(6):
        long.record(*[PAID] * 7)
    assert long.ledger.cited(long.party, last.values).entry == last.links[0].word


def test_anchors_lead_from_the_end_to_the_entry() -> None:
    assert anchors_to(5, 4) == [(4, 5)]
    assert anchors_to(33, 0) == [(1, 33)]
    assert anchors_to(100, 1) == [(68, 100), (36, 68), (4, 36), (1, 4)]
