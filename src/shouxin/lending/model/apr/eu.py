# SPDX-License-Identifier: Apache-2.0
"""The EU's annual percentage rate of charge.

Source: Directive 2014/17/EU, Annex I, part I (mortgage credit), and Directive 2008/48/EC, Annex I,
part I as amended by Directive 2011/90/EU (consumer credit); the same text in Directive
(EU) 2023/2225, Annex III. ``Σ Cₖ (1 + X)^-tₖ = Σ Dₗ (1 + X)^-sₗ``: drawdowns ``Cₖ`` and
repayments or charges ``Dₗ``, at ``tₖ`` and ``sₗ`` years from the first drawdown.
"""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from shouxin.lending.model.apr.equation import Term, period_rate
from shouxin.lending.model.apr.flows import Flow, Transaction, net_amounts, time_since
from shouxin.lending.model.apr.intervals import (
    DAYS_PER_WEEK,
    MONTHS_PER_YEAR,
    full_months,
    is_semimonth,
    months_back,
    with_dates_settled,
)
from shouxin.lending.model.apr.rounding import DECIMALS, percent

WEEKS_PER_YEAR = 52


class Frequency(Enum):
    """Which whole periods intervals are counted in; the days over are added."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"


def eu_rate(transaction: Transaction, decimals: int = DECIMALS) -> Decimal:
    """The effective annual rate in percent.

    Args:
        transaction: by dates, measured as :func:`years_between` says, or by times in years.
        decimals: of the percent; remark (d) asks for at least one.

    Raises:
        BadInput: ``apr.no_rate``, ``apr.many_rates``.
    """
    start = transaction.start
    if isinstance(start, date):
        dated = with_dates_settled(transaction, start)
        frequency = frequency_of(dated, start) or Frequency.YEAR
        amounts = net_amounts(
            dated, lambda flow: years_between(start, flow, frequency), Fraction(0)
        )
    else:
        amounts = net_amounts(transaction, lambda flow: time_since(start, flow), Fraction(0))
    rate = period_rate(Term(amount, years) for years, amount in amounts.items())
    return percent(rate, decimals)


def years_between(start: date, flow: Flow, frequency: Frequency) -> Fraction:
    """From the first drawdown to a flow, in years.

    Remark (c): 12 equal months or 52 weeks a year; what is no whole number of them is whole
    periods, counted back from the flow to the drawdown, and days, of which the first doesn't
    count and the last does. These are divided by the 365 or 366 days of the complete year that
    is counted back from the last of these days to the same day of the year before.
    """
    at = flow.at
    assert isinstance(at, date)
    if frequency is Frequency.WEEK:
        weeks = (at - start).days // DAYS_PER_WEEK
        whole, rest_end = Fraction(weeks, WEEKS_PER_YEAR), at - timedelta(weeks=weeks)
    else:
        months = full_months(start, at, flow.due_day)
        if frequency is Frequency.YEAR:
            months -= months % MONTHS_PER_YEAR
        whole = Fraction(months, MONTHS_PER_YEAR)
        rest_end = months_back(at, months, flow.due_day)
    year_start = months_back(rest_end, MONTHS_PER_YEAR, rest_end.day)
    return whole + Fraction((rest_end - start).days, (rest_end - year_start).days)


def frequency_of(transaction: Transaction, start: date) -> Frequency | None:
    """The periods to count in, due regard being had to the frequency of drawdowns and payments.

    Whole years, months or weeks if every flow is a whole number of them after the first drawdown;
    else the one that most intervals between flows are whole numbers of, months for half months;
    None if there's none.
    """
    flows = sorted(
        (flow for flow in (*transaction.advances, *transaction.payments) if flow.amount),
        key=_date,
    )
    fits = [set(_fitting(start, flow)) for flow in flows if flow.at != start]
    for frequency in Frequency:
        if fits and all(frequency in fit for fit in fits):
            return frequency
    counts: Counter[Frequency] = Counter()
    for sooner, later in pairwise(flows):
        if sooner.at != later.at:
            is_half = is_semimonth(_date(sooner), _date(later))
            fitting = [Frequency.MONTH] if is_half else _fitting(_date(sooner), later)
            counts.update(fitting[:1])
    best = max(Frequency, key=lambda frequency: counts[frequency])
    return best if counts[best] else None


def _fitting(earlier: date, later: Flow) -> list[Frequency]:
    at = _date(later)
    result = []
    months = full_months(earlier, at, later.due_day)
    if months_back(at, months, later.due_day) == earlier:
        result += [Frequency.YEAR] if months % MONTHS_PER_YEAR == 0 else []
        result.append(Frequency.MONTH)
    if (at - earlier).days % DAYS_PER_WEEK == 0:
        result.append(Frequency.WEEK)
    return result


def _date(flow: Flow) -> date:
    assert isinstance(flow.at, date)
    return flow.at
