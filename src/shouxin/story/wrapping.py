# SPDX-License-Identifier: Apache-2.0
"""Breaks a line of English or Chinese where a typesetter would.

English breaks at spaces. Chinese has none, and breaks between any two characters, but never in
front of a closing mark, after an opening one, or between a number and its unit.
"""

import re

from rich.cells import cell_len

_CHINESE = "\u2e80-\u9fff"
_OPENING, _CLOSING = "（《“", "，。：；、）》”！？"
_PIECE = re.compile(
    rf"[{_OPENING}]*(?:[{_CHINESE}]|[^\s{_CHINESE}{_OPENING}{_CLOSING}]+(?: ?[元天期笔个条])?)"
    rf"[{_CLOSING}]*\s*|\S\s*"
)


def wrapped(text: str, columns: int) -> list[str]:
    """The lines of a text, each at most so many columns wide unless one piece is wider."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and cell_len((lines[-1] + piece).rstrip()) > columns:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return [*lines[:-1], lines[-1].rstrip()]
