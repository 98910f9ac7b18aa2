# SPDX-License-Identifier: Apache-2.0
"""Where in a report's text each value is, and whether a refusal names that place."""

import re
from functools import lru_cache

from shouxin.credit.report import FIELDS

LINES_OFF_MAX = 2
_TOKEN = re.compile(r'"[^"]*"|\d+|[\[\]{}:,]|\s+')
_PLACE = re.compile(r"[a-z_]+(?:\.\w+|\[\d+\])*")
_BROKEN = re.compile(r"the report is not JSON \(.*(?:char|position) (\d+)")
_NAMED = re.compile(
    r"the report is not JSON \((?:'(\w+)' is given twice|[\d.eE+-]+ is not an integer)"
)
# What a change leads to where the changed value itself proves nothing.
_LEADS_TO = {
    "block.header": "block.hash",
    "party": "record.head",
    "schema": "schema and version",
    "version": "schema and version",
}


@lru_cache(maxsize=4)
def places_of(text: str) -> tuple[str, ...]:
    """For each character the place of the value, or of the name of the value, that it is in."""
    places: list[str] = []
    stack: list[str | int] = []
    for token in _TOKEN.finditer(text):
        found = token.group()
        if found in "]}":
            stack.pop()
        elif found == "," and isinstance(stack[-1], int):
            stack[-1] += 1
        elif text[token.end() : token.end() + 1] == ":":
            stack[-1] = found[1:-1]
        places += [_joined(stack)] * len(found)
        if found in "[{":
            stack.append(0 if found == "[" else "")
    assert len(places) == len(text)
    return tuple(places)


def names_the_place(message: str, text: str, at: int) -> bool:
    """Whether a refusal says where a change at a byte is, or what it leads to.

    What is no JSON any more is found within two lines of the change: a text that lost its quotation
    mark ends on the next, and a list that became an object lacks its colon after its first text.
    """
    broken = _BROKEN.match(message)
    if broken:
        found = int(broken[1])
        return abs(text.count("\n", 0, found) - text.count("\n", 0, at)) <= LINES_OFF_MAX
    place = places_of(text)[at]
    if _NAMED.match(message):
        return True
    if message.startswith("the report has not exactly the fields"):
        return place in FIELDS
    led = [where for start, where in _LEADS_TO.items() if place.startswith(start)]
    if any(message.startswith(where) for where in led):
        return True
    named = _PLACE.match(message)
    return named is not None and (place + ".").startswith((named[0] + ".", named[0] + "["))


def _joined(stack: list[str | int]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in stack)
    return text.removeprefix(".").removesuffix(".")
