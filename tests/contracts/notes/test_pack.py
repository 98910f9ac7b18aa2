# SPDX-License-Identifier: Apache-2.0
"""The words of a note, of its payouts and of a holding: what is stored is what is loaded."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.evm import Actor, Chain, Contract, reverts
from tests.contracts.storage import storage_of

LOAN = b"\x01" * 32
HOLDER, OTHER = "0x" + "11" * 20, "0x" + "22" * 20
NOTE = {
    "lender": 160,
    "units": 56,
    "currency_index": 16,
    "jurisdiction": 10,
    "product": 12,
    "is_licensed": 1,
}
ISSUE = ("note", "received", "claimed", "is_split")
HOLDING = {"units": 56, "settled": 96, "owed": 104}
EMPTY_BITS = 1
TOP_UNITS, TOP_RECEIVED = 2**56 - 1, 2**96 - 1
LARGEST = (HOLDER, TOP_UNITS, 1, 1, 1, False)


def at_most(bits: int, least: int = 0) -> st.SearchStrategy[int]:
    top = 2**bits - 1
    return st.one_of(st.sampled_from([least, 1, top - 1, top]), st.integers(least, top))


LENDERS = at_most(160, 1).map(lambda number: f"0x{number:040x}")
NOTES = st.tuples(
    st.just(HOLDER), at_most(56, 1), at_most(16), at_most(10), at_most(12), st.booleans()
)


@pytest.fixture(scope="module")
def sender() -> Actor:
    return Chain().actor("sender")


@pytest.fixture(scope="module")
def module(sender: Actor) -> Contract:
    return Chain().deploy("NotesMock", sender=sender)


def test_fields_and_bits_are_all_of_a_word(module: Contract) -> None:
    issue = module.issue_of(LOAN)
    assert issue._fields == ISSUE
    assert issue.note._fields == tuple(NOTE)
    assert module.holding_of(LOAN, HOLDER)._fields == tuple(HOLDING)
    assert sum(NOTE.values()) + EMPTY_BITS == sum(HOLDING.values()) == 256


def test_what_was_never_minted_is_nil(module: Contract) -> None:
    assert module.is_issued(LOAN) is False
    nobody = "0x" + "00" * 20
    assert module.issue_of(LOAN) == ((nobody, 0, 0, 0, 0, False), 0, 0, False)
    assert module.holding_of(LOAN, HOLDER) == (0, 0, 0)


@given(note=NOTES, lender=LENDERS)
def test_a_note_that_was_minted_is_loaded(
    module: Contract, sender: Actor, note: tuple[Any, ...], lender: str
) -> None:
    note = (lender, *note[1:])
    with module.chain.anchored():
        module.mint(LOAN, note, sender=sender)
        found = module.issue_of(LOAN)
        assert (found.note.lender.lower(), *found.note[1:]) == note
        assert found[1:] == (0, 0, False)
        assert module.is_issued(LOAN) is True
        assert module.is_issued(b"\x02" * 32) is False
        assert module.total_units(int.from_bytes(LOAN)) == note[1]
        assert module.holding_of(LOAN, lender) == (note[1], 0, 0)
        assert module.holding_of(LOAN, "0x" + "33" * 20) == (0, 0, 0)
        assert len(storage_of(module.chain, module)[module.address]) == 1


@given(note=NOTES, amounts=st.lists(at_most(97), max_size=5))
def test_money_received_adds_up_and_touches_nothing_else(
    module: Contract, sender: Actor, note: tuple[Any, ...], amounts: list[int]
) -> None:
    with module.chain.anchored():
        module.mint(LOAN, note, sender=sender)
        for amount in amounts:
            module.receive(LOAN, amount, sender=sender)
        received = min(sum(amounts), TOP_RECEIVED)
        assert module.issue_of(LOAN) == (note, received, 0, False)
        assert module.holding_of(LOAN, HOLDER) == (note[1], received, received)


@given(first=at_most(95, 1), second=at_most(96))
def test_a_claim_of_the_only_holder_is_kept_beside_what_was_received(
    module: Contract, sender: Actor, first: int, second: int
) -> None:
    received = min(first + second, TOP_RECEIVED)
    with module.chain.anchored():
        module.mint(LOAN, LARGEST, sender=sender)
        module.receive(LOAN, first, sender=sender)
        assert module.claim(LOAN, HOLDER, sender=sender) == first
        module.receive(LOAN, second, sender=sender)
        assert module.issue_of(LOAN) == (LARGEST, received, first, False)
        owed = received - first
        assert module.holding_of(LOAN, HOLDER) == (TOP_UNITS, received, owed)
        assert module.holding_of(LOAN, OTHER) == (0, received, 0)
        with reverts("book: nothing to claim"):
            module.claim(LOAN, OTHER, sender=sender)


@given(units=at_most(56, 1), amounts=st.tuples(at_most(95), at_most(96)), is_claimed=st.booleans())
def test_the_first_move_splits_and_takes_what_was_claimed_along(
    module: Contract, sender: Actor, units: int, amounts: tuple[int, int], is_claimed: bool
) -> None:
    first, second = amounts
    received = min(first + second, TOP_RECEIVED)
    claimed = first if is_claimed and first else 0
    with module.chain.anchored():
        module.mint(LOAN, LARGEST, sender=sender)
        module.receive(LOAN, first, sender=sender)
        if claimed:
            module.claim(LOAN, HOLDER, sender=sender)
        module.move(HOLDER, OTHER, LOAN, units, sender=sender)
        assert module.issue_of(LOAN) == (LARGEST, first, claimed, True)
        module.receive(LOAN, second, sender=sender)
        assert module.issue_of(LOAN) == (LARGEST, received, claimed, True)
        came = received - first
        kept = (came * (TOP_UNITS - units)) // TOP_UNITS
        assert module.holding_of(LOAN, HOLDER) == (
            TOP_UNITS - units,
            received,
            first - claimed + kept,
        )
        assert module.holding_of(LOAN, OTHER) == (units, received, came * units // TOP_UNITS)


@pytest.mark.parametrize(("receiver", "units"), [(HOLDER, 0), (HOLDER, 5), (OTHER, 0)])
def test_a_move_of_nothing_or_to_oneself_splits_nothing(
    module: Contract, sender: Actor, receiver: str, units: int
) -> None:
    with module.chain.anchored():
        module.mint(LOAN, LARGEST, sender=sender)
        module.receive(LOAN, 9, sender=sender)
        before = storage_of(module.chain, module)
        module.move(HOLDER, receiver, LOAN, units, sender=sender)
        assert storage_of(module.chain, module) == before


def test_units_that_all_come_back_leave_the_note_split(module: Contract, sender: Actor) -> None:
    with module.chain.anchored():
        module.mint(LOAN, LARGEST, sender=sender)
        module.receive(LOAN, 7, sender=sender)
        module.move(HOLDER, OTHER, LOAN, TOP_UNITS, sender=sender)
        module.move(OTHER, HOLDER, LOAN, TOP_UNITS, sender=sender)
        module.receive(LOAN, 5, sender=sender)
        assert module.issue_of(LOAN) == (LARGEST, 12, 0, True)
        assert module.holding_of(LOAN, OTHER) == (0, 12, 0)
        assert module.claim(LOAN, HOLDER, sender=sender) == 12
        assert module.issue_of(LOAN) == (LARGEST, 12, 0, True)


@given(units=at_most(56), settled=at_most(96), owed=at_most(104))
def test_a_holding_that_was_stored_is_loaded(
    module: Contract, sender: Actor, units: int, settled: int, owed: int
) -> None:
    with module.chain.anchored():
        module.mint(LOAN, (OTHER, *LARGEST[1:]), sender=sender)
        module.move(OTHER, HOLDER, LOAN, 1, sender=sender)
        module.receive(LOAN, settled, sender=sender)
        module.store_holding(LOAN, HOLDER, (units, settled, owed), sender=sender)
        assert module.holding_of(LOAN, HOLDER) == (units, settled, owed)


def test_the_whole_of_what_can_be_received_is_owed_to_all_units(
    module: Contract, sender: Actor
) -> None:
    with module.chain.anchored():
        module.mint(LOAN, LARGEST, sender=sender)
        module.receive(LOAN, TOP_RECEIVED, sender=sender)
        assert module.holding_of(LOAN, HOLDER).owed == TOP_RECEIVED
        module.move(HOLDER, OTHER, LOAN, TOP_UNITS, sender=sender)
        assert module.holding_of(LOAN, HOLDER).owed == TOP_RECEIVED
        module.receive(LOAN, 1, sender=sender)
        assert module.issue_of(LOAN) == (LARGEST, TOP_RECEIVED, 0, True)


def test_the_whole_of_what_can_be_received_is_owed_to_a_split_notes_holder(
    module: Contract, sender: Actor
) -> None:
    with module.chain.anchored():
        module.mint(LOAN, LARGEST, sender=sender)
        module.move(HOLDER, OTHER, LOAN, TOP_UNITS, sender=sender)
        module.receive(LOAN, TOP_RECEIVED, sender=sender)
        assert module.holding_of(LOAN, OTHER).owed == TOP_RECEIVED
        assert module.claim(LOAN, OTHER, sender=sender) == TOP_RECEIVED
