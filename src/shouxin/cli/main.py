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

from shouxin.cli import bench, demo, deployment, gateway, report, up
from shouxin.lending import commands as lending
from shouxin.primitives.errors import ShouxinError

EXIT_FAILED = 1
EXIT_BAD_INPUT = 2
EXIT_INTERRUPTED = 130

REGISTERS: tuple[Callable[[typer.Typer], None], ...] = (
    up.register,
    demo.register,
    report.register,
    deployment.register,
    gateway.register,
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
        return _failed(error.message_zh if _is_chinese() else error.message, error.exit_code)
    except (Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except TyperException as error:
        return _failed(_usage_message(error, arguments), EXIT_BAD_INPUT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _failed(_disk_message(error), EXIT_FAILED)


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


def _usage_message(error: TyperException, arguments: Sequence[str]) -> str:
    """The text of a wrong option or argument, with the value and where to look."""
    text = str(error.format_message()).strip().rstrip(".") or "no command is given"
    context = getattr(error, "ctx", None)
    for option in getattr(getattr(error, "param", None), "opts", ()):
        value = _value_of(option, arguments)
        if value is not None:
            reason = error.message.removeprefix("Value error, ").removeprefix(f"{value!r} ")
            clause = reason.removeprefix("Input ").partition(", unable")[0].rstrip(".")
            text = f"{option} {value!r} {clause}"
    return f"{text}: see {context.command_path if context else 'shouxin'} --help"


def _disk_message(error: OSError) -> str:
    """What the disk refused: a folder that can't be written, no space."""
    return (
        f"{error.filename or 'the disk'}: {(error.strerror or str(error)).lower()}: make room or "
        "permit it, or set SHOUXIN_VAR to a folder that can be written"
    )


def _value_of(option: str, arguments: Sequence[str]) -> str | None:
    """What was given for an option, as ``--option value`` or ``--option=value``."""
    for index, argument in enumerate(arguments):
        if argument == option and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return None


def _failed(message: str, exit_code: int) -> int:
    line = " ".join(message.split())
    typer.echo(f"error: {line}", err=True)
    return exit_code


def _is_chinese() -> bool:
    language = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return (language or "").startswith("zh")
