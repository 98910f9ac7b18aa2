# SPDX-License-Identifier: Apache-2.0
"""Invariants A and L over random fills, cancellations, deposits and withdrawals.

Fills never add up to more than the amount and leave nothing or at least the minimum; what was
spent, cancelled or of an old epoch is never filled; the desk holds what its lenders have in it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts.evm import Reverted
from tests.contracts.full_world import BORROW, LEND, YUAN, FullWorld

THOUSAND = 1_000 * YUAN
SIDES = (LEND, LEND, BORROW)
OFFERS = range(len(SIDES))
OPERATIONS = st.one_of(
    st.tuples(st.just("take"), st.sampled_from(OFFERS), st.integers(1, 25)),
    st.tuples(st.just("take"), st.sampled_from(OFFERS), st.integers(1, 25)),
    st.tuples(st.just("take"), st.sampled_from(OFFERS), st.integers(1, 25)),
    st.tuples(st.just("cancel"), st.sampled_from(OFFERS), st.just(0)),
    st.tuples(st.just("cancel_all"), st.sampled_from(OFFERS), st.just(0)),
    st.tuples(st.just("deposit"), st.just(0), st.integers(1, 10)),
    st.tuples(st.just("withdraw"), st.just(0), st.integers(1, 30)),
)


@dataclass
class Offered:
    """An offer and what should be known of it."""

    offer: dict[str, Any]
    left: int
    number: int = 0
    is_spent: bool = False
    is_old: bool = False
    loans: list[int] = field(default_factory=list)


class Desk:
    """The desk, and beside it what should hold, in thousands of yuan."""

    def __init__(self, world: FullWorld, sizes: list[tuple[int, int]]) -> None:
        self.world, self.balance = world, 30
        held = world.desk.balances(world.lender, world.token)
        world.desk.withdraw(world.token, held - 30 * THOUSAND, sender=world.lender)
        world.desk.deposit(world.token, THOUSAND, sender=world.backer)
        self.offers = [
            Offered(world.offer(side=side, amount=a * THOUSAND, fill_min=m * THOUSAND), a)
            for side, (a, m) in zip(SIDES, sizes, strict=True)
        ]

    def maker(self, offered: Offered) -> Any:
        is_request = offered.offer["side"] == BORROW
        return self.world.borrower if is_request else self.world.lender

    def expected(self, offered: Offered, amount: int) -> str:
        """Why a fill should be refused; empty if it should not."""
        least = offered.offer["fill_min"] // THOUSAND
        left = offered.left - amount
        if offered.is_old:
            return "desk: offer was cancelled"
        if offered.is_spent:
            return "desk: offer is spent or cancelled"
        if left < 0:
            return "desk: principal is over what is left"
        if left and (amount < least or left < least):
            return "desk: a fill leaves nothing, or at least the minimum"
        if offered.offer["side"] == LEND and amount > self.balance:
            return "desk: lender's balance is less"
        return ""

    def take(self, offered: Offered, amount: int) -> None:
        expected, principal = self.expected(offered, amount), amount * THOUSAND
        found = _refusal(lambda: self.world.take(offered.offer, principal, number=offered.number))
        assert found == expected
        if found:
            return
        offered.left -= amount
        offered.number += 1
        offered.is_spent = offered.left == 0
        offered.loans.append(amount)
        if offered.offer["side"] == LEND:
            self.balance -= amount

    def cancel(self, offered: Offered, _amount: int) -> None:
        nonce, by = offered.offer["nonce"], {"sender": self.maker(offered)}
        found = _refusal(lambda: self.world.desk.cancel(nonce, **by))
        assert found == ("desk: nonce is spent" if offered.is_spent else "")
        offered.is_spent = True

    def cancel_all(self, offered: Offered, _amount: int) -> None:
        maker = self.maker(offered)
        self.world.desk.cancel_all(sender=maker)
        for other in self.offers:
            other.is_old = other.is_old or self.maker(other) is maker

    def deposit(self, _offered: Offered, amount: int) -> None:
        self.world.desk.deposit(self.world.token, amount * THOUSAND, sender=self.world.lender)
        self.balance += amount

    def withdraw(self, _offered: Offered, amount: int) -> None:
        world, by = self.world, {"sender": self.world.lender}
        found = _refusal(lambda: world.desk.withdraw(world.token, amount * THOUSAND, **by))
        assert found == ("desk: balance is less" if amount > self.balance else "")
        self.balance -= 0 if found else amount

    def check(self) -> None:
        world, token = self.world, self.world.token
        assert world.desk.balances(world.lender, token) == self.balance * THOUSAND
        assert world.desk.balances(world.backer, token) == THOUSAND
        assert token.balanceOf(world.desk) == (self.balance + 1) * THOUSAND
        for offered in self.offers:
            offer = offered.offer
            gone = offered.is_spent or offered.is_old
            assert world.desk.remaining(offer) == (0 if gone else offered.left * THOUSAND)
            assert world.desk.is_spent(offer["maker"], offer["nonce"]) == offered.is_spent
            assert sum(offered.loans) + offered.left == offer["amount"] // THOUSAND


def _refusal(move: Callable[[], object]) -> str:
    """Why a move was refused; empty if it was not."""
    try:
        move()
    except Reverted as refused:
        return refused.reason
    return ""


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    sizes=st.lists(
        st.tuples(st.integers(1, 25), st.integers(0, 8)),
        min_size=len(SIDES),
        max_size=len(SIDES),
    ),
    operations=st.lists(OPERATIONS, min_size=1, max_size=14),
)
def test_every_step_is_as_expected(
    first_world: FullWorld, sizes: list[tuple[int, int]], operations: list[tuple[str, int, int]]
) -> None:
    with first_world.chain.anchored():
        desk = Desk(first_world, sizes)
        for name, which, amount in operations:
            getattr(desk, name)(desk.offers[which], amount)
            desk.check()
