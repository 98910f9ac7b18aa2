# SPDX-License-Identifier: Apache-2.0
"""What must hold of the rates of any loan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouxin.lending.model.apr import (
    Flow,
    Transaction,
    apr_from_json,
    cn_rates,
    eu_rate,
    loan_rates,
    us_rate,
)

START = date(2026, 1, 31)


def _months_after(count: int) -> date:
    year, month = divmod(START.month - 1 + count, 12)
    ends = (31, 29 if year % 4 == 2 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return date(START.year + year, month + 1, min(START.day, ends[month]))


TWELVE = [(_months_after(k), Decimal("10661.85")) for k in range(1, 13)]
PRINCIPAL = [(START, Decimal(120_000))]

amounts = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)
times = st.fractions(min_value=Fraction(1, 100), max_value=30, max_denominator=365)


@st.composite
def transactions(draw: Any) -> Transaction:
    """Advances, then payments of at least as much."""
    advances = draw(st.lists(amounts, min_size=1, max_size=3))
    share = st.integers(1, 10**6)
    shares = draw(st.lists(st.tuples(share, times), min_size=1, max_size=12))
    total = sum(advances) * draw(st.integers(100, 300)) / 100
    whole = sum(weight for weight, _ in shares)
    last = max(time for _, time in shares)
    payments = tuple(Flow(total * weight / whole, last + time) for weight, time in shares)
    moments = [Fraction(0), last / 3, last / 2]
    flows = tuple(Flow(amount, at) for amount, at in zip(advances, moments, strict=False))
    return Transaction(flows, payments)


def _present(flows: tuple[Flow, ...], rate: Decimal) -> Decimal:
    growth = 1 + rate / 100
    return sum(
        (
            flow.amount * growth ** -(Decimal(flow.at.numerator) / flow.at.denominator)
            for flow in flows
            if isinstance(flow.at, Fraction)
        ),
        Decimal(0),
    )


@given(transactions())
@settings(max_examples=30, deadline=None)
def test_payments_discounted_at_the_eu_rate_are_worth_the_advances(credit: Transaction) -> None:
    rate = eu_rate(credit, 20)
    paid, advanced = _present(credit.payments, rate), _present(credit.advances, rate)
    assert abs(paid - advanced) <= Decimal("1e-9") * advanced


@given(transactions(), st.integers(2, 10**6))
@settings(max_examples=20, deadline=None)
def test_amounts_in_another_unit_have_the_same_rates(credit: Transaction, factor: int) -> None:
    larger = Transaction(
        tuple(Flow(flow.amount * factor, flow.at) for flow in credit.advances),
        tuple(Flow(flow.amount * factor, flow.at) for flow in credit.payments),
    )
    assert eu_rate(larger) == eu_rate(credit)
    assert us_rate(larger) == us_rate(credit)
    assert cn_rates(larger) == cn_rates(credit)


@given(transactions())
@settings(max_examples=20, deadline=None)
def test_simple_rate_is_cost_over_the_principal_occupied(credit: Transaction) -> None:
    rate = Fraction(cn_rates(credit, 20).simple) / 100
    flows = [(flow.at, Fraction(flow.amount)) for flow in credit.advances]
    flows += [(flow.at, -Fraction(flow.amount)) for flow in credit.payments]
    flows.sort(key=lambda flow: (flow[0], -flow[1]))
    principal = unsettled = occupied = now = Fraction(0)
    for at, amount in flows:
        assert isinstance(at, Fraction)
        occupied += principal * (at - now)
        unsettled += rate * principal * (at - now)
        settled = min(unsettled, max(-amount, Fraction(0)))
        unsettled, principal, now = unsettled - settled, principal + amount + settled, at
    cost = -sum(amount for _, amount in flows)
    assert abs(rate * occupied - cost) <= Fraction(1, 10**9) * sum(abs(a) for _, a in flows)
    assert cn_rates(credit).compound == eu_rate(credit)


@given(st.lists(st.tuples(amounts, times), min_size=1, max_size=10))
@settings(max_examples=20, deadline=None)
def test_loan_without_cost_has_no_rate_but_0(flows: list[tuple[Decimal, Fraction]]) -> None:
    payments = tuple(Flow(amount, at) for amount, at in flows)
    total = sum((amount for amount, _ in flows), Decimal(0))
    credit = Transaction((Flow(total, Fraction(0)),), payments)
    assert eu_rate(credit) == us_rate(credit) == 0
    assert cn_rates(credit) == (0, 0)


def test_twelve_equal_instalments_at_12_percent() -> None:
    rates = loan_rates(PRINCIPAL, TWELVE)
    assert abs(rates.us - 12) < Decimal("0.0002")
    assert abs(rates.cn.simple - 12) < Decimal("0.0002")
    assert abs(rates.cn.compound - Decimal("12.682503")) < Decimal("0.0002")
    assert rates.eu == rates.cn.compound


def test_fee_taken_from_the_payout_raises_every_rate() -> None:
    without, with_fee = (
        loan_rates(PRINCIPAL, TWELVE),
        loan_rates([(START, Decimal(118_800))], TWELVE),
    )
    assert with_fee.eu > without.eu
    assert with_fee.us > without.us
    assert with_fee.cn.simple > without.cn.simple
    assert with_fee.us == with_fee.cn.simple


def test_charges_are_the_same_as_a_smaller_first_advance() -> None:
    payments = tuple(Flow(amount, on) for on, amount in TWELVE)
    charged = Transaction((Flow(Decimal(120_000), START),), payments, Decimal(1_200))
    net = Transaction((Flow(Decimal(118_800), START),), payments)
    assert eu_rate(charged) == eu_rate(net)
    assert us_rate(charged) == us_rate(net)
    assert cn_rates(charged) == cn_rates(net)


def test_bullet_of_two_years_has_a_simple_rate_without_compounding() -> None:
    credit = Transaction(
        (Flow(Decimal(1_000), date(2026, 3, 1)),), (Flow(Decimal(1_210), date(2028, 3, 1)),)
    )
    assert cn_rates(credit) == (Decimal("10.000000"), Decimal("10.500000"))


def test_interest_paid_late_bears_no_interest_in_the_simple_rate() -> None:
    flows = [(Fraction(1), Decimal(50)), (Fraction(2), Decimal(1_150))]
    credit = Transaction(
        (Flow(Decimal(1_000), Fraction(0)),), tuple(Flow(amount, at) for at, amount in flows)
    )
    assert cn_rates(credit).simple == Decimal("10.000000")


def test_borrower_who_pays_less_than_he_got_has_a_negative_rate() -> None:
    credit = Transaction((Flow(Decimal(1_000), Fraction(0)),), (Flow(Decimal(900), Fraction(1)),))
    assert eu_rate(credit) == Decimal("-10.000000")
    assert cn_rates(credit) == (Decimal("-10.000000"), Decimal("-10.000000"))


def test_only_rate_is_found_where_the_borrower_is_owed_money_in_between() -> None:
    advances = (Flow(Decimal(1_000), Fraction(0)), Flow(Decimal(1_000), Fraction(2)))
    payments = (Flow(Decimal(3_000), Fraction(1)), Flow(Decimal(500), Fraction(3)))
    assert eu_rate(Transaction(advances, payments)) == Decimal("169.804806")


def test_single_payment_within_a_year_is_measured_in_days_if_the_unit_is() -> None:
    credit = Transaction(
        (Flow(Decimal(1_000), date(1978, 7, 15)),), (Flow(Decimal(1_044), date(1979, 1, 15)),)
    )
    payload = {
        "advances": [{"date": "1978-07-15", "amount": 1000}],
        "payments": [{"date": "1979-01-15", "amount": "1044"}],
        "unit_period": "184 days",
    }
    assert us_rate(credit) == Decimal("8.800000")
    assert apr_from_json(payload, "us") == {"apr": "8.728261"}


def test_thirty_years_of_months_by_dates_and_by_times_agree() -> None:
    row = {"amount": "599.55", "first": "2026-03-01", "count": 360, "every": "1 month"}
    by_dates = {"advances": [{"date": "2026-02-01", "amount": "100000"}], "payments": [row]}
    by_times = {
        "advances": [{"time": 0, "amount": "100000"}],
        "payments": [{"time": k / 12, "amount": "599.55"} for k in range(1, 361)],
    }
    assert apr_from_json(by_dates, "eu") == apr_from_json(by_times, "eu")
    assert apr_from_json(by_dates, "us") == {"apr": "5.999992"}


@pytest.mark.parametrize("basis", ["eu", "us", "cn"])
def test_amount_of_0_changes_nothing(basis: str) -> None:
    payload: dict[str, Any] = {
        "advances": [{"date": "2026-01-31", "amount": "120000"}],
        "payments": [
            {"amount": "10661.85", "first": "2026-02-28", "count": 12, "every": "1 month"}
        ],
    }
    extra = {"date": "2026-02-03", "amount": "0.00"}
    longer = {**payload, "payments": [*payload["payments"], extra]}
    assert apr_from_json(longer, basis) == apr_from_json(payload, basis)
