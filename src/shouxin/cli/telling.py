# SPDX-License-Identifier: Apache-2.0
"""What ``shouxin demo`` does: sets the stage, tells, and draws a picture if asked."""

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from shouxin.cli.picture import PICTURE_COLUMNS, draw_excerpt
from shouxin.config import Config, load_config
from shouxin.primitives.errors import BadInput
from shouxin.story.narrator import Narrator
from shouxin.story.stage import Stage, embedded_stage, stage_at
from shouxin.story.tell import check_whole, tell
from shouxin.story.text import Language, Text

STARTING = Text("Starting a chain and deploying the contracts …", "正在启动链并部署合约……")
TITLE = Text("shouxin demo", "shouxin demo --lang zh")


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    rpc_url: str | None
    chain_id: int | None
    key_file: Path | None
    language: Language
    picture: Path | None
    is_json: bool


def run(request: Request) -> None:
    """Tell the story.

    Raises:
        ShouxinError: the node failed, a refusal, or the books don't close.
    """
    _check_picture(request.picture)
    console = console_for(is_json=request.is_json, is_recorded=request.picture is not None)
    config = load_config()
    with console.status(STARTING.of(request.language)) as status, _stage(request, config) as stage:
        status.stop()
        own = config if stage.can_travel else None
        told = tell(stage, Narrator(console, request.language), config=own)
    if request.is_json:
        typer.echo(json.dumps(told.value, ensure_ascii=False))
    check_whole(told)
    if request.picture is not None:
        request.picture.write_text(draw_excerpt(console, TITLE.of(request.language)))


def console_for(*, is_json: bool, is_recorded: bool = False) -> Console:
    """Where it is told: standard error, if a person watches, while JSON goes to the output."""
    width = PICTURE_COLUMNS if is_recorded else None
    if is_json:
        is_quiet = not sys.stderr.isatty()
        return Console(stderr=True, quiet=is_quiet, record=is_recorded, width=width)
    return Console(record=is_recorded, width=width, highlight=False)


def _stage(request: Request, config: Config) -> AbstractContextManager[Stage]:
    if request.rpc_url is None:
        return embedded_stage(config)
    key_file = request.key_file or config.key_file
    return nullcontext(stage_at(config, request.rpc_url, request.chain_id, key_file))


def _check_picture(path: Path | None) -> None:
    """See that the picture can be written before the story is told."""
    if path is not None and (not path.parent.is_dir() or path.is_dir()):
        raise BadInput(
            "input.svg",
            f"--svg {str(path)!r} can't be written: name a file in a folder that exists",
            f"--svg {str(path)!r} 无法写入：请指定已有文件夹中的文件",
        )
