# SPDX-License-Identifier: Apache-2.0
"""Chapter: a payment ahead, the closing quote, the loan closed, the lender's money claimed."""

from __future__ import annotations

from shouxin.client.answers import Payment
from shouxin.lending.model import closing_amount, pay
from shouxin.story.narrator import money
from shouxin.story.remote.arriving import pay_in
from shouxin.story.remote.telling import RemoteLoan, Telling
from shouxin.story.text import Text

AHEAD = 400_000
TAKINGS = 50_000


def tell_repaying(telling: Telling, loan: RemoteLoan) -> None:
    """All of it by signatures that the service relays."""
    telling.narrator.chapter(Text("Paid back the same day", "当日还清"))
    _pay(telling, loan, AHEAD, Text("{name} signs a payment ahead", "{name}签署提前还款指令"))
    pay_in(telling, loan.borrower, TAKINGS)
    quote = loan.borrower.client.quote(loan.id)
    telling.compare(
        Text("the closing quote", "结清报价"),
        {"closing": quote.closing_units, "balance": quote.balance_units},
        {
            "closing": closing_amount(loan.terms, loan.state, quote.date),
            "balance": loan.state.balance,
        },
    )
    told = Text("to close today takes {amount}", "今日结清需 {amount}")
    telling.event(told, amount=money(quote.closing_units))
    _pay(telling, loan, quote.closing_units, Text("{name} closes the loan", "{name}结清贷款"))
    telling.heard("loan.closed", loan.id)
    found = loan.borrower.client.loan(loan.id)
    telling.compare(
        Text("the closed loan", "已结清的贷款"),
        {"status": found.status, "balance": found.balance_units, "received": found.received_units},
        {"status": "repaid", "balance": 0, "received": AHEAD + quote.closing_units},
    )
    _claim(telling, loan, AHEAD + quote.closing_units)


def _pay(telling: Telling, loan: RemoteLoan, units: int, what: Text) -> None:
    borrower = loan.borrower
    wanted = {"loan": loan.id, "payer": borrower.address, "amount_units": str(units)}
    acted = borrower.client.act("pay", wanted, borrower.signer)
    event = telling.heard_in("loan.paid", loan.id, acted.transaction)
    telling.compare(what, event.payload, {"amount_units": str(units)})
    paid: Payment = borrower.client.loan(loan.id).payments[0]
    loan.state, applied = pay(loan.terms, loan.state, paid.date, units)
    telling.compare(
        what,
        paid.model_dump(),
        {
            "interest_units": str(applied.interest),
            "principal_units": str(applied.principal),
            "penalty_units": str(applied.penalty),
            "balance_units": str(loan.state.balance),
        },
    )
    telling.event(what, acted.transaction, units=units, name=borrower.name)


def _claim(telling: Telling, loan: RemoteLoan, expected: int) -> None:
    """Nobody's signature is needed: the money can go to the holder alone."""
    lender = loan.lender
    acted = lender.client.act("claim", {"loan": loan.id, "holder": lender.address})
    event = telling.heard("loan.claimed", loan.id)
    claimed = {"amount_units": str(expected)}
    telling.compare(Text("the claim", "领取"), event.payload, claimed)
    told = Text(
        "{name} claims what the note has received; the service sends it, and the money can go "
        "to the holder alone",
        "{name}领取债权份额收到的还款，由服务提交，款项只能付给持有人本人",
    )
    telling.event(told, acted.transaction, units=expected, name=lender.name)
