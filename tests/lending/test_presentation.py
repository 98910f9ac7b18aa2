# SPDX-License-Identifier: Apache-2.0
import io

import pytest
from rich.console import Console

from shouxin.lending.presentation import states_tables
from shouxin.lending.simulation import simulate

TERMS = {
    "principal": "1200000000",
    "rate": 12,
    "method": "equal-instalment",
    "instalments": 12,
    "start": "2026-01-31",
}
DATES = ("2026-02-28", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01")


@pytest.mark.parametrize(("columns", "tables"), [(200, 1), (130, 1), (80, 2), (40, 6)])
def test_states_are_never_cut_however_narrow(columns: int, tables: int) -> None:
    states = simulate({"terms": TERMS, "events": [{"date": date} for date in DATES]})
    drawn = states_tables(states, columns)
    assert len(drawn) == tables
    console = Console(file=io.StringIO(), width=columns)
    console.print(*drawn, sep="\n")
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert "…" not in printed
    for state in states:
        assert str(state["date"]) in printed
        assert str(state["closing_amount"]) in printed
