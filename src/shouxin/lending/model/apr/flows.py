# SPDX-License-Identifier: Apache-2.0
"""What an annual percentage rate is computed from: advances, charges and payments in time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from shouxin.primitives.errors import BadInput

Moment = TypeVar("Moment")

FLOWS_MAX = 5_000
"""Advances and payments of one transaction, rows counted out."""
DATE_MIN, DATE_MAX = date(1900, 1, 1), date(2999, 12, 31)
YEARS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Flow:
    """An amount, never negative, at a point in time.

    Attributes:
        amount: in the currency's own unit, such as yuan or euros.
        at: a date, or years since any fixed moment, as an exact fraction.
        due_day: the day of the month a row of payments falls on where a month has it, 1 to 31;
            0 for an amount on its own.
    """

    amount: Decimal
    at: date | Fraction
    due_day: int = 0


@dataclass(frozen=True, slots=True)
class Transaction:
    """A credit: what the borrower gets and what he pays, all by dates or all by times.

    Attributes:
        advances: what is paid out; the first one starts the clock.
        payments: what the borrower pays back, charges on the way included.
        charges: what he pays for it on the first advance's day.

    Raises:
        BadInput: ``apr.flows``; nothing advanced or paid, an amount below 0, times mixed with
            dates, dates out of 1900 to 2999, times over 1 000 years, a payment before the first
            advance or none after it, too many flows, charges that eat it up.
    """

    advances: tuple[Flow, ...]
    payments: tuple[Flow, ...]
    charges: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        flows = (*self.advances, *self.payments)
        _check_flows(flows, self.charges)
        if not any(flow.amount for flow in self.advances):
            raise _bad("nothing is advanced: give an advance above 0", "没有放款：请填写放款金额")
        if not any(flow.amount for flow in self.payments):
            raise _bad("nothing is paid: give a payment above 0", "没有还款：请填写还款金额")
        if len({isinstance(flow.at, date) for flow in flows}) > 1:
            raise _bad(
                "times and dates are mixed: give every advance and payment one way",
                "时间与日期混用：所有放款和还款请统一使用一种写法",
            )
        self._check_order()

    @property
    def start(self) -> date | Fraction:
        """When the first amount is advanced."""
        return min((flow.at for flow in self.advances if flow.amount), key=_order)

    def _check_order(self) -> None:
        start = self.start
        for flow in self.payments:
            if flow.amount and _order(flow.at) < _order(start):
                raise _bad(
                    f"a payment at {flow.at} comes before the first advance at {start}: "
                    "correct its date or time",
                    f"{flow.at} 的还款早于首次放款 {start}：请更正其日期或时间",
                )
        if all(flow.at == start for flow in self.payments if flow.amount):
            raise _bad(
                f"all is paid at {start}, when the first advance is: give payments after it",
                f"全部还款与首次放款同在 {start}：请填写放款之后的还款",
            )
        advanced_first = sum(flow.amount for flow in self.advances if flow.at == start)
        if self.charges >= advanced_first:
            raise _bad(
                f"charges {self.charges} are not below the first advance {advanced_first}: "
                "correct one of them",
                f"费用 {self.charges} 不低于首次放款 {advanced_first}：请更正其一",
            )


def net_amounts(
    transaction: Transaction, measure: Callable[[Flow], Moment], start: Moment
) -> dict[Moment, Decimal]:
    """The net amount the borrower gets at each moment, negative where he pays.

    Args:
        transaction: the credit; its charges are paid at the start.
        measure: gives a flow's moment.
        start: the moment of the first advance.
    """
    amounts: dict[Moment, Decimal] = {start: -transaction.charges}
    for sign, flows in ((1, transaction.advances), (-1, transaction.payments)):
        for flow in flows:
            if flow.amount:
                moment = measure(flow)
                amounts[moment] = amounts.get(moment, Decimal(0)) + sign * flow.amount
    return {moment: amount for moment, amount in amounts.items() if amount}


def time_since(start: Fraction, flow: Flow) -> Fraction:
    """Years from the first advance to a flow that has a time."""
    assert isinstance(flow.at, Fraction)
    return flow.at - start


def _order(at: date | Fraction) -> Fraction:
    return Fraction(at.toordinal()) if isinstance(at, date) else at


def _check_flows(flows: tuple[Flow, ...], charges: Decimal) -> None:
    if len(flows) > FLOWS_MAX:
        raise _bad(
            f"{len(flows)} advances and payments are too many: give at most {FLOWS_MAX}",
            f"放款与还款共 {len(flows)} 笔，过多：最多 {FLOWS_MAX} 笔",
        )
    for flow in flows:
        if isinstance(flow.at, date):
            is_sane = DATE_MIN <= flow.at <= DATE_MAX
        else:
            is_sane = 0 <= flow.at <= YEARS_MAX
        if not is_sane:
            raise _bad(
                f"{flow.at} is out of range: give dates of {DATE_MIN.year} to {DATE_MAX.year}, "
                f"or times of 0 to {YEARS_MAX} years",
                f"{flow.at} 超出范围：日期须在 {DATE_MIN.year} 年至 {DATE_MAX.year} 年之间，"
                f"或时间须在 0 至 {YEARS_MAX} 年之间",
            )
    for amount in (charges, *(flow.amount for flow in flows)):
        if not amount.is_finite() or amount < 0:
            raise _bad(
                f"amount {amount} is not 0 or more: write what is paid out under advances and "
                "what is paid back under payments, without a sign",
                f"金额 {amount} 不是非负数：放款写入 advances，还款写入 payments，均不带符号",
            )


def _bad(message: str, message_zh: str) -> BadInput:
    return BadInput("apr.flows", message, message_zh)
