# SPDX-License-Identifier: Apache-2.0
"""The published schedules, due dates and histories, to the cent."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shouxin.lending.model.calendar import due_days
from shouxin.lending.presentation import schedule_json
from shouxin.lending.schemas import parse_terms
from shouxin.lending.simulation import simulate
from shouxin.primitives.dates import format_day

VECTORS = Path(__file__).parents[2] / "vectors"
MONEY = ("interest", "principal", "payment", "balance")


def _vectors(name: str) -> list[Any]:
    lines = (VECTORS / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(vector, id=vector["id"]) for vector in map(json.loads, lines)]


@pytest.mark.parametrize("vector", _vectors("schedules.jsonl"))
def test_published_schedule(vector: dict[str, Any]) -> None:
    rows: Any = schedule_json(parse_terms(vector["input"]))["rows"]
    assert len(rows) == len(vector["rows"])
    for row, published in zip(rows, vector["rows"], strict=True):
        assert (row["number"], row["due"]) == (published["number"], published["due"])
        for name in MONEY:
            assert Decimal(row[name]) == Decimal(published[name]), name


@pytest.mark.parametrize("vector", _vectors("due_dates.jsonl"))
def test_published_due_dates(vector: dict[str, Any]) -> None:
    assert vector["every"] == "1 month"
    first, dates = vector["first_due"], vector["dates"]
    data = {"principal": "1", "rate": "0", "method": "bullet", "instalments": len(dates)}
    written = parse_terms({**data, "start": "2023-01-01", "first_due": first})
    assert [format_day(day) for day in due_days(written.terms)] == dates


@pytest.mark.parametrize("vector", _vectors("histories.jsonl"))
def test_history(vector: dict[str, Any]) -> None:
    assert simulate(vector["input"]) == vector["states"]
