# SPDX-License-Identifier: Apache-2.0
"""Loans that could outgrow the book's words are refused, from the first quantum too many on.

``loan_book/test_bounds.py`` shows that what opens at the bound is kept whole.
"""

from dataclasses import replace
from typing import Any

import pytest

from shouxin.lending.model import Terms
from tests.contracts.evm import reverts
from tests.contracts.loan_opening.conftest import Opening
from tests.contracts.widths import (
    INTEREST,
    PENALTY,
    QUANTUM,
    largest,
    width_refusal,
    with_principal,
)
from tests.lending.model.generators import random_terms, seeded

COUNT = 200
TOP = 2**24 - 1
NO_RATES = {"rate_ppm": 0, "penalty_margin_ppm": 0, "overdue_rate_ppm": 0}
COARSE = 2**40


def check_principal(opening: Opening, terms: Terms, text: str) -> None:
    """The terms open, or are refused with a text."""
    complete = opening.complete(terms)
    opening.world.go_to(terms, terms.start_day)
    if not text:
        opening.check(complete)
        return
    with reverts(text):
        opening.check(complete)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (NO_RATES | {"principal": 2**90 - COARSE, "quantum": COARSE}, ""),
        (NO_RATES | {"principal": 2**56 - 2, "quantum": 1}, ""),
        (NO_RATES | {"principal": 2**56 - 1, "quantum": 1}, QUANTUM),
        (NO_RATES | {"principal": 2**90 - 2**32, "quantum": 2**32}, QUANTUM),
        (NO_RATES | {"principal": 2**90 - COARSE, "quantum": COARSE, "rate_ppm": TOP}, INTEREST),
        (
            NO_RATES | {"principal": 2**90 - COARSE, "quantum": COARSE, "penalty_margin_ppm": TOP},
            PENALTY,
        ),
        (NO_RATES | {"principal": 2**88, "quantum": COARSE, "overdue_rate_ppm": TOP}, ""),
        (
            NO_RATES | {"principal": 2**82, "quantum": COARSE}
            | {"rate_ppm": 240_000, "overdue_rate_ppm": TOP},
            PENALTY,
        ),
    ],
    ids=str,
)  # fmt: skip
def test_amounts_open_that_fit_and_no_others(
    opening: Opening, changes: dict[str, Any], text: str
) -> None:
    terms = opening.terms(**changes, fee=0)
    assert width_refusal(terms) == text
    check_principal(opening, terms, text)


def test_the_tenor_counts(opening: Opening) -> None:
    one = largest(opening.terms(fee=0, quantum=10**13, instalments=1))
    check_principal(opening, one, "")
    check_principal(opening, with_principal(replace(one, instalments=2), one.principal // 10**13),
                    PENALTY)  # fmt: skip


def test_of_random_terms_the_largest_principal_opens_and_no_larger(
    opening: Opening,
) -> None:
    texts = set()
    for number in range(COUNT):
        rng = seeded(number)
        drawn = replace(random_terms(rng), tolerance=0, quantum=10 ** rng.randint(0, 14))
        rates = (rng.choice((0, 1, 120_000, rng.randint(0, TOP), TOP)) for _ in range(3))
        dear = dict(zip(NO_RATES, rates, strict=True))
        plain = replace(drawn, instalment_multiple=0, **dear)
        terms = largest(plain)
        more = with_principal(plain, terms.principal // terms.quantum + 1)
        text = width_refusal(more)
        check_principal(opening, terms, "")
        if more.principal < 2**90:
            check_principal(opening, more, text)
            texts.add(text)
    assert texts == {INTEREST, PENALTY, QUANTUM}
