# SPDX-License-Identifier: Apache-2.0
"""Rates: percent as people write them, parts per million as they are computed."""

from shouxin.primitives.decimals import scaled, unscaled
from shouxin.primitives.errors import BadInput

PPM = 1_000_000
PERCENT_DECIMALS = 4
RATE_DIGITS_MAX = 20


def parse_percent(text: str, name: str = "rate") -> int:
    """Parts per million of a percentage: ``"15.678"`` is 156 780.

    Raises:
        BadInput: ``input.rate``; no plain decimal number, or finer than one part per million.
    """
    result = scaled(text, PERCENT_DECIMALS)
    if result is None or len(text) > RATE_DIGITS_MAX:
        raise BadInput(
            "input.rate",
            f"{name} {text[:60]!r} is not a rate: write percent a year as a number, such as 12.5",
            f"{name} 的值 {text[:60]!r} 不是有效利率：请填写年利率百分数，如 12.5",
        )
    ppm, is_exact = result
    if not is_exact:
        raise BadInput(
            "input.rate",
            f"{name} {text} is finer than one part per million: "
            f"give at most {PERCENT_DECIMALS} decimals of a percent",
            f"{name} 的值 {text} 的精度超过百万分之一：百分数最多保留 {PERCENT_DECIMALS} 位小数",
        )
    return ppm


def format_percent(ppm: int) -> str:
    """Percent with four decimals: 156 780 is ``"15.6780"``."""
    return unscaled(ppm, PERCENT_DECIMALS)
