# SPDX-License-Identifier: Apache-2.0
"""Civil days as numbers since 1970-01-01, and months as numbers ``12 * year + month - 1``.

The proleptic Gregorian calendar of ``datetime.date``, from year 1 to 9999.
"""

import re
from calendar import isleap
from collections.abc import Iterator
from datetime import date
from itertools import chain, count, islice

from shouxin.primitives.errors import BadInput

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
DAY_MAX = date(9999, 12, 31).toordinal() - EPOCH_ORDINAL
SECONDS_PER_MINUTE = 60
SECONDS_PER_DAY = 86_400
MONTHS_PER_YEAR = 12
MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LEAP_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str, name: str = "date") -> int:
    """The number of a day written ``YYYY-MM-DD``.

    Raises:
        BadInput: ``input.date``; another form, or a day that no calendar has.
    """
    try:
        year, month, day = map(int, text.split("-")) if _ISO_DATE.fullmatch(text) else (0, 0, 0)
        return date(year, month, day).toordinal() - EPOCH_ORDINAL
    except ValueError as error:
        raise BadInput(
            "input.date",
            f"{name} {text[:60]!r} is not a date: write a day of the calendar as YYYY-MM-DD, "
            "such as 2026-01-31",
            f"{name} 的值 {text[:60]!r} 不是有效日期：请按 YYYY-MM-DD 填写，如 2026-01-31",
        ) from error


def format_day(day: int) -> str:
    """The day as ``YYYY-MM-DD``."""
    return to_date(day).isoformat()


def to_date(day: int) -> date:
    """The calendar date of a day number."""
    return date.fromordinal(day + EPOCH_ORDINAL)


def day_at(unix_seconds: int, utc_offset_minutes: int) -> int:
    """The civil day of an instant at an offset from UTC, such as +480 minutes for Beijing."""
    return (unix_seconds + utc_offset_minutes * SECONDS_PER_MINUTE) // SECONDS_PER_DAY


def month_of(day: int) -> int:
    """The number of the month that a day is in."""
    at = to_date(day)
    return at.year * MONTHS_PER_YEAR + at.month - 1


def month_start(month: int) -> int:
    """The first day of a month."""
    year, index = divmod(month, MONTHS_PER_YEAR)
    return date(year, index + 1, 1).toordinal() - EPOCH_ORDINAL


def month_length(month: int) -> int:
    """How many days a month has."""
    year, index = divmod(month, MONTHS_PER_YEAR)
    return (LEAP_MONTH_LENGTHS if isleap(year) else MONTH_LENGTHS)[index]


def month_lengths(month: int) -> Iterator[int]:
    """How many days a month and each one after it have, without end."""
    year, skipped = divmod(month, MONTHS_PER_YEAR)
    years = (LEAP_MONTH_LENGTHS if isleap(at) else MONTH_LENGTHS for at in count(year))
    return islice(chain.from_iterable(years), skipped, None)


def clamped_day(month: int, day_of_month: int) -> int:
    """The given day of a month, or its last day where it has fewer."""
    return month_start(month) + min(day_of_month, month_length(month)) - 1


def months_after(day: int, months: int) -> int:
    """The same day of the month some months later, clamped to that month's end."""
    return clamped_day(month_of(day) + months, to_date(day).day)
