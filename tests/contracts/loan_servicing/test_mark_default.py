# SPDX-License-Identifier: Apache-2.0
import pytest

from shouxin.credit.entry import Flag, Kind
from shouxin.lending.model import Counting, mark_default, schedule
from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, PRINCIPAL, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced
from tests.contracts.loan_world import DEFAULTED

NOT_REACHED = "servicing: default days are not reached"
BARRED = 32


def test_a_default_is_marked_once(loan: Serviced) -> None:
    loan.go(90)
    loan.mark_default()
    for days in (90, 91, 400):
        loan.go(days)
        with reverts("servicing: loan is in default already"):
            loan.mark_default()


def test_a_default_that_reckoning_has_written_is_marked_no_more(loan: Serviced) -> None:
    loan.go(90)
    loan.reckon()
    with reverts("servicing: loan is in default already"):
        loan.mark_default()


@pytest.mark.parametrize("days", [-10, 0, 5, 6, 30, 89])
def test_before_the_default_days_it_is_refused(loan: Serviced, days: int) -> None:
    loan.go(days)
    with reverts(NOT_REACHED):
        loan.mark_default()
    assert loan.state().flags & DEFAULTED == 0


@pytest.mark.parametrize("default_days", [6, 30, 400])
def test_the_terms_say_after_how_many_days(world: FullWorld, default_days: int) -> None:
    loan = Serviced(world, default_days=default_days)
    loan.go(default_days - 1)
    with reverts(NOT_REACHED):
        loan.mark_default()
    loan.go(default_days)
    loan.mark_default()
    assert loan.state().flags & DEFAULTED


def test_a_loan_that_is_none_is_refused(world: FullWorld, loan: Serviced) -> None:
    loan.go(90)
    party, repayment, _ = loan.deal.loan
    with reverts("book: no open loan has these terms"):
        world.servicing.mark_default(world.book, (party, repayment, bytes(32)), sender=world.lender)


def test_a_repaid_loan_is_refused(loan: Serviced) -> None:
    loan.go(89)
    loan.pay(2 * PRINCIPAL)
    loan.go(90)
    with reverts("book: no open loan has these terms"):
        loan.mark_default()


@pytest.mark.parametrize("who", ["stranger", "borrower", "lender", "governance"])
def test_anyone_marks_what_dates_have_reached(loan: Serviced, who: str) -> None:
    loan.go(90)
    people = {"governance": loan.world.governance}
    loan.mark_default(people.get(who) or getattr(loan.world, who))
    assert loan.state().flags & (DEFAULTED | BARRED) == DEFAULTED | BARRED


def test_it_writes_the_levels_first_and_then_the_default(loan: Serviced) -> None:
    day = loan.go(90)
    loan.mark_default()
    reached = Kind.ARREARS_REACHED
    assert loan.kinds() == [reached, reached, reached, reached, Kind.DEFAULTED]
    entry = loan.entries()[-1]
    assert (entry.day, entry.unbroken, entry.oldest) == (day, 90, 90)
    assert entry.amount == entry.exposure_after == PRINCIPAL // CENT
    assert entry.has(Flag.DEFAULTED_AFTER)
    assert not entry.has(Flag.DEFAULTED_BEFORE)
    loan.equals(mark_default(loan.terms, loan.opened(), day))


def test_a_default_is_a_status_and_changes_no_amount(loan: Serviced) -> None:
    loan.go(90)
    before = loan.position()
    loan.mark_default()
    after = loan.position()
    assert after.closing_amount == before.closing_amount
    unchanged = ("balance", "accrued", "interest_due", "principal_due", "penalty", "missed")
    assert all(getattr(after.state, n) == getattr(before.state, n) for n in unchanged)
    record = loan.world.ledger.aggregates_of(loan.deal.borrower)
    assert record.marks[4].count == 1


@pytest.mark.parametrize(
    ("counting", "days"), [(Counting.UNBROKEN, 90), (Counting.OLDEST, 90 + 28)]
)
def test_the_terms_counting_decides(world: FullWorld, counting: Counting, days: int) -> None:
    """The first bill is paid late while the second is unpaid: arrears go on, from it."""
    loan = Serviced(world, counting=int(counting))
    first = schedule(loan.terms)[0]
    loan.go(40)
    loan.pay(first.payment)
    assert loan.position().days_past_due_unbroken == 40
    assert loan.position().days_past_due_oldest == 40 - 28
    loan.go(days - 1)
    with reverts(NOT_REACHED):
        loan.mark_default()
    loan.go(days)
    loan.mark_default()
    assert loan.kinds()[-1] == Kind.DEFAULTED


def test_a_default_ends_with_the_arrears_and_can_come_again(loan: Serviced) -> None:
    loan.go(90)
    loan.mark_default()
    owed = loan.state().interest_due + loan.state().principal_due
    loan.pay(owed * CENT)
    assert loan.kinds() == [Kind.PAID, Kind.CURED]
    assert loan.state().flags & DEFAULTED == 0
    assert loan.state().flags & BARRED
    loan.world.chain.warp(days=100)
    with reverts(NOT_REACHED):
        loan.mark_default()
    since = loan.position().state.since
    loan.world.go_to(since + 90)
    loan.mark_default()
    assert loan.world.ledger.aggregates_of(loan.deal.borrower).marks[4].count == 2
