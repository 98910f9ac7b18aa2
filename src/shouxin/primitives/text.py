# SPDX-License-Identifier: Apache-2.0
"""Texts in both languages, side by side."""

from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """What people are told in."""

    EN = "en"
    ZH = "zh"


class Text(NamedTuple):
    """One text in English and in Chinese."""

    en: str
    zh: str

    def of(self, language: Language) -> str:
        """The text in a language."""
        return self.zh if language == Language.ZH else self.en

    def with_values(self, **values: object) -> "Text":
        """Both texts with their places filled; a value that is a ``Text`` in its own language."""
        return Text(
            self.en.format(**{name: _in(value, Language.EN) for name, value in values.items()}),
            self.zh.format(**{name: _in(value, Language.ZH) for name, value in values.items()}),
        )


def days_text(days: int) -> Text:
    """A number of days, as each language counts them."""
    return Text("1 day" if days == 1 else f"{days} days", f"{days} 天")


def _in(value: object, language: Language) -> object:
    return value.of(language) if isinstance(value, Text) else value
