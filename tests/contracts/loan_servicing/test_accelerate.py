# SPDX-License-Identifier: Apache-2.0
import pytest

from shouxin.credit.entry import Kind
from shouxin.lending.model import accelerate, give_notice, schedule
from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced
from tests.contracts.loan_world import ACCELERATED, DEFAULTED

NOTICE, LAPSE = 10, 90
NO_NOTICE = "servicing: no notice stands"


@pytest.fixture
def warned(loan: Serviced) -> Serviced:
    """A loan whose servicer gave notice on day 60 of its arrears."""
    loan.go(60)
    loan.give_notice()
    return loan


def test_only_the_servicer_accelerates(world: FullWorld) -> None:
    loan = Serviced(world, servicer=world.backer.address)
    loan.go(60)
    loan.give_notice(world.backer)
    loan.go(60 + NOTICE + 1)
    others = (world.lender, world.borrower, world.stranger, world.governance, world.bank)
    for caller in others:
        with reverts("servicing: caller is not the servicer"):
            loan.accelerate(caller)
    loan.accelerate(world.backer)


def test_without_a_notice_it_is_refused(loan: Serviced) -> None:
    for days in (0, 60, 89, 90, 200):
        loan.go(days)
        with reverts(NO_NOTICE):
            loan.accelerate()


@pytest.mark.parametrize("days", [0, 1, NOTICE])
def test_before_the_notice_days_are_over_it_is_refused(warned: Serviced, days: int) -> None:
    warned.go(60 + days)
    with reverts("servicing: notice days are not over"):
        warned.accelerate()


@pytest.mark.parametrize("days", [NOTICE + 1, NOTICE + LAPSE])
def test_while_the_notice_stands_it_is_done(warned: Serviced, days: int) -> None:
    warned.go(60 + days)
    warned.accelerate()
    assert warned.state().flags & ACCELERATED


@pytest.mark.parametrize("days", [NOTICE + LAPSE + 1, 250])
def test_after_the_lapse_it_is_refused(warned: Serviced, days: int) -> None:
    warned.go(60 + days)
    with reverts("servicing: the notice has lapsed"):
        warned.accelerate()


def test_a_second_notice_counts_from_its_own_day(warned: Serviced) -> None:
    again = 60 + NOTICE + LAPSE + 1
    warned.go(again)
    warned.give_notice()
    warned.go(again + NOTICE)
    with reverts("servicing: notice days are not over"):
        warned.accelerate()
    warned.go(again + NOTICE + 1)
    warned.accelerate()


def test_from_the_last_due_day_on_it_is_refused(loan: Serviced) -> None:
    last = schedule(loan.terms)[-1].due_day
    loan.world.go_to(last - 20)
    loan.give_notice()
    loan.world.go_to(last - 1)
    with loan.world.chain.anchored():
        loan.accelerate()
    loan.world.go_to(last)
    with reverts("servicing: all of it is due already"):
        loan.accelerate()


def test_a_loan_is_accelerated_once(warned: Serviced) -> None:
    warned.go(60 + NOTICE + 1)
    warned.accelerate()
    with reverts("servicing: all of it is due already"):
        warned.accelerate()


def test_a_notice_that_fell_serves_no_later_arrears(warned: Serviced) -> None:
    warned.pay((warned.state().interest_due + warned.state().principal_due) * CENT)
    warned.go(160)
    with reverts(NO_NOTICE):
        warned.accelerate()


def test_a_closed_loan_is_refused(warned: Serviced) -> None:
    warned.go(60 + NOTICE + 1)
    warned.pay(2 * PRINCIPAL)
    with reverts("book: no open loan has these terms"):
        warned.accelerate()


def test_all_of_it_falls_due(warned: Serviced) -> None:
    day = warned.go(60 + NOTICE + 1)
    owed = warned.closing_amount
    warned.accelerate()
    (entry,) = warned.entries()
    assert (entry.kind, entry.day, entry.unbroken) == (Kind.ACCELERATED, day, 71)
    assert entry.amount == entry.exposure_after == PRINCIPAL // CENT
    state = warned.state()
    assert state.principal_due == state.balance == PRINCIPAL // CENT
    assert state.accrued == state.notice_day == 0
    assert state.period == warned.terms.instalments + 1
    assert state.flags & (ACCELERATED | DEFAULTED) == ACCELERATED
    assert abs(warned.closing_amount - owed) <= CENT
    terms = warned.terms
    model = give_notice(terms, warned.opened(), day - NOTICE - 1)
    warned.equals(accelerate(terms, model, day))


def test_what_fell_due_joins_the_missed_bills(warned: Serviced) -> None:
    day = warned.go(60 + NOTICE + 1)
    warned.accelerate()
    state = warned.state()
    bills = [(state.missed.words[i // 3] >> (80 * (i % 3))) & (2**80 - 1) for i in range(4)]
    assert state.missed.count == 4
    assert bills[3] >> 60 == day
    assert sum(bill & (2**60 - 1) for bill in bills) == state.interest_due + state.principal_due


def test_after_default_it_is_done_as_well_and_cured_no_more(warned: Serviced) -> None:
    warned.go(95)
    warned.accelerate()
    assert warned.kinds()[-2:] == [Kind.DEFAULTED, Kind.ACCELERATED]
    warned.pay(PRINCIPAL + 500 * YUAN)
    assert warned.kinds() == [Kind.PAID]
    assert warned.state().flags & DEFAULTED


def test_a_loan_is_no_withdrawal_any_more(world: FullWorld) -> None:
    loan = Serviced(world, cooling_off_days=200, withdrawal_pay_days=200)
    loan.withdraw()
    loan.go(60)
    loan.give_notice()
    loan.go(60 + NOTICE + 1)
    loan.accelerate()
    loan.pay(2 * PRINCIPAL)
    assert loan.kinds()[-1] == Kind.REPAID


def test_interest_that_comes_later_is_due_at_once(warned: Serviced) -> None:
    warned.go(60 + NOTICE + 1)
    warned.accelerate()
    warned.go(60 + NOTICE + 31)
    year = 360
    interest = PRINCIPAL * 12 // 100 * 30 // year
    assert warned.position().state.accrued == interest * 10**9
