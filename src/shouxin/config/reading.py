# SPDX-License-Identifier: Apache-2.0
"""Settings from a TOML file and the environment, which wins; whatever is wrong is one error."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shouxin.config.sections import SETTING, Setting
from shouxin.primitives.errors import BadInput
from shouxin.primitives.text import Text

PREFIX = "SHOUXIN_"
NO_SETTINGS = frozenset({"SHOUXIN_CONFIG", "SHOUXIN_KILLS", "SHOUXIN_HISTORIES"})
NO_SETTING_PREFIX = "SHOUXIN_TEST_"
VALUE_CHARACTERS_MAX = 80


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value was given.

    Attributes:
        key: as it is written there.
        source: the file, or the environment.
        folder: where its relative paths begin.
    """

    key: str
    source: Text
    folder: Path


def settings_of(kind: type[Any]) -> Iterator[tuple[str, str, Setting]]:
    """Each setting as section (empty at the top), key and what is known of it."""
    for one in dataclasses.fields(kind):
        known: Setting | None = one.metadata.get(SETTING)
        section: Any = one.default_factory
        if known is not None:
            yield "", one.name, known
        elif dataclasses.is_dataclass(section):
            for part in dataclasses.fields(section):
                yield one.name, part.name, part.metadata[SETTING]


def variable_of(section: str, key: str) -> str:
    """A setting's name in the environment."""
    return PREFIX + "_".join(part for part in (section, key) if part).upper()


def read_settings(
    kind: type[Any], file: Path | None, environ: Mapping[str, str]
) -> dict[tuple[str, str], Any]:
    """The values that file and environment give, by section and key.

    Raises:
        BadInput: ``config.unreadable``, ``config.unknown_key``, ``config.bad_value``.
    """
    known = {(section, key): one for section, key, one in settings_of(kind)}
    found: dict[tuple[str, str], Any] = {}
    if file is not None:
        for name, given in _in_file(file, known):
            place = Place(".".join(filter(None, name)), Text(str(file), str(file)), file.parent)
            found[name] = _parsed(known[name], given, place)
    for name, given in _in_environment(environ, known):
        place = Place(variable_of(*name), Text("the environment", "环境变量"), Path.cwd())
        found[name] = _parsed(known[name], given, place)
    return found


def _in_file(
    file: Path, known: Mapping[tuple[str, str], Setting]
) -> Iterator[tuple[tuple[str, str], Any]]:
    sections = {section for section, _ in known if section}
    for name, given in _toml(file).items():
        if name in sections and isinstance(given, dict):
            pairs = [((name, key), value) for key, value in given.items()]
        else:
            pairs = [(("", name), given)]
        for place, value in pairs:
            if place not in known:
                raise _unknown(".".join(filter(None, place)), str(file), str(file))
            yield place, value


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text())
    except (OSError, ValueError) as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise BadInput(
            "config.unreadable",
            f"{file} can't be read as a configuration ({reason}): correct it, or point "
            "SHOUXIN_CONFIG to another",
            f"无法读取配置文件 {file}（{reason}）：请更正，或将 SHOUXIN_CONFIG 指向其他文件",
        ) from error


def _in_environment(
    environ: Mapping[str, str], known: Mapping[tuple[str, str], Setting]
) -> Iterator[tuple[tuple[str, str], str]]:
    names = {variable_of(*place): place for place in known}
    for variable, given in environ.items():
        if not variable.startswith(PREFIX) or _is_no_setting(variable):
            continue
        if variable not in names:
            raise _unknown(variable, "the environment", "环境变量")
        if given:
            yield names[variable], given


def _is_no_setting(variable: str) -> bool:
    return variable in NO_SETTINGS or variable.startswith(NO_SETTING_PREFIX)


def _parsed(known: Setting, given: Any, place: Place) -> Any:
    try:
        value = known.kind.parse(given)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        shown = "***" if known.is_secret else repr(given)[:VALUE_CHARACTERS_MAX]
        raise BadInput(
            "config.bad_value",
            f"{place.key} = {shown} in {place.source.en}: expected {known.kind.expected.en}; "
            f"it is {known.meaning.en}",
            f"{place.source.zh} 中的 {place.key} = {shown}：应为{known.kind.expected.zh}；"
            f"含义：{known.meaning.zh}",
        ) from error
    return _from_folder(value, place.folder) if known.kind.is_path else value


def _from_folder(value: Any, folder: Path) -> Any:
    """Paths in a file begin at its folder."""
    if isinstance(value, tuple):
        return tuple(folder / part for part in value)
    return folder / value


def _unknown(key: str, place: str, place_zh: str) -> BadInput:
    return BadInput(
        "config.unknown_key",
        f"{key} in {place} is no setting: remove it, or correct its name (docs/configuration.md "
        "lists them all)",
        f"{place_zh}中的 {key} 不是有效设置：请删除或更正其名称（全部设置见 "
        "docs/configuration.zh-CN.md）",
    )
