# SPDX-License-Identifier: Apache-2.0
"""China's two annualised rates of a loan, 贷款年化利率.

Source: People's Bank of China, Announcement 2021 No. 3 (中国人民银行公告〔2021〕第3号, 31 March
2021). The annualised rate is all of a loan's cost, interest and fees directly tied to it, over
the principal really occupied, brought to a year; where principal is repaid by instalments, the
principal occupied is what remains after each payment. It may be computed by compound interest,
which is the method of the internal rate of return, or by simple interest, and then has to be
called simple.

Time is counted in twelfths of a year where flows are whole months apart, and in days over 365
where they are not, as banks annualise a daily rate by 365.
"""

from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from shouxin.lending.model.apr.equation import PRECISION, Term, period_rate
from shouxin.lending.model.apr.eu import Frequency, frequency_of
from shouxin.lending.model.apr.flows import Flow, Transaction, net_amounts, time_since
from shouxin.lending.model.apr.intervals import (
    MONTHS_PER_YEAR,
    full_months,
    months_back,
    with_dates_settled,
)
from shouxin.lending.model.apr.rounding import DECIMALS, percent
from shouxin.primitives.errors import BadInput

YEAR_DAYS = 365
_BISECTIONS = 140
_RATE_MAX = Decimal(10) ** 18
_TOLERANCE = Decimal(10) ** -12


class CnRates(NamedTuple):
    """Both in percent a year; whoever shows the simple one has to say that it is simple."""

    compound: Decimal
    simple: Decimal


def cn_rates(transaction: Transaction, decimals: int = DECIMALS) -> CnRates:
    """The compound and the simple annualised rate.

    Charges at the start lower the principal really occupied, as a loan is what the borrower
    really got (Civil Code, article 670). Twelve equal monthly instalments at a nominal 12 %
    without fees have a simple rate of 12 % and a compound one of 12.682503 %.

    Raises:
        BadInput: ``apr.no_rate``, ``apr.many_rates``.
    """
    amounts = _amounts_by_time(transaction)
    compound = period_rate(Term(amount, years) for years, amount in amounts.items())
    return CnRates(percent(compound, decimals), percent(simple_rate(amounts), decimals))


def simple_rate(amounts: dict[Fraction, Decimal]) -> Decimal:
    """``s = (Σ payments - Σ advances) / Σ Bₖ τₖ``, as a fraction of 1 a year.

    ``Bₖ`` is the principal that remains after flow k, ``τₖ`` the years up to the next one. Each
    payment settles the cost accrued so far, ``Σ s Bₖ τₖ`` less what was settled, and the rest of
    it repays principal; cost not settled bears no cost itself, so nothing compounds. ``s`` is the
    rate at which the last payment leaves nothing: what is left rises with ``s``, so there is one
    at most.

    Args:
        amounts: net amounts to the borrower, negative where he pays, by years from the start.

    Raises:
        BadInput: ``apr.no_rate``; principal repaid before the last payment, or no such rate.
    """
    with localcontext(prec=PRECISION):
        moments = sorted(amounts)
        steps = [later - sooner for sooner, later in pairwise(moments)]
        years = [Decimal(step.numerator) / step.denominator for step in steps]
        flows = [amounts[moment] for moment in moments]
        low, high = _bracket(flows, years)
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            left, _least = _left_over(flows, years, middle)
            low, high = (middle, high) if left < 0 else (low, middle)
        _, least = _left_over(flows, years, high)
        if least < -_TOLERANCE * sum(abs(flow) for flow in flows):
            raise _no_rate()
        return high


def _bracket(flows: list[Decimal], years: list[Decimal]) -> tuple[Decimal, Decimal]:
    left, _ = _left_over(flows, years, Decimal(0))
    if left == 0:
        return Decimal(0), Decimal(0)
    sign = 1 if left < 0 else -1
    near, far = Decimal(0), Decimal(sign)
    while abs(far) < _RATE_MAX:
        left, _ = _left_over(flows, years, far)
        if (left < 0) != (sign > 0):
            return min(near, far), max(near, far)
        near, far = far, far * 2
    raise _no_rate()


def _left_over(
    flows: list[Decimal], years: list[Decimal], rate: Decimal
) -> tuple[Decimal, Decimal]:
    """What is owed after the last flow, and the least principal after any earlier one."""
    principal, cost = flows[0], Decimal(0)
    least = principal
    for flow, step in zip(flows[1:], years, strict=True):
        least = min(least, principal)
        cost += max(principal, Decimal(0)) * rate * step
        if flow < 0:
            settled = min(cost, -flow)
            cost -= settled
            principal += flow + settled
        else:
            principal += flow
    return principal + cost, least


def _amounts_by_time(transaction: Transaction) -> dict[Fraction, Decimal]:
    start = transaction.start
    if not isinstance(start, date):
        return net_amounts(transaction, lambda flow: time_since(start, flow), Fraction(0))
    dated = with_dates_settled(transaction, start)
    is_by_months = frequency_of(dated, start) in {Frequency.YEAR, Frequency.MONTH}
    measure = _years_by_months if is_by_months else _years_by_days
    return net_amounts(dated, lambda flow: measure(start, flow), Fraction(0))


def _years_by_days(start: date, flow: Flow) -> Fraction:
    assert isinstance(flow.at, date)
    return Fraction((flow.at - start).days, YEAR_DAYS)


def _years_by_months(start: date, flow: Flow) -> Fraction:
    at = flow.at
    assert isinstance(at, date)
    months = full_months(start, at, flow.due_day)
    rest = (months_back(at, months, flow.due_day) - start).days
    return Fraction(months, MONTHS_PER_YEAR) + Fraction(rest, YEAR_DAYS)


def _no_rate() -> BadInput:
    return BadInput(
        "apr.no_rate",
        "no simple annual rate fits: the principal is repaid before the last payment, or the "
        "amounts are out of all proportion; check them",
        "不存在满足条件的单利年化利率：本金在最后一笔还款之前已还清，或金额不合理，请检查",
    )
