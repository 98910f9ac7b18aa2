# SPDX-License-Identifier: Apache-2.0
"""Tells the story: rows as they happen for people, or one JSON value at the end."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from rich import box
from rich.console import Console
from rich.table import Table

from shouxin.primitives.dates import format_day
from shouxin.primitives.money import format_units
from shouxin.story.text import Language, Text

CURRENCY = "CNY"
DECIMALS = 2
DATE_COLUMNS, AMOUNT_COLUMNS, GAS_COLUMNS = 10, 12, 9

Json: TypeAlias = dict[str, Any]
Row: TypeAlias = Sequence[Text | str]

_HEADINGS = (Text("date", "日期"), Text("what", "事项"), Text("amount", "金额"), Text("gas", "gas"))


class Narrator:
    """Prints to a console, and keeps everything for ``--json`` as well."""

    def __init__(self, console: Console, language: Language) -> None:
        self.console = console
        self.language = language
        self.chapters: list[Json] = []

    def chapter(self, title: Text) -> None:
        """Begin a chapter."""
        self.chapters.append({"title": title.of(self.language), "events": []})
        self.console.print()
        heading = f"{len(self.chapters)}. {title.of(self.language)}"
        self.console.rule(f"[bold]{heading}", align="left", style="cyan")
        day, what, amount, gas = (text.of(self.language) for text in _HEADINGS)
        self.console.print(self._row(day, what, amount, gas, style="dim"))

    def event(
        self, day: int, what: Text, *, units: int | None = None, gas: int | None = None
    ) -> None:
        """Tell what happened, with its amount in base units and its gas, if it has any."""
        self.chapters[-1]["events"].append(
            {
                "date": format_day(day),
                "what": what.of(self.language),
                "amount": None if units is None else format_units(units, DECIMALS),
                "gas": gas,
            }
        )
        amount = "" if units is None else amount_text(units)
        shown_gas = "" if gas is None else f"{gas:,}"
        self.console.print(self._row(format_day(day), what.of(self.language), amount, shown_gas))

    def note(self, text: Text) -> None:
        """A sentence beside the events."""
        self.chapters[-1].setdefault("notes", []).append(text.of(self.language))
        self.console.print(f"  [dim]{text.of(self.language)}[/dim]")

    def table(self, headings: Row, rows: Sequence[Row], numbers: Sequence[int] = ()) -> None:
        """A table; ``numbers`` are the columns set to the right."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for index, heading in enumerate(headings):
            justify = "right" if index in numbers else "left"
            table.add_column(self._shown(heading), justify=justify)  # type: ignore[arg-type]
        for row in rows:
            table.add_row(*(self._shown(cell) for cell in row))
        self.console.print(table)

    def _shown(self, cell: Text | str) -> str:
        return cell.of(self.language) if isinstance(cell, Text) else cell

    def _row(self, date: str, what: str, amount: str, gas: str, style: str = "") -> Table:
        grid = Table.grid(padding=(0, 1), expand=True)
        grid.add_column(width=DATE_COLUMNS, style=style or "cyan")
        grid.add_column(ratio=1, style=style)
        grid.add_column(width=AMOUNT_COLUMNS, justify="right", style=style or "green")
        grid.add_column(width=GAS_COLUMNS, justify="right", style=style or "dim")
        grid.add_row(date, what, amount, gas)
        return grid


def amount_text(units: int) -> str:
    """``3000000`` base units as ``30,000.00``."""
    whole, _, part = format_units(units, DECIMALS).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}.{part}"


def money(units: int) -> Text:
    """An amount with its currency, as each language writes it."""
    return Text(f"CNY {amount_text(units)}", f"{amount_text(units)} 元")
