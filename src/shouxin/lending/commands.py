# SPDX-License-Identifier: Apache-2.0
"""Commands about loans that need no chain: ``schedule``, ``simulate`` and ``apr``.

With ``--from`` the input is read line by line and each line is answered before the next is read.
A line that is refused stops the command: its error, with the line's number, is the one line on
standard error, nothing is printed for it, and the answers to the lines before it stand.
"""

import json
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from shouxin.lending.model.apr import apr_from_json
from shouxin.lending.presentation import schedule_json, schedule_table, states_tables
from shouxin.lending.schemas import parse_terms
from shouxin.lending.simulation import simulate
from shouxin.primitives.errors import BadInput, ShouxinError
from shouxin.primitives.json_lines import JsonObject, read_json_lines

PLAIN_WIDTH = 140
"""Columns of a table that goes to a file or a pipe."""


class Basis(StrEnum):
    """Whose annual percentage rate."""

    EU = "eu"
    US = "us"
    CN = "cn"


Json = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
AlwaysJson = Annotated[
    bool,
    typer.Option("--json", help="Print JSON, as this command always does.", show_default=False),
]
From = Annotated[
    str, typer.Option("--from", metavar="FILE", help="JSON, one object a line; - is stdin.")
]
OptionalFrom = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="Terms as JSON, one object a line with these names; - is stdin. Prints JSON lines.",
    ),
]
Text = str | None


def register(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    app.command("schedule")(print_schedule)
    app.command("simulate")(print_simulation)
    app.command("apr")(print_apr)


def print_schedule(
    *,
    principal: Annotated[Text, typer.Option(help="Amount lent, such as 120000.")] = None,
    rate: Annotated[Text, typer.Option(help="Percent a year, such as 12.")] = None,
    method: Annotated[
        Text,
        typer.Option(help="equal-instalment, equal-principal, interest-only or bullet."),
    ] = None,
    instalments: Annotated[Text, typer.Option(help="Number of periods, 1 to 600.")] = None,
    start: Annotated[Text, typer.Option(help="Start day, YYYY-MM-DD.")] = None,
    period: Annotated[
        Text, typer.Option(help="month (the default), week, or days such as 15d.")
    ] = None,
    first_due: Annotated[
        Text, typer.Option(help="First due day, YYYY-MM-DD; one period after the start by default.")
    ] = None,
    due_day: Annotated[
        Text, typer.Option(help="Due day of the month, 1 to 31; the start's by default.")
    ] = None,
    day_count: Annotated[
        Text, typer.Option(help="30/360 (the default), actual/365, actual/360 or actual/actual.")
    ] = None,
    quantum: Annotated[Text, typer.Option(help="Smallest amount, 0.01 by default.")] = None,
    interest_only_periods: Annotated[
        Text, typer.Option(help="Periods at the start that bill interest alone; 0 by default.")
    ] = None,
    instalment_multiple: Annotated[
        Text, typer.Option(help="What the equal instalment is rounded to; the quantum by default.")
    ] = None,
    source: OptionalFrom = None,
    as_json: Json = False,
) -> None:
    """Show a loan's schedule: what is paid if each bill is paid on its day.

    Principal, rate, method, instalments and start are needed, such as
    --principal 120000 --rate 12 --method equal-instalment --instalments 12
    --start 2026-01-31
    """
    options: dict[str, str | None] = {
        "principal": principal,
        "rate": rate,
        "method": method,
        "instalments": instalments,
        "start": start,
        "period": period,
        "first_due": first_due,
        "due_day": due_day,
        "day_count": day_count,
        "quantum": quantum,
        "interest_only_periods": interest_only_periods,
        "instalment_multiple": instalment_multiple,
    }
    given: JsonObject = {name: value for name, value in options.items() if value is not None}
    if source is not None:
        _check_alone(given)
        _answer_lines(source, lambda data: _print_json(schedule_json(parse_terms(data))))
        return
    written = parse_terms(given)
    if as_json:
        _print_json(schedule_json(written))
    else:
        _console().print(schedule_table(written))


def print_simulation(*, source: From, as_json: Json = False) -> None:
    """Show how loans stand after events: payments, waivers, amendments, default and more.

    A line is, such as, {"terms": {"principal": "120000", "rate": 12,
    "method": "equal-instalment", "instalments": 12, "start": "2026-01-31"},
    "events": [{"date": "2026-02-28", "pay": "10661.85"}, {"date": "2026-06-30"}]}

    An event's move is one of pay, waive, amend, or, as true, default, accelerate,
    withdraw, write_off: {"date": "2026-07-01", "waive": {"penalty": "5", "interest":
    "100", "principal": "0"}}; {"date": "2026-07-02", "amend": {"kind": "extension",
    "taken_back": "0", "rate": 9, "instalments": 20}}. An amendment gives the fields of
    terms that change; the others stay, and the new schedule starts on its day.
    """

    def answer(data: JsonObject) -> None:
        states = simulate(data)
        if as_json:
            _print_json({"states": states})
        else:
            console = _console()
            console.print(*states_tables(states, console.width), sep="\n")

    _answer_lines(source, answer)


def print_apr(
    *,
    basis: Annotated[Basis, typer.Option(help="Whose rate: eu, us or cn.")],
    source: From,
    as_json: AlwaysJson = True,  # noqa: ARG001 - accepted everywhere
) -> None:
    """Compute annual percentage rates from advances, charges and payments.

    A line is, such as, {"advances": [{"date": "2026-01-31", "amount": "1000"}],
    "payments": [{"amount": "100", "first": "2026-02-28", "count": 11,
    "every": "1 month"}]}
    """
    _answer_lines(source, lambda data: _print_json(apr_from_json(data, basis.value)))


def _answer_lines(source: str, answer: Callable[[JsonObject], None]) -> None:
    """Answers each object of a file; an error is given its line's number."""
    for number, data in read_json_lines(source):
        try:
            answer(data)
        except ShouxinError as error:
            raise error.within(f"line {number}", f"第 {number} 行") from error


def _check_alone(given: JsonObject) -> None:
    if given:
        option = "--" + next(iter(given)).replace("_", "-")
        raise BadInput(
            "input.option",
            f"{option} and --from exclude each other: give the terms one way",
            f"{option} 与 --from 不能同时使用：请只用一种方式填写条款",
        )


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def _console() -> Console:
    return Console() if sys.stdout.isatty() else Console(width=PLAIN_WIDTH)
