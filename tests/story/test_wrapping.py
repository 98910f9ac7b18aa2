# SPDX-License-Identifier: Apache-2.0
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from shouxin.story.wrapping import wrapped


def test_english_breaks_at_spaces() -> None:
    assert wrapped("pays half of the loan", 10) == ["pays half", "of the", "loan"]


def test_chinese_breaks_between_characters_but_not_before_a_closing_mark() -> None:
    assert wrapped("老周面馆借款，三万元。", 8) == ["老周面馆", "借款，三", "万元。"]
    assert wrapped("老周面馆，借款", 8) == ["老周面", "馆，借款"]


def test_a_number_keeps_its_unit() -> None:
    assert wrapped("金额 30,000.00 元，年利率 9%", 14) == ["金额", "30,000.00 元，", "年利率 9%"]


def test_what_is_wider_than_a_line_stands_alone() -> None:
    assert wrapped("a 0x0123456789 b", 6) == ["a", "0x0123456789", "b"]


def test_nothing_is_one_empty_line() -> None:
    assert wrapped("", 10) == [""]


@pytest.mark.parametrize("columns", [12, 40])
@given(text=st.text(alphabet="ab 贷款，。（）9. 元天", max_size=60))
def test_nothing_is_lost_and_no_line_is_wider_than_it_must_be(columns: int, text: str) -> None:
    lines = wrapped(text, columns)
    assert _unspaced("".join(lines)) == _unspaced(text)
    for line in lines:
        one_piece = re.fullmatch(r"\S+( ?[元天期笔个条])?\S*", line)
        assert cell_len(line) <= columns or one_piece


def _unspaced(text: str) -> str:
    return "".join(text.split())
