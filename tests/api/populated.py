# SPDX-License-Identifier: Apache-2.0
"""A town in which something has happened: a loan that was paid, an offer, a transaction."""

from __future__ import annotations

import os
from dataclasses import dataclass

from shouxin.outbox.transaction import Call
from shouxin.story.loans import LiveLoan, Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.text import Text
from tests.lending.endpoints.town import Town

PRINCIPAL, PAID = 1_200_000, 50_000


@dataclass(frozen=True, slots=True)
class Populated:
    """What there is.

    Attributes:
        loan: one that the shop took from the bank and paid on.
        offer: of the bank's, in the book.
        transaction: that the shop handed in.
    """

    town: Town
    loan: LiveLoan
    offer: str
    transaction: str

    @property
    def places(self) -> dict[str, str]:
        """What is there by the names that paths have for it."""
        return {
            "loan": "0x" + self.loan.id.hex(),
            "party": "0x" + self.loan.borrower.party.hex(),
            "address": self.loan.borrower.address,
            "holder": self.loan.servicer.address,
            "digest": self.offer,
            "transaction_id": self.transaction,
            "kind": "pay",
        }


async def populated(town: Town) -> Populated:
    """Let it happen, and read it."""
    cast, stage = town.cast, town.stage
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
    loans = Loans(stage)
    loan, _ = loans.take(Text("a loan", "一笔贷款"), signed, PRINCIPAL, cast.shop, cast.bank)
    loans.pay(loan, cast.shop, PAID)
    await town.look()
    offer = await town.offer_of(cast.bank, PRINCIPAL)
    posted = await town.ask("POST", "/offers", cast.bank, json=offer)
    assert posted.status_code == 201, posted.text
    token = stage.token
    call = Call(token.address, _approval(cast.bank.address))
    sent = await town.world.outbox.submit(
        call,
        subject=f"wallet:{cast.shop.address}",
        idempotency_key=os.urandom(8).hex(),
        party="0x" + cast.shop.party.hex(),
    )
    return Populated(town, loan, posted.json()["digest"], sent.id)


def _approval(spender: str) -> bytes:
    """``approve(spender, 1)``, which harms nobody."""
    return bytes.fromhex("095ea7b3" + spender[2:].rjust(64, "0") + "1".rjust(64, "0"))
