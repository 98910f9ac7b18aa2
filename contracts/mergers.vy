# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Who may say that two parties are one
@notice The identity provider that enrolled both; if it enrolled one of them, the other's provider
        or a wallet of the other agrees by signature. They must be linked already, so that limits
        add up over both.
"""

from .interfaces import IPartyProfiles

from . import signed_once

uses: signed_once


MERGER_TYPEHASH: constant(bytes32) = keccak256(
    "Merger(address signer,bytes32 party,bytes32 into,address provider,uint256 nonce,uint256 deadline)"
)


# The party that a party was merged into, empty if none; written by merging and its correction.
merged_into: public(HashMap[bytes32, bytes32])


@internal
def _merge(
    registry: IPartyProfiles,
    caller: address,
    party: bytes32,
    into: bytes32,
    signer: address,
    nonce: uint256,
    deadline: uint256,
    signature: Bytes[1024],
):
    """
    @param signer Who agrees for the party that the caller did not enrol; unused if it enrolled
           both.
    """
    assert staticcall registry.is_provider(
        caller
    ), "ledger: caller is no accredited provider"
    assert party != into, "ledger: parties are the same"
    provider: address = self._provider_of(registry, party)
    other_provider: address = self._provider_of(registry, into)
    assert (
        caller == provider or caller == other_provider
    ), "ledger: caller enrolled neither party"
    assert (
        self.merged_into[party] == empty(bytes32)
        and self.merged_into[into] == empty(bytes32)
    ), "ledger: party was merged before"
    assert staticcall registry.is_linked(party, into), "ledger: parties are not linked"
    if provider != other_provider:
        asked: bytes32 = into if caller == provider else party
        asked_provider: address = other_provider if caller == provider else provider
        self._check_signer(registry, signer, asked, asked_provider)
        hashed: bytes32 = keccak256(
            abi_encode(MERGER_TYPEHASH, signer, party, into, caller, nonce, deadline)
        )
        signed_once._use(signer, hashed, nonce, deadline, signature)
    self.merged_into[party] = into


@internal
@view
def _provider_of(registry: IPartyProfiles, party: bytes32) -> address:
    """
    @notice The identity provider that enrolled a party.
    """
    profile: IPartyProfiles.Profile = staticcall registry.profile_of(party)
    assert profile.kind != 0, "ledger: party is unknown"
    return profile.provider


@internal
@view
def _check_signer(
    registry: IPartyProfiles, signer: address, party: bytes32, provider: address
):
    """
    @dev Who speaks for a party: the provider that enrolled it, or its wallet.
    """
    if signer == provider:
        assert staticcall registry.is_provider(
            signer
        ), "ledger: signer is no accredited provider"
    else:
        assert (
            staticcall registry.party_of(signer) == party
        ), "ledger: signer does not speak for the party"
        assert not staticcall registry.is_being_replaced(
            signer
        ), "ledger: wallet is being replaced"
