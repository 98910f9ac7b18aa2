# pragma version 0.4.3
# SPDX-License-Identifier: Apache-2.0
"""
@title A registry that knows a wallet's party as the wallet itself, unlinked
@dev For runs of the loan model in volume; the real registry is tested with its own tests and in
     the flows.
"""

from interfaces import IPartyRegistry


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
        borrower_jurisdiction=156,
        lender_jurisdiction=156,
        lender_licensed=True,
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
        sender=convert(sender, bytes32),
        receiver=convert(receiver, bytes32),
    )


@view
@external
def claimant_of(holder: address) -> address:
    return holder


@view
@external
def signatory_of(wallet: address) -> address:
    return wallet


@view
@external
def successor_of(wallet: address) -> address:
    return wallet


@view
@external
def standing_of(wallet: address, borrower: bytes32) -> uint256:
    return 2 if convert(wallet, bytes32) == borrower else 0


@view
@external
def is_linked(party: bytes32, other: bytes32) -> bool:
    return party == other
