# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.evm import Chain, Contract

WIDTHS = (8, 16, 20, 16, 16, 56, 56, 56)
FIELD = st.one_of(
    st.sampled_from([0, 1, *(2**w + d for w in WIDTHS for d in (-1, 0, 1)), 2**256 - 1]),
    st.integers(0, 2**256 - 1),
    st.integers(0, 2**16),
)


@pytest.fixture(scope="module")
def module() -> Contract:
    chain = Chain()
    return chain.deploy("CreditEntryMock", sender=chain.actor("deployer"))


@given(values=st.tuples(*[FIELD] * len(WIDTHS)))
def test_unpack_of_pack_is_each_field_saturated(module: Contract, values: tuple[Any, ...]) -> None:
    word = module.pack(values)
    expected = tuple(min(v, 2**w - 1) for v, w in zip(values, WIDTHS, strict=True))
    assert tuple(module.unpack(word)) == expected
    assert word < 2**244


@given(word=st.integers(0, 2**244 - 1))
def test_pack_of_unpack_is_the_word(module: Contract, word: int) -> None:
    assert module.pack(module.unpack(word)) == word


def test_fields_stand_low_bits_first(module: Contract) -> None:
    shift = 0
    for index, width in enumerate(WIDTHS):
        values = [0] * len(WIDTHS)
        values[index] = 2**256 - 1
        assert module.pack(values) == (2**width - 1) << shift
        shift += width
    assert shift == 244


@pytest.mark.parametrize(
    ("days", "level"),
    [(0, 0), (1, 1), (29, 1), (30, 2), (59, 2), (60, 3), (89, 3), (90, 4), (91, 4), (65_535, 4)],
)
def test_severity_of_days_past_due(module: Contract, days: int, level: int) -> None:
    assert module.severity(days) == level


def test_a_threshold_is_the_first_day_of_its_severity(module: Contract) -> None:
    for level in range(1, 5):
        assert module.severity(module.threshold(level)) == level
        assert module.severity(module.threshold(level) - 1) == level - 1
