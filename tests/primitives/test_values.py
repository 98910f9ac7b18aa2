# SPDX-License-Identifier: Apache-2.0
"""Money, rates, dates and identifiers: refusals first, then exact round trips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouxin.primitives.dates import (
    DAY_MAX,
    day_at,
    format_day,
    month_length,
    month_lengths,
    month_of,
    month_start,
    months_after,
    parse_day,
)
from shouxin.primitives.errors import BadInput, ChainError, NotFoundError, Refused, ShouxinError
from shouxin.primitives.identifiers import parse_address, parse_bytes32
from shouxin.primitives.money import Currency, Money, format_units, parse_units
from shouxin.primitives.rates import format_percent, parse_percent

YUAN = Currency("CNY", 2)
ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1e5", "1,000", " 1", ".5", "1.", "NaN", "１", "1.001", "1" * 41]
)
def test_refuses_an_amount(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_units(text, 2, "pay")
    assert refused.value.code == "input.amount"
    assert refused.value.message.startswith(
        f"pay {text!r}"[:40] if text != "1.001" else "pay 1.001"
    )


@pytest.mark.parametrize("text", ["", "-1", "12%", "1.00001", "1" * 21])
def test_refuses_a_rate(text: str) -> None:
    with pytest.raises(BadInput, match="rate ") as refused:
        parse_percent(text)
    assert refused.value.code == "input.rate"


@pytest.mark.parametrize(
    "text",
    ["", "2026-02-29", "2026-1-1", "20260101", "2026-13-01", "2026-01-31T00:00", "0000-01-01"],
)
def test_refuses_a_date(text: str) -> None:
    with pytest.raises(BadInput, match="YYYY-MM-DD") as refused:
        parse_day(text)
    assert refused.value.code == "input.date"


@pytest.mark.parametrize("text", ["", "0x12", ADDRESS[2:], ADDRESS.replace("aAeb", "aaeb")])
def test_refuses_an_address(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_address(text)
    assert refused.value.code == "input.address"


def test_refuses_bytes32() -> None:
    with pytest.raises(BadInput) as refused:
        parse_bytes32("0x00")
    assert refused.value.code == "input.bytes32"


def test_reads_identifiers() -> None:
    assert parse_address(ADDRESS) == parse_address(ADDRESS.lower()) == ADDRESS
    assert parse_bytes32("0x" + "ab" * 32) == b"\xab" * 32


@given(st.integers(0, 10**30), st.integers(0, 9))
def test_amounts_round_trip(units: int, decimals: int) -> None:
    assert parse_units(format_units(units, decimals), decimals) == units


def test_amounts() -> None:
    assert format_units(-5, 2) == "-0.05"
    assert parse_units("1.009", 2, cut=True) == 100
    assert parse_units("7", 0) == 7
    assert parse_units("1.500", 1) == 15


def test_money_adds_within_a_currency() -> None:
    money = Money.parse("12.30", YUAN)
    assert str(money + money - Money(1, YUAN)) == "24.59 CNY"
    with pytest.raises(ValueError, match="CNY and USD"):
        money + Money(1, Currency("USD", 2))


@given(st.integers(0, 10**9))
def test_rates_round_trip(ppm: int) -> None:
    assert parse_percent(format_percent(ppm)) == ppm


def test_rates() -> None:
    assert parse_percent("15.678") == 156_780
    assert parse_percent("12") == 120_000


@given(st.integers(0, DAY_MAX))
def test_days_round_trip(day: int) -> None:
    assert parse_day(format_day(day)) == day
    month = month_of(day)
    assert 0 <= day - month_start(month) < month_length(month)
    assert next(month_lengths(month)) == month_length(month)


def test_months_are_clamped() -> None:
    assert format_day(months_after(parse_day("2026-01-31"), 1)) == "2026-02-28"
    assert format_day(months_after(parse_day("2027-01-31"), 13)) == "2028-02-29"
    assert format_day(months_after(parse_day("2026-02-28"), 1)) == "2026-03-28"


def test_a_day_begins_at_its_offset() -> None:
    assert format_day(day_at(1_769_875_199, 480)) == "2026-01-31"
    assert format_day(day_at(1_769_875_200, 480)) == "2026-02-01"
    assert format_day(day_at(1_769_875_200, 0)) == "2026-01-31"


def test_errors_keep_their_kind_and_say_where() -> None:
    kinds = {BadInput: (422, 2), Refused: (409, 1), NotFoundError: (404, 1), ChainError: (502, 1)}
    for kind, (status, exit_code) in kinds.items():
        error = kind("a.b", "wrong", "错误").within("line 3", "第 3 行")
        assert isinstance(error, ShouxinError)
        assert (type(error), error.status, error.exit_code) == (kind, status, exit_code)
        assert (error.code, error.message) == ("a.b", "line 3: wrong")
        assert error.message_zh == "第 3 行：错误"
