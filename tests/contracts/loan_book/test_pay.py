# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from typing import Any

import pytest

from shouxin.credit.entry import Entry, Flag, Kind
from shouxin.lending.model import PaymentOrder, open_loan, pay, reckon, schedule
from shouxin.lending.model.reckoning import closing_amount
from tests.contracts.book_world import UNITS, BookWorld
from tests.contracts.evm import Reverted, reverts
from tests.contracts.full_world import CENT, EMPTY, MONEY, PRINCIPAL, YUAN
from tests.contracts.loan_world import Deal
from tests.contracts.puppets import Puppet
from tests.contracts.terms_struct import changed
from tests.contracts.widths import largest, with_principal

UNKNOWN = "book: no open loan has these terms"
BELOW = "book: payment is below the quantum"
EXPOSURE = PRINCIPAL // CENT


def refuse(world: BookWorld, deal: Deal, amount: int, text: str, payer: Any = None) -> None:
    before = world.storage()
    with reverts(text):
        world.pay(deal, amount, payer)
    assert world.storage() == before


def owed(deal: Deal, day: int) -> int:
    return closing_amount(deal.terms, open_loan(deal.terms), day)


def test_terms_of_no_loan_are_refused(world: BookWorld) -> None:
    refuse(world, world.drawn_up(), YUAN, UNKNOWN)


@pytest.mark.parametrize(
    ("name", "value"), [("rate_ppm", 0), ("principal", CENT), ("currency", "0x" + "12" * 20)]
)
def test_altered_terms_are_no_loans(world: BookWorld, name: str, value: Any) -> None:
    deal = world.opened()
    repayment = changed(deal.complete, **{name: value})[1]
    others = [(deal.borrower, repayment, deal.agreement_hash)]
    others += [(EMPTY, deal.repayment, deal.agreement_hash), (deal.borrower, deal.repayment, EMPTY)]
    for loan in others:
        with reverts(UNKNOWN):
            world.book.pay(loan, YUAN, EMPTY, EMPTY, sender=world.borrower)


def test_terms_that_divide_by_nil_are_refused(world: BookWorld) -> None:
    deal = world.opened()
    repayment = changed(deal.complete, quantum=0)[1]
    with pytest.raises(Reverted):
        world.book.pay(
            (deal.borrower, repayment, deal.agreement_hash),
            YUAN,
            EMPTY,
            EMPTY,
            sender=world.borrower,
        )


def test_less_than_a_quantum_is_refused(world: BookWorld) -> None:
    deal = world.opened()
    for amount in (0, 1, CENT - 1):
        refuse(world, deal, amount, BELOW)


def test_a_closed_loan_takes_nothing(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, 2 * PRINCIPAL)
    refuse(world, deal, YUAN, UNKNOWN)


def test_a_clock_that_went_back_is_refused(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.start_day + 3)
    world.pay(deal, YUAN)
    world.go_to(deal.terms.start_day + 2)
    refuse(world, deal, YUAN, "book: day is before the last reckoning")


def test_only_the_callers_own_money_is_taken(world: BookWorld) -> None:
    deal = world.opened()
    allowance = world.token.allowance(world.borrower, world.book)
    assert allowance > PRINCIPAL
    refuse(world, deal, YUAN, "erc20: insufficient allowance", world.stranger)
    world.token.approve(world.book, YUAN, sender=world.stranger)
    refuse(world, deal, YUAN, "erc20: transfer amount exceeds balance", world.stranger)
    world.token.transfer(world.stranger, YUAN, sender=world.backer)
    before = world.token.balanceOf(world.borrower)
    assert world.pay(deal, YUAN, world.stranger) == YUAN
    assert world.token.balanceOf(world.stranger) == 0
    assert world.token.balanceOf(world.borrower) == before


def test_an_instalment_on_its_day(world: BookWorld) -> None:
    deal = world.opened()
    row = schedule(deal.terms)[0]
    world.go_to(row.due_day)
    money = world.token.balanceOf(world.book)
    reference = b"\x07" * 32
    taken = world.book.pay(deal.loan, row.payment, b"\x05" * 32, reference, sender=world.borrower)
    assert taken == row.payment
    assert world.token.balanceOf(world.book) == money + row.payment
    assert world.book.issue_of(deal.id).received == row.payment
    assert world.event("Paid") == {
        "loan": deal.id,
        "payer": world.borrower.address,
        "payer_party": b"\x05" * 32,
        "reference": reference,
        "day": row.due_day,
        "interest": row.interest,
        "principal": row.principal,
        "penalty": 0,
        "balance": row.balance,
    }
    left = row.balance // CENT
    expected = Entry(
        Kind.PAID,
        flags=Flag.ON_TIME | Flag.LICENSED,
        day=row.due_day,
        amount=row.payment // CENT,
        amount_ref=row.payment // CENT,
        exposure_after=left,
    )
    (found,) = world.entries()
    found = Entry(**{**_fields(found), "flags": found.flags & ~Flag.COUNTED})
    assert found == expected
    assert world.ledger.exposure_of(deal.borrower) == left


def _fields(entry: Entry) -> dict[str, int]:
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__}


def test_what_is_no_multiple_of_the_quantum_is_not_taken(world: BookWorld) -> None:
    deal = world.opened()
    before = world.token.balanceOf(world.borrower)
    assert world.pay(deal, 5 * CENT + CENT - 1) == 5 * CENT
    assert world.token.balanceOf(world.borrower) == before - 5 * CENT


def test_more_than_is_owed_is_not_taken(world: BookWorld) -> None:
    deal = world.opened()
    day = deal.terms.first_due_day + 40
    world.go_to(day)
    before = world.token.balanceOf(world.borrower)
    closing = owed(deal, day)
    for amount in (2**256 - 1, closing + 1):
        with world.chain.anchored():
            assert world.pay(deal, amount) == closing
            assert world.token.balanceOf(world.borrower) == before - closing
            assert world.book.state_of(deal.id).status == 2
    assert world.pay(deal, closing - CENT) == closing - CENT
    assert world.book.state_of(deal.id).status == 1


def test_two_payments_of_a_day_are_one_of_their_sum(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.first_due_day + 50)
    states = []
    thousand = 1_000 * YUAN
    for parts in (
        (5 * thousand,),
        (YUAN, 5 * thousand - YUAN),
        (CENT, 3 * thousand, 2 * thousand - CENT),
    ):
        with world.chain.anchored():
            for part in parts:
                world.pay(deal, part)
            states.append((world.book.state_of(deal.id), world.book.issue_of(deal.id)))
    assert states[0] == states[1] == states[2]


@pytest.mark.parametrize("order", PaymentOrder)
def test_a_late_payment_goes_where_the_terms_say(world: BookWorld, order: PaymentOrder) -> None:
    deal = world.opened(world.terms(payment_order=order))
    day = deal.terms.first_due_day + 40
    world.go_to(day)
    amount = 1_000 * YUAN
    now = reckon(deal.terms, open_loan(deal.terms), day)
    _, applied = pay(deal.terms, now, day, amount)
    assert world.pay(deal, amount) == amount
    told = world.event("Paid")
    assert told["interest"] == applied.interest
    assert told["principal"] == applied.principal
    assert told["penalty"] == applied.penalty
    assert told["interest"] + told["principal"] + told["penalty"] == amount
    assert told["balance"] == now.balance - applied.principal


def test_a_late_payment_writes_first_what_dates_have_reached(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.first_due_day + 95)
    world.pay(deal, CENT)
    kinds = [entry.kind for entry in world.entries()]
    assert kinds == [Kind.ARREARS_REACHED] * 4 + [Kind.DEFAULTED, Kind.PAID]
    reached = [entry.amount for entry in world.entries()[:4]]
    assert reached == [1, 30, 60, 90]
    paid = world.entries()[-1]
    assert (paid.unbroken, paid.oldest) == (95, 95)
    assert not paid.has(Flag.ON_TIME)
    assert paid.has(Flag.DEFAULTED_BEFORE)
    world.pay(deal, CENT)
    assert [entry.kind for entry in world.entries()] == [Kind.PAID]


def test_clearing_arrears_cures_a_default(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.first_due_day + 95)
    state = reckon(deal.terms, open_loan(deal.terms), deal.terms.first_due_day + 95)
    world.pay(deal, state.interest_due + state.principal_due)
    assert [entry.kind for entry in world.entries()][-2:] == [Kind.PAID, Kind.CURED]
    assert world.book.state_of(deal.id).since == 0
    assert world.book.state_of(deal.id).severity == 0


def test_a_bill_credited_ahead_is_on_time_and_written_by_the_next_move(world: BookWorld) -> None:
    deal = world.opened()
    first = schedule(deal.terms)[0]
    world.go_to(first.due_day - 3)
    world.pay(deal, first.payment)
    assert not world.entries()[0].has(Flag.ON_TIME)
    world.go_to(first.due_day + 2)
    world.pay(deal, CENT)
    bill, paid = world.entries()
    assert (bill.kind, bill.day, bill.amount) == (
        Kind.ON_TIME_BILL,
        first.due_day + 2,
        first.payment // CENT,
    )
    assert bill.has(Flag.ON_TIME)
    assert not paid.has(Flag.ON_TIME)


def test_a_bill_paid_in_parts_is_on_time_with_the_last(world: BookWorld) -> None:
    deal = world.opened()
    row = schedule(deal.terms)[0]
    world.go_to(row.due_day)
    world.pay(deal, row.payment - CENT)
    assert not world.entries()[0].has(Flag.ON_TIME)
    assert world.pay(deal, CENT) == CENT
    assert world.book.state_of(deal.id).since == 0


@pytest.mark.parametrize("late_days", [1, 5, 6, 40])
def test_a_bill_paid_after_its_day_is_not_on_time(world: BookWorld, late_days: int) -> None:
    deal = world.opened()
    row = schedule(deal.terms)[0]
    world.go_to(row.due_day + late_days)
    world.pay(deal, 2 * row.payment)
    paid = next(entry for entry in world.entries() if entry.kind == Kind.PAID)
    assert not paid.has(Flag.ON_TIME)
    assert paid.unbroken == (late_days if late_days > deal.terms.grace_days else 0)


def test_while_penalty_is_owed_a_loan_stays_open(world: BookWorld) -> None:
    order = PaymentOrder.PRINCIPAL_INTEREST_PENALTY
    deal = world.opened(world.terms(payment_order=order))
    day = deal.terms.start_day + 500
    world.go_to(day)
    now = reckon(deal.terms, open_loan(deal.terms), day)
    without = closing_amount(deal.terms, replace(now, penalty=0), day)
    penalty = closing_amount(deal.terms, now, day) - without
    assert penalty > 0
    world.pay(deal, without)
    state = world.book.state_of(deal.id)
    assert (state.status, state.balance, state.interest_due, state.since) == (1, 0, 0, 0)
    world.chain.warp(days=100)
    assert world.pay(deal, 2**255) == penalty
    assert world.book.state_of(deal.id).status == 2


def test_closing_is_recorded_as_repaid(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.start_day + 3)
    world.pay(deal, 2 * PRINCIPAL)
    assert [entry.kind for entry in world.entries()] == [Kind.PAID, Kind.REPAID]
    assert world.ledger.exposure_of(deal.borrower) == 0
    assert world.units(deal, world.lender) == UNITS


def test_closing_after_notice_is_recorded_as_withdrawn(world: BookWorld) -> None:
    deal = world.opened()
    world.servicing.withdraw(world.book, deal.complete, sender=world.borrower)
    world.go_to(deal.terms.start_day + 30)
    with world.chain.anchored():
        world.pay(deal, 2 * PRINCIPAL)
        assert [entry.kind for entry in world.entries()] == [Kind.PAID, Kind.WITHDRAWN]
        assert world.book.state_of(deal.id).status == 3
    world.go_to(deal.terms.start_day + 31)
    world.pay(deal, 2 * PRINCIPAL)
    assert world.entries()[-1].kind == Kind.REPAID


def test_after_a_write_off_payments_are_recoveries(world: BookWorld) -> None:
    deal = world.opened()
    world.go_to(deal.terms.first_due_day + 95)
    world.servicing.write_off(world.book, deal.complete, sender=world.lender)
    before = world.claimable(deal, world.lender)
    world.pay(deal, 1_000 * YUAN)
    assert [entry.kind for entry in world.entries()] == [Kind.RECOVERED]
    assert world.claimable(deal, world.lender) == before + 1_000 * YUAN
    world.pay(deal, MONEY)
    assert [entry.kind for entry in world.entries()] == [Kind.RECOVERED, Kind.REPAID]


def test_the_schedule_paid_on_its_days_gives_the_schedule_to_the_cent(world: BookWorld) -> None:
    deal = world.opened()
    rows = schedule(deal.terms)
    for row in rows:
        world.go_to(row.due_day)
        assert world.pay(deal, row.payment) == row.payment
        told = world.event("Paid")
        assert (told["interest"], told["principal"]) == (row.interest, row.principal)
        assert world.entries()[0].has(Flag.ON_TIME)
    assert world.book.state_of(deal.id).status == 2
    assert world.claimable(deal, world.lender) == sum(row.payment for row in rows)


@pytest.mark.parametrize(
    ("quantum", "principal"), [(1, 300), (1, None), (10**16, 10**22), (10**21, 10**25)]
)
def test_a_loan_in_a_currency_of_any_decimals(
    world: BookWorld, quantum: int, principal: int | None
) -> None:
    token = world.currency(exponent=20)
    for owner in (world.till, world.borrower):
        token.mint(owner, 2**100, sender=owner)
    plain = world.terms(quantum=quantum, principal=quantum, instalment_multiple=0, fee=0)
    terms = with_principal(plain, principal // quantum) if principal else largest(plain)
    exposure = -(-terms.principal // 10**20)
    deal = world.opened(terms, currency=token.address, exposure=exposure)
    total = 0
    for row in schedule(terms):
        world.go_to(row.due_day)
        assert world.pay(deal, row.payment) == row.payment
        total += row.payment
    assert world.book.state_of(deal.id).status == 2
    assert token.balanceOf(world.book) == total == world.claim(deal, world.lender)


def test_600_missed_bills_are_reckoned_in_one_payment(world: BookWorld) -> None:
    first = world.today() + 1
    deal = world.opened(world.terms(instalments=600, period_days=1, due_day=0, first_due_day=first))
    assert world.chain.gas < 10_000_000
    world.go_to(first + 600)
    world.pay(deal, CENT)
    assert world.chain.gas < 10_000_000
    assert world.book.state_of(deal.id).missed.count == 16


def test_only_the_relay_pays_in_anothers_name(world: BookWorld) -> None:
    deal = world.opened()
    for caller in (world.borrower, world.lender, world.till, world.governance, world.stranger):
        with reverts("book: caller is not the relay"):
            world.book.pay_for(
                deal.id, world.borrower, deal.loan, YUAN, EMPTY, EMPTY, sender=caller
            )


def test_the_relay_pays_the_loan_that_was_signed_for_and_no_other(world: BookWorld) -> None:
    deal, other = world.opened(), world.opened()
    relay = Puppet(world.chain, world.relay, world.chain.actor("puppeteer"))
    for signed_for in (other.id, EMPTY, b"\x01" * 32):
        given = (signed_for, world.borrower, deal.loan, YUAN, EMPTY, EMPTY)
        with reverts("book: terms are another loan's"):
            relay.call(world.book, world.book.pay_for.encode(*given))
    given = (deal.id, world.borrower, deal.loan, YUAN, EMPTY, EMPTY)
    relay.call(world.book, world.book.pay_for.encode(*given))
