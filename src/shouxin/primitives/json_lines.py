# SPDX-License-Identifier: Apache-2.0
"""JSON, one object a line; numbers stay the text they were written as, so none is rounded."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

from shouxin.primitives.errors import BadInput
from shouxin.primitives.json_nesting import is_nested_deeper

JsonObject = dict[str, object]

STDIN = "-"
DIGITS_MAX = 1_000
"""Digits of an integer that are read; Python itself reads 4,300."""
LEVELS_MAX = 32


def read_json_lines(source: str) -> Iterator[tuple[int, JsonObject]]:
    """The objects of a file, or of standard input for ``-``, each with its line's number.

    Lines are read one by one, and empty ones are passed over. A number with a point or an
    exponent comes as its text, an integer as an integer.

    Raises:
        BadInput: ``input.file``, ``input.line``.
    """
    with _opened(source) as lines:
        number = 0
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, parse_json_line(line.strip().removeprefix("\ufeff"), number)
        except UnicodeDecodeError as error:
            raise _bad_line(number + 1, "not UTF-8 text", "不是 UTF-8 文本") from error


@contextmanager
def _opened(source: str) -> Iterator[TextIO]:
    if source == STDIN:
        yield sys.stdin
        return
    try:
        file = Path(source).open(encoding="utf-8")  # noqa: SIM115 - closed by the with below
    except OSError as error:
        reason = error.strerror or "can't be read"
        raise BadInput(
            "input.file",
            f"file {source!r}: {reason}: name a file that can be read, or - for standard input",
            f"文件 {source!r} 无法读取：请填写可读的文件，或用 - 表示标准输入",
        ) from error
    except ValueError as error:
        raise BadInput(
            "input.file",
            f"file name {source!r} can't be one: name a file that can be read",
            f"文件名 {source!r} 无效：请填写可读的文件",
        ) from error
    with file:
        yield file


def parse_json_line(line: str, number: int) -> JsonObject:
    """The object in one line.

    Raises:
        BadInput: ``input.line``, with the line's number.
    """
    if is_nested_deeper(line, LEVELS_MAX):
        what = f"nested deeper than {LEVELS_MAX} levels"
        raise _bad_line(number, what, f"嵌套超过 {LEVELS_MAX} 层")
    try:
        value = json.loads(
            line,
            parse_int=_to_integer,
            parse_float=str,
            parse_constant=_no_constant,
            object_pairs_hook=_no_duplicates,
        )
    except json.JSONDecodeError as error:
        what = f"not JSON at column {error.colno} ({error.msg})"
        raise _bad_line(number, what, f"第 {error.colno} 列不是有效的 JSON") from error
    except ValueError as error:
        raise _bad_line(number, str(error), "不是有效的 JSON") from error
    if not isinstance(value, dict):
        raise _bad_line(number, "not a JSON object", "不是 JSON 对象")
    return value


def _to_integer(text: str) -> int:
    if len(text) > DIGITS_MAX:
        raise ValueError(f"{text[:20]}… has more than {DIGITS_MAX} digits")
    return int(text)


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")


def _no_duplicates(pairs: list[tuple[str, object]]) -> JsonObject:
    result = dict(pairs)
    if len(result) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is given twice")
    return result


def _bad_line(number: int, what: str, what_zh: str) -> BadInput:
    return BadInput(
        "input.line",
        f"line {number}: {what}: write one JSON object a line",
        f"第 {number} 行：{what_zh}：每行应为一个 JSON 对象",
    )
