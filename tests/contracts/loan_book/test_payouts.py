# SPDX-License-Identifier: Apache-2.0
"""Notes that move in the middle of payouts: who has what, to the base unit (invariants E and G)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shouxin.lending.model import Terms
from tests.contracts.evm import Actor, reverts
from tests.contracts.loan_world import Deal, ModelWorld
from tests.lending.model.samples import sample_terms

EMPTY = bytes(32)
PRIME_UNITS = 9_973
HOLDERS = 4
STEP = st.one_of(
    st.tuples(st.just("pay"), st.integers(1, 3_000)),
    st.tuples(
        st.just("move"),
        st.integers(0, HOLDERS - 1),
        st.integers(0, HOLDERS - 1),
        st.integers(0, PRIME_UNITS),
    ),
    st.tuples(st.just("claim"), st.integers(0, HOLDERS - 1)),
)


def plain_terms(**changes: object) -> Terms:
    """A loan without interest, so that money comes in as it is paid."""
    return sample_terms(rate_ppm=0, **changes)


@pytest.fixture(scope="session")
def _model() -> ModelWorld:
    world = ModelWorld()
    for name in ("second", "third", "fourth"):
        world.chain.actor(name)
    return world


@pytest.fixture
def model_world(_model: ModelWorld) -> Iterator[ModelWorld]:
    with _model.chain.anchored():
        yield _model


@dataclass
class Ledger:
    """Who should have what: units, floored credits as settled, the exact part, and settlements."""

    total: int
    units: list[int]
    received: int = 0
    settled: list[int] = field(default_factory=lambda: [0] * HOLDERS)
    owed: list[int] = field(default_factory=lambda: [0] * HOLDERS)
    claimed: list[int] = field(default_factory=lambda: [0] * HOLDERS)
    exact: list[Fraction] = field(default_factory=lambda: [Fraction(0)] * HOLDERS)
    settlements: list[int] = field(default_factory=lambda: [0] * HOLDERS)

    def pay(self, amount: int) -> None:
        """Money for all units."""
        self.received += amount
        for i, units in enumerate(self.units):
            self.exact[i] += Fraction(amount * units, self.total)

    def settle(self, i: int) -> None:
        """Credit a holder, floored."""
        self.owed[i] += (self.received - self.settled[i]) * self.units[i] // self.total
        self.settled[i] = self.received
        self.settlements[i] += 1

    def move(self, sender: int, receiver: int, units: int) -> None:
        """Settle both sides and move; nothing, or to oneself, changes nothing."""
        if sender == receiver or not units:
            return
        for i in (sender, receiver):
            self.settle(i)
        self.units[sender] -= units
        self.units[receiver] += units


@dataclass
class Run:
    """A loan with a few holders, beside the ledger of what they should have."""

    world: ModelWorld
    deal: Deal
    holders: list[Actor]
    ledger: Ledger

    def pay(self, quanta: int) -> None:
        """Pay what the loan still takes."""
        terms = self.deal.terms
        left = (PRIME_UNITS - self.ledger.received // terms.quantum) * terms.quantum
        amount = min(quanta * terms.quantum, left - terms.quantum)
        if amount > 0:
            book = self.world.book
            book.pay(self.deal.loan, amount, EMPTY, EMPTY, sender=self.world.payer)
            self.ledger.pay(amount)

    def move(self, sender: int, receiver: int, units: int) -> None:
        """Move as many of the units as there are."""
        units = min(units, self.ledger.units[sender])
        self.world.book.safeTransferFrom(
            self.holders[sender],
            self.holders[receiver],
            int.from_bytes(self.deal.id, "big"),
            units,
            b"",
            sender=self.holders[sender],
        )
        self.ledger.move(sender, receiver, units)

    def claim(self, i: int) -> None:
        """Claim for a holder; refused when nothing is owed."""
        world, ledger = self.world, self.ledger
        due = ledger.owed[i] + (ledger.received - ledger.settled[i]) * ledger.units[i] // (
            ledger.total
        )
        if not due:
            with reverts("book: nothing to claim"):
                world.book.claim(self.deal.id, self.holders[i], sender=world.payer)
            return
        assert world.book.claim(self.deal.id, self.holders[i], sender=world.payer) == due
        ledger.settle(i)
        ledger.owed[i] = 0
        ledger.claimed[i] += due

    def check(self) -> None:
        """Units and claimable amounts are the ledger's, and add up."""
        book, ledger, token = self.world.book, self.ledger, self.world.token
        found = [book.holding_of(self.deal.id, holder) for holder in self.holders]
        assert [holding.units for holding in found] == ledger.units
        assert sum(ledger.units) == ledger.total
        claimable = sum(holding.owed for holding in found)
        left = ledger.received - sum(ledger.claimed)
        dust = left - claimable
        assert token.balanceOf(book) == left
        assert 0 <= dust < sum(ledger.settlements) + HOLDERS
        for i, holding in enumerate(found):
            short = ledger.exact[i] - ledger.claimed[i] - holding.owed
            assert 0 <= short < ledger.settlements[i] + 1


def started(world: ModelWorld, quantum: int) -> Run:
    terms = plain_terms(principal=PRIME_UNITS * quantum, quantum=quantum)
    deal = world.open(terms)
    holders = [world.lender, *(world.chain.actor(n) for n in ("second", "third", "fourth"))]
    return Run(world, deal, holders, Ledger(PRIME_UNITS, [PRIME_UNITS, 0, 0, 0]))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(quantum=st.sampled_from([1, 7, 10_000]), steps=st.lists(STEP, min_size=1, max_size=25))
@example(
    quantum=1,
    steps=[("pay", 1), ("move", 0, 1, 4_986), ("pay", 1), ("claim", 0), ("claim", 1), ("pay", 1)],
)
@example(quantum=1, steps=[("move", 0, 1, 1), ("pay", 1), ("move", 0, 1, 0), ("pay", 2)])
@example(quantum=1, steps=[("move", 0, 1, 1), *[("pay", 1), ("claim", 0), ("claim", 1)] * 8])
def test_each_holder_has_its_part_short_by_less_than_one_a_settlement(
    model_world: ModelWorld, quantum: int, steps: list[tuple[str, int]]
) -> None:
    with model_world.chain.anchored():
        run = started(model_world, quantum)
        for name, *values in steps:
            getattr(run, name)(*values)
        run.check()
        for i in range(HOLDERS):
            run.claim(i)
        run.check()


def test_pay_move_half_pay_and_claim_both(model_world: ModelWorld) -> None:
    run = started(model_world, 10_000)
    run.pay(1_000)
    run.move(0, 1, PRIME_UNITS // 2)
    run.pay(501)
    second = 501 * 10_000 * (PRIME_UNITS // 2) // PRIME_UNITS
    first = 1_000 * 10_000 + 501 * 10_000 * (PRIME_UNITS - PRIME_UNITS // 2) // PRIME_UNITS
    book, holders = model_world.book, run.holders
    claims = [book.claim(run.deal.id, holders[i], sender=model_world.payer) for i in (0, 1)]
    assert claims == [first, second]
    assert 0 <= 1_501 * 10_000 - sum(claims) <= 1
    assert model_world.token.balanceOf(book) == 1_501 * 10_000 - sum(claims)


def test_a_thousand_small_claims_lose_less_than_one_unit_each(model_world: ModelWorld) -> None:
    run = started(model_world, 1)
    run.move(0, 1, PRIME_UNITS // 2)
    for _ in range(250):
        run.pay(7)
        for i in (0, 1):
            run.claim(i)
    run.check()
    assert sum(run.ledger.claimed) >= 7 * 250 - 2 * 250


def test_many_holders_make_no_call_dearer(model_world: ModelWorld) -> None:
    run, world = started(model_world, 10_000), model_world
    run.pay(10)
    run.move(0, 1, 5_000)
    run.pay(10)
    run.claim(0)
    run.pay(10)
    few = _gas(run)
    number = int.from_bytes(run.deal.id, "big")
    for i in range(300):
        holder = f"0x{i + 2**100:040x}"
        world.book.safeTransferFrom(world.lender, holder, number, 1, b"", sender=world.lender)
    many = _gas(run)
    assert many == few


def _gas(run: Run) -> list[int]:
    world, found = run.world, []
    with world.chain.anchored():
        world.book.pay(run.deal.loan, 10**6, EMPTY, EMPTY, sender=world.payer)
        found.append(world.chain.gas)
        world.book.claim(run.deal.id, world.lender, sender=world.payer)
        found.append(world.chain.gas)
        world.book.safeTransferFrom(
            world.lender,
            run.holders[1],
            int.from_bytes(run.deal.id, "big"),
            10,
            b"",
            sender=world.lender,
        )
        found.append(world.chain.gas)
    return found
