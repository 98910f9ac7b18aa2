# SPDX-License-Identifier: Apache-2.0
import pytest

from shouxin.credit.entry import Kind
from shouxin.lending.model import Counting, give_notice, schedule
from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, PRINCIPAL, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced

NOTICE, LAPSE = 10, 90
DUE_ALREADY = "servicing: all of it is due already"
NOT_REACHED = "servicing: acceleration days are not reached"


def test_only_the_servicer_gives_notice(world: FullWorld) -> None:
    loan = Serviced(world, servicer=world.backer.address)
    loan.go(60)
    others = (world.lender, world.borrower, world.stranger, world.governance, world.bank)
    for caller in others:
        with reverts("servicing: caller is not the servicer"):
            loan.give_notice(caller)
    loan.give_notice(world.backer)


def test_a_servicer_of_another_loan_gives_no_notice(world: FullWorld, loan: Serviced) -> None:
    loan.go(60)
    party, repayment, agreement = loan.deal.complete
    named = (*agreement[:5], world.backer.address, *agreement[6:])
    with reverts("book: no open loan has these terms"):
        world.servicing.give_notice(world.book, (party, repayment, named), sender=world.backer)


@pytest.mark.parametrize("days", [-5, 0, 5, 6, 59])
def test_before_the_acceleration_days_it_is_refused(loan: Serviced, days: int) -> None:
    loan.go(days)
    with reverts(NOT_REACHED):
        loan.give_notice()


def test_after_the_last_due_day_there_is_nothing_to_give_notice_of(loan: Serviced) -> None:
    last = schedule(loan.terms)[-1].due_day
    loan.world.go_to(last)
    with reverts(DUE_ALREADY):
        loan.give_notice()
    loan.world.go_to(last + 400)
    with reverts(DUE_ALREADY):
        loan.give_notice()


def test_the_day_before_the_last_due_day_is_early_enough(loan: Serviced) -> None:
    loan.world.go_to(schedule(loan.terms)[-1].due_day - 1)
    loan.give_notice()
    assert loan.kinds()[-1] == Kind.NOTICE_GIVEN


def test_after_acceleration_there_is_nothing_to_give_notice_of(loan: Serviced) -> None:
    loan.go(60)
    loan.give_notice()
    loan.go(60 + NOTICE + 1)
    loan.accelerate()
    with reverts(DUE_ALREADY):
        loan.give_notice()


def test_a_notice_stands_until_it_lapses(loan: Serviced) -> None:
    loan.go(60)
    loan.give_notice()
    for days in (60, 60 + NOTICE, 60 + NOTICE + LAPSE):
        loan.go(days)
        with reverts("servicing: a notice stands"):
            loan.give_notice()
    day = loan.go(60 + NOTICE + LAPSE + 1)
    loan.give_notice()
    assert loan.state().notice_day == day


def test_a_closed_loan_is_refused(loan: Serviced) -> None:
    loan.go(60)
    loan.pay(2 * PRINCIPAL)
    with reverts("book: no open loan has these terms"):
        loan.give_notice()


def test_a_notice_is_written_after_what_dates_have_reached(loan: Serviced) -> None:
    day = loan.go(60)
    loan.give_notice()
    reached = Kind.ARREARS_REACHED
    assert loan.kinds() == [reached, reached, reached, Kind.NOTICE_GIVEN]
    entry = loan.entries()[-1]
    assert (entry.day, entry.unbroken, entry.amount) == (day, 60, 0)
    assert entry.severity_before == entry.severity_after == 3
    loan.equals(give_notice(loan.terms, loan.opened(), day))


def test_the_unbroken_count_decides_whatever_the_terms_counting(world: FullWorld) -> None:
    loan = Serviced(world, counting=int(Counting.OLDEST))
    loan.go(40)
    loan.pay(schedule(loan.terms)[0].payment)
    loan.go(59)
    with reverts(NOT_REACHED):
        loan.give_notice()
    loan.go(60)
    assert loan.position().days_past_due == 60 - 28
    loan.give_notice()


def test_a_notice_falls_when_the_arrears_end(loan: Serviced) -> None:
    loan.go(60)
    loan.give_notice()
    owed = loan.state().interest_due + loan.state().principal_due
    loan.pay(owed * CENT - CENT)
    assert loan.state().notice_day != 0
    loan.pay(CENT)
    assert loan.state().notice_day == 0
    loan.go(61)
    with reverts(NOT_REACHED):
        loan.give_notice()


def test_a_notice_changes_no_amount(loan: Serviced) -> None:
    loan.go(60)
    before = loan.closing_amount
    loan.give_notice()
    assert loan.closing_amount == before
