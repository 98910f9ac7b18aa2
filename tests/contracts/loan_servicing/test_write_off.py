# SPDX-License-Identifier: Apache-2.0
import pytest

from shouxin.credit.entry import Kind
from shouxin.lending.model import Method, mark_default, schedule, write_off
from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced
from tests.contracts.loan_world import DEFAULTED, WRITTEN_OFF

NO_DEFAULT = "servicing: loan is not in default"


@pytest.fixture
def bullet(world: FullWorld) -> Serviced:
    """One payment after a month, so that penalty alone can be left."""
    return Serviced(world, method=int(Method.BULLET), instalments=1)


def test_only_the_servicer_writes_off(world: FullWorld) -> None:
    loan = Serviced(world, servicer=world.backer.address)
    loan.go(90)
    others = (world.lender, world.borrower, world.stranger, world.governance, world.bank)
    for caller in others:
        with reverts("servicing: caller is not the servicer"):
            loan.write_off(caller)
    loan.write_off(world.backer)


def test_a_loan_is_written_off_once(loan: Serviced) -> None:
    loan.go(90)
    loan.write_off()
    for days in (90, 300):
        loan.go(days)
        with reverts("servicing: loan is written off already"):
            loan.write_off()


@pytest.mark.parametrize("days", [-10, 0, 6, 60, 89])
def test_before_default_it_is_refused(loan: Serviced, days: int) -> None:
    loan.go(days)
    with reverts(NO_DEFAULT):
        loan.write_off()


def test_a_cured_loan_is_refused(loan: Serviced) -> None:
    loan.go(90)
    loan.mark_default()
    loan.pay((loan.state().interest_due + loan.state().principal_due) * CENT)
    with reverts(NO_DEFAULT):
        loan.write_off()


def test_an_accelerated_loan_before_its_default_days_is_refused(loan: Serviced) -> None:
    loan.go(60)
    loan.give_notice()
    loan.go(71)
    loan.accelerate()
    with reverts(NO_DEFAULT):
        loan.write_off()
    loan.go(90)
    loan.write_off()


def test_a_closed_loan_is_refused(loan: Serviced) -> None:
    loan.go(90)
    loan.pay(2 * PRINCIPAL)
    with reverts("book: no open loan has these terms"):
        loan.write_off()


def test_penalty_alone_before_anything_else_is_paid_is_refused(bullet: Serviced) -> None:
    bullet.go(30)
    with reverts(NO_DEFAULT):
        bullet.write_off()
    bullet.pay(_without_penalty(bullet) - CENT)
    with reverts(NO_DEFAULT):
        bullet.write_off()


def test_penalty_alone_after_the_last_due_day_is_written_off(bullet: Serviced) -> None:
    bullet.go(30)
    bullet.pay(_without_penalty(bullet))
    owed = bullet.closing_amount
    assert owed > 0
    bullet.write_off()
    (entry,) = bullet.entries()
    assert (entry.kind, entry.amount, entry.exposure_after) == (Kind.WRITTEN_OFF, 0, 0)
    assert bullet.state().flags & (WRITTEN_OFF | DEFAULTED) == WRITTEN_OFF
    bullet.go(400)
    assert bullet.pay(PRINCIPAL) == owed
    assert bullet.kinds() == [Kind.RECOVERED, Kind.REPAID]


def test_penalty_alone_before_the_last_due_day_is_refused(world: FullWorld) -> None:
    loan = Serviced(world, default_days=1_000)
    last = schedule(loan.terms)[-1].due_day
    world.go_to(last - 1)
    loan.waive(interest=10 * PRINCIPAL, principal=PRINCIPAL)
    assert loan.state().penalty > loan.state().balance == 0
    with reverts(NO_DEFAULT):
        loan.write_off()
    world.go_to(last)
    loan.write_off()


def _without_penalty(loan: Serviced) -> int:
    state = loan.position().state
    penalty = (state.penalty + CENT * 10**9 // 2) // (CENT * 10**9) * CENT
    return loan.closing_amount - penalty


def test_a_default_that_nobody_marked_is_marked_first(loan: Serviced) -> None:
    day = loan.go(90)
    loan.write_off()
    assert loan.kinds()[-2:] == [Kind.DEFAULTED, Kind.WRITTEN_OFF]
    entry = loan.entries()[-1]
    assert (entry.day, entry.unbroken, entry.oldest) == (day, 90, 90)
    assert entry.amount == entry.exposure_after == PRINCIPAL // CENT
    loan.equals(write_off(loan.terms, mark_default(loan.terms, loan.opened(), day), day))


def test_the_claim_stays_and_exposure_with_it(loan: Serviced) -> None:
    loan.go(90)
    owed = loan.closing_amount
    exposure = loan.world.ledger.exposure_of(loan.deal.borrower)
    holding = loan.world.book.holding_of(loan.deal.id, loan.world.lender)
    loan.write_off()
    assert loan.closing_amount == owed
    assert loan.world.ledger.exposure_of(loan.deal.borrower) == exposure
    assert loan.world.book.holding_of(loan.deal.id, loan.world.lender) == holding


def test_what_is_paid_afterwards_is_a_recovery_for_the_holders(loan: Serviced) -> None:
    world = loan.world
    loan.go(90)
    loan.write_off()
    loan.go(120)
    loan.pay(1_000 * YUAN)
    assert loan.kinds() == [Kind.RECOVERED]
    before = world.token.balanceOf(world.lender)
    world.book.claim(loan.deal.id, world.lender, sender=world.stranger)
    assert world.token.balanceOf(world.lender) == before + 1_000 * YUAN


def test_nothing_is_cured_after_it(loan: Serviced) -> None:
    loan.go(90)
    loan.write_off()
    loan.pay((loan.state().interest_due + loan.state().principal_due) * CENT)
    assert loan.kinds() == [Kind.RECOVERED]
    assert loan.state().since == 0
    assert loan.state().flags & (DEFAULTED | WRITTEN_OFF) == DEFAULTED | WRITTEN_OFF
