# SPDX-License-Identifier: Apache-2.0
"""How identifiers, amounts, days and instants are written in JSON, as pydantic's types.

Bytes are lower-case hexadecimal after ``0x``, addresses checksummed, amounts decimal texts of base
units (they may pass 2⁵³), days ``YYYY-MM-DD``, instants ISO 8601 in UTC. A value that can't be read
raises ``BadInput`` with the field's name.
"""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
)

from shouxin.primitives.dates import format_day, parse_day
from shouxin.primitives.errors import BadInput
from shouxin.primitives.hexadecimal import SHOWN_MAX, parse_hex, to_hex
from shouxin.primitives.identifiers import parse_address, parse_bytes32

WORD_BITS, WORD_DIGITS = 256, 78
SIGNATURE_BYTES_MAX = 1_024
"""What the contracts take; a key's signature has 65."""
INSTANT_MAX = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


class WireModel(BaseModel):
    """An object of JSON: unknown fields are refused, and it never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _place(info: ValidationInfo) -> str:
    return info.field_name or "value"


def _text(value: object, info: ValidationInfo, what: str, what_zh: str) -> str:
    if isinstance(value, str):
        return value
    raise BadInput(
        "input.field",
        f"{_place(info)} {str(value)[:SHOWN_MAX]!r} is no text: write {what} in quotes",
        f"{_place(info)} 的值 {str(value)[:SHOWN_MAX]!r} 不是文本：请用引号填写{what_zh}",
    )


def _hash(value: object, info: ValidationInfo) -> bytes:
    if isinstance(value, bytes):
        return value
    return parse_bytes32(_text(value, info, "0x and 64 digits", " 0x 加 64 位字符"), _place(info))


def _account(value: object, info: ValidationInfo) -> str:
    return parse_address(_text(value, info, "0x and 40 digits", " 0x 加 40 位字符"), _place(info))


def _data(value: object, info: ValidationInfo) -> bytes:
    if isinstance(value, bytes):
        return value
    text = _text(value, info, "0x and digits", " 0x 加十六进制字符")
    found = parse_hex(text.lower(), _place(info))
    if len(found) > SIGNATURE_BYTES_MAX:
        raise BadInput(
            "input.hex",
            f"{_place(info)} has {len(found)} bytes: give at most {SIGNATURE_BYTES_MAX}",
            f"{_place(info)} 有 {len(found)} 字节：最多 {SIGNATURE_BYTES_MAX} 字节",
        )
    return found


def _units(value: object, info: ValidationInfo) -> int:
    is_number = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    is_digits = isinstance(value, str) and value.isascii() and value.isdigit()
    if (is_number or is_digits) and len(str(value)) <= WORD_DIGITS:
        number = int(str(value))
        if number < 1 << WORD_BITS:
            return number
    raise BadInput(
        "input.units",
        f"{_place(info)} {str(value)[:SHOWN_MAX]!r} is no count of base units: write its digits as "
        "text, 0 or more",
        f"{_place(info)} 的值 {str(value)[:SHOWN_MAX]!r} 不是最小单位数："
        "请以文本填写不小于 0 的整数",
    )


def _day(value: object, info: ValidationInfo) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return parse_day(_text(value, info, "YYYY-MM-DD", " YYYY-MM-DD"), _place(info))


def _instant(value: object, info: ValidationInfo) -> int:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    text = str(value) if is_number else _text(value, info, "an instant", "时刻")
    try:
        at = datetime.fromtimestamp(int(text), UTC) if is_number else datetime.fromisoformat(text)
        if at.tzinfo is not None and 0 <= at.timestamp() <= INSTANT_MAX:
            return int(at.timestamp())
    except (ValueError, OverflowError, OSError):
        pass
    raise BadInput(
        "input.instant",
        f"{_place(info)} {text[:SHOWN_MAX]!r} is no instant: write ISO 8601 with its offset from "
        "UTC, such as 2026-11-25T08:00:00Z",
        f"{_place(info)} 的值 {text[:SHOWN_MAX]!r} 不是有效时刻：请按 ISO 8601 填写并注明时区，"
        "如 2026-11-25T08:00:00Z",
    )


def format_instant(seconds: int) -> str:
    """Unix seconds as ISO 8601 in UTC."""
    at = datetime.fromtimestamp(seconds, UTC)
    return at.isoformat().replace("+00:00", "Z")


def _schema(kind: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, **more})


Hash = Annotated[
    bytes,
    BeforeValidator(_hash),
    PlainSerializer(to_hex, return_type=str),
    _schema("string", pattern="^0x[0-9a-f]{64}$"),
]
"""32 bytes."""

Account = Annotated[
    str, BeforeValidator(_account), _schema("string", pattern="^0x[0-9a-fA-F]{40}$")
]
"""An address, checksummed."""

Data = Annotated[
    bytes,
    BeforeValidator(_data),
    PlainSerializer(to_hex, return_type=str),
    _schema("string", pattern="^0x([0-9a-f]{2})*$", maxLength=2 + 2 * SIGNATURE_BYTES_MAX),
]
"""Bytes of any length up to a signature's."""

Units = Annotated[
    int,
    BeforeValidator(_units),
    PlainSerializer(str, return_type=str),
    _schema("string", pattern="^[0-9]{1,78}$"),
]
"""An amount in base units, or another number of up to 256 bits."""

Day = Annotated[
    int,
    BeforeValidator(_day),
    PlainSerializer(format_day, return_type=str),
    _schema("string", format="date"),
]
"""A civil day."""

Instant = Annotated[
    int,
    BeforeValidator(_instant),
    PlainSerializer(format_instant, return_type=str),
    _schema("string", format="date-time"),
]
"""Unix seconds."""
