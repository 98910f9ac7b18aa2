# SPDX-License-Identifier: Apache-2.0
"""A customer without a coin: she signs, somebody else sends, and nobody in between gains."""

import os
from dataclasses import dataclass, replace

from shouxin.chain.sender import Sender, new_key
from shouxin.lending.model import schedule
from shouxin.lending.offers import SignedOffer
from shouxin.parties.enrolment import PartyKind
from shouxin.parties.recovery import RecoveryRule
from shouxin.primitives.dates import parse_day
from shouxin.story.cast import BAKERY, Person, enrol, mint
from shouxin.story.loans import LiveLoan
from shouxin.story.offering import PURPOSE_EQUIPMENT, conditions_of, signed_by
from shouxin.story.relaying import SignedPayment
from shouxin.story.stage import Stage
from shouxin.story.telling import Telling
from shouxin.story.text import Text

OPENED, FIRST_BILL = parse_day("2026-09-21"), parse_day("2026-10-21")
PRINCIPAL = 2_400_000
RECOVERY_DAYS = 14
FOURTH = Text("loan 4", "第四笔贷款")


@dataclass(frozen=True, slots=True)
class Customer:
    """The bakery, as the next chapters need it.

    Attributes:
        loan: what it owes; its borrower is the bakery, with the wallet of the day.
        rule: by which a lost wallet of its is replaced.
    """

    loan: LiveLoan
    rule: RecoveryRule


def tell_relayed(telling: Telling) -> Customer:
    """Enrolment, loan, sale of half the note and a payment, all by signatures."""
    telling.narrator.chapter(Text("A customer without a coin", "不持有链上币的客户"))
    stage = telling.stage
    if stage.can_travel:
        stage.go_to(OPENED)
    rule = RecoveryRule((stage.provider.address,), RECOVERY_DAYS, os.urandom(32))
    bakery = _enrol(telling, rule)
    loan = _borrow(telling, bakery)
    _sell_half(telling, loan)
    if stage.can_travel:
        stage.go_to(FIRST_BILL)
    _pay(telling, loan, bakery)
    sent = stage.chain.request("eth_getTransactionCount", bakery.address, "latest")
    told = Text("the bakery sent a transaction", "糕饼铺自己发送了交易")
    telling.check(told, holds=(int(sent, 16), stage.chain.balance(bakery.address)) == (0, 0))
    telling.narrator.note(
        Text(
            "The bakery has signed four times, sent no transaction and never held a coin. Whoever "
            "sends pays the gas and can change nothing: amount, payer, loan and day are signed.",
            "糕饼铺只签了四次名，自己没有发送交易，也从未持有链上币。代为提交的人支付 gas，"
            "却改不了任何内容：金额、付款人、贷款和日期都在签名之内。",
        )
    )
    return Customer(loan, rule)


def pay_in(telling: Telling, person: Person, units: int) -> None:
    """Bring takings to the bank, which mints tokens for them."""
    told = Text(
        "{name} pays its takings in at the bank, which mints deposit tokens",
        "{name}将营业款存入银行，银行发行等额存款代币",
    ).with_values(name=person.name)
    telling.event(told, mint(telling.stage, person, units), units=units)


def _enrol(telling: Telling, rule: RecoveryRule) -> Person:
    wallet = Sender(telling.stage.chain, new_key())
    bakery, receipt = enrol(telling.stage, BAKERY, PartyKind.SOLE_TRADER, wallet, rule.commitment)
    told = Text(
        "{name} signs its enrolment, and how a lost wallet is to be replaced; the identity "
        "provider sends it",
        "{name}签署主体登记和钱包遗失时的恢复规则，由身份服务机构提交",
    )
    telling.event(told.with_values(name=bakery.name), receipt)
    return bakery


def _borrow(telling: Telling, bakery: Person) -> LiveLoan:
    stage, bank = telling.stage, telling.cast.bank
    conditions = replace(conditions_of(stage), fee_ppm=0, purpose=PURPOSE_EQUIPMENT)
    signed = signed_by(stage, bank, PRINCIPAL, conditions, taker=bakery.party)
    seller = str(new_key().address)
    loan, receipt = telling.relaying.take(FOURTH, signed, PRINCIPAL, bakery, bank, seller)
    told = Text(
        "{name} signs the complete terms of {bank}'s offer, a relayer sends them, and {loan} opens",
        "{name}签署{bank}要约的完整条款，由他人代为提交，{loan}发放",
    ).with_values(name=bakery.name, bank=bank.name, loan=loan.name)
    telling.event(told, receipt, units=PRINCIPAL)
    _tell_payee(telling, signed, loan, seller)
    return loan


def _tell_payee(telling: Telling, signed: SignedOffer, loan: LiveLoan, seller: str) -> None:
    telling.narrator.note(
        Text(
            "All of it goes to the seller of the oven, as the terms say (entrusted payment).",
            "依合同约定，全部款项直接支付给烤炉卖方（受托支付）。",
        )
    )
    paid_out = telling.stage.token.balanceOf(seller)
    told = Text("the seller was not paid", "卖方未收到款项")
    telling.check(told, holds=paid_out == signed.offer.amount == loan.terms.principal)


def _sell_half(telling: Telling, loan: LiveLoan) -> None:
    bank, buyer = telling.cast.bank, telling.cast.buyer
    units = PRINCIPAL // 2
    receipt = telling.relaying.send_note(loan, bank, buyer, units)
    told = Text(
        "{bank} signs half of its note on {loan} over to {buyer}; a relayer sends it",
        "{bank}签名将{loan}债权份额的一半转让给{buyer}，由他人代为提交",
    ).with_values(bank=bank.name, loan=loan.name, buyer=buyer.name)
    telling.event(told, receipt)
    held = telling.loans.book.holding_of(loan.id, buyer.address).units
    telling.check(Text("half the note did not move", "一半份额未转让"), holds=held == units)


def _pay(telling: Telling, loan: LiveLoan, bakery: Person) -> None:
    """An instalment with a permit, which a stranger uses up beforehand."""
    units = schedule(loan.terms)[0].payment
    pay_in(telling, bakery, units)
    signed = telling.relaying.sign_payment(loan, bakery, units, permits=True)
    _use_up(telling.stage, signed)
    told = Text(
        "{name} signs a payment and a permit of exactly so much; a stranger who sees the permit "
        "uses it up, to spoil the payment",
        "{name}签署付款指令和等额签名授权；陌生人看到授权后抢先用掉，企图使付款落空",
    )
    telling.event(told.with_values(name=bakery.name))
    telling.paid(
        Text("in vain: {loan} is paid by signature", "未能得逞：{loan}凭签名照常还款"),
        loan,
        telling.relaying.submit(loan, signed),
    )
    left = telling.stage.token.allowance(bakery.address, signed.payment.book)
    telling.check(Text("an allowance was left", "授权有剩余"), holds=left == 0)
    telling.refused(
        Text("a relayer sends the same payment again", "有人再次提交同一付款指令"),
        "signature: nonce is spent",
        lambda: telling.relaying.submit(loan, signed),
    )


def _use_up(stage: Stage, signed: SignedPayment) -> None:
    """A stranger hands the permit to the token before the payment does."""
    payment, permit = signed.payment, signed.permit
    stage.token.permit(
        payment.payer,
        payment.book,
        payment.amount,
        payment.deadline,
        permit[64],
        permit[:32],
        permit[32:64],
        sender=stage.new_sender(),
    )


def pay_due_signed(telling: Telling, loan: LiveLoan) -> None:
    """The borrower pays what is due today, out of its takings, by signature and permit."""
    borrower, units = loan.borrower, telling.loans.due(loan)
    pay_in(telling, borrower, units)
    paid = telling.relaying.pay(loan, borrower, units, permits=True)
    telling.paid(Text("{loan} is paid by signature", "{loan}凭签名还款"), loan, paid)
