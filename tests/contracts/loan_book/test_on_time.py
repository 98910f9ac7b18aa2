# SPDX-License-Identifier: Apache-2.0
"""What counts as on time: each bill once, by its own size, when wholly cleared by its day."""

from shouxin.lending.model import schedule
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN, FullWorld


def on_time(world: FullWorld) -> int:
    return world.ledger.aggregates_of(world.party(world.borrower)).on_time_count


def least(world: FullWorld, yuan: int) -> None:
    """The least amount that counts; reference units are cents here."""
    world.ledger.set_on_time_min(world.book, yuan * YUAN // CENT, sender=world.governance)


def test_splitting_a_payment_on_the_due_day_changes_nothing_in_the_record() -> None:
    counts = []
    for parts in ((0,), (2_600 * YUAN,)):
        world = FullWorld()
        least(world, 100)
        deal = world.take(world.offer(world.conditions(fee_ppm=0)))
        row = schedule(deal.terms)[0]  # 2,665.46
        world.go_to(row.due_day)
        for part in parts:
            if part:
                world.pay(deal, part)
            world.pay(deal, row.payment - part)
        counts.append(on_time(world))
    assert counts == [1, 1]


def test_a_bill_paid_partly_ahead_and_the_rest_on_its_day_counts() -> None:
    world = FullWorld()
    least(world, 100)
    deal = world.take(world.offer(world.conditions(fee_ppm=0)))
    row = schedule(deal.terms)[0]
    world.go_to(row.due_day - 1)
    world.pay(deal, 2_600 * YUAN)
    world.go_to(row.due_day)
    world.pay(deal, row.payment - 2_600 * YUAN)
    assert on_time(world) == 1


def test_bills_below_the_least_amount_do_not_count_together() -> None:
    """Twelve bills of 8.33 yuan; eleven missed, then all paid on the last due day."""
    world = FullWorld()
    least(world, 90)
    conditions = world.conditions(fee_ppm=0, rate_ppm=0, default_days=400, overdue_rate_ppm=0)
    offer = world.offer(conditions, amount=100 * YUAN, fill_min=100 * YUAN)
    deal = world.take(offer, 100 * YUAN)
    world.go_to(schedule(deal.terms)[-1].due_day)
    world.pay(deal, 10**12)
    assert on_time(world) == 0


def test_a_late_bill_does_not_count_as_on_time_on_a_later_due_day_without_a_bill() -> None:
    """No interest; all but one bill paid ahead; the last bill paid a month late."""
    world = FullWorld()
    conditions = world.conditions(fee_ppm=0, rate_ppm=0)
    deal = world.take(world.offer(conditions))
    rows = schedule(deal.terms)
    world.pay(deal, PRINCIPAL - 2_000 * YUAN)  # 28,000 of 30,000, counted in u
    world.go_to(rows[1].due_day + 1)
    state = world.servicing.position(world.book, deal.loan, world.today()).state
    assert state.principal_due == 2_000 * YUAN // CENT
    assert state.since == rows[1].due_day
    world.go_to(rows[2].due_day)  # 31 days past due, grace 5
    world.pay(deal, 10**12)
    assert on_time(world) == 1  # the first bill, wholly credited ahead; not the late one


def test_a_bill_paid_ahead_counts_though_another_loan_s_was_counted_since() -> None:
    """Loan A, due on the 1st, paid by standing order on the 25th; loan B paid on the 15th."""
    world = FullWorld()
    a = world.take(world.offer(world.conditions(fee_ppm=0, due_day=1)))
    b = world.take(world.offer(world.conditions(fee_ppm=0, due_day=15)))
    for row_a, row_b in zip(schedule(a.terms)[:3], schedule(b.terms)[:3], strict=True):
        days = sorted(
            [(row_a.due_day - 7, a, row_a), (row_b.due_day, b, row_b)], key=lambda x: x[0]
        )
        for day, deal, row in days:
            world.go_to(max(day, world.today()))
            world.pay(deal, row.payment)
    world.go_to(world.today() + 1)
    world.servicing.reckon(world.book, a.loan, world.today(), sender=world.stranger)
    assert on_time(world) == 6
