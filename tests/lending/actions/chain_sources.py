# SPDX-License-Identifier: Apache-2.0
"""Loans, records and offers for actions without a database: what the chain's events say."""

from __future__ import annotations

from dataclasses import dataclass

from shouxin.chain.abi import Address, decode_log, decode_logs
from shouxin.chain.bindings.credit_ledger import EntryRecorded
from shouxin.chain.bindings.loan_amending import LoanAmended
from shouxin.chain.bindings.loan_book import LoanOpened, TransferSingle
from shouxin.chain.deploy import Deployment
from shouxin.credit.record import Recorded
from shouxin.lending.actions.site import LivingLoan, unknown_loan, unknown_offer
from shouxin.lending.contract_terms import deal_of, model_terms
from shouxin.lending.offers import SignedOffer
from shouxin.lending.packed_terms import unpack_terms


@dataclass(frozen=True, slots=True)
class ChainLoans:
    """Loans by their events, for where no database is."""

    deployment: Deployment

    def loan(self, loan: bytes) -> LivingLoan:
        """The terms of a loan's last amendment, or those that it was opened with.

        Raises:
            NotFoundError: ``loan.unknown``.
        """
        at = self.deployment
        first = min(c.block or 0 for c in at.manifest.contracts.values())
        opened = at.chain.logs(at.book.address, first, topics=(LoanOpened.TOPIC, loan))
        if not opened:
            raise unknown_loan(loan)
        event = decode_log(LoanOpened, opened[0])
        book = bytes.fromhex(at.book.address[2:]).rjust(32, b"\0")
        amended = at.chain.logs(at.amending.address, first, topics=(LoanAmended.TOPIC, book, loan))
        words = decode_log(LoanAmended, amended[-1]).terms if amended else event.terms
        complete = unpack_terms(event.borrower, words)
        return LivingLoan(loan, deal_of(model_terms(complete), complete))

    def holders(self, loan: bytes) -> dict[Address, int]:
        """Everybody whom units came to, as far as any are left."""
        at, note = self.deployment, int.from_bytes(loan)
        first = min(c.block or 0 for c in at.manifest.contracts.values())
        moved = decode_logs(
            TransferSingle, at.chain.logs(at.book.address, first, topics=(TransferSingle.TOPIC,))
        )
        receivers = {event.receiver for event in moved if event.id == note}
        held = {holder: at.book.holding_of(loan, holder).units for holder in receivers}
        return {holder: units for holder, units in held.items() if units}


@dataclass(frozen=True, slots=True)
class ChainRecords:
    """Records by the ledger's events, for where no database is."""

    deployment: Deployment

    def entries(self, party: bytes) -> list[Recorded]:
        """A party's entries, the oldest first."""
        at = self.deployment
        first = at.manifest.contracts["CreditLedger"].block or 0
        logs = at.chain.logs(at.ledger.address, first, topics=(EntryRecorded.TOPIC, party))
        return [
            Recorded(event.source, event.loan, event.entry)
            for event in decode_logs(EntryRecorded, logs)
        ]


class NoOffers:
    """Where no offer book is."""

    def offer(self, digest: bytes) -> SignedOffer:
        """None is found."""
        raise unknown_offer(digest)
