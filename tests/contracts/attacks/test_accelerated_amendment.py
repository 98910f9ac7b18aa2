# SPDX-License-Identifier: Apache-2.0
"""What brings an accelerated loan back is forbearance, however few days it was past due."""

import pytest

from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, FullWorld
from tests.contracts.loan_amending.amendable import Amendable

REPRICING, FORBEARANCE = 1, 5
ACCELERATED = 2


@pytest.fixture
def loan() -> Amendable:
    """Accelerated on its eleventh day past due."""
    loan = Amendable(FullWorld(), acceleration_days=8, notice_days=1)
    loan.go(9)
    loan.give_notice()
    loan.go(11)
    loan.accelerate()
    assert loan.state().flags & ACCELERATED
    return loan


def bring(loan: Amendable, kind: int) -> None:
    taken_back = loan.state().principal_due * CENT
    new = loan.new_deal(loan.terms_of(taken_back))
    loan.bring(new, loan.amendment(new, taken_back=taken_back, kind=kind))


def test_forbearance_brings_it_back(loan: Amendable) -> None:
    bring(loan, FORBEARANCE)
    assert not loan.state().flags & ACCELERATED


def test_nothing_else_does(loan: Amendable) -> None:
    with reverts("amending: 30 days past due, in default or accelerated, only forbearance amends"):
        bring(loan, REPRICING)
