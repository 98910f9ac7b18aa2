# SPDX-License-Identifier: Apache-2.0
"""Reading the fields of a JSON object strictly: every error names the field, value and remedy."""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import TypeVar

from shouxin.primitives.dates import parse_day
from shouxin.primitives.errors import BadInput
from shouxin.primitives.money import parse_units
from shouxin.primitives.rates import parse_percent

Choice = TypeVar("Choice", bound=IntEnum)

INTEGER_DIGITS_MAX = 9


class Fields:
    """The fields of one object; unknown names are refused at once.

    Raises:
        BadInput: ``input.field``; an unknown name, a missing or a malformed value.
    """

    def __init__(self, data: Mapping[str, object], known: Iterable[str]) -> None:
        self._data = data
        names = tuple(known)
        for name in data:
            if name not in names:
                raise BadInput(
                    "input.field",
                    f"unknown field {name[:60]!r}: use one of {', '.join(names)}",
                    f"未知字段 {name[:60]!r}：可用字段为 {'、'.join(names)}",
                )

    def has(self, name: str) -> bool:
        """Whether the field is given; null is not."""
        return self._data.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """The text of a string or of a number."""
        value = self._data.get(name)
        if value is None:
            if default is None:
                raise _bad(f"{name} is missing: give it", f"缺少 {name}：请填写")
            return default
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise _bad(
                f"{name} {str(value)[:60]!r} is no text or number: write it in quotes",
                f"{name} 的值 {str(value)[:60]!r} 不是文本或数字：请用引号括起",
            )
        return str(value)

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number, 0 or more."""
        text = self.text(name, None if default is None else str(default))
        if not (text.isascii() and text.isdigit() and len(text) <= INTEGER_DIGITS_MAX):
            raise _bad(
                f"{name} {text[:60]!r} is no whole number: give 0 or more, in digits",
                f"{name} 的值 {text[:60]!r} 不是整数：请填写不小于 0 的整数",
            )
        return int(text)

    def amount(self, name: str, decimals: int, default: str | None = None) -> int:
        """An amount in base units."""
        return parse_units(self.text(name, default), decimals, name)

    def percent(self, name: str, default: str | None = None) -> int:
        """A rate in percent a year, in parts per million."""
        return parse_percent(self.text(name, default), name)

    def day(self, name: str) -> int:
        """A date as a day number."""
        return parse_day(self.text(name), name)

    def choice(self, name: str, kind: type[Choice], default: str | None = None) -> Choice:
        """One of an enumeration's names, as :func:`choice_names` writes them."""
        names = choice_names(kind)
        text = self.text(name, default)
        if text not in names:
            known = ", ".join(names)
            raise _bad(
                f"{name} {text[:60]!r} is unknown: use one of {known}",
                f"{name} 的值 {text[:60]!r} 无效：可选 {known}",
            )
        return names[text]


def choice_names(kind: type[Choice]) -> dict[str, Choice]:
    """What people write for the members: ``EQUAL_INSTALMENT`` is ``equal-instalment``."""
    slashed = {"thirty-360": "30/360"}
    names = {member.name.lower().replace("_", "-"): member for member in kind}
    return {
        slashed.get(name, name.replace("actual-", "actual/")): member
        for name, member in names.items()
    }


def _bad(message: str, message_zh: str) -> BadInput:
    return BadInput("input.field", message, message_zh)
