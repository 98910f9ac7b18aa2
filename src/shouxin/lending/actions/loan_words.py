# SPDX-License-Identifier: Apache-2.0
"""What a loan will cost, in words and figures, before anybody signs."""

from __future__ import annotations

from dataclasses import dataclass

from shouxin.lending.actions.words import amount_text, day_text, rate_text
from shouxin.lending.model import Method, Terms, all_in_rate_ppm, schedule
from shouxin.primitives.money import Currency
from shouxin.primitives.text import Text, days_text

METHOD_TEXTS = {
    Method.EQUAL_INSTALMENT: Text("equal instalments", "等额本息"),
    Method.EQUAL_PRINCIPAL: Text("equal principal", "等额本金"),
    Method.INTEREST_ONLY: Text(
        "interest each period and the principal at the end", "按期付息、到期还本"
    ),
    Method.BULLET: Text("all at the end", "到期一次还本付息"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a loan comes to if every bill is paid on its day; amounts in base units.

    Attributes:
        payout: what the payee receives, the fee taken off.
        fee: the origination fee.
        first_payment: due first.
        last_payment: due last.
        total_payment: all bills.
        total_cost: all bills and the fee, less the principal.
        all_in_rate_ppm: a year, simple, fee included.
        first_due_day: the first.
        maturity_day: the last due day.
    """

    payout: int
    fee: int
    instalments: int
    first_payment: int
    last_payment: int
    total_payment: int
    total_cost: int
    all_in_rate_ppm: int
    first_due_day: int
    maturity_day: int


def cost_of(terms: Terms, rate_ppm: int | None = None) -> Cost:
    """The figures of valid terms; a known all-in rate is not computed again."""
    rows = schedule(terms)
    total = sum(row.payment for row in rows)
    due = next(row for row in rows if row.payment)
    return Cost(
        payout=terms.principal - terms.fee,
        fee=terms.fee,
        instalments=terms.instalments,
        first_payment=due.payment,
        last_payment=rows[-1].payment,
        total_payment=total,
        total_cost=total + terms.fee - terms.principal,
        all_in_rate_ppm=all_in_rate_ppm(terms) if rate_ppm is None else rate_ppm,
        first_due_day=due.due_day,
        maturity_day=rows[-1].due_day,
    )


def periods_text(instalments: int, period_days: int) -> Text:
    """How many periods, of months or of days."""
    if not period_days:
        unit = "month" if instalments == 1 else "months"
        return Text(f"{instalments} {unit}", f"{instalments} 个月")
    every = days_text(period_days)
    return Text(f"{instalments} periods of {every.en}", f"{instalments} 期（每期 {every.zh}）")


def repayment_text(terms: Terms, cost: Cost, currency: Currency) -> Text:
    """How the loan is paid back."""
    method = METHOD_TEXTS[terms.method]
    values = {
        "method": method,
        "periods": periods_text(terms.instalments, terms.period_days),
        "first": amount_text(cost.first_payment, currency),
        "first_day": day_text(cost.first_due_day),
        "last": amount_text(cost.last_payment, currency),
        "last_day": day_text(cost.maturity_day),
        "total": amount_text(cost.total_payment, currency),
        "rate": rate_text(terms.rate_ppm),
        "all_in": rate_text(cost.all_in_rate_ppm),
    }
    if terms.instalments == 1 or terms.method == Method.BULLET:
        return Text(
            "to be repaid in one amount of {last} on {last_day}; {rate} a year, all-in cost "
            "{all_in} a year (simple)",
            "到期日{last_day}一次性还款 {last}；年利率 {rate}，综合年化成本 {all_in}（单利）",
        ).with_values(**values)
    return Text(
        "to be repaid over {periods} ({method}): {first} on {first_day} first, {last} on "
        "{last_day} last, {total} in all; {rate} a year, all-in cost {all_in} a year (simple)",
        "期限 {periods}，{method}：首期{first_day}还款 {first}，末期{last_day}还款 {last}，"
        "合计还款 {total}；年利率 {rate}，综合年化成本 {all_in}（单利）",
    ).with_values(**values)
