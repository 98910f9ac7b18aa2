# SPDX-License-Identifier: Apache-2.0
"""A loan paid on time, late and ahead, half of its note sold meanwhile, and closed early."""

from shouxin.chain.bindings.loan_book import Claimed, FeeReleased
from shouxin.lending.model import days_past_due
from shouxin.primitives.dates import format_day, parse_day
from shouxin.primitives.text import days_text
from shouxin.story.cast import Person
from shouxin.story.loans import LiveLoan
from shouxin.story.narrator import amount_text
from shouxin.story.telling import Telling
from shouxin.story.text import Text

FIRST_BILL, NOTE_SOLD = parse_day("2026-02-28"), parse_day("2026-03-05")
LATE, THIRD_BILL = parse_day("2026-04-11"), parse_day("2026-04-30")
CLAIMED, CLOSED = parse_day("2026-05-06"), parse_day("2026-05-20")
AHEAD = 500_000

ON_TIME = Text("{loan}, instalment paid on time", "{loan}按期还款")
PAID_LATE = Text("{loan}, instalment paid {days} late", "{loan}逾期 {days}还款")
PAID_AHEAD = Text("{loan}, paid ahead", "{loan}提前还款")
PAID_OFF = Text("{loan} is closed before its end", "{loan}提前结清")


def tell_repaying(telling: Telling, loan: LiveLoan) -> None:
    """From the first bill to the end of the first loan."""
    telling.narrator.chapter(Text("Repaying, and selling half a note", "还款，转让一半债权份额"))
    stage = telling.stage
    stage.go_to(FIRST_BILL)
    _pay_bill(telling, loan, ON_TIME)
    stage.go_to(NOTE_SOLD)
    _release_fee(telling, loan)
    _sell_half(telling, loan)
    stage.go_to(LATE)
    late = days_past_due(loan.terms, loan.state, LATE).counted
    _pay_bill(telling, loan, PAID_LATE.with_values(loan=loan.name, days=days_text(late)))
    stage.go_to(THIRD_BILL)
    _pay_bill(telling, loan, ON_TIME)
    telling.paid(PAID_AHEAD, loan, telling.loans.pay(loan, telling.cast.shop, AHEAD))
    stage.go_to(CLAIMED)
    _claim_both(telling, loan)
    stage.go_to(CLOSED)
    telling.paid(PAID_OFF, loan, telling.loans.close(loan, telling.cast.shop))
    _claim_both(telling, loan)


def tell_repaying_today(telling: Telling, loan: LiveLoan) -> None:
    """What of it needs no time travel."""
    telling.narrator.chapter(
        Text("Paying ahead, and selling half a note", "提前还款，转让一半债权份额")
    )
    telling.paid(PAID_AHEAD, loan, telling.loans.pay(loan, telling.cast.shop, AHEAD))
    _sell_half(telling, loan)
    telling.paid(PAID_AHEAD, loan, telling.loans.pay(loan, telling.cast.shop, AHEAD))
    _claim_both(telling, loan)
    telling.paid(PAID_OFF, loan, telling.loans.close(loan, telling.cast.shop))
    _claim_both(telling, loan)
    telling.narrator.note(
        Text(
            "The fee of {fee} stays in the book until the cooling-off days end on {day}.",
            "手续费 {fee} 元暂存于贷款账簿，至 {day} 冷静期届满。",
        ).with_values(
            fee=amount_text(loan.terms.fee),
            day=format_day(loan.terms.start_day + loan.terms.cooling_off_days),
        )
    )


def _pay_bill(telling: Telling, loan: LiveLoan, what: Text) -> None:
    """Pay what is due today, penalty included."""
    due = telling.loans.due(loan)
    telling.paid(what, loan, telling.loans.pay(loan, telling.cast.shop, due))


def _release_fee(telling: Telling, loan: LiveLoan) -> None:
    receipt = telling.loans.release_fee(loan, telling.cast.buyer)
    told = Text("the origination fee goes to its receiver", "手续费划付给收取方")
    telling.event(told, receipt, units=receipt.event(FeeReleased).amount)


def _sell_half(telling: Telling, loan: LiveLoan) -> None:
    bank, buyer = telling.cast.bank, telling.cast.buyer
    units = telling.loans.book.total_units(int.from_bytes(loan.id)) // 2
    receipt = telling.loans.send_note(loan, bank, buyer, units)
    told = Text(
        "{seller} moves half of its note on {loan} to {buyer}; what came in so far stays its own",
        "{seller}将{loan}债权份额的一半转让给{buyer}；此前回款仍归转让方",
    ).with_values(seller=bank.name, loan=loan.name, buyer=buyer.name)
    telling.event(told, receipt)


def _claim_both(telling: Telling, loan: LiveLoan) -> None:
    for holder in (telling.cast.bank, telling.cast.buyer):
        tell_claim(telling, loan, holder)


def tell_claim(telling: Telling, loan: LiveLoan, holder: Person) -> None:
    """A holder claims what its note has received."""
    receipt = telling.loans.claim(loan, holder)
    told = Text("{name} claims from {loan}", "{name}领取{loan}回款")
    telling.event(
        told.with_values(name=holder.name, loan=loan.name),
        receipt,
        units=receipt.event(Claimed).amount,
    )
