# SPDX-License-Identifier: Apache-2.0
"""How answers are printed: one JSON value, a table, or facts line by line; in both languages."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any, Literal

import typer
from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from shouxin.cli.remote.options import Asking
from shouxin.cli.verifying import PLAIN_WIDTH
from shouxin.client import Acted
from shouxin.client.answers import Answer
from shouxin.primitives.text import Text

Cell = Text | str
NOTHING = Text("There is nothing to show.", "没有可显示的内容。")
DONE = Text("Done in block {block}, transaction {hash}.", "已完成：区块 {block}，交易 {hash}。")


def as_value(answer: Answer | Sequence[Answer]) -> Any:
    """An answer as JSON has it."""
    if isinstance(answer, Answer):
        return answer.model_dump(mode="json")
    return [each.model_dump(mode="json") for each in answer]


def show(asking: Asking, value: object, shown: RenderableType) -> None:
    """Print JSON if that was asked for, else what people read."""
    if asking.as_json:
        typer.echo(json.dumps(value, ensure_ascii=False))
        return
    console = Console() if sys.stdout.isatty() else Console(width=PLAIN_WIDTH)
    console.print(shown, highlight=False)


def table(
    asking: Asking, headings: Sequence[Text], rows: Sequence[Sequence[Cell]], *numbers: int
) -> RenderableType:
    """A table; ``numbers`` are the columns set to the right."""
    if not rows:
        return Styled(NOTHING.of(asking.lang))
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for index, heading in enumerate(headings):
        justify: Literal["left", "right"] = "right" if index in numbers else "left"
        made.add_column(heading.of(asking.lang), justify=justify, overflow="fold")
    for row in rows:
        made.add_row(*(_shown(asking, cell) for cell in row))
    return made


def facts(asking: Asking, *listed: tuple[Text, Cell]) -> RenderableType:
    """Names and values, one below the other."""
    made = Table.grid(padding=(0, 2, 0, 0))
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in listed:
        made.add_row(name.of(asking.lang), _shown(asking, value))
    return made


def together(*parts: RenderableType) -> RenderableType:
    """Several parts, an empty line between each two."""
    spaced: list[RenderableType] = []
    for part in parts:
        spaced += [Styled(), part] if spaced else [part]
    return Group(*spaced)


def show_acted(asking: Asking, acted: Acted) -> None:
    """What an action came to."""
    transaction = acted.transaction
    value = {
        "sentence": acted.prepared.sentence.model_dump(mode="json"),
        "settled": acted.prepared.settled,
        "transaction": as_value(transaction),
    }
    done = DONE.with_values(block=transaction.block_number, hash=transaction.transaction_hash)
    lines = (acted.prepared.sentence.text, done)
    show(asking, value, Styled("\n".join(line.of(asking.lang) for line in lines)))


def _shown(asking: Asking, cell: Cell) -> str:
    return cell.of(asking.lang) if isinstance(cell, Text) else cell
