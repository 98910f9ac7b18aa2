# SPDX-License-Identifier: Apache-2.0
"""Gas of what people do, from receipts on a chain of our own.

The same people do everything twice, and the second time is measured: everybody did it before, the
record has entries, the nonces' word is in use, and the book holds money of other loans. The
standard offer has no fee and twelve equal monthly instalments. Every call is direct, its author
sends it, but those of ``relay_…``, which somebody else sends as signed. Each loan is compared with
the Python model as it moves.
"""

import os
from dataclasses import replace
from itertools import count

from shouxin.bench.agreed import agreements
from shouxin.bench.parties import Recoverable, freezes, recoveries
from shouxin.bench.statements import servicers_answer, statements
from shouxin.chain.sender import Receipt
from shouxin.lending.model import Row, reckon, schedule
from shouxin.lending.offers import BORROW
from shouxin.parties.enrolment import PartyKind
from shouxin.primitives.dates import SECONDS_PER_DAY
from shouxin.primitives.errors import Refused
from shouxin.story.agreeing import Agreeing
from shouxin.story.cast import BUYER, approve, enrol, gather
from shouxin.story.loans import LiveLoan, Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.recovering import join_wallet
from shouxin.story.relaying import Relaying
from shouxin.story.stage import TOPIC_FACTS, Stage
from shouxin.story.text import Text

PRINCIPAL, MONEY, DEPOSIT = 1_200_000, 100_000_000, 10_000
LOAN = Text("a loan", "一笔贷款")

OPERATIONS = {
    "open_from_offer": "open a loan from a lender's signed offer",
    "open_from_offer_with_fee": "the same, with an origination fee",
    "open_from_request": "open a loan from a borrower's signed request",
    "repay_first": "a loan's first instalment, on time",
    "repay_on_time": "a later instalment, on time",
    "repay_late": "an instalment 12 days late, with penalty",
    "repay_ahead": "half an instalment ahead of its day",
    "repay_closing": "all that is owed",
    "claim_first": "a holder's first claim from a loan",
    "claim": "a holder's later claim",
    "transfer_note_first": "part of a note to a new holder",
    "transfer_note": "part of a note to one who holds some",
    "withdraw_notice": "notice of withdrawal in the cooling-off days",
    "release_fee": "the fee to its receiver",
    "default": "mark a default, with all that 95 days past due add to the record",
    "notice": "notice of acceleration",
    "waive_penalty": "waive penalty",
    "accelerate": "accelerate",
    "write_off": "write off",
    "recover": "a recovery after write-off",
    "amend_first": "amend a loan: borrower, servicer and two holders signed",
    "amend": "amend it once more",
    "replace_servicer": "replace its servicer, as two holders signed",
    "waive_majority": "waive interest, as two holders agreed",
    "roll_over": "close a loan by the proceeds of a new one",
    "relay_take": "a loan from an offer, by the borrower's signature",
    "relay_pay": "a later instalment, on time, by the payer's signature",
    "relay_pay_permit": "the same with a permit in place of an allowance",
    "relay_withdraw": "notice of withdrawal, by the borrower's signature",
    "relay_transfer": "part of a note to one who holds some, by the holder's signature",
    "relay_cancel": "cancel an offer, by the maker's signature",
    "deposit": "a lender brings money to the desk",
    "cancel": "cancel an offer",
    "enrol": "enrol a party",
    "join_wallet": "join a second wallet to a party",
    "attest": "attest something about a party",
    "link": "link two related parties",
    "freeze": "freeze a party on a legal order",
    "lift_freeze": "lift the freeze",
    "start_recovery": "start the replacement of a lost wallet",
    "object_to_recovery": "another wallet's objection, which ends it",
    "conclude_recovery": "put the new wallet in the lost one's place",
    "inquire": "a hard inquiry",
    "furnish": "furnish loans elsewhere, by their root",
    "dispute": "dispute what was furnished",
    "relay_dispute": "the same, by the subject's signature",
    "answer": "answer a dispute",
    "answer_loan": "a servicer's answer to a dispute of what the book wrote",
    "correct": "correct what was furnished",
    "merge": "merge a party into another",
    "token_transfer": "for comparison: a plain transfer of the token",
}
"""What is measured, in the order of the table, and what each is."""


def measure(stage: Stage) -> dict[str, int]:
    """Gas by operation; each is one transaction.

    Raises:
        Refused: ``bench.disagreement``; chain and model differ, so that no figure counts.
    """
    round_ = _Round(stage)
    round_.run()
    round_.run()
    if round_.loans.disagreements:
        first = round_.loans.disagreements[0]
        raise Refused(
            "bench.disagreement",
            f"chain and model differ, so no figure counts: {first}",
            f"链上与模型不一致，测量无效：{first}",
        )
    return {name: round_.receipts[name].gas_used for name in OPERATIONS}


class _Round:
    """The people, and the receipts of what they last did, by operation."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.loans = Loans(stage)
        self.receipts: dict[str, Receipt] = {}
        self.cast = gather(stage, MONEY)
        self.plain = replace(conditions_of(stage), fee_ppm=0)
        self.relaying = Relaying(self.loans, stage.new_sender(), count(1))
        self.bakery = Recoverable.enrolled(stage)

    def run(self) -> None:
        """Everything once."""
        self._registry()
        self._desk()
        self._unclaimed()
        self._withdrawn()
        good = self._open("open_from_offer")
        bad = self._open("open_from_offer_with_fee", fee_ppm=10_000)
        self._repaid(good, bad)
        self._defaulted(bad)
        self._relayed()
        self._agreed()
        self.receipts |= statements(self.stage, self.cast)
        self.receipts |= freezes(self.stage, self.cast)
        self.receipts |= recoveries(self.stage, self.bakery)

    def _registry(self) -> None:
        stage, shop, note = self.stage, self.cast.shop, self.receipts
        registry = stage.deployment.registry
        _, note["enrol"] = enrol(stage, BUYER, PartyKind.CONSUMER, stage.new_sender())
        note["join_wallet"] = join_wallet(stage, shop, stage.new_sender())
        year = stage.now() + 365 * SECONDS_PER_DAY
        note["attest"] = registry.attest(
            shop.party, TOPIC_FACTS, os.urandom(32), year, sender=stage.provider
        )

    def _desk(self) -> None:
        stage, bank, note = self.stage, self.cast.bank, self.receipts
        desk, token = stage.deployment.desk, stage.token
        note["deposit"] = desk.deposit(token.address, DEPOSIT, sender=bank.sender)
        note["cancel"] = desk.cancel(next(stage.nonces), sender=bank.sender)
        note["token_transfer"] = token.transfer(self.cast.buyer.address, 1, sender=bank.sender)

    def _open(self, name: str, *, fee_ppm: int = 0) -> LiveLoan:
        bank, shop = self.cast.bank, self.cast.shop
        conditions = replace(self.plain, fee_ppm=fee_ppm)
        signed = signed_by(self.stage, bank, PRINCIPAL, conditions)
        loan, self.receipts[name] = self.loans.take(LOAN, signed, PRINCIPAL, shop, bank)
        return loan

    def _unclaimed(self) -> None:
        """Another loan's payment that stays in the book, as others' always do."""
        loan = self._open("open_from_offer")
        self.loans.close(loan, self.cast.shop)

    def _withdrawn(self) -> None:
        shop, bank = self.cast.shop, self.cast.bank
        signed = signed_by(self.stage, shop, PRINCIPAL, self.plain, side=BORROW)
        opened = self.loans.take(LOAN, signed, PRINCIPAL, shop, bank)
        loan, self.receipts["open_from_request"] = opened
        self.receipts["withdraw_notice"] = self.loans.withdraw(loan)
        self.loans.close(loan, shop)
        loan = self._open("open_from_offer")
        self.receipts["relay_withdraw"] = self.relaying.withdraw(loan)
        self.loans.close(loan, shop)

    def _repaid(self, loan: LiveLoan, with_fee: LiveLoan) -> None:
        note, loans, rows = self.receipts, self.loans, schedule(loan.terms)
        note["repay_first"] = self._pay(loan, rows[0])
        note["claim_first"] = loans.claim(loan, self.cast.bank)
        note["release_fee"] = loans.release_fee(with_fee, self.cast.buyer)
        note["repay_on_time"] = self._pay(loan, rows[1])
        note["claim"] = loans.claim(loan, self.cast.bank)
        note["repay_late"] = self._pay(loan, rows[2], days_late=12)
        self.stage.go_to(rows[3].due_day - 3)
        note["repay_ahead"] = loans.pay(loan, self.cast.shop, rows[3].payment // 2).receipt
        units = PRINCIPAL // 4
        for name in ("transfer_note_first", "transfer_note"):
            note[name] = loans.send_note(loan, self.cast.bank, self.cast.buyer, units)
        note["repay_closing"] = loans.close(loan, self.cast.shop).receipt

    def _pay(self, loan: LiveLoan, row: Row, *, days_late: int = 0) -> Receipt:
        """Pay all that is due."""
        self.stage.go_to(row.due_day + days_late)
        state = reckon(loan.terms, loan.state, row.due_day + days_late)
        due = state.interest_due + state.principal_due + -(-state.penalty // 10**9)
        return self.loans.pay(loan, self.cast.shop, due).receipt

    def _relayed(self) -> None:
        """What others send for those who signed."""
        note, by, stage = self.receipts, self.relaying, self.stage
        bank, shop, buyer = self.cast.bank, self.cast.shop, self.cast.buyer
        signed = signed_by(stage, bank, PRINCIPAL, self.plain)
        loan, note["relay_take"] = by.take(LOAN, signed, PRINCIPAL, shop, bank)
        rows = schedule(loan.terms)
        self._pay(loan, rows[0])
        for name, row in zip(("relay_pay", "relay_pay_permit"), rows[1:3], strict=True):
            permits = name == "relay_pay_permit"
            stage.go_to(row.due_day)
            if permits:
                stage.token.approve(stage.deployment.book.address, 0, sender=shop.sender)
            note[name] = by.pay(loan, shop, row.payment, permits=permits).receipt
        approve(stage, shop)
        for _ in range(2):
            note["relay_transfer"] = by.send_note(loan, bank, buyer, PRINCIPAL // 4)
        note["relay_cancel"] = by.cancel(bank, next(by.nonces))
        self.loans.close(loan, shop)

    def _agreed(self) -> None:
        """What borrower, servicer and two holders agree to."""
        loan = self._open("open_from_offer")
        self.loans.send_note(loan, self.cast.bank, self.cast.buyer, PRINCIPAL // 2)
        agreeing = Agreeing(self.loans, self.relaying.relayer)
        self.receipts |= agreements(agreeing, self.cast, loan)

    def _defaulted(self, loan: LiveLoan) -> None:
        note, loans = self.receipts, self.loans
        self.stage.go_to(loan.terms.first_due_day + 95)
        note["default"] = loans.mark_default(loan, self.cast.buyer)
        note["notice"] = loans.give_notice(loan)
        note["waive_penalty"] = loans.waive_penalty(loan, 100)
        self.stage.go_to(loan.terms.first_due_day + 95 + loan.terms.notice_days + 1)
        note["accelerate"] = loans.accelerate(loan)
        note["write_off"] = loans.write_off(loan)
        note["answer_loan"] = servicers_answer(self.stage, self.cast, loan, note["write_off"])
        note["recover"] = loans.pay(loan, self.cast.shop, PRINCIPAL // 10).receipt
        loans.close(loan, self.cast.shop)
