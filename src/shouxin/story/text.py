# SPDX-License-Identifier: Apache-2.0
"""Texts in both languages, as the story takes them."""

from shouxin.primitives.text import Language, Text

__all__ = ["Language", "Text"]
