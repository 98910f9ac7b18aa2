# SPDX-License-Identifier: Apache-2.0
"""The options that every remote command has, given to it as one ``Asking``."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any

import typer

from shouxin.primitives.text import Language

Url = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="The service; SHOUXIN_URL or `url` by default."),
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key-file", metavar="FILE", help="The wallet's key: signs in, and signs."),
]
TokenFile = Annotated[
    Path | None,
    typer.Option("--token-file", metavar="FILE", help="An institution's API key, in a file."),
]
ManifestFile = Annotated[
    Path | None,
    typer.Option(
        "--manifest",
        metavar="FILE",
        help="Your own manifest, against which what is signed is checked; by default this "
        "installation's.",
    ),
]
Limit = Annotated[int, typer.Option(min=1, metavar="COUNT", help="How many at most.")]
Yes = Annotated[bool, typer.Option("--yes", help="Sign without asking first.")]
Lang = Annotated[Language, typer.Option("--lang", help="Language of what is printed.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks which service, and how the answer is printed."""

    url: str | None
    key_file: Path | None
    token_file: Path | None
    lang: Language
    as_json: bool
    manifest: Path | None = None
    yes: bool = False


_ASKS: dict[str, tuple[Any, Any]] = {
    "url": (Url, None),
    "key_file": (KeyFile, None),
    "token_file": (TokenFile, None),
    "lang": (Lang, Language.EN),
    "as_json": (AsJson, False),
}
_ACTS = _ASKS | {"manifest": (ManifestFile, None), "yes": (Yes, False)}
assert list(_ACTS) == [field.name for field in fields(Asking)]


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """A command that reads; its first parameter is an ``Asking``, of the options that make one."""
    return _with(command, _ASKS)


def acts(command: Callable[..., None]) -> Callable[..., None]:
    """A command that has something signed."""
    return _with(command, _ACTS)


def _with(command: Callable[..., None], options: dict[str, tuple[Any, Any]]) -> Callable[..., None]:
    signature = inspect.signature(command, eval_str=True)
    first, *own = signature.parameters.values()
    assert first.annotation is Asking, "a remote command asks"
    keyword = inspect.Parameter.KEYWORD_ONLY
    shared = [
        inspect.Parameter(name, keyword, default=default, annotation=kind)
        for name, (kind, default) in options.items()
    ]

    @functools.wraps(command)
    def run(**given: Any) -> None:
        command(Asking(**{name: given.pop(name) for name in options}), **given)

    parameters = [*own, *shared]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run
