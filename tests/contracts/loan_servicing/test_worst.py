# SPDX-License-Identifier: Apache-2.0
"""Every call at its worst, with 600 bills missed at once, stays far below a block's gas."""

import pytest

from shouxin.lending.model import Method, schedule
from tests.contracts.full_world import CENT, YUAN, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced

GAS_MAX = 10_000_000
COLD = 500_000
"""What storage and accounts that are cold in a transaction of its own cost beyond what is
measured here, amply."""
BILLS = 600
PRINCIPAL = 600_000 * YUAN
NO_LIMIT = 2**31


@pytest.fixture(
    params=[
        (method, day_count, period_days)
        for method in Method
        for day_count in (1, 3)
        for period_days in (0, 1)
    ],
    ids=lambda shape: "method {}, day count {}, period {}".format(*shape),
)
def longest(world: FullWorld, request: pytest.FixtureRequest) -> Serviced:
    """A loan of 600 periods, by months and by days."""
    method, day_count, period_days = request.param
    loan = Serviced(
        world,
        PRINCIPAL,
        method=int(method),
        day_count=day_count,
        period_days=period_days,
        instalments=BILLS,
        counting=2,
        all_in_rate_ppm_max=NO_LIMIT,
    )
    assert world.chain.gas + COLD < GAS_MAX
    return loan


def missed_all(loan: Serviced) -> int:
    """Go to where all bills are missed, the default days included; the day before the last."""
    last = schedule(loan.terms)[-1].due_day
    loan.world.go_to(last + loan.terms.default_days)
    return last - 1


def test_every_move_of_a_loan_that_missed_all_bills(longest: Serviced) -> None:
    world = longest.world
    missed_all(longest)
    everything = {"penalty": CENT, "interest": YUAN, "principal": YUAN}
    moves = {
        "reckon": longest.reckon,
        "mark_default": longest.mark_default,
        "write_off": longest.write_off,
        "waive": lambda: longest.waive(**everything),
        "pay a cent": lambda: longest.pay(CENT),
        "pay the most": lambda: longest.pay(1_000 * PRINCIPAL),
    }
    for name, move in moves.items():
        with world.chain.anchored():
            move()
            assert world.chain.gas + COLD < GAS_MAX, name
            assert longest.state().period == BILLS + 1


def test_a_notice_after_all_bills_but_the_last(longest: Serviced) -> None:
    world = longest.world
    world.go_to(missed_all(longest))
    if longest.terms.method == Method.BULLET:
        longest.reckon()
    else:
        longest.give_notice()
    assert world.chain.gas + COLD < GAS_MAX
    assert longest.state().period == BILLS


def test_an_acceleration_with_as_many_bills_as_a_notice_lasts(world: FullWorld) -> None:
    loan = Serviced(
        world, PRINCIPAL, instalments=BILLS, period_days=1, all_in_rate_ppm_max=NO_LIMIT
    )
    loan.go(60)
    loan.give_notice()
    loan.go(60 + loan.terms.notice_days + 90)
    loan.accelerate()
    assert world.chain.gas + COLD < GAS_MAX


def test_a_waiver_by_as_many_holders_as_can_sign(world: FullWorld) -> None:
    loan = Serviced(world, PRINCIPAL, instalments=BILLS, all_in_rate_ppm_max=NO_LIMIT)
    units = PRINCIPAL // CENT // 32
    holders = [world.actor(f"one of many {n}") for n in range(32)]
    for holder in holders:
        loan.hand(holder, units)
    missed_all(loan)
    waiver = loan.waiver(interest=YUAN, principal=YUAN)
    loan.waive(waiver, [loan.consent(waiver, holder) for holder in holders])
    assert world.chain.gas + COLD < GAS_MAX


def test_a_long_neglected_loan_is_reckoned_in_parts(longest: Serviced) -> None:
    world = longest.world
    missed_all(longest)
    with world.chain.anchored():
        longest.reckon()
        at_once = world.chain.gas
        owed = longest.closing_amount
    for row in schedule(longest.terms)[BILLS // 4 :: BILLS // 4]:
        longest.reckon(row.due_day)
        assert world.chain.gas < at_once
    longest.reckon()
    assert longest.closing_amount == owed
