# SPDX-License-Identifier: Apache-2.0
"""The ledger's aggregates equal a recount over its events, whatever books write."""

from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouxin.credit.entry import Entry, Flag, Kind, pack
from shouxin.credit.record import Recorded, aggregate_words, check, recount
from shouxin.primitives.errors import BadInput, Refused
from tests.contracts.evm import Actor, Chain

PARTY = b"\x01" * 32
START = 20_454


class World:
    """A ledger with two books and a least amount on time."""

    def __init__(self) -> None:
        self.chain = Chain()
        governance = self.chain.actor("governance")
        self.books = [self.chain.actor("book"), self.chain.actor("later book")]
        registry = self.chain.deploy("PartyRegistry", governance, sender=governance)
        self.ledger = self.chain.deploy("CreditLedger", governance, registry, sender=governance)
        for book in self.books:
            self.ledger.authorise_book(book, sender=governance)
            self.ledger.set_on_time_min(book, 50, sender=governance)


ENTRY = st.builds(
    Entry,
    kind=st.one_of(st.integers(1, 14), st.integers(0, 255)),
    flags=st.integers(0, 2**16 - 1),
    day=st.integers(START, START + 12),
    unbroken=st.integers(0, 200),
    oldest=st.integers(0, 200),
    amount=st.one_of(st.sampled_from([0, 1, 30, 60, 90]), st.integers(0, 2**56 - 1)),
    amount_ref=st.one_of(st.integers(0, 100), st.integers(0, 2**56 - 1)),
)
MOVE = st.tuples(
    st.integers(0, 1),
    st.integers(1, 4),
    st.one_of(st.integers(0, 10**6), st.integers(0, 2**60)),
    st.lists(ENTRY, min_size=1, max_size=5),
)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@settings(max_examples=60, deadline=None)
@given(moves=st.lists(MOVE, min_size=1, max_size=12))
def test_aggregates_equal_a_recount(world: World, moves: list[Any]) -> None:
    with world.chain.anchored():
        recorded, live = [], {}
        for book_index, loan_index, exposure, entries in moves:
            book, loan = world.books[book_index], bytes([loan_index]) * 32
            fields = [asdict(e) | {"exposure_after": exposure} for e in entries]
            words = [pack(Entry(**f)) for f in fields]
            before = live.get((book_index, loan_index), 0)
            world.ledger.record(PARTY, loan, before, exposure, words, sender=book)
            live[book_index, loan_index] = exposure
            recorded += _recorded(world.chain, book)
        record = check(recorded, world.ledger.head_of(PARTY))
        assert asdict(record.aggregates) == _as_dict(world.ledger.aggregates_of(PARTY))
        stored = world.ledger.record_of(PARTY)
        assert aggregate_words(record.aggregates) == tuple(stored)[1:]


def test_a_missing_changed_or_moved_entry_shows(world: World) -> None:
    book, words = world.books[0], [pack(Entry(kind)) for kind in (1, 2, 11)]
    with world.chain.anchored():
        world.ledger.record(PARTY, bytes(32), 0, 0, words, sender=book)
        recorded, head = _recorded(world.chain, book), world.ledger.head_of(PARTY)
    assert check(recorded, head).aggregates.closed_count == 1
    forged = Recorded(book.address, bytes(32), pack(Entry(4)))
    for tampered in (recorded[1:], recorded[:-1], recorded[::-1], [*recorded[:2], forged]):
        with pytest.raises(Refused, match="fetch all"):
            check(tampered, head)


def test_a_word_that_is_no_entry_is_refused() -> None:
    with pytest.raises(BadInput, match="not a number of 244 bits"):
        recount([Recorded("0x" + "11" * 20, bytes(32), 1 << 244)])


def test_a_correction_of_no_entry_before_it_is_refused() -> None:
    correction = pack(Entry(Kind.CORRECTED, Flag.STATED, amount=1))
    words = [pack(Entry(Kind.OPENED)), correction]
    with pytest.raises(BadInput, match="corrects entry 1, which is not before it"):
        recount([Recorded("0x" + "11" * 20, bytes(32), word) for word in words])


def _recorded(chain: Chain, book: Actor) -> list[Recorded]:
    assert all(e.args["source"] == book.address for e in chain.events)
    return [Recorded(book.address, e.args["loan"], e.args["entry"]) for e in chain.events]


def _as_dict(aggregates: Any) -> dict[str, Any]:
    return aggregates._asdict() | {"marks": [mark._asdict() for mark in aggregates.marks]}
