# SPDX-License-Identifier: Apache-2.0
"""Writes the tables of docs/configuration.md and its Chinese page from the settings themselves."""

import sys
from pathlib import Path

from shouxin.config.showing import page
from shouxin.primitives.text import Language
from tools.contracts import ROOT

PAGES = {Language.EN: "docs/configuration.md", Language.ZH: "docs/configuration.zh-CN.md"}
BEGIN, END = "<!-- settings -->\n", "<!-- end of settings -->\n"
HEADS = {
    Language.EN: "| setting | variable | value | default | meaning |",
    Language.ZH: "| 设置 | 环境变量 | 取值 | 默认 | 含义 |",
}


def main() -> int:
    """Write the tables, or with ``--check`` say which page differs."""
    stale = []
    for language, name in PAGES.items():
        path = Path(ROOT) / name
        wanted = with_table(path.read_text(), language)
        if "--check" not in sys.argv[1:]:
            path.write_text(wanted)
        elif path.read_text() != wanted:
            stale.append(name)
    if stale:
        print(
            f"not as the settings are: {', '.join(stale)}: run python -m tools.configuration_page"
        )
    return int(bool(stale))


def with_table(text: str, language: Language) -> str:
    """The page with the table as it must be."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = f"{HEADS[language]}\n| --- | --- | --- | --- | --- |\n{page(language)}\n"
    return before + BEGIN + table + END + after


if __name__ == "__main__":
    sys.exit(main())
