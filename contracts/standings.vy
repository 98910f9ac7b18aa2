# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Standings: what the loan contracts ask of the registry
@notice Views, each of which answers in one call all that opening, a transfer, a claim or a
        servicer's move asks about the wallets and parties in it.
"""

from .interfaces import IPartyRegistry

from . import freezes
from . import groups
from . import parties
from . import recovery
from . import standing_codes

uses: freezes
uses: groups
uses: parties
uses: recovery


@view
@external
def claimant_of(holder: address) -> address:
    """
    @notice Who is paid what a wallet claims: itself, or the wallet that took its place; empty
            while its party is frozen.
    @dev Can't fail: it checks nothing and computes nothing that could overflow.
    """
    claimant: address = empty(address)
    party: bytes32 = empty(bytes32)
    claimant, party = self._present_wallet(holder)
    if freezes._is_frozen(party):
        return empty(address)
    return claimant


@view
@external
def signatory_of(wallet: address) -> address:
    """
    @notice Who agrees now to what concerns a wallet that terms name: itself, or the wallet that
            took its place; empty while its party is frozen, or that wallet is being replaced.
    """
    signatory: address = empty(address)
    party: bytes32 = empty(bytes32)
    signatory, party = self._present_wallet(wallet)
    if freezes._is_frozen(party) or recovery._is_being_replaced(party, signatory):
        return empty(address)
    return signatory


@view
@external
def is_being_replaced(wallet: address) -> bool:
    """
    @notice Whether the recovery under way of a wallet's party names this wallet as lost.
    """
    return recovery._is_being_replaced(parties.party_of[wallet], wallet)


@internal
@view
def _present_wallet(wallet: address) -> (address, bytes32):
    """
    @dev A wallet, or the one that took its place, and its party.
    """
    party: bytes32 = parties.party_of[wallet]
    if party != empty(bytes32):
        return wallet, party
    successor: address = recovery._successor_of(wallet)
    return successor, parties.party_of[successor]


@view
@external
def transfer_parties(
    sender: address, receiver: address, is_movers: bool
) -> IPartyRegistry.TransferParties:
    """
    @notice The parties of two wallets between which notes may move; reverts if they may not.
            Notes of a wallet that was replaced go to its successor alone, whoever moves them.
    @param is_movers Whether the sender itself moves them, or whom it approved.
    """
    party: bytes32 = parties.party_of[sender]
    if party == empty(bytes32) and recovery._is_replaced(sender):
        successor: address = recovery._successor_of(sender)
        assert receiver == successor, "book: notes of a replaced wallet go to its successor"
        party = parties.party_of[successor]
    else:
        assert is_movers, "book: caller may not move these notes"
    assert not self._is_barred(
        party, parties.words[party]
    ), "book: sender is frozen, or recovers a wallet"
    return IPartyRegistry.TransferParties(sender=party, receiver=parties.party_of[receiver])


@view
@external
def standing_of(wallet: address, borrower: bytes32) -> uint256:
    """
    @notice Whether a wallet may act on a borrower's loan: 0 it may, 1 it belongs to no party, 2
            its party is the borrower or linked to it, 3 its party is frozen, 4 it is being
            replaced as lost.
    """
    party: bytes32 = parties.party_of[wallet]
    if party == empty(bytes32):
        return standing_codes.NO_PARTY
    if groups._is_linked(party, borrower):
        return standing_codes.LINKED
    if freezes._is_frozen(party):
        return standing_codes.FROZEN
    return (
        standing_codes.RECOVERING
        if recovery._is_being_replaced(party, wallet)
        else standing_codes.GOOD
    )


@view
@external
def opening_parties(
    borrower: address, lender: address, servicer: address
) -> IPartyRegistry.OpeningParties:
    """
    @notice All that opening a loan asks about its three wallets.
    @dev What changes state in the registry calls wallets at most, and before it writes. Reads
         groups only if the borrower is in one: who isn't is linked to nobody.
    """
    borrower_party: bytes32 = parties.party_of[borrower]
    lender_party: bytes32 = parties.party_of[lender]
    servicer_party: bytes32 = lender_party
    if servicer != lender:
        servicer_party = parties.party_of[servicer]
    word: uint256 = parties.words[borrower_party]
    lender_word: uint256 = parties.words[lender_party]
    group: bytes32 = empty(bytes32)
    is_conflicted: bool = borrower_party != empty(bytes32) and (
        lender_party == borrower_party or servicer_party == borrower_party
    )
    if word & parties.GROUPED != 0:
        group = groups._group_of(borrower_party)
        is_conflicted = (
            is_conflicted
            or groups._group_of(lender_party) == group
            or groups._group_of(servicer_party) == group
        )
    return IPartyRegistry.OpeningParties(
        borrower=borrower_party,
        lender=lender_party,
        servicer=servicer_party,
        borrower_group=group,
        borrower_kind=(word >> parties.KIND_SHIFT) & parties.MASK_8,
        borrower_jurisdiction=word & parties.MASK_16,
        lender_jurisdiction=lender_word & parties.MASK_16,
        lender_licensed=lender_word & parties.LICENSED != 0,
        is_conflicted=is_conflicted,
        is_barred=(
            self._is_barred(borrower_party, word)
            or self._is_barred(lender_party, lender_word)
            or (servicer != lender and freezes._is_frozen(servicer_party))
        ),
    )


@internal
@view
def _is_barred(party: bytes32, word: uint256) -> bool:
    """
    @dev Whether a party, of this word, is frozen or has a recovery under way.
    """
    if word & (parties.FREEZE_ON_FILE | parties.RECOVERY_ON_FILE) == 0:
        return False
    return freezes._is_frozen(party) or recovery._is_running(party)
