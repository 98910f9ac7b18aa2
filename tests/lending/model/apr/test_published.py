# SPDX-License-Identifier: Apache-2.0
"""Rates that the law's own examples publish."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shouxin.lending.model.apr import apr_from_json

HERE = Path(__file__).parent


def _vectors(name: str) -> list[Any]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(json.loads(line), id=json.loads(line)["id"]) for line in lines]


@pytest.mark.parametrize("vector", _vectors("published_eu.jsonl") + _vectors("published_us.jsonl"))
def test_rate_is_the_published_one(vector: dict[str, Any]) -> None:
    result = Decimal(apr_from_json(vector["input"])["apr"])
    assert abs(result - Decimal(vector["apr"])) <= Decimal(vector["tolerance"])


@pytest.mark.parametrize("vector", _vectors("published_us.jsonl"))
def test_unit_period_that_is_found_is_the_one_of_the_example(vector: dict[str, Any]) -> None:
    payload = {name: value for name, value in vector["input"].items() if name != "unit_period"}
    assert apr_from_json(payload) == apr_from_json(vector["input"])
