# SPDX-License-Identifier: Apache-2.0
"""What ``shouxin demo`` does: sets the stage, tells, and draws a picture if asked."""

import json
import re
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from shouxin.config import load_config
from shouxin.primitives.errors import BadInput
from shouxin.story.narrator import Narrator
from shouxin.story.stage import Stage, embedded_stage, stage_at
from shouxin.story.tell import check_whole, tell
from shouxin.story.text import Language, Text

PICTURE_COLUMNS = 110
_REMOTE_FONTS = re.compile(r"@font-face\s*\{[^}]*\}\s*")
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
    if request.chain_id is not None and request.rpc_url is None:
        raise BadInput(
            "input.chain_id",
            "--chain-id is of a node that --rpc-url names: give both, or neither",
            "--chain-id 须与 --rpc-url 一同使用：请同时给出，或都不给",
        )
    console = _console(request)
    with console.status(STARTING.of(request.language)) as status, _stage(request) as stage:
        status.stop()
        told = tell(stage, Narrator(console, request.language))
    if request.is_json:
        typer.echo(json.dumps(told.value, ensure_ascii=False))
    check_whole(told)
    if request.picture is not None:
        _draw(console, request.picture, request.language)


def _console(request: Request) -> Console:
    """Where it is told: standard error, if a person watches, while JSON goes to the output."""
    width = PICTURE_COLUMNS if request.picture else None
    if request.is_json:
        is_quiet = not sys.stderr.isatty()
        return Console(stderr=True, quiet=is_quiet, record=request.picture is not None, width=width)
    return Console(record=request.picture is not None, width=width, highlight=False)


def _stage(request: Request) -> AbstractContextManager[Stage]:
    config = load_config()
    if request.rpc_url is None:
        return embedded_stage(config)
    return nullcontext(stage_at(config, request.rpc_url, request.chain_id, request.key_file))


def _draw(console: Console, path: Path, language: Language) -> None:
    """What was printed as a picture that loads nothing from elsewhere."""
    drawn = console.export_svg(title=TITLE.of(language))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_REMOTE_FONTS.sub("", drawn))
