# SPDX-License-Identifier: Apache-2.0
"""A loan's terms: what the model needs, in integers.

The fields carry the names of the contract's ``Repayment`` struct, and those of its ``Agreement``
that the model looks at. Money is base units, rates are parts per million a year, days are civil
days at the terms' offset from UTC, numbered from 1970-01-01.
"""

from dataclasses import dataclass
from enum import IntEnum


class Method(IntEnum):
    """How principal and interest come back."""

    EQUAL_INSTALMENT = 1  # 等额本息
    EQUAL_PRINCIPAL = 2  # 等额本金
    INTEREST_ONLY = 3  # 按期付息、到期还本
    BULLET = 4  # 到期一次还本付息


class DayCount(IntEnum):
    """How long a period is, in years."""

    THIRTY_360 = 1
    ACTUAL_360 = 2
    ACTUAL_365 = 3
    ACTUAL_ACTUAL = 4  # schedules off chain only


class PaymentOrder(IntEnum):
    """What a payment goes to first, second and third."""

    INTEREST_PRINCIPAL_PENALTY = 1
    PENALTY_INTEREST_PRINCIPAL = 2
    PRINCIPAL_INTEREST_PENALTY = 3


class Counting(IntEnum):
    """Which count of days past due decides default."""

    OLDEST = 1
    UNBROKEN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one loan; :func:`shouxin.lending.model.opening.check_terms` judges them."""

    principal: int
    """``P``, a multiple of the quantum."""
    quantum: int = 1
    """``q``, the smallest amount that is billed or paid."""
    rate_ppm: int
    penalty_margin_ppm: int = 0
    """罚息: on overdue principal, on top of the rate."""
    overdue_rate_ppm: int = 0
    """复利: on overdue interest; 0 where the law forbids it."""
    method: Method
    instalments: int
    """``n``, the number of periods."""
    interest_only_periods: int = 0
    """``g``, at the start."""
    period_days: int = 0
    """``N``; 0 for calendar months."""
    due_day: int
    """The due day of the month, 1 to 31; 0 for periods of days."""
    start_day: int
    """``D₀``."""
    first_due_day: int
    """``D₁``."""
    day_count: DayCount = DayCount.THIRTY_360
    instalment: int = 0
    """``A``; 0 where the method has none."""
    instalment_multiple: int = 0
    """``m``, which ``A`` is rounded to; 0 stands for the quantum."""
    grace_days: int = 0
    tolerance: int = 0
    """容差: arrears begin above it."""
    payment_order: PaymentOrder = PaymentOrder.INTEREST_PRINCIPAL_PENALTY
    counting: Counting = Counting.OLDEST
    default_days: int = 90
    acceleration_days: int = 90
    notice_days: int = 30
    utc_offset_minutes: int = 480
    cooling_off_days: int = 0
    withdrawal_pay_days: int = 0
    fee: int = 0
    """Origination fee, taken from the payout."""

    @property
    def multiple(self) -> int:
        """What the equal instalment is rounded to, in base units."""
        return self.instalment_multiple or self.quantum
