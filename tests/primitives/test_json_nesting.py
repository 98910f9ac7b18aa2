# SPDX-License-Identifier: Apache-2.0
import pytest

from shouxin.primitives.json_nesting import is_nested_deeper


@pytest.mark.parametrize(
    ("text", "levels"),
    [("[[]]", 2), ('{"a": [1]}', 2), ('"[[[["', 0), ('"\\"[[["', 0), ("[][][]", 1), ("", 0)],
)
def test_it_is_no_deeper_than_its_levels(text: str, levels: int) -> None:
    assert not is_nested_deeper(text, levels)
    assert not is_nested_deeper(text, levels + 1)


@pytest.mark.parametrize(
    ("text", "levels"),
    [("[[]]", 1), ('{"a": [1]}', 1), ('["]", [', 1), ("[" * 100_000, 99_999), ("[]" * 9 + "[[", 1)],
)
def test_it_is_deeper(text: str, levels: int) -> None:
    assert is_nested_deeper(text, levels)
