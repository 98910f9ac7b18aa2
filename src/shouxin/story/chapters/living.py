# SPDX-License-Identifier: Apache-2.0
"""Living with a loan: an extension, another servicer, a waiver, and a rollover at the end."""

from dataclasses import replace

from shouxin.credit.names import kind_name
from shouxin.lending.model import (
    AmendmentKind,
    Terms,
    amendable_principal,
    reckon,
    with_instalment,
)
from shouxin.parties.enrolment import PartyKind
from shouxin.primitives.dates import parse_day
from shouxin.story.agreeing import Agreeing, monthly_from
from shouxin.story.cast import SERVICER, Person, enrol
from shouxin.story.chapters.relayed import pay_due_signed
from shouxin.story.chapters.repaying import tell_claim
from shouxin.story.loans import LiveLoan
from shouxin.story.narrator import amount_text
from shouxin.story.records import read_record
from shouxin.story.telling import Telling
from shouxin.story.text import Text

EXTENDED, LOWER_BILL = parse_day("2027-01-06"), parse_day("2027-02-06")
REPLACED, LATE = parse_day("2027-02-22"), parse_day("2027-03-16")
ROLLED = parse_day("2027-03-22")
INSTALMENTS, NEW_PRINCIPAL, NEW_RATE_PPM = 18, 2_000_000, 80_000
WAIVED_INTEREST = 2_000
SIXTH = Text("loan 6", "第六笔贷款")
OWN_WALLET = Text(
    "A rollover is the one move that the borrower's wallet must send; it was given coins for it.",
    "借新还旧是唯一须由借款人钱包自行提交的操作，为此已向其转入少量链上币。",
)
NO_MAJORITY = "servicing: holders of over half of the units did not sign"


def tell_living(telling: Telling, loan: LiveLoan) -> None:
    """The bakery's loan, from its extension to the loan that closes it."""
    telling.narrator.chapter(Text("Living with a loan", "贷后变更"))
    stage, agreeing = telling.stage, Agreeing(telling.loans, telling.relaying.relayer)
    stage.go_to(EXTENDED)
    _extend(telling, agreeing, loan)
    stage.go_to(LOWER_BILL)
    pay_due_signed(telling, loan)
    stage.go_to(REPLACED)
    _replace_servicer(telling, agreeing, loan)
    stage.go_to(LATE)
    _waive(telling, agreeing, loan)
    pay_due_signed(telling, loan)
    stage.go_to(ROLLED)
    _roll_over(telling, agreeing, loan)
    _tell_record(telling, loan)


def _extend(telling: Telling, agreeing: Agreeing, loan: LiveLoan) -> None:
    """Nine instalments become eighteen; half of the units is not yet a majority."""
    bank, buyer = telling.cast.bank, telling.cast.buyer
    before, terms = loan.terms.instalment, _extended(telling, loan)
    telling.refused(
        Text(
            "{borrower} and {bank} sign an extension; {bank} holds half of the units and no more",
            "{borrower}与{bank}签署展期；{bank}只持有一半份额",
        ).with_values(borrower=loan.borrower.name, bank=bank.name),
        NO_MAJORITY,
        lambda: agreeing.amend(loan, terms, AmendmentKind.EXTENSION, bank),
    )
    receipt = agreeing.amend(loan, terms, AmendmentKind.EXTENSION, bank, buyer)
    told = Text(
        "{buyer} signs as well, and {loan} is extended: {count} instalments of {after} in place "
        "of 9 of {before}",
        "{buyer}一并签署，{loan}展期：由 9 期、每期 {before} 元改为 {count} 期、每期 {after} 元",
    ).with_values(
        buyer=buyer.name,
        loan=loan.name,
        count=INSTALMENTS,
        after=amount_text(terms.instalment),
        before=amount_text(before),
    )
    telling.event(told, receipt, units=loan.state.balance)
    lower = Text("the instalment did not fall", "每期还款额未降低")
    telling.check(lower, holds=loan.terms.instalment < before)


def _extended(telling: Telling, loan: LiveLoan) -> Terms:
    """The same loan from today on, over more months."""
    today = telling.stage.today()
    principal = amendable_principal(loan.terms, loan.state, today)
    terms = monthly_from(today, loan.terms, principal)
    return with_instalment(replace(terms, instalments=INSTALMENTS))


def _replace_servicer(telling: Telling, agreeing: Agreeing, loan: LiveLoan) -> None:
    bank, buyer, stage = telling.cast.bank, telling.cast.buyer, telling.stage
    servicer, _ = enrol(stage, SERVICER, PartyKind.COMPANY, stage.new_sender())
    receipt = agreeing.replace_servicer(loan, servicer, bank, buyer)
    told = Text(
        "the holders put {servicer} in {bank}'s place as servicer",
        "份额持有人将贷款服务机构由{bank}更换为{servicer}",
    ).with_values(servicer=servicer.name, bank=bank.name)
    telling.event(told, receipt)
    _try_as_former(telling, loan, bank)


def _try_as_former(telling: Telling, loan: LiveLoan, bank: Person) -> None:
    """The one that was replaced has no say any more."""
    former = replace(loan, servicer=bank)
    telling.refused(
        Text("{bank} tries to write {loan} off", "{bank}试图核销{loan}").with_values(
            bank=bank.name, loan=loan.name
        ),
        "servicing: caller is not the servicer",
        lambda: telling.loans.write_off(former),
    )


def _waive(telling: Telling, agreeing: Agreeing, loan: LiveLoan) -> None:
    """Penalty by the servicer alone; interest is the holders' to give."""
    state = reckon(loan.terms, loan.state, telling.stage.today())
    penalty = -(-state.penalty // 10**9)
    telling.refused(
        Text(
            "the bill of 6 March is ten days late; {servicer} would waive penalty and some "
            "interest by itself",
            "3 月 6 日账单逾期 10 天；{servicer}欲自行减免罚息和部分利息",
        ).with_values(servicer=loan.servicer.name),
        NO_MAJORITY,
        lambda: agreeing.waive(loan, penalty, WAIVED_INTEREST),
    )
    receipt = agreeing.waive(loan, penalty, WAIVED_INTEREST, telling.cast.bank, telling.cast.buyer)
    told = Text(
        "with the holders' signatures it does: penalty {penalty}, interest {interest}",
        "经份额持有人签署后减免：罚息 {penalty}，利息 {interest}",
    ).with_values(penalty=amount_text(penalty), interest=amount_text(WAIVED_INTEREST))
    telling.event(told, receipt, units=penalty + WAIVED_INTEREST)


def _roll_over(telling: Telling, agreeing: Agreeing, loan: LiveLoan) -> None:
    """A new loan's proceeds close the old one; what is left is the bakery's."""
    stage, bank, borrower = telling.stage, telling.cast.bank, loan.borrower
    stage.fund(borrower.sender)
    terms = monthly_from(stage.today(), loan.terms, NEW_PRINCIPAL)
    terms = with_instalment(replace(terms, rate_ppm=NEW_RATE_PPM, instalments=12))
    before = stage.token.balanceOf(borrower.address)
    new, closed = agreeing.roll_over(SIXTH, loan, terms, bank)
    told = Text(
        "{bank} lends anew at 8 %: {new} opens and closes {loan} in one transaction",
        "{bank}按 8% 年利率续贷：{new}发放，同一笔交易内结清{loan}（借新还旧）",
    ).with_values(bank=bank.name, new=new.name, loan=loan.name)
    telling.event(told, closed.receipt, units=closed.taken)
    left = stage.token.balanceOf(borrower.address) - before
    told = Text("what is left goes to {name}", "余款归{name}").with_values(name=borrower.name)
    telling.event(told, units=left)
    telling.narrator.note(OWN_WALLET)
    wrong = Text("the old loan is open, or the rest is another", "原贷款未结清，或余款不符")
    telling.check(wrong, holds=not loan.state.is_open and left + closed.taken == NEW_PRINCIPAL)
    for holder in (bank, telling.cast.buyer):
        tell_claim(telling, loan, holder)


def _tell_record(telling: Telling, loan: LiveLoan) -> None:
    """What of all this stands in the record."""
    record = read_record(telling.stage, loan.borrower.party)
    names = dict.fromkeys(kind_name(entry) for _, entry in record.entries)
    telling.narrator.note(
        Text("In {name}'s record: {en}.", "{name}的信用记录载有：{zh}。").with_values(
            name=loan.borrower.name,
            en="; ".join(name.en for name in names),
            zh="；".join(name.zh for name in names),
        )
    )
