# SPDX-License-Identifier: Apache-2.0
from shouxin.lending.model import closing_amount, days_past_due, pay, reckon
from tests.contracts.evm import reverts
from tests.contracts.full_world import PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced
from tests.contracts.loan_world import contract_state, quanta_state


def test_terms_that_no_loan_has_are_refused(world: FullWorld, loan: Serviced) -> None:
    party, repayment, _ = loan.deal.loan
    with reverts("book: no loan has these terms"):
        world.servicing.position(world.book, (party, repayment, bytes(32)), loan.due)


def test_a_day_before_the_last_reckoning_is_refused(loan: Serviced) -> None:
    with reverts("book: day is before the last reckoning"):
        loan.position(loan.terms.start_day - 1)
    day = loan.go(10)
    loan.reckon()
    with reverts("book: day is before the last reckoning"):
        loan.position(day - 1)


def test_any_day_to_come_is_shown_as_the_model_has_it(loan: Serviced) -> None:
    terms, start = loan.terms, loan.terms.start_day
    loan.start(20)
    loan.pay(500 * YUAN)
    paid, _ = pay(terms, loan.opened(), start + 20, 500 * YUAN)
    for days in (20, 21, 31, 36, 37, 60, 121, 200, 400, 20_000):
        found, model = loan.position(start + days), reckon(terms, paid, start + days)
        assert contract_state(found.state) == quanta_state(terms, model)
        assert found.closing_amount == closing_amount(terms, paid, start + days)
        past = days_past_due(terms, paid, start + days)
        assert found[2:] == (past.counted, past.unbroken, past.oldest)


def test_grace_hides_the_days_and_shows_the_arrears(loan: Serviced) -> None:
    within, after = loan.position(loan.due + 5), loan.position(loan.due + 6)
    assert (within.days_past_due, after.days_past_due) == (0, 6)
    assert within.state.since == after.state.since == loan.due
    assert within.state.provisional > 0 == within.state.penalty
    assert after.state.penalty > 0 == after.state.provisional


def test_looking_writes_nothing(loan: Serviced) -> None:
    before = loan.state()
    loan.position(loan.due + 200)
    assert loan.state() == before


def test_the_severity_shown_is_the_one_recorded(loan: Serviced) -> None:
    assert loan.position(loan.due + 90).state.severity == 0
    loan.go(30)
    loan.reckon()
    assert loan.position(loan.due + 90).state.severity == 2


def test_a_closed_loan_owes_nothing_on_any_day(loan: Serviced) -> None:
    day = loan.go(0)
    loan.pay(2 * PRINCIPAL)
    for later in (day, day + 1, day + 10_000):
        found = loan.position(later)
        assert found[1:] == (0, 0, 0, 0)
        assert found.state == loan.state()


def test_what_is_shown_is_what_a_payment_takes(loan: Serviced) -> None:
    for days in (-10, 0, 5, 6, 45, 90, 365, 2_000):
        loan.go(days)
        owed = loan.closing_amount
        with loan.world.chain.anchored():
            assert loan.pay(2**90) == owed
            assert loan.position()[1:] == (0, 0, 0, 0)
