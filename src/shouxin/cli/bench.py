# SPDX-License-Identifier: Apache-2.0
"""``shouxin bench gas``: what people's actions cost, from receipts on a chain of its own."""

import json
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    bench = typer.Typer(help="Measure what people's actions cost.")
    bench.command("gas")(bench_gas)
    bench.callback()(_bench)
    app.add_typer(bench, name="bench")


def _bench() -> None:
    """Measure what people's actions cost."""


def bench_gas(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print one JSON value.")] = False
) -> None:
    """Measure the gas of each action on a fresh chain, by people who did it before."""
    # web3 takes seconds to import, and the commands beside this one do without it
    from shouxin.bench.gas import OPERATIONS, measure  # noqa: PLC0415
    from shouxin.config import load_config  # noqa: PLC0415
    from shouxin.story.stage import embedded_stage  # noqa: PLC0415

    with embedded_stage(load_config()) as stage:
        found = measure(stage)
    if as_json:
        operations = {name: {"transactions": 1, "gas": gas} for name, gas in found.items()}
        typer.echo(json.dumps({"operations": operations}))
        return
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("operation", no_wrap=True)
    table.add_column("gas", justify="right", no_wrap=True)
    table.add_column("what it is")
    for name, gas in found.items():
        table.add_row(name, f"{gas:,}", OPERATIONS[name])
    console = Console(highlight=False)
    console.print(table)
    console.print(
        "\nReceipts on a fresh chain, one transaction each; everybody did everything before, "
        "and sends its own calls but those of relay. The standard offer: no fee, twelve equal "
        "monthly instalments."
    )
