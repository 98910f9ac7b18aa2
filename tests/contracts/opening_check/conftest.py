# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator
from typing import Any

import pytest

from shouxin.lending.model import Terms
from tests.contracts.evm import Actor, Contract
from tests.contracts.loan_world import ModelWorld, repayment_of
from tests.contracts.terms_struct import Complete, changed
from tests.lending.model.samples import sample_terms

QUANTUM = 100


class Opening:
    """The check, asked on the start day as a book asks it."""

    def __init__(self) -> None:
        self.world = ModelWorld()
        self.contract: Contract = self.world.opening
        self.book: Actor = self.world.chain.actor("book")

    def complete(self, terms: Terms | None = None, **changes: Any) -> Complete:
        """Terms with the figures that follow from them, then fields changed by name."""
        deal = self.world.deal(terms or self.terms())
        return changed(deal.complete, **changes)

    def with_repayment(self, terms: Terms, faulty: Terms, **changes: Any) -> Complete:
        """Terms with the repayment and fee of others, and fields changed by name."""
        party, repayment, agreement = self.complete(terms, fee=faulty.fee, **changes)
        return party, repayment_of(faulty, repayment[0]), agreement

    def terms(self, **changes: Any) -> Terms:
        """The sample loan, in quanta of a hundred base units, with a fee."""
        plain = {"quantum": QUANTUM, "principal": 12_000_000 * QUANTUM, "fee": 12_000 * QUANTUM}
        return sample_terms(**{**plain, **changes})

    def check(self, complete: Complete) -> int:
        """What the check answers at noon of the start day."""
        return int(self.contract.check(complete, sender=self.book))

    def check_on_start(self, terms: Terms, **changes: Any) -> int:
        """The same on the start day of terms."""
        complete = self.complete(terms, **changes)
        self.world.go_to(terms, terms.start_day)
        return self.check(complete)


@pytest.fixture(scope="session")
def _made() -> Opening:
    return Opening()


@pytest.fixture
def opening(_made: Opening) -> Iterator[Opening]:
    """The check on the sample's start day."""
    with _made.world.chain.anchored():
        terms = _made.terms()
        _made.world.go_to(terms, terms.start_day)
        yield _made
