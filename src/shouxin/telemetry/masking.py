# SPDX-License-Identifier: Apache-2.0
"""Takes out of a log event what no log may hold: secrets by their key's name, or by their form.

What can be recognised is masked; what a person is called can't be, so nothing that users typed is
logged in the first place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

MASK = "***"
DEPTH_MAX = 6
NAMES_KEPT = 1_000
_SECRET_WORD = re.compile(
    r"(^|_)(authori[sz]ation|cookie|keys?|mnemonic|nonce|otp|passphrase|password|salt|secrets?|seed|"
    r"session|signatures?|tokens?)(_|$)"
)
_PERSONAL_WORD = re.compile(
    r"(^|_)(birth|email|mail|mobile|phone|surname|ip|user_agent|identity_number)(_|$)"
)
_NO_SECRETS = frozenset({"key_id", "token_address"})
_FORMS = (
    (re.compile(r"0x[0-9a-fA-F]{128,}"), MASK),  # signatures, calldata that bears them
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+"), rf"\1 {MASK}"),
    (re.compile(r"\bsx_[A-Za-z0-9_-]{8,}"), MASK),  # our API keys
    (re.compile(r"\bwhsec_[A-Za-z0-9_-]{8,}"), MASK),  # webhooks' secrets
    (re.compile(r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9._-]+"), MASK),  # JSON web tokens
    (re.compile(r"(://)[^@/\s]+@"), rf"\1{MASK}@"),  # passwords in addresses
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), MASK),  # mail addresses
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), MASK),  # Chinese mobile numbers
    (re.compile(r"(?<!\d)\d{17}[\dXx](?![\da-zA-Z])"), MASK),  # Chinese identity numbers
    (re.compile(r"(?i)\b(password|passphrase|secret|token|signature)=[^\s&]+"), rf"\1={MASK}"),
)
_MARKS = re.compile(r"[@=]|sx_|whsec_|eyJ|\d{11}|0x[0-9a-fA-F]{128}|(?i:bearer|basic)\s")
"""What a text has that holds any of the forms; most have none."""


def mask_event(logger: object, method: str, event: Any) -> Any:
    """The processor: the event with what is secret or personal masked, however deep."""
    del logger, method
    return {key: _masked(key, value, 0) for key, value in event.items()}


def mask_text(text: str) -> str:
    """A text with what has a secret's form masked."""
    if _MARKS.search(text) is None:
        return text
    for form, instead in _FORMS:
        text = form.sub(instead, text)
    return text


@lru_cache(maxsize=NAMES_KEPT)
def is_secret_name(name: str) -> bool:
    """Whether a key's name says that its value is nobody's business."""
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()
    if plain in _NO_SECRETS:
        return False
    return bool(_SECRET_WORD.search(plain) or _PERSONAL_WORD.search(plain))


def _masked(name: str, value: Any, depth: int) -> Any:
    if isinstance(value, int | float | None):
        return value
    if is_secret_name(name) and value:
        return MASK
    if isinstance(value, str):
        return mask_text(value)
    return _masked_inside(value, depth)


def _masked_inside(value: Any, depth: int) -> Any:
    if isinstance(value, bytes | bytearray):
        return f"{len(value)} bytes"
    if depth >= DEPTH_MAX:
        return "…"
    if isinstance(value, Mapping):
        return {str(key): _masked(str(key), part, depth + 1) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked("", part, depth + 1) for part in value]
    return mask_text(str(value))
