# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from shouxin.lending.model import (
    Method,
    Terms,
    all_in_rate_ppm,
    equal_instalment,
    is_all_in_rate,
    is_equal_instalment,
    schedule,
)
from shouxin.lending.model.calendar import due_days, year_fractions
from tests.lending.model.generators import random_terms, seeded
from tests.lending.model.samples import sample_terms


def _exact_factors(terms: Terms, rate: Fraction) -> list[Fraction]:
    factors, discount = [], Fraction(1)
    for years, of in year_fractions(terms, due_days(terms)):
        discount /= 1 + rate * Fraction(years, of)
        factors.append(discount)
    return factors


def test_the_known_instalment() -> None:
    assert equal_instalment(sample_terms()) == 1_066_185


def test_an_exact_half_rounds_up() -> None:
    terms = sample_terms(rate_ppm=0, principal=25, instalments=10)
    assert equal_instalment(terms) == 3
    one_period = sample_terms(rate_ppm=60_000, principal=100, instalments=1, instalment_multiple=1)
    assert equal_instalment(one_period) == 101
    assert not is_equal_instalment(replace(one_period, instalment=100))


def test_an_instalment_must_be_of_its_multiple() -> None:
    terms = sample_terms(instalment_multiple=100)
    assert terms.instalment == 1_066_200
    assert not is_equal_instalment(replace(terms, instalment=1_066_185))


def test_other_methods_have_no_instalment() -> None:
    terms = sample_terms(method=Method.BULLET)
    assert equal_instalment(terms) == 0
    assert is_equal_instalment(terms)
    assert not is_equal_instalment(replace(terms, instalment=1))


def test_the_all_in_rate_without_a_fee_is_the_rate() -> None:
    for method in (Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY):
        assert abs(all_in_rate_ppm(sample_terms(method=method)) - 120_000) <= 1
    assert all_in_rate_ppm(sample_terms(rate_ppm=0)) == 0


def test_the_all_in_rate_of_a_known_fee() -> None:
    """A fee of 2 % on a bullet over one year: (1 + r / 12) ** 12 = 1.12 / 0.98."""
    terms = sample_terms(method=Method.BULLET, principal=10**15, fee=2 * 10**13)
    monthly = Fraction(schedule(terms)[-1].payment, terms.principal - terms.fee)
    rate = all_in_rate_ppm(terms)
    assert (1 + Fraction(2 * rate - 1, 24_000_000)) ** 12 <= monthly
    assert monthly < (1 + Fraction(2 * rate + 1, 24_000_000)) ** 12
    assert rate == 134_277


def test_the_all_in_rate_of_a_bullet_is_below_its_simple_rate() -> None:
    assert all_in_rate_ppm(sample_terms(method=Method.BULLET)) == 113_866


@given(st.integers(0, 2**48))
@settings(max_examples=100, deadline=None)
def test_the_instalment_is_the_exact_one(seed: int) -> None:
    terms = replace(random_terms(seeded(seed)), method=Method.EQUAL_INSTALMENT)
    factors = _exact_factors(terms, Fraction(terms.rate_ppm, 10**6))
    alone = terms.interest_only_periods
    before = factors[alone - 1] if alone else Fraction(1)
    exact = terms.principal * before / sum(factors[alone:])
    multiple = terms.multiple
    assert equal_instalment(terms) == int(exact / multiple + Fraction(1, 2)) * multiple


@given(st.integers(0, 2**48))
@settings(max_examples=60, deadline=None)
def test_the_all_in_rate_is_the_exact_one(seed: int) -> None:
    rng = seeded(seed)
    terms = random_terms(rng)
    quanta = terms.principal // terms.quantum
    terms = replace(terms, fee=rng.randint(0, quanta // 4) * terms.quantum)
    rate = all_in_rate_ppm(terms)
    payments = [row.payment for row in schedule(terms)]

    def value(twice: int) -> Fraction:
        factors = _exact_factors(terms, Fraction(twice, 2 * 10**6))
        return sum((p * d for p, d in zip(payments, factors, strict=True)), Fraction(0))

    payout = terms.principal - terms.fee
    assert value(2 * rate + 1) < payout
    assert rate == 0 or value(2 * rate - 1) >= payout
    assert is_all_in_rate(terms, rate)
