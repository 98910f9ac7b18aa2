# SPDX-License-Identifier: Apache-2.0
"""A picture of what the demo printed: an excerpt, for all of it would be too tall to look at."""

import io
import re

from rich.console import Console
from rich.text import Text as Styled

PICTURE_COLUMNS = 100
CHAPTERS = (0, 4, 6, -2, -1)
"""Those shown: the title, a loan repaid, one by signatures alone, the books' close, the report."""

LEFT_OUT = "[…]"
_CHAPTER = re.compile(r"\d+\. .*─")
_REMOTE_FONTS = re.compile(r"@font-face\s*\{[^}]*\}\s*")


def draw_excerpt(console: Console, title: str) -> str:
    """An SVG of some chapters that a recording console printed; it loads nothing from elsewhere."""
    parts = _chapters(console.export_text(styles=True, clear=False).splitlines())
    shown = sorted({number % len(parts) for number in CHAPTERS if number < len(parts)})
    canvas = Console(
        record=True, width=console.width, file=io.StringIO(), force_terminal=True, highlight=False
    )
    last = -1
    for number in shown:
        if number > last + 1:
            canvas.print(LEFT_OUT, style="dim", markup=False)
            canvas.print()
        for line in parts[number]:
            canvas.print(Styled.from_ansi(line), soft_wrap=True)
        last = number
    return _REMOTE_FONTS.sub("", canvas.export_svg(title=title))


def _chapters(lines: list[str]) -> list[list[str]]:
    """The lines before the first chapter, then each chapter's."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if _CHAPTER.match(Styled.from_ansi(line).plain):
            parts.append([])
        parts[-1].append(line)
    return parts
