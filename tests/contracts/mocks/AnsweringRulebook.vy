# pragma version 0.4.3
# SPDX-License-Identifier: Apache-2.0
"""
@title A rulebook, and a registry with one jurisdiction, that answer as they are told
@dev For answers that the real ones never give, and another generation of them might; it keeps
     what it was asked.
"""

from interfaces import IPartyRegistry
from interfaces import IRulebook

admission: IRulebook.LoanAdmission
jurisdiction: uint256
# What it was asked last.
loan_request: public(IRulebook.LoanRequest)
transfer_request: public(IRulebook.TransferRequest)


@external
def answer(currency_index: uint256, exposure: uint256, jurisdiction: uint256):
    self.admission = IRulebook.LoanAdmission(currency_index=currency_index, exposure=exposure)
    self.jurisdiction = jurisdiction


@external
def admit_loan(request: IRulebook.LoanRequest) -> IRulebook.LoanAdmission:
    self.loan_request = request
    return self.admission


@external
def admit_transfer(request: IRulebook.TransferRequest):
    self.transfer_request = request


@view
@external
def party_of(wallet: address) -> bytes32:
    return convert(wallet, bytes32)


@view
@external
def opening_parties(
    borrower: address, lender: address, servicer: address
) -> IPartyRegistry.OpeningParties:
    return IPartyRegistry.OpeningParties(
        borrower=convert(borrower, bytes32),
        lender=convert(lender, bytes32),
        servicer=convert(servicer, bytes32),
        borrower_group=empty(bytes32),
        borrower_kind=1,
        borrower_jurisdiction=self.jurisdiction,
        lender_jurisdiction=self.jurisdiction,
        lender_licensed=False,
        is_conflicted=False,
        is_barred=False,
    )


@view
@external
def transfer_parties(
    sender: address, receiver: address, is_movers: bool
) -> IPartyRegistry.TransferParties:
    assert is_movers, "book: caller may not move these notes"
    return IPartyRegistry.TransferParties(
        sender=convert(sender, bytes32), receiver=convert(receiver, bytes32)
    )
