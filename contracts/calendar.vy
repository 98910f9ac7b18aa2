# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Civil days and months as numbers
@notice A day is numbered from 1970-01-01, a month is 12 * year + (month - 1). The proleptic
        Gregorian calendar, as in Python's `datetime.date`; exact from 1970 to 9999.
@dev The unsafe operations work on days below 2**22 and months below 2**17, which the terms'
     bounds guarantee; no intermediate value exceeds 2**40 and no subtraction goes below zero.
"""

# Days from 0000-03-01 to 1970-01-01.
EPOCH: constant(uint256) = 719_468

# Days in 400 years.
ERA: constant(uint256) = 146_097


@internal
@pure
def _month_start(month: uint256) -> uint256:
    """
    @dev The first day of a month. Years begin in March, so that the leap day is the last.
    """
    shifted: uint256 = unsafe_sub(month, 2)
    year: uint256 = unsafe_div(shifted, 12)
    days: uint256 = unsafe_div(
        unsafe_add(unsafe_mul(shifted % 12, 153), 2), 5
    )
    leaps: uint256 = unsafe_add(
        unsafe_sub(unsafe_div(year, 4), unsafe_div(year, 100)), unsafe_div(year, 400)
    )
    return unsafe_sub(
        unsafe_add(unsafe_add(unsafe_mul(year, 365), leaps), days), EPOCH
    )


@internal
@pure
def _month_of(day: uint256) -> uint256:
    """
    @dev The month that a day is in: whole March years first, then months of 153 / 5 days.
    """
    shifted: uint256 = unsafe_add(day, EPOCH)
    day_of_era: uint256 = shifted % ERA
    year_of_era: uint256 = unsafe_div(
        unsafe_sub(
            unsafe_sub(
                unsafe_add(day_of_era, unsafe_div(day_of_era, 36_524)),
                unsafe_div(day_of_era, 1_460),
            ),
            unsafe_div(day_of_era, 146_096),
        ),
        365,
    )
    day_of_year: uint256 = unsafe_sub(
        day_of_era,
        unsafe_sub(
            unsafe_add(unsafe_mul(365, year_of_era), unsafe_div(year_of_era, 4)),
            unsafe_div(year_of_era, 100),
        ),
    )
    year: uint256 = unsafe_add(year_of_era, unsafe_mul(unsafe_div(shifted, ERA), 400))
    return unsafe_add(
        unsafe_add(unsafe_mul(year, 12), 2),
        unsafe_div(unsafe_add(unsafe_mul(5, day_of_year), 2), 153),
    )


@internal
@pure
def _clamped(month: uint256, day_of_month: uint256) -> uint256:
    """
    @dev The given day of a month, or the month's last day where it has fewer.
    """
    start: uint256 = self._month_start(month)
    length: uint256 = 31
    if day_of_month > 28:
        length = unsafe_sub(self._month_start(unsafe_add(month, 1)), start)
    return unsafe_sub(unsafe_add(start, min(day_of_month, length)), 1)


@internal
@pure
def _months_after(day: uint256, count: uint256) -> uint256:
    """
    @dev The same day of the month `count` months later, clamped to that month's end.
    """
    month: uint256 = self._month_of(day)
    day_of_month: uint256 = unsafe_add(unsafe_sub(day, self._month_start(month)), 1)
    return self._clamped(unsafe_add(month, count), day_of_month)


@internal
@view
def _today(utc_offset_minutes: int256) -> uint256:
    """
    @dev The civil day now at an offset from UTC, which is within a day.
    """
    return convert(
        (convert(block.timestamp, int256) + utc_offset_minutes * 60) // 86_400, uint256
    )
