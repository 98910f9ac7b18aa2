# SPDX-License-Identifier: Apache-2.0
"""The ``shouxin`` command: puts the domains' commands together and turns errors into one line.

A domain plugs in with a ``register(app)`` function in its ``commands.py``; the ones that assemble
several domains have it in a module beside this one. Exit codes: 0 done, 1 refused or failed, 2
bad input, 130 interrupted.
"""

import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

import typer
from typer.exceptions import Abort, Exit, TyperException

from shouxin.cli import bench, demo, up
from shouxin.lending import commands as lending
from shouxin.primitives.errors import ShouxinError

EXIT_BAD_INPUT = 2
EXIT_INTERRUPTED = 130

REGISTERS: tuple[Callable[[typer.Typer], None], ...] = (
    up.register,
    demo.register,
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
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Runs a command and gives its exit code."""
    try:
        command = typer.main.get_command(build_app())
        result = command.main(
            list(arguments) or ["--help"], prog_name="shouxin", standalone_mode=False
        )
        sys.stdout.flush()
    except ShouxinError as error:
        return _failed(error.message_zh if _is_chinese() else error.message, error.exit_code)
    except Exit as exited:
        return exited.exit_code
    except (Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except TyperException as error:
        return _failed(_usage_message(error), EXIT_BAD_INPUT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def _usage_message(error: TyperException) -> str:
    """The text of a wrong option or argument, with where to look."""
    text = str(getattr(error, "format_message", error.__str__)()).strip().rstrip(".")
    return f"{text}: see shouxin --help"


def _failed(message: str, exit_code: int) -> int:
    line = " ".join(message.split())
    typer.echo(f"error: {line}", err=True)
    return exit_code


def _is_chinese() -> bool:
    language = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return (language or "").startswith("zh")
