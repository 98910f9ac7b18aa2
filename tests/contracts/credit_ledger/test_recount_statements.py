# SPDX-License-Identifier: Apache-2.0
"""Whatever is recorded and stated: head and aggregates equal a recount, entries only grow."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouxin.credit.entry import Entry, Flag
from tests.contracts.credit_ledger.record_world import RecordWorld
from tests.contracts.evm import Actor, Reverted
from tests.contracts.registry_world import NOBODY

MOVES = ("record", "dispute", "answer", "correct", "lapse", "furnish", "inquire", "merge")
MOVE = st.tuples(
    st.sampled_from(MOVES),
    st.integers(0, 30),
    st.booleans(),
    st.sampled_from([(3, 1), (3, 30), (3, 90), (5, 1), (5, 5), (7, 0), (8, 0), (9, 0), (2, 5)]),
    st.integers(0, 12),
)


@pytest.fixture(scope="module")
def town() -> RecordWorld:
    """A world whose two parties are linked."""
    world = RecordWorld()
    world.registry.link(world.party, world.other, sender=world.provider)
    return world


def play(world: RecordWorld, move: Any) -> str:
    """Make a move, by who may make it at best; its name, if it was not refused."""
    name, index, is_so, _, days = move
    world.chain.warp(days=days)
    known = world.entries[world.party]
    if not known and name in {"dispute", "correct"}:
        return ""
    index = min(index, max(len(known) - 1, 0))
    source = _source(world, index)
    answerer = world.answerer if source is world.governance else source
    pair = (world.party, world.other) if is_so else (world.other, world.party)
    calls: dict[str, Callable[[], object]] = {
        "record": lambda: world.record(_entry(world, move)),
        "dispute": lambda: world.dispute(index),
        "answer": lambda: world.answer(index, answerer, is_upheld=is_so),
        "correct": lambda: world.correct(index, source),
        "lapse": lambda: world.state("lapse", world.party, index, by=world.stranger),
        "furnish": lambda: world.furnish(is_negative=is_so),
        "inquire": lambda: world.inquire(1 + index),
        "merge": lambda: world.state("merge", *pair, NOBODY, 0, 0, b"", by=world.provider),
    }
    try:
        calls[name]()
    except Reverted as refused:
        return "" if refused.reason.startswith("ledger: ") else "broken"
    return str(name)


def _entry(world: RecordWorld, move: Any) -> Entry:
    """What the book records in a move."""
    _, index, is_so, (kind, amount), _ = move
    flags = (index % 5) << 4 | (index % 3) << 8 | (Flag.DEFAULTED_BEFORE if is_so else 0)
    return Entry(kind, flags, world.today + index, amount=amount, exposure_after=900)


def _source(world: RecordWorld, index: int) -> Actor:
    """Who corrects the subject's entry: its source, governance for the book."""
    known = world.entries[world.party]
    writers = {a.address: a for a in (*world.actors.values(), world.provider)}
    if not known or known[index].source == world.book.address:
        return world.governance
    return writers.get(known[index].source, world.governance)


def _negative(world: RecordWorld) -> int:
    """What a reader compares to notice a new mark or a negative furnished entry."""
    found = world.ledger.aggregates_of(world.party)
    marks = sum(mark.count for mark in found.marks)
    return int(marks + found.furnished_negative_count + found.corrected_count)


@settings(max_examples=60, deadline=None)
@given(moves=st.lists(MOVE, min_size=5, max_size=30))
def test_the_sum_that_tells_of_negative_entries_never_falls(
    town: RecordWorld, moves: list[Any]
) -> None:
    with town.chain.anchored():
        town.entries.clear()
        before = _negative(town)
        for move in moves:
            play(town, move)
            assert _negative(town) >= before
            before = _negative(town)


@settings(max_examples=60, deadline=None)
@given(moves=st.lists(MOVE, min_size=5, max_size=30))
def test_aggregates_equal_a_recount(town: RecordWorld, moves: list[Any]) -> None:
    with town.chain.anchored():
        town.entries.clear()
        for move in moves:
            before = {party: list(kept) for party, kept in town.entries.items()}
            done = play(town, move)
            assert done != "broken"
            for party in (town.party, town.other):
                kept = before.get(party, [])
                assert town.entries[party][: len(kept)] == kept
                town.checked(party)
            if done in {"dispute", "answer", "correct", "lapse", "furnish", "inquire"}:
                assert len(town.entries[town.party]) == len(before.get(town.party, [])) + 1


def test_every_move_is_made_in_some_history(town: RecordWorld) -> None:
    """A sentinel: the moves above can succeed, one after the other."""
    history = [
        ("record", 0, False, (3, 90), 0),
        ("dispute", 0, True, (3, 90), 0),
        ("answer", 0, True, (3, 90), 0),
        ("correct", 0, True, (3, 90), 0),
        ("furnish", 0, True, (3, 90), 0),
        ("dispute", 4, True, (3, 90), 0),
        ("lapse", 4, True, (3, 90), 25),
        ("inquire", 0, True, (3, 90), 0),
        ("merge", 0, True, (3, 90), 0),
    ]
    with town.chain.anchored():
        town.entries.clear()
        assert [play(town, move) for move in history] == [move[0] for move in history]
        town.checked()
