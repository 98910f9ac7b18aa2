# SPDX-License-Identifier: Apache-2.0
"""Types of values in requests and answers, each with its one form and an example.

A value that does not have the form is refused with the same error as everywhere else.
"""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainSerializer, WithJsonSchema

from shouxin.primitives.dates import format_day, parse_day
from shouxin.primitives.hexadecimal import parse_hex, to_hex
from shouxin.primitives.identifiers import parse_address, parse_bytes32

_EXAMPLE_HASH = "0x" + "5a" * 32
_EXAMPLE_ADDRESS = "0x52908400098527886E0F7030069857D2E4169EE7"
SIGNATURE_BYTES_MAX = 4096


def _address(text: str) -> str:
    return parse_address(text)


def _hash(text: str) -> str:
    return to_hex(parse_bytes32(text))


def _signature(text: str) -> str:
    return to_hex(parse_hex(text.lower(), "signature"))


def _date(text: str) -> str:
    return format_day(parse_day(text))


def _pattern(pattern: str, example: str, description: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "string", "pattern": pattern, "examples": [example], "description": description}
        | more
    )


AddressText = Annotated[
    str,
    AfterValidator(_address),
    _pattern("^0x[0-9a-fA-F]{40}$", _EXAMPLE_ADDRESS, "An address, checksummed (EIP-55)."),
]
HashText = Annotated[
    str,
    AfterValidator(_hash),
    _pattern("^0x[0-9a-fA-F]{64}$", _EXAMPLE_HASH, "32 bytes, as 0x and 64 digits."),
]
SignatureText = Annotated[
    str,
    Field(max_length=2 + 2 * SIGNATURE_BYTES_MAX),
    AfterValidator(_signature),
    _pattern(
        "^0x([0-9a-fA-F]{2})*$",
        "0x" + "1b" * 65,
        "A wallet's signature: 65 bytes of a key, or what its contract accepts (EIP-1271).",
        maxLength=2 + 2 * SIGNATURE_BYTES_MAX,
    ),
]
UnitsText = Annotated[
    str,
    Field(pattern=r"^(0|[1-9][0-9]{0,77})$"),
    _pattern(
        r"^(0|[1-9][0-9]{0,77})$",
        "120050",
        "An amount in base units of its currency, as a decimal text.",
    ),
]
DateText = Annotated[
    str,
    AfterValidator(_date),
    _pattern(
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "2026-01-31", "A civil day, YYYY-MM-DD.", format="date"
    ),
]
PlainLine = Annotated[
    str,
    Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$"),
]
"""A name or a label of people's own: one line, no control characters."""


def instant_text(at: int) -> str:
    """Unix seconds as ISO 8601 in UTC, such as ``2026-11-25T00:00:00Z``."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Instant = Annotated[
    int,
    PlainSerializer(instant_text, return_type=str),
    WithJsonSchema(
        {"type": "string", "format": "date-time", "examples": ["2026-11-25T00:00:00Z"]},
        mode="serialization",
    ),
]
"""Unix seconds inside, ISO 8601 in UTC outside; for answers."""
