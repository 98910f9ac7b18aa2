# SPDX-License-Identifier: Apache-2.0
"""The settings in force as people and programs may see them: secrets are masked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from shouxin.config import Config
from shouxin.config.reading import settings_of, variable_of
from shouxin.primitives.text import Language

_PASSWORD = re.compile(r"(://)(?:[^@/\s]*)@")
_QUERY = re.compile(r"\?.*$")


def shown(config: Config) -> dict[str, Any]:
    """Each setting in force, by section, as JSON has it."""
    found: dict[str, Any] = {"file": None if config.file is None else str(config.file)}
    for section, key, known in settings_of(Config):
        holder = getattr(config, section) if section else config
        value = _plain(getattr(holder, key))
        (found.setdefault(section, {}) if section else found)[key] = (
            masked_url(value) if known.is_secret and value is not None else value
        )
    return found


def masked_url(url: str) -> str:
    """An address without its user, password, path's keys and query: what may be printed."""
    without = _QUERY.sub("?***", _PASSWORD.sub(r"\1***@", url))
    if not without.startswith("http"):
        return without
    scheme, _, rest = without.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host}/***" if slash and path else without


def page(language: Language) -> str:
    """``docs/configuration.md``'s table: every setting, its variable, default and meaning."""
    rows = []
    for section, key, known in settings_of(Config):
        name = f"`{key}`" if not section else f"`[{section}] {key}`"
        expected, meaning = known.kind.expected.of(language), known.meaning.of(language)
        default = _default(section, key)
        rows.append(
            f"| {name} | `{variable_of(section, key)}` | {expected} | {default} | {meaning} |"
        )
    return "\n".join(rows)


def _default(section: str, key: str) -> str:
    config = Config(root=Path())
    value = _plain(getattr(getattr(config, section) if section else config, key))
    return "" if key == "var" or value in (None, [], {}) else f"`{value}`"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, Path) else value
