# SPDX-License-Identifier: Apache-2.0
"""Chapter: an offer is signed, posted, matched and taken; the loan opens by two signatures."""

from __future__ import annotations

from shouxin.client import Acted
from shouxin.client.answers import LoanDetails, Match, Offer
from shouxin.lending.model import open_loan, schedule
from shouxin.lending.offers import terms_of
from shouxin.primitives.rates import format_percent
from shouxin.story.narrator import money
from shouxin.story.offering import PURPOSE_EQUIPMENT
from shouxin.story.remote.arriving import pay_in
from shouxin.story.remote.people import Customer
from shouxin.story.remote.telling import RemoteLoan, Telling
from shouxin.story.stage import CHINA
from shouxin.story.text import Text

DEPOSIT, PRINCIPAL = 2_000_000, 1_200_000
LOAN = Text("the loan", "贷款")


def tell_borrowing(telling: Telling, lender: Customer, borrower: Customer) -> RemoteLoan:
    """The loan, open and compared."""
    title = Text("An offer, posted, matched and taken", "要约的发布、撮合与成交")
    telling.narrator.chapter(title)
    pay_in(telling, lender, DEPOSIT)
    acted = lender.client.act(
        "deposit",
        {
            "lender": lender.address,
            "currency": telling.platform.currency,
            "amount_units": str(DEPOSIT),
        },
        lender.signer,
    )
    told = Text(
        "{name} signs a deposit and a permit of exactly so much; the service relays both",
        "{name}签署存入要约台的指令和等额授权，由服务代为提交",
    )
    telling.event(told, acted.transaction, units=DEPOSIT, name=lender.name)
    telling.heard("desk.balance", lender.address)
    offer = _offered(telling, lender)
    match = _matched(telling, borrower, offer)
    return _taken(telling, lender, borrower, match)


def _offered(telling: Telling, lender: Customer) -> Offer:
    """An offer that has the service fill in what is usual, checked before it is signed."""
    wanted = {
        "maker": lender.address,
        "amount_units": str(DEPOSIT),
        "fill_min_units": "100000",
        "conditions": {
            "currency": telling.platform.currency,
            "rate_ppm": 90_000,
            "method": "equal-instalment",
            "instalments": 12,
            "borrower_kind": "sole-trader",
            "jurisdiction": CHINA,
            "penalty_margin_ppm": 45_000,
            "overdue_rate_ppm": 135_000,
            "purpose": PURPOSE_EQUIPMENT,
            "fee_ppm": 10_000,
            "all_in_rate_ppm_max": 150_000,
        },
    }
    offer = lender.client.post_offer("offer", wanted, lender.signer)
    telling.heard("offer.posted", offer.digest)
    told = Text(
        "{name} signs an offer, 12 equal instalments at 9 % a year, and posts it to the book",
        "{name}签署出借要约（12 期等额本息，年利率 9%）并发布至要约簿",
    )
    telling.event(told, units=DEPOSIT, name=lender.name)
    return offer


def _matched(telling: Telling, borrower: Customer, offer: Offer) -> Match:
    """What the borrower is shown before it signs, held against the model."""
    found = borrower.client.match(
        side="borrow",
        currency=telling.platform.currency,
        principal_units=str(PRINCIPAL),
        taker=borrower.address,
        party=borrower.party,
        purpose=PURPOSE_EQUIPMENT,
    )
    match = next(each for each in found.fitting if each.offer.digest == offer.digest)
    conditions = match.offer.signed.offer.conditions.struct()
    terms = terms_of(conditions, PRINCIPAL, telling.platform.today())
    rows = schedule(terms)
    total = sum(row.payment for row in rows)
    telling.compare(
        Text("the match", "撮合结果"),
        match.cost.model_dump(),
        {
            "first_payment_units": str(rows[0].payment),
            "last_payment_units": str(rows[-1].payment),
            "total_payment_units": str(total),
            "total_cost_units": str(total + terms.fee - PRINCIPAL),
            "payout_units": str(PRINCIPAL - terms.fee),
        },
    )
    told = Text(
        "{name} asks what fits: the cheapest costs {rate} % a year all-in, {cost} in all",
        "{name}查询合适的要约：成本最低者综合年化 {rate}%，总成本 {cost}",
    )
    rate, cost = format_percent(match.cost.all_in_rate_ppm), match.cost.total_cost_units
    telling.event(told, name=borrower.name, rate=rate, cost=money(cost))
    return match


def _taken(telling: Telling, lender: Customer, borrower: Customer, match: Match) -> RemoteLoan:
    acted = borrower.client.act(
        "take",
        {
            "taker": borrower.address,
            "principal_units": str(PRINCIPAL),
            "digest": match.offer.digest,
        },
        borrower.signer,
    )
    loan_id = str(acted.prepared.settled["loan"])
    telling.heard("loan.opened", loan_id)
    told = Text(
        "{name} signs the complete terms, which its client derived anew from the signed offer; "
        "the service relays them, and the loan opens",
        "{name}的客户端依已签署的要约自行推得完整条款，核对后签署，由服务代为提交，贷款发放",
    )
    telling.event(told, acted.transaction, units=PRINCIPAL, name=borrower.name)
    _tell_sentence(telling, acted)
    found = borrower.client.loan(loan_id, wait_seconds=30)
    conditions = match.offer.signed.offer.conditions.struct()
    terms = terms_of(conditions, PRINCIPAL, found.start_date)
    compare_schedule(telling, found, RemoteLoan(loan_id, terms, open_loan(terms), lender, borrower))
    return RemoteLoan(loan_id, terms, open_loan(terms), lender, borrower)


def compare_schedule(telling: Telling, found: LoanDetails, loan: RemoteLoan) -> None:
    """The loan and each bill of it, against the model."""
    telling.compare(
        LOAN,
        found.model_dump(),
        {
            "principal_units": str(loan.terms.principal),
            "balance_units": str(loan.state.balance),
            "fee_units": str(loan.terms.fee),
            "rate_ppm": loan.terms.rate_ppm,
            "status": "open",
        },
    )
    for row, bill in zip(found.schedule, schedule(loan.terms), strict=True):
        telling.compare(
            Text(f"bill {bill.number}", f"第 {bill.number} 期"),
            {"due": row.due_date, "payment": row.payment_units, "balance": row.balance_units},
            {"due": bill.due_day, "payment": bill.payment, "balance": bill.balance},
        )


def _tell_sentence(telling: Telling, acted: Acted) -> None:
    """What the service said in plain words before anyone signed."""
    words = acted.prepared.sentence.text
    telling.narrator.note(Text(f"“{words.en}”", f"“{words.zh}”"))
