# SPDX-License-Identifier: Apache-2.0
"""Receipts of what several agree to: other terms, another servicer, a waiver, a rollover."""

from dataclasses import replace

from shouxin.chain.sender import Receipt
from shouxin.lending.model import AmendmentKind, Terms, amendable_principal, with_instalment
from shouxin.story.agreeing import Agreeing, monthly_from
from shouxin.story.cast import Cast
from shouxin.story.loans import LiveLoan
from shouxin.story.text import Text

INSTALMENTS = 18
SUCCESSOR = Text("the loan after it", "后续贷款")


def agreements(agreeing: Agreeing, cast: Cast, loan: LiveLoan) -> dict[str, Receipt]:
    """A loan of two holders amended twice, its servicer replaced, interest waived, rolled over."""
    stage, bank, buyer = agreeing.stage, cast.bank, cast.buyer
    holders = (bank, buyer)
    found = {}
    for name in ("amend_first", "amend"):
        terms = _extended(stage.today(), loan)
        found[name] = agreeing.amend(loan, terms, AmendmentKind.EXTENSION, *holders)
    found["replace_servicer"] = agreeing.replace_servicer(loan, buyer, *holders)
    stage.go_to(loan.terms.first_due_day)
    found["waive_majority"] = agreeing.waive(loan, 0, 100, *holders)
    principal = 2 * loan.terms.principal
    terms = with_instalment(monthly_from(stage.today(), loan.terms, principal))
    new, closed = agreeing.roll_over(SUCCESSOR, loan, terms, bank)
    found["roll_over"] = closed.receipt
    agreeing.loans.close(new, cast.shop)
    return found


def _extended(day: int, loan: LiveLoan) -> Terms:
    principal = amendable_principal(loan.terms, loan.state, day)
    return with_instalment(
        replace(monthly_from(day, loan.terms, principal), instalments=INSTALMENTS)
    )
