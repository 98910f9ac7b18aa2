# SPDX-License-Identifier: Apache-2.0
"""Half-cents on purpose: interest that comes to half a cent is a cent, however often reckoned.

The principals are such that the interest of the whole term is a whole number of cents and a half,
exactly, while each single day's is floored by nearly one fine unit.
"""

import pytest

from shouxin.lending.model import Method, reckon
from tests.contracts.full_world import CENT, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced

YEAR = 365
FINE = 10**9
HALF_CENT = CENT * FINE // 2
PPM = 10**6


def principal_of(years: int, rate_ppm: int) -> int:
    """The first principal from 30,000 yuan on that does so."""
    for cents in range(3_000_000, 3_100_000):
        daily = cents * CENT * rate_ppm * FINE // PPM
        whole_term = daily * years
        if whole_term % (CENT * FINE) == HALF_CENT and daily % YEAR >= YEAR - 5:
            return cents * CENT
    message = f"no principal for {years} years at {rate_ppm}"
    raise ValueError(message)


@pytest.mark.parametrize(
    ("years", "rate_ppm", "lost_cents"),
    [
        (1, 100_000, 0),
        (2, 50_000, 0),
        # the law's own limit (docs/loan-model.md): over 1,000 floors exceed the millionth added
        (5, 100_000, 1),
    ],
)
def test_daily_reckoning_gives_the_same_cents_as_at_once(
    world: FullWorld, years: int, rate_ppm: int, lost_cents: int
) -> None:
    loan = Serviced(
        world,
        principal_of(years, rate_ppm),
        method=int(Method.BULLET),
        instalments=years,
        period_days=YEAR,
        day_count=3,
        rate_ppm=rate_ppm,
    )
    start, days = loan.terms.start_day, years * YEAR
    loan.start(days)
    with world.chain.anchored():
        loan.reckon()
        at_once = loan.state()
    model = loan.opened()
    for day in range(start + 1, start + days + 1):
        loan.reckon(day)
        model = reckon(loan.terms, model, day)
    loan.equals(model)
    exact = loan.terms.principal * rate_ppm * years // PPM
    assert at_once.interest_due * CENT == exact + CENT // 2
    assert loan.state().interest_due == at_once.interest_due - lost_cents
