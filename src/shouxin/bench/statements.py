# SPDX-License-Identifier: Apache-2.0
"""Receipts of what others write into a record: inquiries, furnished roots, disputes, mergers."""

import os

from shouxin.chain.bindings.credit_ledger import CreditLedger, EntryRecorded
from shouxin.chain.sender import Receipt
from shouxin.credit.entry import Purpose, Reason
from shouxin.lending.offers import NOBODY
from shouxin.parties.enrolment import PartyKind
from shouxin.story.cast import BUYER, Cast, enrol
from shouxin.story.loans import LiveLoan
from shouxin.story.records import cited, dispute_signed
from shouxin.story.stage import Stage

LOANS, OWED = 3, 1_000_000


def statements(stage: Stage, cast: Cast) -> dict[str, Receipt]:
    """The bank inquires and furnishes; the shop disputes what is not its own."""
    ledger, bank, shop = stage.deployment.ledger, cast.bank.sender, cast.shop
    found = {
        "inquire": ledger.inquire(
            shop.party, Purpose.LOAN_APPLICATION, os.urandom(32), sender=bank
        ),
        "furnish": _furnish(ledger, cast),
    }
    index = found["furnish"].event(EntryRecorded).index
    reason, evidence = Reason.NOT_MINE, os.urandom(32)
    found["dispute"] = ledger.dispute(
        cited(stage, shop.party, index), reason, evidence, sender=shop.sender
    )
    found["answer"] = ledger.answer(shop.party, index, True, os.urandom(32), sender=bank)
    found["correct"] = ledger.correct(
        shop.party, cited(stage, shop.party, index), os.urandom(32), sender=bank
    )
    other = _furnish(ledger, cast).event(EntryRecorded).index
    found["relay_dispute"] = dispute_signed(stage, shop, other, reason, sender=stage.operator)
    return found | _merged(stage)


def servicers_answer(stage: Stage, cast: Cast, loan: LiveLoan, written: Receipt) -> Receipt:
    """The shop disputes the last entry that a move wrote, and the loan's servicer answers."""
    at, party = stage.deployment, cast.shop.party
    index = written.events(EntryRecorded)[-1].index
    at.ledger.dispute(
        cited(stage, party, index), Reason.OTHER, os.urandom(32), sender=cast.shop.sender
    )
    servicer, evidence = loan.servicer.sender, os.urandom(32)
    return at.answering.answer(loan.deal.complete, index, False, evidence, sender=servicer)


def _furnish(ledger: CreditLedger, cast: Cast) -> Receipt:
    root = os.urandom(32)
    return ledger.furnish(cast.shop.party, root, LOANS, OWED, True, sender=cast.bank.sender)


def _merged(stage: Stage) -> dict[str, Receipt]:
    """Two parties of one person: linked, then merged."""
    people = [enrol(stage, BUYER, PartyKind.CONSUMER, stage.new_sender())[0] for _ in range(2)]
    party, into = (person.party for person in people)
    linked = stage.deployment.registry.link(party, into, sender=stage.provider)
    merged = stage.deployment.ledger.merge(party, into, NOBODY, 0, 0, b"", sender=stage.provider)
    return {"link": linked, "merge": merged}
