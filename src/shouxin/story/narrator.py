# SPDX-License-Identifier: Apache-2.0
"""Tells the story: rows as they happen for people, or one JSON value at the end."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from shouxin.primitives.dates import format_day
from shouxin.primitives.money import format_units
from shouxin.story.text import Language, Text
from shouxin.story.wrapping import wrapped

CURRENCY = "CNY"
DECIMALS = 2
DATE_COLUMNS, AMOUNT_COLUMNS, GAS_COLUMNS = 10, 10, 10
BESIDE_COLUMNS = DATE_COLUMNS + AMOUNT_COLUMNS + GAS_COLUMNS + 3
WHAT_COLUMNS_MIN = 20
INDENT = "  "

Json: TypeAlias = dict[str, Any]
Row: TypeAlias = Sequence[Text | str]

_HEADINGS = (
    Text("date", "日期"),
    Text("what", "事项"),
    Text(CURRENCY, "金额（元）"),
    Text("gas", "gas"),
)


class Narrator:
    """Prints to a console, and keeps everything for ``--json`` as well."""

    def __init__(self, console: Console, language: Language) -> None:
        self.console = console
        self.language = language
        self.chapters: list[Json] = []
        self._day_shown = ""

    def title(self, title: Text, beneath: Text) -> None:
        """Begin the story, with a few sentences on what it is about."""
        self.console.print()
        self.console.print(Styled(title.of(self.language), style="bold cyan"))
        self._sentence(beneath, "")

    def chapter(self, title: Text) -> None:
        """Begin a chapter."""
        self.chapters.append({"title": title.of(self.language), "events": [], "notes": []})
        heading = f"{len(self.chapters)}. {title.of(self.language)}"
        self.console.print()
        self.console.rule(f"[bold]{heading}", align="left", style="cyan")
        self._day_shown = ""

    def event(
        self, day: int, what: Text, *, units: int | None = None, gas: int | None = None
    ) -> None:
        """Tell what happened, with its amount in base units and its gas, if it has any."""
        events: list[Json] = self.chapters[-1]["events"]
        text, date = _sentence_case(what.of(self.language)), format_day(day)
        if not events:
            self._print_headings()
        events.append(
            {
                "date": date,
                "what": text,
                "amount": None if units is None else format_units(units, DECIMALS),
                "gas": gas,
            }
        )
        amount = "" if units is None else amount_text(units)
        shown_day = "" if date == self._day_shown else date
        self._day_shown = date
        self.console.print(self._row(shown_day, text, amount, "" if gas is None else f"{gas:,}"))

    def note(self, text: Text, style: str = "dim") -> None:
        """A sentence beside the events."""
        self.chapters[-1]["notes"].append(text.of(self.language))
        self._sentence(text, style)

    def table(self, headings: Row, rows: Sequence[Row], numbers: Sequence[int] = ()) -> None:
        """A table; ``numbers`` are the columns set to the right."""
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
        for index, heading in enumerate(headings):
            justify: Literal["left", "right"] = "right" if index in numbers else "left"
            table.add_column(self._shown(heading), justify=justify, overflow="fold")
        for row in rows:
            table.add_row(*(self._shown(cell) for cell in row))
        self.console.print(table)
        self.console.print()

    def _sentence(self, text: Text, style: str) -> None:
        for line in wrapped(text.of(self.language), self.console.width - len(INDENT)):
            self.console.print(Styled(INDENT + line, style=style), soft_wrap=True)

    def _shown(self, cell: Text | str) -> str:
        return cell.of(self.language) if isinstance(cell, Text) else cell

    def _print_headings(self) -> None:
        date, what, amount, gas = (heading.of(self.language) for heading in _HEADINGS)
        self.console.print(self._row(date, what, amount, gas, style="dim"))

    def _row(self, date: str, what: str, amount: str, gas: str, style: str = "") -> Table:
        grid = Table.grid(padding=(0, 1), expand=True)
        grid.add_column(width=DATE_COLUMNS, style=style or "cyan")
        grid.add_column(ratio=1, style=style, overflow="fold")
        grid.add_column(width=AMOUNT_COLUMNS, justify="right", style=style or "green")
        grid.add_column(width=GAS_COLUMNS, justify="right", style=style or "dim")
        columns = max(self.console.width - BESIDE_COLUMNS, WHAT_COLUMNS_MIN)
        grid.add_row(date, "\n".join(wrapped(what, columns)), amount, gas)
        return grid


def amount_text(units: int) -> str:
    """``3000000`` base units as ``30,000.00``."""
    whole, _, part = format_units(units, DECIMALS).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}.{part}"


def money(units: int) -> Text:
    """An amount with its currency, as each language writes it."""
    return Text(f"{CURRENCY} {amount_text(units)}", f"{amount_text(units)} 元")


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
