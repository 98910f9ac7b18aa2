# SPDX-License-Identifier: Apache-2.0
"""Matching: the same as pricing every offer, in order of cost, with a reason for each left out."""

import random
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, update

from shouxin.lending.book_tables import offers
from shouxin.lending.matching import Wish
from shouxin.lending.model import all_in_rate_ppm
from shouxin.lending.offer_book import OfferFilter, _row
from shouxin.lending.offers import BORROW, LEND, terms_of
from shouxin.lending.pricing import rate_at_least_ppm
from shouxin.lending.tables import desk_balances, offer_fills
from shouxin.primitives.dates import day_at
from shouxin.primitives.errors import BadInput
from shouxin.primitives.hexadecimal import to_hex
from tests.lending.offer_book.shelf import (
    CONDITIONS,
    MAKER,
    NOW,
    OTHER,
    OTHER_PARTY,
    PARTY,
    TOKEN,
    Shelf,
    offer,
    signed,
)

pytestmark = pytest.mark.anyio
PRINCIPAL = 1_000_000
WISH = Wish(
    side=BORROW,
    currency=TOKEN,
    principal=PRINCIPAL,
    wanted=OfferFilter(instalments_min=12, instalments_max=12, borrower_kind=2),
    party=OTHER_PARTY,
    taker=OTHER,
)
MANY = 10_000


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"amount": PRINCIPAL - 1}, "offer.amount"),
        ({"amount": PRINCIPAL + 1, "fill_min": 2}, "offer.amount"),
        ({"taker": b"\x77" * 32}, "offer.taker"),
        ({"conditions": {"instalments": 11}}, "offer.tenor"),
        ({"conditions": {"borrower_kind": 3}}, "offer.borrower_kind"),
        ({"conditions": {"rate_ppm": 500_000}}, "offer.all_in_rate"),
        ({"conditions": {"quantum": 3}}, "terms.principal"),
        ({"conditions": {"tolerance": 90_000}}, "terms.tolerance"),
        ({"conditions": {"fee_ppm": 1_000_000}}, "terms.fee"),
        ({"maker": OTHER}, "offer.unfunded"),
    ],
)
async def test_what_does_not_fit_is_told_with_its_reason(
    shelf: Shelf, given: dict[str, Any], code: str
) -> None:
    digest = await shelf.post(offer(**given))
    found = await shelf.match(WISH)
    assert found.fitting == []
    assert [(misfit.digest, misfit.code) for misfit in found.misfits] == [(digest, code)]
    assert found.misfits[0].reason.zh


async def test_less_money_than_the_wish_is_a_reason(shelf: Shelf) -> None:
    await shelf.post()
    await shelf.run(lambda c: c.execute(update(desk_balances).values(amount=PRINCIPAL - 1)))
    found = await shelf.match(WISH)
    assert [misfit.code for misfit in found.misfits] == ["offer.unfunded"]
    await shelf.run(lambda c: c.execute(update(desk_balances).values(amount=PRINCIPAL)))
    assert len((await shelf.match(WISH)).fitting) == 1


async def test_offers_of_another_currency_or_side_are_not_spoken_of(shelf: Shelf) -> None:
    await shelf.post(offer(conditions={"currency": OTHER}))
    await shelf.post(offer(side=BORROW, payee=MAKER))
    found = await shelf.match(WISH)
    assert (found.fitting, found.misfits) == ([], [])


async def test_an_offer_that_names_who_looks_fits_it_alone(shelf: Shelf) -> None:
    await shelf.post(offer(taker=bytes.fromhex(OTHER_PARTY[2:])))
    assert len((await shelf.match(WISH)).fitting) == 1
    assert (await shelf.match(replace(WISH, party=PARTY))).fitting == []
    assert (await shelf.match(replace(WISH, party=None))).fitting == []


async def test_the_loan_s_figures_are_the_model_s(shelf: Shelf) -> None:
    given = offer(amount=3 * PRINCIPAL, conditions={"fee_ppm": 10_000})
    digest = await shelf.post(given)
    await shelf.write(
        offer_fills, digest=digest, maker=MAKER, remaining=2 * PRINCIPAL, fill_count=1
    )
    (found,) = (await shelf.match(WISH)).fitting
    terms = terms_of(given.conditions, PRINCIPAL, day_at(NOW, 480))
    assert found.cost.all_in_rate_ppm == all_in_rate_ppm(terms)
    assert found.cost.payout == PRINCIPAL - 10_000
    assert found.cost.first_payment == terms.instalment
    assert found.cost.total_cost == found.cost.total_payment + 10_000 - PRINCIPAL
    assert found.filled is not None
    assert found.filled.deal.terms == terms
    assert found.filled.fill.all_in_rate_ppm == found.cost.all_in_rate_ppm
    assert found.offer.fill_count == 1


async def test_a_limit_on_the_cost_counts_the_fee(shelf: Shelf) -> None:
    await shelf.post(offer(conditions={"fee_ppm": 20_000}))
    assert (await shelf.match(replace(WISH, all_in_rate_ppm_max=100_000))).fitting == []
    assert len((await shelf.match(replace(WISH, all_in_rate_ppm_max=140_000))).fitting) == 1


@pytest.mark.parametrize("side", [BORROW, LEND])
async def test_the_order_is_that_of_pricing_them_all(shelf: Shelf, side: int) -> None:
    chance, expected = random.Random(5), []  # noqa: S311 - seeded
    for _ in range(120):
        conditions = {
            "rate_ppm": chance.randrange(20_000, 240_000),
            "fee_ppm": chance.choice([0, 0, 5_000, 30_000]),
            "method": chance.randrange(1, 5),
        }
        given = offer(conditions=conditions)
        if side == LEND:
            given = replace(given, side=BORROW, payee=MAKER)
        digest = await shelf.post(given)
        terms = terms_of(given.conditions, PRINCIPAL, day_at(NOW, 480))
        expected.append((all_in_rate_ppm(terms), digest))
    found = await shelf.match(replace(WISH, side=side, taker=None), 15)
    rates = [match.cost.all_in_rate_ppm for match in found.fitting]
    ordered = sorted((rate for rate, _ in expected), reverse=side == LEND)
    assert rates == ordered[:15]
    assert {(m.cost.all_in_rate_ppm, m.offer.digest) for m in found.fitting} <= set(expected)


def test_the_bound_is_never_above_the_rate() -> None:
    chance, compared = random.Random(8), 0  # noqa: S311 - seeded
    for _ in range(1_500):
        period_days = chance.choice([0, 0, 1, 7, 30, 90, 400])
        conditions = replace(
            CONDITIONS,
            rate_ppm=chance.randrange(0, 400_000),
            fee_ppm=chance.choice([0, 1_000, 30_000, 200_000]),
            method=chance.randrange(1, 5),
            day_count=chance.randrange(1, 4),
            instalments=chance.choice([1, 2, 3, 12, 36, 120]),
            period_days=period_days,
            due_day=0 if period_days else chance.choice([0, 1, 15, 31]),
        )
        principal = chance.choice([1, 7, 100, 10_000, PRINCIPAL, 10**9])
        try:
            terms = terms_of(conditions, principal, day_at(NOW, 480) + chance.randrange(365))
        except BadInput:
            continue
        row = {
            "rate_ppm": conditions.rate_ppm,
            "fee_ppm": conditions.fee_ppm,
            "method": conditions.method,
            "instalments": conditions.instalments,
            "period_days": conditions.period_days,
        }
        assert rate_at_least_ppm(row, principal) <= all_in_rate_ppm(terms), (conditions, principal)
        compared += 1
    assert compared > 1_000


async def test_ten_thousand_offers_give_the_cheapest_that_fit(shelf: Shelf) -> None:
    chance = random.Random(3)  # noqa: S311 - seeded
    rows = []
    for _ in range(MANY):
        conditions = {
            "rate_ppm": chance.randrange(20_000, 240_000),
            "fee_ppm": chance.randrange(0, 30_000),
        }
        given, written = signed(offer(conditions=conditions))
        rows.append(_row(to_hex(given.digest), given, written, NOW))
    await shelf.run(lambda connection: connection.execute(insert(offers), rows))
    found = await shelf.match(WISH, 50)
    assert len(found.fitting) == 50
    rates = [each.cost.all_in_rate_ppm for each in found.fitting]
    assert rates == sorted(rates)
