# SPDX-License-Identifier: Apache-2.0
"""The words of an issue and of a holding: what is stored is what is loaded."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.evm import Actor, Chain, Contract

LOAN = b"\x01" * 32
HOLDER, OTHER = "0x" + "11" * 20, "0x" + "22" * 20
ISSUE = {
    "received": 96,
    "units": 56,
    "currency_index": 16,
    "jurisdiction": 10,
    "product": 14,
    "flags": 8,
    "exposure": 56,
}
HOLDING = {"units": 56, "settled": 96, "owed": 104}
FEE_HELD = 1


def at_most(bits: int, least: int = 0) -> st.SearchStrategy[int]:
    top = 2**bits - 1
    return st.one_of(st.sampled_from([least, 1, top - 1, top]), st.integers(least, top))


ISSUES = st.tuples(
    st.just(0), at_most(56, 1), *(at_most(bits) for bits in list(ISSUE.values())[2:])
)


@pytest.fixture(scope="module")
def sender() -> Actor:
    return Chain().actor("sender")


@pytest.fixture(scope="module")
def module(sender: Actor) -> Contract:
    return Chain().deploy("NotesMock", sender=sender)


def test_fields_and_bits_are_all_of_a_word(module: Contract) -> None:
    assert module.issue_of(LOAN)._fields == tuple(ISSUE)
    assert module.holding_of(LOAN, HOLDER)._fields == tuple(HOLDING)
    assert sum(ISSUE.values()) == sum(HOLDING.values()) == 256


@given(issue=ISSUES)
def test_an_issue_that_was_minted_is_loaded(
    module: Contract, sender: Actor, issue: tuple[int, ...]
) -> None:
    with module.chain.anchored():
        module.mint(LOAN, issue, HOLDER, sender=sender)
        assert module.issue_of(LOAN) == issue
        assert module.holding_of(LOAN, HOLDER) == (issue[1], 0, 0)
        assert module.holding_of(LOAN, OTHER) == (0, 0, 0)


@given(issue=ISSUES, amounts=st.lists(at_most(97), max_size=5))
def test_money_received_adds_up_and_touches_nothing_else(
    module: Contract, sender: Actor, issue: tuple[int, ...], amounts: list[int]
) -> None:
    with module.chain.anchored():
        module.mint(LOAN, issue, HOLDER, sender=sender)
        for amount in amounts:
            module.receive(LOAN, amount, sender=sender)
        received = min(sum(amounts), 2**96 - 1)
        assert module.issue_of(LOAN) == (received, *issue[1:])
        assert module.holding_of(LOAN, HOLDER) == (issue[1], received, received)


@given(issue=ISSUES)
def test_a_fee_released_clears_its_flag_alone(
    module: Contract, sender: Actor, issue: tuple[int, ...]
) -> None:
    held = (*issue[:5], issue[5] | FEE_HELD, issue[6])
    with module.chain.anchored():
        module.mint(LOAN, held, HOLDER, sender=sender)
        module.release_fee(LOAN, sender=sender)
        assert module.issue_of(LOAN) == (*held[:5], held[5] ^ FEE_HELD, held[6])


@given(units=at_most(56), settled=at_most(96), owed=at_most(104))
def test_a_holding_that_was_stored_is_loaded(
    module: Contract, sender: Actor, units: int, settled: int, owed: int
) -> None:
    issue: tuple[Any, ...] = (0, 2**56 - 1, 1, 1, 1, 0, 1)
    with module.chain.anchored():
        module.mint(LOAN, issue, OTHER, sender=sender)
        module.receive(LOAN, settled, sender=sender)
        module.store_holding(LOAN, HOLDER, (units, settled, owed), sender=sender)
        assert module.holding_of(LOAN, HOLDER) == (units, settled, owed)


def test_the_whole_of_what_can_be_received_is_owed_to_all_units(
    module: Contract, sender: Actor
) -> None:
    units, received = 2**56 - 1, 2**96 - 1
    with module.chain.anchored():
        module.mint(LOAN, (0, units, 1, 1, 1, 0, 1), HOLDER, sender=sender)
        module.receive(LOAN, received, sender=sender)
        assert module.holding_of(LOAN, HOLDER).owed == received
