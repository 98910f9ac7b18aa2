# SPDX-License-Identifier: Apache-2.0
"""What ``shouxin index`` and its commands do."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from shouxin.bootstrap import open_indexer
from shouxin.cli.supervised_command import say_words
from shouxin.config import Config
from shouxin.indexing.indexer import Indexer, Step
from shouxin.indexing.position import Position, read_position
from shouxin.indexing.running import run
from shouxin.lending.verification import Comparison, Contracts, compare, row_count
from shouxin.primitives.errors import Refused
from shouxin.store.migrate import upgrade
from shouxin.telemetry.logs import LogSettings, set_up_logs
from shouxin.telemetry.metrics import served

DIFFERENCES_SHOWN = 20


def run_indexer(config: Config, *, is_supervised: bool = False) -> None:
    """Index until interrupted; on a terminal a bar shows how far it has caught up.

    Raises:
        BadInput: ``config.…``; the configuration names no node or no database.
        ChainError: the node does not answer at the start, or the manifest does not fit it.
    """
    set_up_logs(LogSettings("indexer", config.log.level, config.log.format))
    with served(config.service.host, config.index.metrics_port):
        asyncio.run(_run(config, is_supervised=is_supervised))


def rebuild_index(config: Config, *, is_json: bool) -> None:
    """Build everything again.

    Raises:
        Refused: ``index.other_writer``.
    """
    done = asyncio.run(_rebuild(config))
    if is_json:
        typer.echo(json.dumps({"next_block": done.next_block, "head_block": done.head_block}))
    else:
        typer.echo(f"Built again up to block {done.head_block:,}.")


def verify_index(config: Config, *, is_json: bool) -> None:
    """Compare the rows with the contracts.

    Raises:
        Refused: ``index.differs``, ``index.empty``.
    """
    position, compared = asyncio.run(_verify(config))
    block = position.next_block - 1
    if is_json:
        differences = [asdict(found) for found in compared.differences]
        told = {"block": block, "compared": compared.compared, "differences": differences}
        typer.echo(json.dumps(told))
    else:
        for found in compared.differences[:DIFFERENCES_SHOWN]:
            typer.echo(f"{found.table} {found.key}: {found.found}")
        typer.echo(f"{compared.compared:,} rows compared with the contracts after block {block:,}.")
    if compared.differences:
        count = len(compared.differences)
        raise Refused(
            "index.differs",
            f"{count} rows are not what the contracts store: run `shouxin index rebuild`, and "
            "report it if they still differ",
            f"{count} 行与合约存储不一致：请运行 shouxin index rebuild；若仍不一致，请报告",
        )


async def _run(config: Config, *, is_supervised: bool) -> None:
    async with _opened(config) as indexer:
        if is_supervised:
            say_words({"first_block": indexer.first_block})
        with _bar("Reading the chain") as tell:
            await run(indexer, tell)


async def _rebuild(config: Config) -> Step:
    async with _opened(config) as indexer:
        await indexer.rebuild()
        with _bar("Building again") as tell:
            while not (step := await indexer.step()).is_caught_up:
                tell(step)
        await indexer.release()
        return step


async def _verify(config: Config) -> tuple[Position, Comparison]:
    async with _opened(config) as indexer, indexer.database.reading() as connection:
        position = await connection.run_sync(read_position)
        if position is None or position.last is None:
            raise Refused(
                "index.empty",
                "the database holds nothing of the chain yet: run `shouxin index` first",
                "数据库中尚无链上数据：请先运行 shouxin index",
            )
        contracts = Contracts(indexer.chain, indexer.manifest, position.last.number)
        total = await connection.run_sync(row_count)
        with _progress() as progress:
            task = progress.add_task("Comparing", total=total)
            compared = await connection.run_sync(
                compare, contracts, lambda count: progress.update(task, completed=count)
            )
        return position, compared


@asynccontextmanager
async def _opened(config: Config) -> AsyncIterator[Indexer]:
    indexer = open_indexer(config)
    try:
        await upgrade(indexer.database)
        yield indexer
    finally:
        await indexer.database.close()


class _Bar:
    """How far the indexer has caught up; gone once it has."""

    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._task = progress.add_task(title, total=None)

    def __call__(self, step: Step) -> None:
        if step.kind in {"idle", "standby"}:
            self._progress.update(self._task, visible=False)
            return
        done, total = step.next_block - 1, step.head_block
        self._progress.update(self._task, completed=done, total=total, visible=done < total)


@contextmanager
def _bar(title: str) -> Iterator[_Bar]:
    with _progress() as progress:
        yield _Bar(progress, title)


def _progress() -> Progress:
    """A bar on standard error, where there is a terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
