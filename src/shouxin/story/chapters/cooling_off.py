# SPDX-License-Identifier: Apache-2.0
"""Second thoughts: a withdrawal in the cooling-off days, and the fee comes back."""

from shouxin.chain.bindings.loan_book import FeeReleased
from shouxin.story.loans import LiveLoan
from shouxin.story.telling import Telling
from shouxin.story.text import Text

DAYS_UNTIL_NOTICE, DAYS_UNTIL_PAID = 4, 9


def tell_cooling_off(telling: Telling, loan: LiveLoan) -> None:
    """Notice, repayment, fee back, and the lender's claim."""
    telling.narrator.chapter(Text("Second thoughts", "冷静期撤回"))
    stage, loans, shop = telling.stage, telling.loans, telling.cast.shop
    if stage.can_travel:
        stage.go_to(loan.terms.start_day + DAYS_UNTIL_NOTICE)
    receipt = loans.withdraw(loan)
    told = Text("{name} gives notice that it withdraws from {loan}", "{name}就{loan}行使撤回权")
    telling.event(told.with_values(name=shop.name, loan=loan.name), receipt)
    if stage.can_travel:
        stage.go_to(loan.terms.start_day + DAYS_UNTIL_PAID)
    paid = loans.close(loan, shop)
    telling.paid(
        Text("{loan} is paid back and ends as withdrawn", "偿还{loan}，借款合同撤回"), loan, paid
    )
    receipt = loans.release_fee(loan, telling.cast.buyer)
    released = receipt.event(FeeReleased)
    told = Text("the origination fee goes back to {name}", "手续费退还{name}")
    telling.event(told.with_values(name=shop.name), receipt, units=released.amount)
    lender = telling.cast.investor
    receipt = loans.claim(loan, lender)
    told = Text("{name} claims from {loan}", "{name}领取{loan}的回款")
    telling.event(told.with_values(name=lender.name, loan=loan.name), receipt, units=paid.taken)
