# SPDX-License-Identifier: Apache-2.0
"""The check opens exactly what the model opens, over random terms and small faults in them."""

from dataclasses import replace
from random import Random

import pytest

from shouxin.lending.model import Terms, all_in_rate_ppm, check_opening, last_payment
from shouxin.lending.model.schedule import schedule
from shouxin.primitives.errors import BadInput
from tests.contracts.evm import Reverted
from tests.contracts.loan_opening.conftest import Opening
from tests.lending.model.generators import random_terms, seeded

COUNT = 300
BATCHES = 10


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_the_model_opens_the_check_opens(opening: Opening, batch: int) -> None:
    for number in range(batch, COUNT, BATCHES):
        terms = with_fee(random_terms(seeded(number)), seeded(number))
        try:
            check_opening(terms, terms.start_day, last_payment(terms), all_in_rate_ppm(terms))
        except BadInput as error:
            pytest.fail(f"terms {number}: {error}")
        found = opening.check_on_start(terms)
        assert found == schedule(terms)[-1].due_day, f"terms {number}"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_model_and_check_agree_on_terms_with_a_fault(opening: Opening, batch: int) -> None:
    refused = 0
    for number in range(batch, COUNT, BATCHES):
        rng = seeded(number)
        terms = with_fee(random_terms(rng), rng)
        right = (last_payment(terms), all_in_rate_ppm(terms))
        faulty, stated = with_fault(terms, right, rng)
        verdicts = (
            is_opened_by_model(faulty, terms.start_day, *stated),
            is_opened_by_check(opening, terms, faulty, stated),
        )
        assert verdicts[0] == verdicts[1], f"terms {number}: {faulty}, {stated}"
        refused += not verdicts[0]
    assert refused > COUNT // BATCHES // 2


def with_fee(terms: Terms, rng: Random) -> Terms:
    """The same terms with a fee of up to a fifth of the principal."""
    most = terms.principal // terms.quantum // 5
    return replace(terms, fee=rng.choice((0, rng.randint(0, most))) * terms.quantum)


def with_fault(terms: Terms, right: tuple[int, int], rng: Random) -> tuple[Terms, tuple[int, int]]:
    """Terms and stated figures with one of them a step off, in either direction."""
    last, all_in = right
    sign, q = rng.choice((-1, 1)), terms.quantum
    faults = {
        "instalment": lambda: (
            replace(terms, instalment=max(0, terms.instalment + sign * q)),
            right,
        ),
        "multiple": lambda: (
            replace(terms, instalment=max(0, terms.instalment + sign * terms.multiple)),
            right,
        ),
        "last": lambda: (terms, (max(0, last + sign * q), all_in)),
        "all_in": lambda: (terms, (last, max(0, all_in + sign))),
        "tolerance": lambda: (
            replace(terms, tolerance=terms.tolerance + rng.randint(1, 10**6) * q),
            right,
        ),
        "first_due_day": lambda: (
            replace(terms, first_due_day=terms.first_due_day + rng.randint(-70, 70)),
            right,
        ),
        "due_day": lambda: (replace(terms, due_day=rng.randint(0, 31)), right),
        "start_day": lambda: (replace(terms, start_day=terms.start_day + sign), right),
        "fee": lambda: (replace(terms, fee=max(0, terms.fee + sign * q)), right),
        "rate": lambda: (replace(terms, rate_ppm=max(0, terms.rate_ppm + sign)), right),
    }
    return faults[rng.choice(list(faults))]()


def is_opened_by_model(terms: Terms, today: int, last: int, all_in: int) -> bool:
    try:
        check_opening(terms, today, last, all_in)
    except BadInput:
        return False
    return True


def is_opened_by_check(
    opening: Opening, terms: Terms, faulty: Terms, stated: tuple[int, int]
) -> bool:
    opening.world.go_to(terms, terms.start_day)
    last, all_in = stated
    complete = opening.with_repayment(terms, faulty, last_payment=last, all_in_rate_ppm=all_in)
    try:
        opening.check(complete)
    except Reverted:
        return False
    return True
