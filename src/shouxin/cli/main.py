# SPDX-License-Identifier: Apache-2.0
"""The ``shouxin`` command: puts the domains' commands together and turns errors into one line.

A domain plugs in with a ``register(app)`` function in its ``commands.py``; the ones that assemble
several domains have it in a module beside this one. Exit codes: 0 done, 1 refused or failed, 2
bad input, 130 interrupted.
"""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import NoReturn

import typer
from typer.exceptions import Abort, Exit, TyperException

from shouxin.cli import (
    access,
    backup,
    bench,
    configuring,
    database,
    demo,
    deployment,
    gateway,
    indexing,
    keeper,
    node,
    report,
    serve,
    up,
)
from shouxin.cli.remote import loans, notes, offers, parties
from shouxin.cli.usage import usage_text
from shouxin.lending import commands as lending
from shouxin.primitives.errors import ShouxinError
from shouxin.primitives.text import Language, Text

EXIT_FAILED = 1
EXIT_BAD_INPUT = 2
EXIT_INTERRUPTED = 130

REGISTERS: tuple[Callable[[typer.Typer], None], ...] = (
    up.register,
    serve.register,
    demo.register,
    report.register,
    parties.register,
    offers.register,
    loans.register,
    notes.register,
    deployment.register,
    gateway.register,
    indexing.register,
    keeper.register,
    node.register,
    database.register,
    configuring.register,
    access.register,
    backup.register,
    bench.register,
    lending.register,
)
"""What adds commands, in the order that the help shows them."""


def build_app() -> typer.Typer:
    """The command line with all of its commands."""
    app = typer.Typer(
        name="shouxin",
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def shouxin() -> None:
        """Credit infrastructure on a blockchain (授信)."""

    for register in REGISTERS:
        register(app)
    return app


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs a command and exits; an expected failure is one line on standard error."""
    signal.signal(signal.SIGTERM, interrupt)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Runs a command and gives its exit code."""
    try:
        return _run_command(arguments)
    except ShouxinError as error:
        return _failed(Text(error.message, error.message_zh), error.exit_code)
    except (Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except TyperException as error:
        return _failed(usage_text(error, arguments), EXIT_BAD_INPUT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _failed(_disk_text(error), EXIT_FAILED)


def _run_command(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(build_app())
    try:
        result = command.main(
            list(arguments) or ["--help"], prog_name="shouxin", standalone_mode=False
        )
    except Exit as exited:
        return exited.exit_code
    sys.stdout.flush()
    return result if isinstance(result, int) else 0


def interrupt(number: int, frame: FrameType | None) -> None:
    """A polite kill is a Ctrl-C: what was started is ended, what was made is removed."""
    del number, frame
    raise KeyboardInterrupt


def _disk_text(error: OSError) -> Text:
    """What the disk refused: a folder that can't be written, no space."""
    why = (error.strerror or str(error)).lower()
    return Text(
        f"{error.filename or 'the disk'}: {why}: make room or permit it, or set SHOUXIN_VAR to a "
        "folder that can be written",
        f"{error.filename or '磁盘'}：{why}：请腾出空间或授予权限，或将 SHOUXIN_VAR 设为可写的目录",
    )


def _failed(text: Text, exit_code: int) -> int:
    line = " ".join(text.of(Language.ZH if _is_chinese() else Language.EN).split())
    typer.echo(f"error: {line}", err=True)
    return exit_code


def _is_chinese() -> bool:
    language = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return (language or "").startswith("zh")
