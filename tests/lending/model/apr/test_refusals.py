# SPDX-License-Identifier: Apache-2.0
"""Each malformed transaction gets one error that names the value and the remedy."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from shouxin.lending.model.apr import apr_from_json
from shouxin.primitives.errors import BadInput

GOOD: dict[str, Any] = {
    "advances": [{"date": "2026-01-31", "amount": "1000"}],
    "payments": [{"amount": "200", "first": "2026-02-28", "count": 6, "every": "1 month"}],
}
ADVANCE = GOOD["advances"][0]
ROW = GOOD["payments"][0]


def _with(**fields: object) -> dict[str, Any]:
    return {"basis": "eu", **GOOD, **fields}


def _row(**fields: object) -> dict[str, Any]:
    return _with(payments=[{**ROW, **fields}])


def _times(*flows: tuple[object, object]) -> list[dict[str, object]]:
    return [{"time": time, "amount": amount} for time, amount in flows]


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (_with(basis="uk"), "basis 'uk'"),
        (_with(basis=None), "basis is missing"),
        (_with(fee="1"), "field 'fee'"),
        (_with(advances=[]), "advances"),
        (_with(payments=None), "payments is missing"),
        (_with(payments={"time": 1}), "payments"),
        (_with(payments=["230"]), "payments[0] '230'"),
        (_with(payments=[{"amount": "5"}]), "payments[0]"),
        (_with(payments=[{"date": "2026-03-01"}]), "payments[0].amount is missing"),
        (_with(payments=[{"date": "2026-03-01", "time": 1, "amount": "5"}]), "date"),
        (_with(payments=[{"date": "2026-03-01", "amount": "5", "count": 2}]), "'count'"),
        (_with(payments=[{"date": "2026-02-30", "amount": "5"}]), "'2026-02-30'"),
        (_with(payments=[{"date": 20260301, "amount": "5"}]), "'20260301'"),
        (_with(payments=[{"date": "2026-01-30", "amount": "5"}]), "2026-01-30"),
        (_with(payments=[{"date": "3026-01-30", "amount": "5"}]), "out of range"),
        (_with(payments=[{"date": "2026-01-31", "amount": "5"}]), "all is paid at 2026-01-31"),
        (_with(payments=[{"date": "2026-03-01", "amount": "-5"}]), "'-5'"),
        (_with(payments=[{"date": "2026-03-01", "amount": "1,200"}]), "'1,200'"),
        (_with(payments=[{"date": "2026-03-01", "amount": "1e3"}]), "'1e3'"),
        (_with(payments=[{"date": "2026-03-01", "amount": "NaN"}]), "'NaN'"),
        (_with(payments=[{"date": "2026-03-01", "amount": True}]), "'True'"),
        (_with(payments=[{"date": "2026-03-01", "amount": "0"}]), "nothing is paid"),
        (_with(advances=[{**ADVANCE, "amount": "0"}]), "nothing is advanced"),
        (_with(payments=_times((1, "5"))), "mixed"),
        (_with(advances=_times((0, 9)), payments=_times((-1, 5))), "'-1'"),
        (_with(advances=_times((0, 9)), payments=_times(("soon", 5))), "'soon'"),
        (_with(advances=_times((0, 9)), payments=_times(("1e9", 5))), "out of range"),
        (_with(charges="-1"), "'-1'"),
        (_with(charges="1000"), "charges 1000"),
        (_row(count=0), "payments[0].count '0'"),
        (_row(count="many"), "'many'"),
        (_row(count=6_000), "'6000'"),
        (_row(every="monthly"), "'monthly'"),
        (_row(every="0.5 week"), "'0.5 week'"),
        (_row(every="1.5 months"), "'1.5 months'"),
        (_row(every=None), "every"),
        (_row(count=5_000, every="9 years"), "beyond the calendar"),
        (_with(basis="us", unit_period="14 months"), "at most a year"),
        (_with(basis="us", unit_period="month"), "unit_period 'month'"),
        (_with(basis="us", unit_period=1), "unit_period '1'"),
    ],
)
def test_bad_input_names_the_value(payload: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput) as caught:
        apr_from_json(payload)
    assert said in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.message_zh


@pytest.mark.parametrize("basis", ["eu", "us", "cn"])
@pytest.mark.parametrize(
    ("advances", "payments", "code"),
    [
        # 10 % and 20 % both fit
        (_times((0, 1000), (2, 1320)), _times((1, 2300)), "apr.many_rates"),
        (_times((0, 1000), (2, 1000)), _times((1, 1000)), "apr.no_rate"),
        (_times((0, 1000)), _times((0, 1500), (1, 500)), "apr.no_rate"),
    ],
)
def test_no_rate_and_many_rates_are_told(
    basis: str, advances: list[object], payments: list[object], code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        apr_from_json({"advances": advances, "payments": payments}, basis)
    assert caught.value.code == code


def test_one_double_rate_is_no_single_answer() -> None:
    payload = {
        "advances": _times((0, "100"), (2, "121")),
        "payments": _times((1, "220")),
    }
    with pytest.raises(BadInput) as caught:
        apr_from_json(payload, "eu")
    assert caught.value.code == "apr.many_rates"


def test_given_basis_wins_over_the_payloads() -> None:
    assert set(apr_from_json({**GOOD, "basis": "eu"}, "cn")) == {"compound", "simple"}


def test_numbers_are_read_as_their_decimal_text() -> None:
    texts = {"advances": _times((0, "9")), "payments": _times(("0.5", "10.1"))}
    numbers = {"advances": _times((0, 9)), "payments": _times((0.5, Decimal("10.1")))}
    assert apr_from_json(texts, "eu") == apr_from_json(numbers, "eu")
