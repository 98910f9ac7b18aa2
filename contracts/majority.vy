# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The holders of more than half of a loan's units
@notice Holders sign the same typed data, and are counted by what they hold when it is carried out,
        so nothing is locked and nothing counted twice. Units of the borrower, of parties linked to
        it, and of wallets without a party, which could be either, never count; nor do those of a
        party that is frozen, or of a wallet that is being replaced as lost.
"""

from .interfaces import ILoanBook
from .interfaces import IPartyRegistry

from . import revocations
from . import standing_codes

uses: revocations

# A holder's signature.
struct Consent:
    holder: address
    signature: Bytes[1_024]


# Whose units, and who may not count.
struct Ballot:
    registry: IPartyRegistry
    book: address
    loan: bytes32
    borrower: bytes32  # party


@internal
@view
def _is_behind(
    b: Ballot, digest: bytes32, caller: address, consents: DynArray[Consent, 32]
) -> bool:
    """
    @dev Whether the holders of more than half of the units stand behind a digest. The caller's own
         count unsigned; the others come in ascending order of address, and each has signed.
    """
    units: uint256 = 0
    last: address = empty(address)
    has_own: bool = False
    for consent: Consent in consents:
        assert (
            convert(consent.holder, uint160) > convert(last, uint160)
        ), "servicing: holders are not in ascending order"
        last = consent.holder
        if consent.holder == caller:
            has_own = True
        else:
            assert revocations._is_agreed(
                consent.holder, digest, consent.signature
            ), "servicing: holder's signature is not valid"
        units += self._voting_units(b, consent.holder)
    if not has_own:
        units += self._voting_units(b, caller)
    total: uint256 = staticcall ILoanBook(b.book).total_units(convert(b.loan, uint256))
    return 2 * units > total


@internal
@view
def _voting_units(b: Ballot, holder: address) -> uint256:
    """
    @dev A holder's units, none if it is the borrower, linked to it, or no party, which could be
         either; nor if it is frozen or being replaced, for a vote may give away what the order, or
         the lost wallet's owner, holds.
    """
    units: uint256 = (staticcall ILoanBook(b.book).holding_of(b.loan, holder)).units
    if units == 0:
        return 0
    if staticcall b.registry.standing_of(holder, b.borrower) != standing_codes.GOOD:
        return 0
    return units
