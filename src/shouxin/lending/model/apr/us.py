# SPDX-License-Identifier: Apache-2.0
"""The United States' annual percentage rate by the actuarial method.

Source: Regulation Z (12 CFR 1026), appendix J. The general equation (b)(8) with unit-periods,
``Σ Aₖ / ((1 + eₖ i)(1 + i)^qₖ) = Σ Pⱼ / ((1 + fⱼ i)(1 + i)^tⱼ)``: advances ``Aₖ`` and payments
``Pⱼ`` come ``q`` and ``t`` full unit-periods and the fractions ``e`` and ``f`` of one after the
start. The rate is ``i`` times the number of unit-periods in a year, (b)(1).
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from shouxin.lending.model.apr.equation import Term, period_rate
from shouxin.lending.model.apr.flows import Flow, Transaction, net_amounts, time_since
from shouxin.lending.model.apr.intervals import Interval, with_dates_settled
from shouxin.lending.model.apr.rounding import DECIMALS, percent
from shouxin.lending.model.apr.unit_period import (
    common_unit_period,
    single_payment_term,
    unit_period,
)

_Periods = tuple[Fraction, Fraction]
_START: _Periods = (Fraction(0), Fraction(0))


def us_rate(
    transaction: Transaction, unit: Interval | None = None, decimals: int = DECIMALS
) -> Decimal:
    """The annual percentage rate in percent.

    Args:
        transaction: its charges are prepaid finance charges, so the amount financed is net.
        unit: the unit-period; without it the rule of (b)(4)(i) chooses. With one advance and one
            payment (b)(4)(ii) leaves no choice: a unit in days then only says that a term of
            whole months is to be measured in days.
        decimals: of the percent; disclosures round to two.

    Raises:
        BadInput: ``apr.unit_period``, ``apr.no_rate``, ``apr.many_rates``.
    """
    start = transaction.start
    if isinstance(start, date):
        transaction = with_dates_settled(transaction, start)
    named = unit_period(unit) if unit else None
    advances = [flow for flow in transaction.advances if flow.amount]
    payments = [flow for flow in transaction.payments if flow.amount]
    if len(advances) == len(payments) == 1 and payments[0].at != start:
        whole, part, per_year = _single_payment(start, payments[0], unit)
        terms = {_START: advances[0].amount - transaction.charges}
        terms[whole, part] = -payments[0].amount
    else:
        chosen = named or common_unit_period(transaction, start)
        per_year = chosen.per_year

        def measure(flow: Flow) -> _Periods:
            if isinstance(start, date):
                return chosen.count(start, flow)
            return _divided(time_since(start, flow) * per_year)

        terms = net_amounts(transaction, measure, _START)
    rate = period_rate(Term(amount, *periods) for periods, amount in terms.items())
    return percent(rate * per_year.numerator / per_year.denominator, decimals)


def _single_payment(
    start: date | Fraction, payment: Flow, unit: Interval | None
) -> tuple[Fraction, Fraction, Fraction]:
    if isinstance(start, date):
        return single_payment_term(start, payment, by_days=unit is not None and unit.days > 0)
    years = time_since(start, payment)
    if years < 1:
        return Fraction(1), Fraction(0), 1 / years
    return *_divided(years), Fraction(1)


def _divided(periods: Fraction) -> _Periods:
    whole, part = divmod(periods, 1)
    return Fraction(whole), part
