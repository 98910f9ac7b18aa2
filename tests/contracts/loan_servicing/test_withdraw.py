# SPDX-License-Identifier: Apache-2.0
import pytest

from shouxin.credit.entry import Kind
from shouxin.lending.model import Status, withdraw
from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, PRINCIPAL, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced

COOLING_OFF, PAY_DAYS = 14, 30
FEE = PRINCIPAL // 100


def test_only_the_borrowers_wallet_withdraws(world: FullWorld, loan: Serviced) -> None:
    others = (world.lender, world.backer, world.stranger, world.governance, world.bank)
    for caller in others:
        with reverts("servicing: caller is not the borrower"):
            loan.withdraw(caller)


def test_a_loan_without_cooling_off_days_is_refused(world: FullWorld) -> None:
    loan = Serviced(world, cooling_off_days=0)
    with reverts("servicing: loan has no cooling-off days"):
        loan.withdraw()


@pytest.mark.parametrize("days", [COOLING_OFF + 1, 100])
def test_after_the_cooling_off_days_it_is_refused(loan: Serviced, days: int) -> None:
    loan.start(days)
    with reverts("servicing: cooling-off days are over"):
        loan.withdraw()


def test_notice_is_given_once(loan: Serviced) -> None:
    loan.withdraw()
    for days in (0, COOLING_OFF):
        loan.start(days)
        with reverts("servicing: notice of withdrawal was given"):
            loan.withdraw()


def test_a_closed_loan_is_refused(loan: Serviced) -> None:
    loan.pay(2 * PRINCIPAL)
    with reverts("book: no open loan has these terms"):
        loan.withdraw()


@pytest.mark.parametrize("days", [0, 1, COOLING_OFF])
def test_notice_within_the_cooling_off_days_is_written(loan: Serviced, days: int) -> None:
    day = loan.start(days)
    loan.withdraw()
    (entry,) = loan.entries()
    assert (entry.kind, entry.day, entry.amount) == (Kind.WITHDRAWAL_NOTICE, day, 0)
    assert loan.state().withdrawal_day == days + 1
    assert loan.state().status == Status.OPEN
    loan.equals(withdraw(loan.terms, loan.opened(), day))


def test_notice_moves_no_money(loan: Serviced) -> None:
    world = loan.world
    owners = (world.borrower, world.lender, world.backer, world.book)
    before = [world.token.balanceOf(owner) for owner in owners]
    loan.withdraw()
    assert [world.token.balanceOf(owner) for owner in owners] == before


@pytest.mark.parametrize(
    ("days", "status", "kind"),
    [
        (0, Status.WITHDRAWN, Kind.WITHDRAWN),
        (PAY_DAYS, Status.WITHDRAWN, Kind.WITHDRAWN),
        (PAY_DAYS + 1, Status.REPAID, Kind.REPAID),
    ],
)
def test_closing_within_the_pay_days_is_a_withdrawal(
    loan: Serviced, days: int, status: Status, kind: Kind
) -> None:
    loan.start(COOLING_OFF)
    loan.withdraw()
    loan.start(COOLING_OFF + days)
    loan.pay(2 * PRINCIPAL)
    assert loan.kinds()[-1] == kind
    assert loan.state().status == status


def test_a_part_paid_in_time_and_the_rest_too_late_is_repayment(loan: Serviced) -> None:
    loan.withdraw()
    loan.start(PAY_DAYS)
    loan.pay(loan.closing_amount - CENT)
    loan.start(PAY_DAYS + 1)
    loan.pay(PRINCIPAL)
    assert loan.state().status == Status.REPAID


def test_a_withdrawal_gives_the_fee_back(loan: Serviced) -> None:
    world = loan.world
    loan.withdraw()
    loan.pay(2 * PRINCIPAL)
    before = world.token.balanceOf(world.borrower)
    world.book.release_fee(loan.deal.complete, sender=world.stranger)
    assert world.token.balanceOf(world.borrower) == before + FEE


def test_a_defaulted_loan_is_no_withdrawal(world: FullWorld) -> None:
    loan = Serviced(world, default_days=6, withdrawal_pay_days=60)
    loan.withdraw()
    loan.go(6)
    loan.pay(2 * PRINCIPAL)
    assert loan.kinds() == [
        Kind.ARREARS_REACHED,
        Kind.DEFAULTED,
        Kind.PAID,
        Kind.CURED,
        Kind.REPAID,
    ]
    assert loan.state().status == Status.REPAID


def test_withdrawing_works_while_new_loans_are_paused(loan: Serviced) -> None:
    world = loan.world
    world.rulebook.pause_new_loans(86_400, sender=world.governance)
    world.rulebook.set_desk(world.desk, False, sender=world.governance)
    loan.withdraw()
    loan.pay(2 * PRINCIPAL)
    assert loan.state().status == Status.WITHDRAWN
