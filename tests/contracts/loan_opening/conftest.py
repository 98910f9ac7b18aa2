# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator
from typing import Any

import pytest

from shouxin.lending.model import Terms
from tests.contracts.book_world import BookWorld
from tests.contracts.evm import Contract
from tests.contracts.loan_world import ModelWorld, repayment_of
from tests.contracts.terms_struct import Complete, changed, field
from tests.lending.model.samples import sample_terms

QUANTUM = 100


class Opening:
    """The opening contract's check, among neighbours that admit everything."""

    def __init__(self) -> None:
        self.world = world = ModelWorld()
        deploy, by = world.chain.deploy, {"sender": world.desk}
        self.rulebook = deploy("AnsweringRulebook", **by)
        neighbours = (self.rulebook, self.rulebook)
        self.contract: Contract = deploy("LoanOpening", *neighbours, **by)
        moving = (world.servicing, world.relay, world.amending, world.rollover)
        self.book: Contract = deploy(
            "LoanBook", *neighbours, world.ledger, self.contract, *moving, **by
        )
        world.token.approve(self.book, 2**200, **by)
        self.gas = 0

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
        """Open a loan and undo it: its last due day, by the tenor that the rulebook was told."""
        chain, by = self.world.chain, {"sender": self.world.desk}
        with chain.anchored():
            exposure, place = field(complete, "exposure"), field(complete, "jurisdiction")
            self.rulebook.answer(1, exposure, place, **by)
            self.contract.open(self.book, complete, **by)
            self.gas = chain.gas
            tenor_days = self.rulebook.loan_request().tenor_days
        return int(field(complete, "start_day") + tenor_days)

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


@pytest.fixture(scope="session")
def _made_whole() -> BookWorld:
    return BookWorld()


@pytest.fixture
def world(_made_whole: BookWorld) -> Iterator[BookWorld]:
    """All contracts as they were made: what a test does in them is undone."""
    with _made_whole.chain.anchored():
        yield _made_whole
