# SPDX-License-Identifier: Apache-2.0
"""What pydantic found wrong with a request, in both languages, with the value and the remedy."""

from collections.abc import Mapping, Sequence
from typing import Any

from shouxin.primitives.hexadecimal import shown
from shouxin.primitives.text import Text

FIELDS_MAX = 20
WHERE_MAX = 120

_TEXTS = {
    "missing": Text("is missing: give it", "缺少该项：请填写"),
    "extra_forbidden": Text("is not known here: leave it out", "不是可识别的字段：请删除"),
    "json_invalid": Text("is not JSON: correct it", "不是有效的 JSON：请更正"),
    "string_type": Text("is not a text: write it in quotes", "不是文本：请加引号"),
    "string_too_short": Text(
        "is too short: give at least {min_length} characters", "过短：至少 {min_length} 个字符"
    ),
    "string_too_long": Text(
        "is too long: give at most {max_length} characters", "过长：最多 {max_length} 个字符"
    ),
    "string_pattern_mismatch": Text(
        "does not have the form {pattern}: correct it", "格式应为 {pattern}：请更正"
    ),
    "greater_than_equal": Text("is too small: give at least {ge}", "过小：至少为 {ge}"),
    "greater_than": Text("is too small: give more than {gt}", "过小：应大于 {gt}"),
    "less_than_equal": Text("is too large: give at most {le}", "过大：至多为 {le}"),
    "less_than": Text("is too large: give less than {lt}", "过大：应小于 {lt}"),
    "int_type": Text("is not a whole number: give one", "不是整数：请填写整数"),
    "int_parsing": Text("is not a whole number: give one", "不是整数：请填写整数"),
    "int_from_float": Text("is not a whole number: give one", "不是整数：请填写整数"),
    "bool_type": Text("is not true or false: give one", "应为 true 或 false"),
    "bool_parsing": Text("is not true or false: give one", "应为 true 或 false"),
    "enum": Text(
        "is none of the known values: give {expected}", "不在可选值之列：请填写 {expected}"
    ),
    "literal_error": Text(
        "is none of the known values: give {expected}", "不在可选值之列：请填写 {expected}"
    ),
    "list_type": Text("is not a list: write [ ]", "不是列表：请用 [ ]"),
    "dict_type": Text("is not an object: write {{}}", "不是对象：请用 {{}}"),
    "model_attributes_type": Text("is not an object: send JSON", "不是对象：请发送 JSON"),
    "too_long": Text("has too many: give at most {max_length}", "数量过多：至多 {max_length} 项"),
    "too_short": Text("has too few: give at least {min_length}", "数量过少：至少 {min_length} 项"),
}
_UNKNOWN = Text("can't be read ({message}): see /docs for its form", "无法解析：格式见 /docs")


def validation_errors(errors: Sequence[Mapping[str, Any]]) -> list[tuple[str, Text]]:
    """Where each value is, and what is wrong with it; the first few of very many."""
    return [(_where(error), _text(error)) for error in errors[:FIELDS_MAX]]


def _where(error: Mapping[str, Any]) -> str:
    path = ".".join(str(part) for part in error.get("loc", ()))
    return shown(path)[1:-1][:WHERE_MAX] or "request"


def _text(error: Mapping[str, Any]) -> Text:
    where, kind = _where(error), str(error.get("type"))
    value = "" if kind in {"missing", "json_invalid"} else f" {shown(error.get('input'))}"
    reason = _TEXTS.get(kind, _UNKNOWN)
    values = {**error.get("ctx", {}), "message": error.get("msg", "")}
    said = Text(_filled(reason.en, values), _filled(reason.zh, values))
    return Text(f"{where}{value} {said.en}", f"{where}{' 的值' + value if value else ''} {said.zh}")


def _filled(template: str, values: Mapping[str, Any]) -> str:
    try:
        return template.format_map(values)
    except (KeyError, ValueError, IndexError):
        return template
