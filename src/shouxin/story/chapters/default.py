# SPDX-License-Identifier: Apache-2.0
"""A loan that nobody pays: arrears, default, notice, acceleration, recovery, write-off."""

from shouxin.lending.model import closing_amount, days_past_due
from shouxin.primitives.dates import parse_day
from shouxin.primitives.text import days_text
from shouxin.story.chapters.repaying import tell_claim
from shouxin.story.loans import LiveLoan
from shouxin.story.narrator import money
from shouxin.story.telling import Telling
from shouxin.story.text import Text

DEFAULT, ACCELERATED = parse_day("2026-05-29"), parse_day("2026-06-15")
RECOVERED, WAIVED = parse_day("2026-07-10"), parse_day("2026-07-20")
WRITTEN_OFF, RECOVERED_AFTER = parse_day("2026-08-31"), parse_day("2026-09-18")
RECOVERY, LATER_RECOVERY, WAIVER = 600_000, 150_000, 1_000


def tell_default(telling: Telling, loan: LiveLoan) -> None:
    """The second loan, from its first missed bill to the last recovery."""
    telling.narrator.chapter(Text("Default and recovery", "违约与回收"))
    stage, loans, bank = telling.stage, telling.loans, telling.cast.bank
    stage.go_to(DEFAULT)
    _tell_default(telling, loan)
    told = Text(
        "{name} gives notice that it will accelerate", "{name}发出提前到期通知"
    ).with_values(name=bank.name)
    telling.event(told, loans.give_notice(loan))
    stage.go_to(ACCELERATED)
    receipt = loans.accelerate(loan)
    owed = closing_amount(loan.terms, loan.state, stage.today())
    told = Text(
        "{name} accelerates {loan}: all of it is due", "{name}宣布{loan}提前到期，全部欠款立即到期"
    )
    telling.event(told.with_values(name=bank.name, loan=loan.name), receipt, units=owed)
    _recover(telling, loan)


def _tell_default(telling: Telling, loan: LiveLoan) -> None:
    days = days_past_due(loan.terms, loan.state, telling.stage.today()).counted
    receipt = telling.loans.mark_default(loan, telling.cast.buyer)
    told = Text(
        "{loan} is {days} past due: anyone may mark the default, and {name} does",
        "{loan}已逾期 {days}：任何人均可标记违约，此次由{name}标记",
    ).with_values(loan=loan.name, days=days_text(days), name=telling.cast.buyer.name)
    telling.event(told, receipt)


def _recover(telling: Telling, loan: LiveLoan) -> None:
    stage, loans = telling.stage, telling.loans
    shop, bank = telling.cast.shop, telling.cast.bank
    stage.go_to(RECOVERED)
    telling.paid(
        Text("part of {loan} is recovered", "{loan}收回部分欠款"),
        loan,
        loans.pay(loan, shop, RECOVERY),
    )
    tell_claim(telling, loan, bank)
    stage.go_to(WAIVED)
    receipt = loans.waive_penalty(loan, WAIVER)
    told = Text("{name} waives some penalty", "{name}减免部分罚息")
    telling.event(told.with_values(name=bank.name), receipt, units=WAIVER)
    stage.go_to(WRITTEN_OFF)
    receipt = loans.write_off(loan)
    told = Text("{name} writes {loan} off; the claim stays", "{name}核销{loan}，债权依然存续")
    left = loan.state.balance
    telling.event(told.with_values(name=bank.name, loan=loan.name), receipt, units=left)
    stage.go_to(RECOVERED_AFTER)
    telling.paid(
        Text("{loan}, recovered after write-off", "{loan}核销后收回"),
        loan,
        loans.pay(loan, shop, LATER_RECOVERY),
    )
    tell_claim(telling, loan, bank)
    owed = closing_amount(loan.terms, loan.state, stage.today())
    telling.narrator.note(
        Text("Still owed on {loan}: {owed}.", "{loan}尚欠 {owed}。").with_values(
            loan=loan.name, owed=money(owed)
        )
    )
