# SPDX-License-Identifier: Apache-2.0
"""What a setting's value may be: each kind reads TOML's value or the environment's text.

A kind raises ``ValueError`` for a value that it can't be; who asks for it knows the key and says
what was expected.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from shouxin.primitives.text import Text

T = TypeVar("T")
PORT_MAX = 65_535


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of values.

    Attributes:
        parse: the value as the program has it.
        expected: what people are told to write.
        is_path: whether a relative one begins at the file's folder.
    """

    parse: Callable[[Any], T]
    expected: Text
    is_path: bool = False


def whole(least: int, most: int) -> Kind[int]:
    """A whole number within bounds."""

    def parse(given: Any) -> int:
        number = _whole(given)
        if not least <= number <= most:
            raise ValueError(given)
        return number

    return Kind(
        parse, Text(f"a whole number from {least} to {most}", f"{least} 到 {most} 之间的整数")
    )


def seconds(least: float, most: float) -> Kind[float]:
    """A duration in seconds within bounds."""

    def parse(given: Any) -> float:
        if isinstance(given, bool):
            raise ValueError(given)  # noqa: TRY004 - any bad value is one kind of refusal
        number = float(given)
        if not least <= number <= most:
            raise ValueError(given)
        return number

    return Kind(
        parse, Text(f"seconds from {least:g} to {most:g}", f"{least:g} 到 {most:g} 之间的秒数")
    )


def choice(*names: str) -> Kind[str]:
    """One of a few words."""

    def parse(given: Any) -> str:
        if given not in names:
            raise ValueError(given)
        return str(given)

    listed = ", ".join(names)
    return Kind(parse, Text(f"one of {listed}", f"以下之一：{listed}"))


def url(*schemes: str) -> Kind[str]:
    """An address with one of some schemes and a host."""

    def parse(given: Any) -> str:
        parts = urlsplit(_text(given))
        if parts.scheme not in schemes or not (parts.netloc or parts.path):
            raise ValueError(given)
        return str(given).rstrip("/") if parts.scheme in {"http", "https"} else str(given)

    listed = " / ".join(f"{scheme}://…" for scheme in schemes)
    return Kind(parse, Text(f"an address {listed}", f"地址 {listed}"))


def list_of(kind: Kind[T]) -> Kind[tuple[T, ...]]:
    """Several: a TOML list, or text with commas."""

    def parse(given: Any) -> tuple[T, ...]:
        parts = given.split(",") if isinstance(given, str) else given
        if not isinstance(parts, list | tuple):
            raise ValueError(given)  # noqa: TRY004 - as above
        return tuple(
            kind.parse(part.strip() if isinstance(part, str) else part) for part in parts if part
        )

    expected = Text(
        f"a list (in the environment separated by commas) of: {kind.expected.en}",
        f"列表（环境变量中以逗号分隔），每项为：{kind.expected.zh}",
    )
    return Kind(parse, expected, kind.is_path)


def _parse_text(given: Any) -> str:
    text = _text(given)
    if not text.isprintable():
        raise ValueError(given)
    return text


def _parse_switch(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    return {"true": True, "false": False}[_text(given).lower()]


def _parse_origin(given: Any) -> str:
    parts = urlsplit(_text(given))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError(given)
    return f"{parts.scheme}://{parts.netloc}"


def _parse_by_chain(given: Any) -> dict[int, int]:
    if isinstance(given, str):
        given = dict(pair.split("=", 1) for pair in given.split(",") if pair.strip())
    found = {_whole(key): _whole(value) for key, value in dict(given).items()}
    if any(key < 1 or value < 0 for key, value in found.items()):
        raise ValueError(given)
    return found


def _whole(given: Any) -> int:
    if isinstance(given, bool | float):
        raise ValueError(given)  # noqa: TRY004 - as above
    return int(given.replace("_", "")) if isinstance(given, str) else int(given)


def _text(given: Any) -> str:
    if not isinstance(given, str) or not given:
        raise ValueError(given)
    return given


TEXT = Kind(_parse_text, Text("a text", "文本"))
SWITCH = Kind(_parse_switch, Text("true or false", "true 或 false"))
PATH = Kind(lambda given: Path(_text(given)), Text("a path", "路径"), is_path=True)
PORT = whole(1, PORT_MAX)
ORIGIN = Kind(
    _parse_origin, Text("an origin such as https://app.example", "来源，例如 https://app.example")
)
NETWORK = Kind(
    lambda given: str(ipaddress.ip_network(_text(given))),
    Text("a network such as 10.0.0.0/8", "网段，例如 10.0.0.0/8"),
)
HOST_ADDRESS = Kind(
    lambda given: str(ipaddress.ip_address(_text(given))),
    Text("an IP address of this machine, such as 127.0.0.1", "本机 IP 地址，例如 127.0.0.1"),
)
BY_CHAIN = Kind(
    _parse_by_chain,
    Text("blocks by chain id, such as 1 = 64", "按链 ID 给出的区块数，例如 1 = 64"),
)
