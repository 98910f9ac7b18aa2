# SPDX-License-Identifier: Apache-2.0
"""What offers cost: exactly, by the model, and at least, from a few columns of the book."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from shouxin.chain.bindings.structs import Conditions
from shouxin.lending.model import Method, Terms, all_in_rate_ppm, check_terms
from shouxin.lending.offer_schemas import WrittenConditions
from shouxin.lending.offers import NOBODY, terms_of
from shouxin.primitives.rates import PPM

MONTH_DAYS_MAX, YEAR_DAYS_MIN, YEAR_DAYS_MAX = 31, 360, 366
HALVES_A_YEAR = 26
"""How often half of a principal stands for a month or more, in a year, and two to be safe."""
PRICES_KEPT, CONDITIONS_KEPT = 20_000, 20_000
SLACK_PPM_MAX = PPM


@lru_cache(maxsize=CONDITIONS_KEPT)
def conditions_in(written: str) -> Conditions:
    """The conditions in an offer's JSON text, as the book keeps it; read once."""
    return WrittenConditions.model_validate(json.loads(written)["offer"]["conditions"]).struct()


def price(conditions: Conditions, principal: int, today: int) -> tuple[Terms, int]:
    """The terms of a loan of a principal today, and its all-in rate.

    Raises:
        BadInput: ``terms.…``; the principal makes no valid loan.
    """
    return _price(_economics(conditions), principal, today)


def rate_at_least_ppm(row: Mapping[str, Any], principal: int) -> int:
    """What a loan's all-in rate is at least, from its offer's columns.

    A fee f of the principal P is made up for within the tenor T: the value of the payments falls
    with the rate by at most P · T, so the fee adds at least f / T. Rounding interest to quanta
    takes off at most half a quantum a period, over a first period of the whole balance; where that
    is broken and may be a day, over a second one of at least half of it. A bullet's interest is not
    added to its principal until the end, so that its own rate r comes to ``ln(1 + rT) / T`` at
    least, which is above ``2r / (2 + rT)``. The same loss, of a month's interest at most, comes of
    a long first period whose interest is over the equal instalment, which takes ``rT > ln 2``.
    """
    instalments, period_days = int(row["instalments"]), int(row["period_days"])
    tenor_days = instalments * period_days or (instalments + 1) * MONTH_DAYS_MAX
    fee_ppm = max(int(row["fee_ppm"]) - slack_ppm(1, principal), 0)
    periods = HALVES_A_YEAR if instalments > 1 else YEAR_DAYS_MAX
    if period_days:
        periods = -(-YEAR_DAYS_MAX // period_days)
    added = fee_ppm * YEAR_DAYS_MIN // max(tenor_days, 1)
    rate = _compounded_at_least(int(row["rate_ppm"]), row["method"], tenor_days)
    return rate + added - slack_ppm(instalments * periods, principal)


def _compounded_at_least(rate: int, method: int, tenor_days: int) -> int:
    """What a rate comes to, discounted by periods, where interest waits unpaid."""
    interest, whole = rate * tenor_days, PPM * YEAR_DAYS_MIN
    if method == Method.BULLET:
        return 2 * rate * whole // (2 * whole + interest)
    if method == Method.EQUAL_INSTALMENT and 10 * interest > 6 * whole:
        return rate - rate * rate // (6 * PPM)
    return rate


def slack_ppm(half_units: int, principal: int) -> int:
    """So many halves of a base unit, as a part of a principal, rounded up."""
    return min(PPM * half_units // (2 * max(principal, 1)) + 1, SLACK_PPM_MAX)


@lru_cache(maxsize=PRICES_KEPT)
def _price(conditions: Conditions, principal: int, today: int) -> tuple[Terms, int]:
    """Once for all offers of the same price."""
    terms = terms_of(conditions, principal, today)
    check_terms(terms)
    return terms, all_in_rate_ppm(terms)


def _economics(conditions: Conditions) -> Conditions:
    """The conditions without what a price does not depend on."""
    return replace(
        conditions,
        fee_receiver=NOBODY,
        servicer=NOBODY,
        all_in_rate_ppm_max=0,
        borrower_kind=0,
        purpose=0,
        jurisdiction=0,
        product=0,
        security_hash=b"",
        documents_hash=b"",
    )
