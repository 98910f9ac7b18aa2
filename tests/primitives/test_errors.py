# SPDX-License-Identifier: Apache-2.0
"""The whole tree of errors, and every place in the sources that makes one."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import shouxin
from shouxin.primitives import errors
from shouxin.primitives.errors import ShouxinError

SOURCES = Path(shouxin.__file__).parent
CODE = re.compile(r"[a-z…][a-z0-9_…]*\.[a-z0-9_…]+")
STATUSES = {404: 1, 422: 2, 413: 2, 415: 2, 502: 1, 503: 1} | dict.fromkeys(
    (401, 403, 405, 409, 412, 428, 429), 1
)
"""HTTP status of a kind of error, and what a command exits with."""


def _kinds(kind: type[ShouxinError] = ShouxinError) -> Iterator[type[ShouxinError]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


@cache
def _tree() -> frozenset[type[ShouxinError]]:
    """Every kind of error that any module of the product has."""
    for module in pkgutil.walk_packages(shouxin.__path__, "shouxin."):
        if not module.name.startswith("shouxin.store.migrations"):  # steps, which Alembic runs
            importlib.import_module(module.name)
    return frozenset(kind for kind in _kinds() if kind.__module__.startswith("shouxin."))


@cache
def _made() -> list[tuple[str, list[str | None]]]:
    """Where errors are made: the place, and code and messages as far as they stand there."""
    names = {kind.__name__ for kind in _tree()}
    found = []
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in names
                and len(node.args) == 3
            ):
                place = f"{path.relative_to(SOURCES)}:{node.lineno}"
                found.append((place, [_written(argument) for argument in node.args]))
    return found


def _written(node: ast.expr) -> str | None:
    """A literal's text, with … for its values; None of what is made elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values
        )
    return None


def test_the_tree_is_whole() -> None:
    names = {kind.__name__ for kind in _tree()}
    assert names >= {"BadInput", "Refused", "NotFoundError", "ChainError", "Reverted"}


def test_every_kind_has_a_status_and_the_exit_code_that_goes_with_it() -> None:
    found = {kind.__name__: (kind.status, kind.exit_code) for kind in _tree()}
    wrong = {name: pair for name, pair in found.items() if STATUSES.get(pair[0]) != pair[1]}
    assert wrong == {}


def test_the_tree_is_drawn_as_it_is() -> None:
    drawn = re.findall(r"── (\w+) .*exit (\d), status (\d+)", errors.__doc__ or "")
    assert {(name, int(code), int(status)) for name, code, status in drawn} == {
        (kind.__name__, kind.exit_code, kind.status) for kind in ShouxinError.__subclasses__()
    }


def test_every_error_has_a_stable_code_and_both_messages() -> None:
    assert len(_made()) > 50
    for place, (code, message, message_zh) in _made():
        assert code is None or CODE.fullmatch(code), place
        assert message is None or re.search(r"[\w…]", message), place
        assert message_zh is None or re.search(r"[\u4e00-\u9fff…]", message_zh), place


def test_every_error_says_what_to_do_after_a_colon() -> None:
    without = [
        place
        for place, (_, message, message_zh) in _made()
        if (message is not None and ": " not in message)
        or (message_zh is not None and "：" not in message_zh)
    ]
    assert without == []
