# SPDX-License-Identifier: Apache-2.0
"""Schedules and simulated states as JSON objects and as tables for people."""

from rich import box
from rich.console import Console
from rich.table import Table

from shouxin.lending.model import Method, Row, schedule
from shouxin.lending.schemas import WrittenTerms
from shouxin.primitives.dates import format_day
from shouxin.primitives.json_lines import JsonObject
from shouxin.primitives.money import format_units

_STATE_COLUMNS = {
    "date": "date",
    "status": "status",
    "paid": "paid",
    "principal": "principal",
    "interest_accrued": "interest accrued",
    "interest_due": "interest due",
    "principal_due": "principal due",
    "penalty": "penalty",
    "days_past_due": "days past due",
    "days_past_due_unbroken": "unbroken",
    "closing_amount": "to close",
}
_ROW_COLUMNS = ("number", "due", "interest", "principal", "payment", "balance")
LABEL_COLUMNS, GAP_COLUMNS, ENDLESS = 20, 3, 10_000
"""Columns of a screen that a label takes, that part two cells, and that are more than any table."""
_TEXT_COLUMNS = ("date", "status", "due")


def schedule_json(written: WrittenTerms) -> JsonObject:
    """The schedule of some terms; ``instalment`` is null where the method has none."""
    terms, decimals = written
    rows = schedule(terms)
    has_instalment = terms.method == Method.EQUAL_INSTALMENT
    return {
        "instalment": format_units(terms.instalment, decimals) if has_instalment else None,
        "rows": [_row_json(row, decimals) for row in rows],
        "total_interest": format_units(sum(row.interest for row in rows), decimals),
        "total_payment": format_units(sum(row.payment for row in rows), decimals),
    }


def schedule_table(written: WrittenTerms) -> Table:
    """The schedule as a table, with its totals."""
    terms, decimals = written
    rows = schedule(terms)
    table = _table(_ROW_COLUMNS)
    for row in rows:
        table.add_row(*(str(value) for value in _row_json(row, decimals).values()))
    totals = (
        sum(row.interest for row in rows),
        terms.principal,
        sum(row.payment for row in rows),
    )
    table.add_section()
    table.add_row("", "total", *(format_units(total, decimals) for total in totals), "")
    return table


def states_tables(states: list[JsonObject], columns: int) -> list[Table]:
    """The states of one simulated loan: a row each, or, where that is too wide, a column each."""
    across = _table(tuple(_STATE_COLUMNS.values()))
    for state in states:
        across.add_row(*(str(state.get(name, "")) for name in _STATE_COLUMNS))
    if Console(width=ENDLESS).measure(across).maximum <= columns:
        return [across]
    cells = [str(state.get(name, "")) for state in states for name in _STATE_COLUMNS]
    beside = max((columns - LABEL_COLUMNS) // (max(map(len, cells)) + GAP_COLUMNS), 1)
    return [_upright(states[i : i + beside]) for i in range(0, len(states), beside)]


def _upright(states: list[JsonObject]) -> Table:
    """States side by side, the dates on top."""
    (first, _), *others = _STATE_COLUMNS.items()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in (first, *(str(state[first]) for state in states)):
        table.add_column(heading, justify="left" if heading == first else "right")
    for name, label in others:
        table.add_row(label, *(str(state.get(name, "")) for state in states))
    return table


def _row_json(row: Row, decimals: int) -> JsonObject:
    amounts = (row.interest, row.principal, row.payment, row.balance)
    values = (row.number, format_day(row.due_day), *(format_units(x, decimals) for x in amounts))
    return dict(zip(_ROW_COLUMNS, values, strict=True))


def _table(columns: tuple[str, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, justify="left" if column in _TEXT_COLUMNS else "right")
    return table
