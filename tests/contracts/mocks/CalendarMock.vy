# pragma version 0.4.3
# pragma evm-version cancun
# SPDX-License-Identifier: Apache-2.0
"""
@title The calendar and the loan model's due days, callable by tests
"""

import calendar
import loan_model


@pure
@external
def month_start(month: uint256) -> uint256:
    return calendar._month_start(month)


@pure
@external
def month_of(day: uint256) -> uint256:
    return calendar._month_of(day)


@pure
@external
def months_after(day: uint256, count: uint256) -> uint256:
    return calendar._months_after(day, count)


@pure
@external
def due_days(
    period_days: uint256, first_due_day: uint256, due_day: uint256, instalments: uint256
) -> DynArray[uint256, 600]:
    """
    @notice All due days of a loan.
    """
    days: DynArray[uint256, 600] = []
    first: uint256 = loan_model._first_month(period_days, first_due_day)
    for period: uint256 in range(1, instalments + 1, bound=600):
        days.append(loan_model._due_day(period_days, first_due_day, due_day, first, period))
    return days


@view
@external
def today(utc_offset_minutes: int256) -> uint256:
    return calendar._today(utc_offset_minutes)
