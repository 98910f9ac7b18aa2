# SPDX-License-Identifier: Apache-2.0
"""The language that a request asks for: Chinese or English, English unless it says otherwise."""

from starlette.datastructures import Headers
from starlette.types import Scope

from shouxin.primitives.text import Language


def language_of(scope: Scope) -> Language:
    """What ``Accept-Language`` prefers; the first written of equal ones (RFC 9110, 12.5.4)."""
    accepted = Headers(scope=scope).get("accept-language", "")
    best, best_weight = Language.EN, 0.0
    for part in accepted.split(","):
        tag, weight = _weighed(part)
        language = _KNOWN.get(tag.partition("-")[0])
        if language is not None and weight > best_weight:
            best, best_weight = language, weight
    return best


_KNOWN = {"zh": Language.ZH, "en": Language.EN, "*": Language.EN}


def _weighed(part: str) -> tuple[str, float]:
    tag, _, parameter = part.strip().lower().partition(";")
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return tag.strip(), 1.0
    try:
        weight = float(value)
    except ValueError:
        return tag.strip(), 0.0
    return tag.strip(), weight if 0 <= weight <= 1 else 0.0
