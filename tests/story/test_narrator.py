# SPDX-License-Identifier: Apache-2.0
from collections.abc import Callable

import pytest

from shouxin.primitives.dates import parse_day
from shouxin.primitives.text import days_text
from shouxin.story.narrator import Narrator, amount_text, money
from shouxin.story.text import Language, Text

Narrate = Callable[..., Narrator]
DAY = parse_day("2026-01-30")


@pytest.mark.parametrize(
    ("units", "shown"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (123_456_789, "1,234,567.89"),
        (-100_000, "-1,000.00"),
    ],
)
def test_amounts_are_grouped_and_have_two_decimals(units: int, shown: str) -> None:
    assert amount_text(units) == shown
    assert money(units) == Text(f"CNY {shown}", f"{shown} 元")


def test_days_have_the_right_number() -> None:
    assert days_text(1) == Text("1 day", "1 天")
    assert days_text(30) == Text("30 days", "30 天")


def test_a_day_is_printed_once_and_kept_with_every_event(narrate: Narrate) -> None:
    narrator = narrate()
    narrator.chapter(Text("One", "一"))
    narrator.event(DAY, Text("first", "一"), units=150, gas=21_000)
    narrator.event(DAY, Text("second", "二"))
    printed = narrator.console.file.getvalue()  # type: ignore[attr-defined]
    assert printed.count("2026-01-30") == 1
    assert narrator.chapters == [
        {
            "title": "One",
            "events": [
                {"date": "2026-01-30", "what": "First", "amount": "1.50", "gas": 21_000},
                {"date": "2026-01-30", "what": "Second", "amount": None, "gas": None},
            ],
            "notes": [],
        }
    ]


@pytest.mark.parametrize("columns", [60, 80, 110])
def test_long_texts_are_wrapped_and_never_cut(narrate: Narrate, columns: int) -> None:
    long = Text("a payment of some length " * 6, "一笔很长的还款记录" * 9)
    for language in Language:
        narrator = narrate(language, columns)
        narrator.chapter(Text("One", "一"))
        narrator.event(DAY, long, units=20_000_000, gas=23_357_252)
        narrator.table((Text("what", "事项"), "n"), [(long, "1")], numbers=(1,))
        narrator.note(long)
        printed = narrator.console.file.getvalue()  # type: ignore[attr-defined]
        assert "…" not in printed
        assert "200,000.00" in printed
        assert "23,357,252" in printed
        joined = "".join(printed.split())
        whole = "".join(long.of(language).split())
        assert joined.count(whole[:8].lower()) >= 6 or language == Language.ZH


def test_values_are_filled_in_their_own_language() -> None:
    told = Text("{who} pays", "{who}还款").with_values(who=Text("Ms Lin", "林女士"))
    assert told.of(Language.EN) == "Ms Lin pays"
    assert told.of(Language.ZH) == "林女士还款"
