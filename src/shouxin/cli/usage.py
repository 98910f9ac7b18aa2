# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a command line, in both languages.

The library that reads the options says it in English; its sentences are few, and one that is not
known here stays as it is.
"""

import re
from collections.abc import Sequence

from typer.exceptions import TyperException

from shouxin.primitives.text import Text

_IN_CHINESE = (
    (r"No such command '(.*)'", r"没有 '\1' 这个命令"),
    (r"No such option: (\S+).*", r"没有 \1 这个选项"),
    (r"Got unexpected extra argument\(?s?\)? \((.*)\)", r"多余的参数：\1"),
    (r"Missing command", "缺少子命令"),
    (r"Missing option '(.*)'", r"缺少选项 \1"),
    (r"Missing argument '(.*)'", r"缺少参数 \1"),
    (r"Option '(.*)' requires an argument", r"选项 \1 缺少取值"),
    (r"Option '(.*)' does not take a value", r"选项 \1 不带取值"),
    (r"(.*) should be a valid integer", r"\1 不是整数"),
    (r"(.*) should be less than or equal to (\S+)", r"\1 不得大于 \2"),
    (r"(.*) should be greater than or equal to (\S+)", r"\1 不得小于 \2"),
    (r"(.*) is not one of (.*)", r"\1 不在可选值之列：\2"),
    (r"no command is given", "未给出命令"),
)


def usage_text(error: TyperException, arguments: Sequence[str]) -> Text:
    """The text of a wrong option or argument, with the value and where to look."""
    told = _reason(error, arguments)
    context = getattr(error, "ctx", None)
    help_ = f"{context.command_path if context else 'shouxin'} --help"
    return Text(f"{told}: see {help_}", f"{_in_chinese(told)}：请参阅 {help_}")


def _reason(error: TyperException, arguments: Sequence[str]) -> str:
    for option in getattr(getattr(error, "param", None), "opts", ()):
        value = _value_of(option, arguments)
        if value is not None:
            reason = error.message.removeprefix("Value error, ").removeprefix(f"{value!r} ")
            clause = reason.removeprefix("Input ").partition(", unable")[0].rstrip(".")
            return f"{option} {value!r} {clause}"
    return str(error.format_message()).strip().rstrip(".") or "no command is given"


def _in_chinese(told: str) -> str:
    for pattern, chinese in _IN_CHINESE:
        found = re.fullmatch(pattern, told)
        if found is not None:
            return found.expand(chinese)
    return told


def _value_of(option: str, arguments: Sequence[str]) -> str | None:
    """What was given for an option, as ``--option value`` or ``--option=value``."""
    for index, argument in enumerate(arguments):
        if argument == option and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return None
