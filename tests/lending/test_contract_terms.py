# SPDX-License-Identifier: Apache-2.0
"""The bridge between the model's loan and the contracts'."""

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from shouxin.chain.bindings import structs
from shouxin.lending import contract_terms
from shouxin.lending.contract_terms import contract_state, deal_of, differing_fields
from shouxin.lending.model import Bill, State, Terms, open_loan
from shouxin.lending.offers import Taking, fill_for
from shouxin.primitives.dates import parse_day
from shouxin.story.cast import Cast
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage
from tests.lending.model.samples import sample_terms

CONTRACTS = Path(__file__).parents[2] / "contracts"
DAY = parse_day("2026-06-30")


@pytest.fixture
def terms() -> Terms:
    return sample_terms()


@pytest.fixture
def late(terms: Terms) -> State:
    """A state with every field in use."""
    return replace(
        open_loan(terms),
        day=DAY,
        period=5,
        accrued=7,
        interest_due=300,
        principal_due=700,
        paid=2,
        paid_interest=1,
        penalty=11,
        provisional=13,
        since=DAY - 40,
        missed=tuple(Bill(DAY - 40 + i, 100) for i in range(10)),
        notice_day=DAY - 3,
        withdrawal_day=terms.start_day + 2,
        is_defaulted=True,
        is_withdrawal_barred=True,
    )


@pytest.mark.parametrize("field", [field.name for field in fields(structs.State)])
def test_a_difference_in_any_field_is_named(terms: Terms, late: State, field: str) -> None:
    ours = contract_state(terms, late, severity=2, is_licensed=True)
    value = getattr(ours, field)
    other = structs.Missed(value.count - 1, value.words) if field == "missed" else value + 1
    theirs = replace(ours, **{field: other})
    (line,) = differing_fields(terms, ours, theirs)
    assert line.startswith(f"{field}: ")


def test_equal_states_differ_nowhere(terms: Terms, late: State) -> None:
    assert differing_fields(terms, contract_state(terms, late), contract_state(terms, late)) == []


def test_day_0_stands_for_the_start_day_and_for_no_other(terms: Terms, late: State) -> None:
    unmoved = contract_state(terms, open_loan(terms))
    assert differing_fields(terms, unmoved, replace(unmoved, day=0)) == []
    moved = contract_state(terms, late)
    (line,) = differing_fields(terms, moved, replace(moved, day=0))
    assert line == f"day: {DAY} / {terms.start_day}"


def test_bills_beyond_the_count_are_leftovers(terms: Terms, late: State) -> None:
    ours = contract_state(terms, late)
    words = list(ours.missed.words)
    words[3] |= 5 << contract_terms.BILL_BITS
    left = replace(ours, missed=structs.Missed(10, tuple(words)))
    assert differing_fields(terms, ours, left) == []
    words[3] |= 1
    paid = replace(ours, missed=structs.Missed(10, tuple(words)))
    assert len(differing_fields(terms, ours, paid)) == 1


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("loan_state", "DEFAULTED"),
        ("loan_state", "ACCELERATED"),
        ("loan_state", "WRITTEN_OFF"),
        ("loan_state", "LICENSED"),
        ("loan_state", "BARRED"),
        ("loan_state", "BILL_BITS"),
        ("loan_state", "BILL_DAY_SHIFT"),
        ("loan_state", "FEE_RELEASED"),
    ],
)
def test_flags_and_widths_are_the_contracts(source: str, name: str) -> None:
    text = (CONTRACTS / f"{source}.vy").read_text()
    found = re.search(rf"^{name}: constant\(uint256\) = (\d+)", text, re.MULTILINE)
    assert found is not None
    assert getattr(contract_terms, name) == int(found[1])


def test_the_id_is_the_books(stage: Stage, cast: Cast) -> None:
    signed = signed_by(stage, cast.bank, 1_000_000, conditions_of(stage))
    taking = Taking(1_000_000, cast.shop.address, cast.shop.party, stage.today(), 1_000_000)
    deal = fill_for(stage.desk, signed, taking).deal
    assert (deal.id, deal.agreement_hash) == stage.deployment.opening.hashes_of(deal.complete)
    other = replace(deal.complete, agreement=replace(deal.complete.agreement, purpose=9))
    assert deal_of(deal.terms, other).id != deal.id
