# SPDX-License-Identifier: Apache-2.0
"""How deep JSON nests, before it is parsed.

The parser recurses, and a library here raises Python's limit of recursion beyond what the stack
holds: text from outside must not be made to crash the process.
"""

import re

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKETS = re.compile(r"[\[\]{}]")


def is_nested_deeper(text: str, levels: int) -> bool:
    """Whether brackets outside of strings lie in each other more than so many levels."""
    if text.count("[") + text.count("{") <= levels:
        return False
    level = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub("", text)):
        level += 1 if bracket in "[{" else -1
        if level > levels:
            return True
    return False
