# SPDX-License-Identifier: Apache-2.0
"""What a waiver refuses and what it does; who must agree stands in test_waive_majority.py."""

import pytest

from shouxin.credit.entry import Kind
from shouxin.lending.model import Status, mark_default, reckon, waive
from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced
from tests.contracts.loan_world import DEFAULTED

NOTHING = "servicing: nothing to waive"


@pytest.fixture
def late(loan: Serviced) -> Serviced:
    """A loan thirty days late, with penalty, interest and principal due."""
    loan.go(30)
    return loan


def test_only_the_servicer_waives(world: FullWorld) -> None:
    loan = Serviced(world, servicer=world.backer.address)
    loan.go(30)
    others = (world.lender, world.borrower, world.stranger, world.governance, world.bank)
    for caller in others:
        with reverts("servicing: caller is not the servicer"):
            loan.waive(penalty=CENT, sender=caller)
    loan.waive(penalty=CENT, sender=world.backer)


def test_a_waiver_of_another_loan_is_refused(late: Serviced) -> None:
    other = Serviced(late.world)
    for loan in (other.deal.id, bytes(32)):
        with reverts("servicing: the waiver is another loan's"):
            late.waive(late.waiver(penalty=CENT, loan=loan))


def test_a_waiver_for_another_book_is_refused(late: Serviced) -> None:
    world = late.world
    parts = (world.registry, world.rulebook, world.ledger, world.opening)
    moving = (world.servicing, world.relay, world.amending, world.rollover)
    book = world.chain.deploy("LoanBook", *parts, *moving, sender=world.governance)
    with reverts("book: no open loan has these terms"):
        late.waive(late.waiver(penalty=CENT, book=book.address))


def test_a_waiver_ends_with_its_deadline(late: Serviced) -> None:
    waiver = late.waiver(penalty=CENT, deadline=late.world.chain.timestamp)
    with late.world.chain.anchored():
        late.waive(waiver)
    late.world.chain.warp(seconds=1)
    with reverts("servicing: the waiver's deadline is over"):
        late.waive(waiver)


@pytest.mark.parametrize("kind", ["penalty", "interest", "principal"])
@pytest.mark.parametrize("amount", [1, CENT - 1, CENT + 1, 2**256 - 1])
def test_what_is_no_multiple_of_the_quantum_is_refused(
    late: Serviced, kind: str, amount: int
) -> None:
    with reverts("servicing: waiver is no multiple of the quantum"):
        late.waive(**{kind: amount})


def test_nothing_is_no_waiver(late: Serviced) -> None:
    with reverts(NOTHING):
        late.waive()


def test_penalty_that_is_not_owed_is_not_waived(loan: Serviced) -> None:
    for days in (-10, 0):
        loan.go(days)
        with reverts(NOTHING):
            loan.waive(penalty=YUAN)


def test_a_closed_loan_is_refused(late: Serviced) -> None:
    late.pay(2 * PRINCIPAL)
    with reverts("book: no open loan has these terms"):
        late.waive(penalty=CENT)


def test_the_servicer_alone_waives_penalty(late: Serviced) -> None:
    late.hand(late.world.backer, late.terms.principal // CENT)
    late.waive(penalty=CENT)
    assert late.kinds()[-1] == Kind.WAIVED


def test_a_waiver_of_penalty_can_be_given_again(late: Serviced) -> None:
    waiver = late.waiver(penalty=CENT)
    owed = late.closing_amount
    late.waive(waiver)
    late.waive(waiver)
    assert late.closing_amount == owed - 2 * CENT


def test_the_event_tells_what_was_waived_after_clipping(late: Serviced) -> None:
    state = late.position().state
    interest, accrued = state.interest_due * CENT, state.accrued // 10**9
    late.waive(penalty=2**200 * CENT, interest=interest + CENT, principal=YUAN)
    (event,) = (e for e in late.world.chain.events if e.name == "Waived")
    assert event.address == late.world.servicing.address
    assert accrued > CENT
    assert event.args == {
        "book": late.world.book.address,
        "loan": late.deal.id,
        "day": late.due + 30,
        "penalty": (state.penalty + CENT * 10**9 // 2) // (CENT * 10**9) * CENT,
        "interest": interest + CENT,
        "principal": YUAN,
    }


@pytest.mark.parametrize("days", [-5, 3, 30, 89, 90, 400])
@pytest.mark.parametrize(
    "amounts",
    [
        (CENT, 0, 0),
        (YUAN, YUAN, YUAN),
        (0, 10**6 * YUAN, 0),
        (0, 0, 20_000 * YUAN),
        (10**9 * YUAN,) * 2 + (29_999 * YUAN,),
        (10**9 * YUAN,) * 3,
    ],
)
def test_a_waiver_is_the_models(loan: Serviced, days: int, amounts: tuple[int, int, int]) -> None:
    day = loan.go(days)
    terms, model = loan.terms, loan.opened()
    if amounts == (CENT, 0, 0) and days < 0:
        with reverts(NOTHING):
            loan.waive(penalty=CENT)
        return
    if days >= terms.default_days:
        model = mark_default(terms, model, day)
    loan.waive(loan.waiver(**dict(zip(("penalty", "interest", "principal"), amounts, strict=True))))
    expected, _ = waive(terms, model, day, *amounts)
    if expected.status == Status.OPEN and not expected.since:
        expected.is_defaulted = False
    assert loan.state().status == expected.status
    if expected.status == Status.OPEN:
        loan.equals(expected)


def test_penalty_within_grace_is_waived_before_it_is_owed(loan: Serviced) -> None:
    loan.go(4)
    provisional = loan.position().state.provisional
    loan.waive(penalty=CENT)
    assert loan.state().provisional == provisional - CENT * 10**9
    assert loan.state().penalty == 0


def test_the_entry_follows_what_dates_have_reached(late: Serviced) -> None:
    late.waive(interest=YUAN, principal=2 * YUAN)
    assert late.kinds() == [Kind.ARREARS_REACHED, Kind.ARREARS_REACHED, Kind.WAIVED]
    entry = late.entries()[-1]
    assert entry.amount == 3 * YUAN // CENT
    assert entry.exposure_after == (PRINCIPAL - 2 * YUAN) // CENT
    assert late.world.ledger.exposure_of(late.deal.borrower) == (PRINCIPAL - 2 * YUAN) // CENT


def test_a_waiver_of_the_oldest_bill_lowers_the_severity(loan: Serviced) -> None:
    loan.go(40)
    loan.reckon()
    assert loan.state().severity == 2
    first = loan.state().missed.words[0] & (2**60 - 1)
    loan.waive(interest=300 * YUAN, principal=first * CENT - 300 * YUAN)
    assert loan.position().days_past_due_oldest == 40 - 28
    assert loan.position().days_past_due_unbroken == 40
    assert (loan.entries()[-1].severity_before, loan.entries()[-1].severity_after) == (2, 1)
    assert loan.state().severity == 1


def test_a_waiver_that_ends_the_arrears_cures(loan: Serviced) -> None:
    loan.go(90)
    loan.mark_default()
    loan.give_notice()
    state = loan.state()
    loan.waive(interest=state.interest_due * CENT, principal=state.principal_due * CENT - CENT)
    assert loan.kinds() == [Kind.WAIVED]
    loan.waive(principal=CENT)
    assert loan.kinds() == [Kind.WAIVED, Kind.CURED]
    assert loan.state().flags & DEFAULTED == 0
    assert loan.state().notice_day == loan.state().since == loan.state().missed.count == 0
    assert loan.position().days_past_due_unbroken == 0


def test_a_waiver_within_the_tolerance_cures(world: FullWorld) -> None:
    loan = Serviced(world, tolerance=100 * YUAN)
    loan.go(90)
    loan.mark_default()
    state = loan.state()
    bills = (state.interest_due + state.principal_due) * CENT
    interest = state.interest_due * CENT
    loan.waive(interest=interest, principal=bills - interest - 100 * YUAN)
    assert loan.kinds() == [Kind.WAIVED, Kind.CURED]
    assert loan.state().principal_due * CENT == 100 * YUAN


def test_a_waiver_to_nil_settles(late: Serviced) -> None:
    world, all_of_it = late.world, 10**6 * YUAN
    late.pay(5_000 * YUAN)
    late.waive(penalty=all_of_it, interest=all_of_it, principal=all_of_it)
    assert late.kinds() == [Kind.WAIVED, Kind.SETTLED]
    assert late.state().status == Status.SETTLED
    assert late.position()[1:] == (0, 0, 0, 0)
    assert world.ledger.exposure_of(late.deal.borrower) == 0
    with reverts("book: no open loan has these terms"):
        late.pay(CENT)
    before = world.token.balanceOf(world.lender)
    world.book.claim(late.deal.id, world.lender, sender=world.stranger)
    assert world.token.balanceOf(world.lender) == before + 5_000 * YUAN


def test_what_is_below_half_a_cent_goes_with_a_settled_loan(world: FullWorld) -> None:
    """Of penalty as of interest; over six days each has had a rest that was rounded away."""
    rests = {"penalty": 0, "accrued": 0}
    for days in range(40, 46):
        with world.chain.anchored():
            loan, all_of_it = Serviced(world), 10**6 * YUAN
            loan.go(days)
            owed = loan.position().state
            for name in rests:
                in_quanta = getattr(owed, name) / (CENT * 10**9)
                rests[name] += 0 < in_quanta % 1 < 0.5
            loan.waive(penalty=all_of_it, interest=all_of_it, principal=all_of_it)
            left = loan.state()
            assert (left.penalty, left.accrued, left.provisional) == (0, 0, 0), days
            assert (left.paid, left.paid_interest) == (0, 0), days
    assert all(rests.values()), rests


def test_a_settled_loan_is_no_withdrawal_and_its_fee_is_the_receivers(loan: Serviced) -> None:
    loan.withdraw()
    loan.waive(principal=PRINCIPAL)
    assert loan.state().status == Status.SETTLED
    before = loan.world.token.balanceOf(loan.world.backer)
    loan.world.book.release_fee(loan.deal.complete, sender=loan.world.stranger)
    assert loan.world.token.balanceOf(loan.world.backer) == before + PRINCIPAL // 100


def test_a_waiver_moves_no_money_and_no_notes(late: Serviced) -> None:
    world = late.world
    owners = (world.borrower, world.lender, world.backer, world.book, world.desk)
    before = [world.token.balanceOf(owner) for owner in owners]
    units = world.book.balanceOf(world.lender, late.id)
    late.waive(penalty=CENT, interest=CENT, principal=CENT)
    assert [world.token.balanceOf(owner) for owner in owners] == before
    assert world.book.balanceOf(world.lender, late.id) == units


def test_what_was_waived_is_owed_no_more(late: Serviced) -> None:
    owed = late.closing_amount
    late.waive(penalty=CENT, interest=YUAN, principal=2 * YUAN)
    assert late.closing_amount == owed - CENT - 3 * YUAN
    model = reckon(late.terms, late.opened(), late.due + 30)
    expected, _ = waive(late.terms, model, late.due + 30, CENT, YUAN, 2 * YUAN)
    late.equals(expected)
