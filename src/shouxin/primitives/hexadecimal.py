# SPDX-License-Identifier: Apache-2.0
"""Bytes and numbers in hexadecimal, each in its one form, as JSON between programs has them.

Bytes are ``0x`` and two lower-case digits a byte; a number is ``0x`` and its lower-case digits
without leading zeros. Any other writing is refused, so that a file has one form and no byte of it
can be changed unnoticed. Each function takes the place of the value, such as ``header.number``.
"""

import re

from shouxin.primitives.errors import BadInput

_BYTES = re.compile(r"0x(?:[0-9a-f]{2})*")
_NUMBER = re.compile(r"0x(?:0|[1-9a-f][0-9a-f]*)")
SHOWN_MAX = 80


def parse_hex(value: object, place: str, size: int | None = None) -> bytes:
    """The bytes that a text stands for, of a given size if there is one.

    Raises:
        BadInput: ``input.hex``.
    """
    is_hex = isinstance(value, str) and _BYTES.fullmatch(value) is not None
    if not isinstance(value, str) or not is_hex or size not in {None, len(value) // 2 - 1}:
        what = "bytes" if size is None else f"{size} bytes"
        raise BadInput(
            "input.hex",
            f"{place} {shown(value)} is not {what}: write 0x and lower-case hexadecimal digits",
            f"{place} 的值 {shown(value)} 不是{'' if size is None else f' {size} '}字节数据："
            "应为 0x 加小写十六进制字符",
        )
    return bytes.fromhex(value[2:])


def parse_number(value: object, place: str, bits: int = 256) -> int:
    """The number that a text stands for.

    Raises:
        BadInput: ``input.number``; another form, or more bits.
    """
    is_number = isinstance(value, str) and _NUMBER.fullmatch(value) is not None
    if not isinstance(value, str) or not is_number or len(value) - 2 > bits // 4:
        raise BadInput(
            "input.number",
            f"{place} {shown(value)} is not a number of {bits} bits: write 0x and lower-case "
            "hexadecimal digits, no zeros in front",
            f"{place} 的值 {shown(value)} 不是 {bits} 位的数：应为 0x 加小写十六进制字符，无前导零",
        )
    return int(value, 16)


def to_hex(data: bytes) -> str:
    """``0x`` and two digits a byte."""
    return "0x" + data.hex()


def shown(value: object) -> str:
    """A value as an error shows it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= SHOWN_MAX else text[:SHOWN_MAX] + "…"
