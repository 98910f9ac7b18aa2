# SPDX-License-Identifier: Apache-2.0
"""What is stored of a loan's state is what is loaded, whatever was stored before."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.evm import Actor, Chain, Contract
from tests.contracts.storage import storage_of

LOAN = b"\x01" * 32
QUANTA_BITS, BILL_QUANTA_BITS, DAY_BITS = 56, 60, 20
BILL_BITS, BILLS_A_WORD, MISSED_MAX, WORDS = 80, 3, 16, 6

EXACT = {
    "balance": 56,
    "period": 10,
    "day": 20,
    "status": 3,
    "flags": 7,
    "severity": 3,
    "notice_day": 20,
    "withdrawal_day": 8,
    "principal_due": 56,
    "since": 20,
}
"""Fields that the terms' bounds keep within their bits."""

SATURATING = {
    "accrued": 120,
    "interest_due": 56,
    "paid": 56,
    "paid_interest": 56,
    "penalty": 120,
    "provisional": 120,
}
"""Amounts that are written as the largest that fits."""

FIELDS = (
    "balance",
    "accrued",
    "period",
    "day",
    "status",
    "flags",
    "severity",
    "notice_day",
    "withdrawal_day",
    "interest_due",
    "principal_due",
    "paid",
    "paid_interest",
    "since",
    "penalty",
    "provisional",
    "missed",
)


def at_most(bits: int) -> st.SearchStrategy[int]:
    top = 2**bits - 1
    return st.one_of(st.sampled_from([0, 1, top - 1, top]), st.integers(0, top))


def beyond(bits: int) -> st.SearchStrategy[int]:
    top = 2**bits - 1
    return st.one_of(at_most(bits), st.sampled_from([top + 1, 2**200, 2**256 - 1]))


BILL = st.tuples(st.integers(1, 2**BILL_QUANTA_BITS - 1), at_most(DAY_BITS)).map(
    lambda bill: bill[1] << BILL_QUANTA_BITS | bill[0]
)


def packed(bills: list[int]) -> tuple[int, list[int]]:
    words = [0] * WORDS
    for i, bill in enumerate(bills):
        words[i // BILLS_A_WORD] |= bill << (BILL_BITS * (i % BILLS_A_WORD))
    return len(bills), words


MISSED = st.lists(BILL, max_size=MISSED_MAX).map(packed)
STATE = st.fixed_dictionaries(
    {name: at_most(bits) for name, bits in EXACT.items()}
    | {name: st.one_of(st.just(0), beyond(bits)) for name, bits in SATURATING.items()}
    | {"missed": MISSED}
)


def in_order(state: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(state[name] for name in FIELDS)


def saturated(state: dict[str, Any]) -> dict[str, Any]:
    return state | {name: min(state[name], 2**bits - 1) for name, bits in SATURATING.items()}


NIL = dict.fromkeys(FIELDS, 0) | {"missed": (0, [0] * WORDS)}


@pytest.fixture(scope="module")
def sender() -> Actor:
    return Chain().actor("sender")


@pytest.fixture(scope="module")
def module(sender: Actor) -> Contract:
    return Chain().deploy("LoanStateMock", sender=sender)


def test_fields_are_all_named(module: Contract) -> None:
    assert module.load(LOAN)._fields == FIELDS
    assert set(EXACT) | set(SATURATING) | {"missed"} == set(FIELDS)


def test_what_was_never_stored_is_nil(module: Contract) -> None:
    assert module.load(b"\xff" * 32) == in_order(NIL)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(states=st.lists(STATE, min_size=1, max_size=4))
def test_what_is_stored_over_anything_is_what_is_loaded(
    module: Contract, sender: Actor, states: list[dict[str, Any]]
) -> None:
    with module.chain.anchored():
        for state in states:
            module.store(LOAN, in_order(state), module.load(LOAN), sender=sender)
            assert module.load(LOAN) == in_order(saturated(state))


@given(state=STATE)
def test_another_loan_is_not_touched(
    module: Contract, sender: Actor, state: dict[str, Any]
) -> None:
    with module.chain.anchored():
        module.store(LOAN, in_order(state), in_order(NIL), sender=sender)
        assert module.load(b"\x02" * 32) == in_order(NIL)


@pytest.mark.parametrize("name", [*EXACT, *SATURATING])
def test_a_field_at_its_bound_leaves_the_others_alone(
    module: Contract, sender: Actor, name: str
) -> None:
    bits = (EXACT | SATURATING)[name]
    state = NIL | {name: 2**bits - 1}
    with module.chain.anchored():
        module.store(LOAN, in_order(state), in_order(NIL), sender=sender)
        assert module.load(LOAN) == in_order(state)


@pytest.mark.parametrize("name", SATURATING)
def test_an_amount_beyond_its_bits_is_the_largest_that_fits(
    module: Contract, sender: Actor, name: str
) -> None:
    state = NIL | {name: 2**256 - 1}
    with module.chain.anchored():
        module.store(LOAN, in_order(state), in_order(NIL), sender=sender)
        assert module.load(LOAN) == in_order(saturated(state))


def test_a_loan_without_dues_penalty_and_misses_is_one_word(
    module: Contract, sender: Actor
) -> None:
    plain = NIL | {"balance": 5, "accrued": 7, "period": 2, "day": 9, "status": 1}
    behind = plain | {"interest_due": 1, "penalty": 1, "missed": packed([5])}
    with module.chain.anchored():
        module.store(LOAN, in_order(plain), in_order(NIL), sender=sender)
        assert len(storage_of(module.chain, module)[module.address]) == 1
        module.store(LOAN, in_order(behind), in_order(plain), sender=sender)
        assert len(storage_of(module.chain, module)[module.address]) == 4
        module.store(LOAN, in_order(plain), in_order(behind), sender=sender)
        assert module.load(LOAN) == in_order(plain)


def test_missed_bills_that_shrank_and_grew_are_the_new_ones(
    module: Contract, sender: Actor
) -> None:
    states = [
        NIL | {"missed": packed([bill] * n)} for n, bill in ((16, 5), (1, 6), (16, 5), (4, 5))
    ]
    with module.chain.anchored():
        for state in states:
            module.store(LOAN, in_order(state), module.load(LOAN), sender=sender)
            assert module.load(LOAN) == in_order(state)
