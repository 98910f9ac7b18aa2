# SPDX-License-Identifier: Apache-2.0
"""Amounts, dates and names as sentences have them, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from shouxin.chain.abi import Address
from shouxin.primitives.dates import day_at, to_date
from shouxin.primitives.money import Currency, format_units
from shouxin.primitives.rates import format_percent
from shouxin.primitives.text import Text

BEIJING_MINUTES = 480
SHOWN_DIGITS = 4
_MINUTES_PER_HOUR = 60


def amount_text(units: int, currency: Currency) -> Text:
    """An amount with its currency: ``1,050.00 JCCNY``, ``1,050.00 元（JCCNY）``."""
    figure = _grouped(format_units(units, currency.decimals))
    is_yuan = currency.code.endswith(("CNY", "RMB"))
    zh = f"{figure} 元（{currency.code}）" if is_yuan else f"{figure} {currency.code}"
    return Text(f"{figure} {currency.code}", zh)


def rate_text(ppm: int) -> Text:
    """A rate in percent, without idle zeros."""
    percent = format_percent(ppm).rstrip("0").rstrip(".")
    return Text(f"{percent} %", f"{percent}%")


def day_text(day: int) -> Text:
    """A civil day."""
    date = to_date(day)
    return Text(f"{date.day} {date:%B} {date.year}", f"{date.year}年{date.month}月{date.day}日")


def near_day_text(day: int, today: int) -> Text:
    """A civil day, today by that name as well."""
    text = day_text(day)
    if day != today:
        return Text(f"on {text.en}", f"于{text.zh}")
    return Text(f"today, {text.en}", f"于今日（{text.zh}）")


def instant_text(seconds: int, utc_offset_minutes: int) -> Text:
    """A moment to the minute, by the clock at an offset from UTC."""
    at = datetime.fromtimestamp(seconds, UTC) + timedelta(minutes=utc_offset_minutes)
    clock, day = f"{at:%H:%M}", day_text(day_at(seconds, utc_offset_minutes))
    zone = _zone(utc_offset_minutes)
    zh = "北京时间" if utc_offset_minutes == BEIJING_MINUTES else zone
    return Text(f"{day.en}, {clock} ({zone})", f"{day.zh} {clock}（{zh}）")


def short(value: bytes | Address) -> str:
    """A long identifier by its ends: ``0x12ab…89cd``."""
    text = value if isinstance(value, str) else "0x" + value.hex()
    return f"{text[: 2 + SHOWN_DIGITS]}…{text[-SHOWN_DIGITS:]}"


def _zone(utc_offset_minutes: int) -> str:
    hours, minutes = divmod(abs(utc_offset_minutes), _MINUTES_PER_HOUR)
    sign = "-" if utc_offset_minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def _grouped(figure: str) -> str:
    whole, point, rest = figure.partition(".")
    return f"{int(whole):,}{point}{rest}"
