# SPDX-License-Identifier: Apache-2.0
"""A court's order: one party's claims wait, its debts can be paid, nobody else notices."""

import os
from dataclasses import replace

from eth_utils import keccak

from shouxin.chain.bindings.loan_book import Claimed
from shouxin.lending.model import Method
from shouxin.lending.offers import BORROW
from shouxin.parties.enrolment import PartyKind
from shouxin.primitives.dates import SECONDS_PER_DAY, format_day, parse_day
from shouxin.story.cast import Person
from shouxin.story.chapters.relayed import pay_due_signed
from shouxin.story.chapters.repaying import tell_claim
from shouxin.story.loans import LiveLoan
from shouxin.story.offering import PURPOSE_HOUSEHOLD, conditions_of, signed_by
from shouxin.story.stage import UTC_OFFSET_MINUTES
from shouxin.story.telling import Telling
from shouxin.story.text import Text

BORROWED, FROZEN = parse_day("2026-11-23"), parse_day("2026-12-10")
THIRD_BILL, OWN_BILL = parse_day("2026-12-21"), parse_day("2026-12-23")
ORDER_ENDS, FREE = parse_day("2026-12-31"), parse_day("2027-01-04")
PRINCIPAL = 500_000
FIFTH = Text("loan 5", "第五笔贷款")


def tell_frozen(telling: Telling, held: LiveLoan) -> None:
    """Mr Chen holds half of one loan's note, owes another loan, and is frozen for three weeks."""
    telling.narrator.chapter(Text("A court's order", "司法冻结"))
    stage = telling.stage
    stage.go_to(BORROWED)
    owed = _borrow(telling)
    stage.go_to(FROZEN)
    _freeze(telling)
    stage.go_to(THIRD_BILL)
    pay_due_signed(telling, held)
    tell_claim(telling, held, telling.cast.bank)
    _try_claim_and_transfer(telling, held)
    stage.go_to(OWN_BILL)
    _pay_for_him(telling, owed)
    stage.go_to(FREE)
    _claim_for_him(telling, held)
    telling.paid(
        Text("{loan} is closed before its end", "{loan}提前结清"),
        owed,
        telling.loans.close(owed, telling.cast.buyer),
    )
    tell_claim(telling, owed, telling.cast.investor)


def _borrow(telling: Telling) -> LiveLoan:
    """Mr Chen is a debtor as well: a small loan of Ms Lin's."""
    stage, buyer, investor = telling.stage, telling.cast.buyer, telling.cast.investor
    conditions = replace(
        conditions_of(stage),
        method=int(Method.EQUAL_PRINCIPAL),
        instalments=5,
        fee_ppm=0,
        borrower_kind=int(PartyKind.CONSUMER),
        purpose=PURPOSE_HOUSEHOLD,
    )
    signed = signed_by(stage, buyer, PRINCIPAL, conditions, side=BORROW)
    loan, receipt = telling.loans.take(FIFTH, signed, PRINCIPAL, buyer, investor)
    told = Text(
        "{borrower} borrows from {lender}: {loan} opens", "{borrower}向{lender}借款：{loan}发放"
    )
    told = told.with_values(borrower=buyer.name, lender=investor.name, loan=loan.name)
    telling.event(told, receipt, units=PRINCIPAL)
    return loan


def _freeze(telling: Telling) -> None:
    """The guardian may, for 30 days at most and never past the order's end."""
    stage, buyer = telling.stage, telling.cast.buyer
    ends_at = ORDER_ENDS * SECONDS_PER_DAY - UTC_OFFSET_MINUTES * 60
    reference = bytes(keccak(os.urandom(32) + b"the order's document"))
    registry = stage.deployment.registry
    receipt = registry.freeze(buyer.party, reference, ends_at, sender=stage.operator)
    told = Text(
        "on a court's order, reference {reference}…, the guardian freezes {name} until {day}",
        "紧急暂停人依法院裁定（编号 {reference}…）冻结{name}，至 {day} 止",
    )
    telling.event(
        told.with_values(
            reference="0x" + reference.hex()[:8], name=buyer.name, day=format_day(ORDER_ENDS)
        ),
        receipt,
    )
    found = registry.freeze_of(buyer.party)
    told = Text("the freeze has another reference or end", "冻结的编号或截止时间不符")
    telling.check(told, holds=(found.reference, found.ends_at) == (reference, ends_at))


def _try_claim_and_transfer(telling: Telling, held: LiveLoan) -> None:
    buyer, investor = telling.cast.buyer, telling.cast.investor
    owed = telling.loans.book.holding_of(held.id, buyer.address).owed
    telling.refused(
        Text("{name} tries to claim", "{name}申请领取").with_values(name=buyer.name),
        "book: recipient is frozen",
        lambda: telling.loans.claim(held, buyer),
        units=owed,
    )
    telling.refused(
        Text("he tries to move his note to {name}", "他试图将债权份额转给{name}").with_values(
            name=investor.name
        ),
        "book: sender is frozen, or recovers a wallet",
        lambda: telling.loans.send_note(held, buyer, investor, 1),
    )


def _pay_for_him(telling: Telling, owed: LiveLoan) -> None:
    """A debt of a frozen party is billed as ever, and anyone may pay it."""
    shop = telling.cast.shop
    told = Text(
        "{loan} falls due as ever; {name} pays it for him", "{loan}照常到期，由{name}代为偿还"
    )
    told = told.with_values(loan=owed.name, name=shop.name)
    telling.paid(told, owed, telling.loans.pay(owed, shop, telling.loans.due(owed)))


def _claim_for_him(telling: Telling, held: LiveLoan) -> None:
    """After the order's end nobody has to lift anything, and anyone's claim works."""
    buyer, caller = telling.cast.buyer, telling.cast.investor
    before = telling.stage.token.balanceOf(buyer.address)
    receipt = telling.loans.claim(held, buyer, caller)
    claimed = receipt.event(Claimed).amount
    told = Text(
        "the order has ended by itself; {caller} claims for {name}, and he is paid",
        "冻结期满自动解除；{caller}代{name}领取，款项到其账户",
    ).with_values(caller=caller.name, name=buyer.name)
    telling.event(told, receipt, units=claimed)
    got = _received(telling, buyer, before)
    telling.check(Text("he was not paid", "款项未到账"), holds=got == claimed > 0)


def _received(telling: Telling, person: Person, before: int) -> int:
    return telling.stage.token.balanceOf(person.address) - before
