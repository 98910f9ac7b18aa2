# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What a wallet signed for the ledger counts once, until its deadline
@notice Nonces are unordered, and a wallet's own. One is spent only if what it was signed for
        succeeds, and if that could be done again; its wallet can void it.
"""

from . import signatures

uses: signatures


event NonceCancelled:
    wallet: indexed(address)
    nonce: uint256


# Wallet -> nonce // 256 -> a bit a nonce, set for ever once used or cancelled by the wallet.
_nonces: HashMap[address, HashMap[uint256, uint256]]


@internal
def _use(
    signer: address, hashed: bytes32, nonce: uint256, deadline: uint256, signature: Bytes[1024]
):
    """
    @notice Uses up what a signer signed.
    """
    self._check(signer, hashed, nonce, deadline, signature)
    self._spend(signer, nonce)


@internal
@view
def _check(
    signer: address, hashed: bytes32, nonce: uint256, deadline: uint256, signature: Bytes[1024]
):
    """
    @notice What was signed counts now. Alone enough for what can be done once anyhow: the nonce
            then serves to void it, and is not spent.
    @param hashed The EIP-712 hash of the struct.
    @param deadline The last second at which the signature serves.
    """
    assert block.timestamp <= deadline, "ledger: deadline is over"
    assert not self._is_used(signer, nonce), "ledger: nonce is used"
    assert signatures._is_valid(
        signer, signatures._digest(hashed), signature
    ), "ledger: signature is not valid"


@internal
def _cancel(wallet: address, nonce: uint256):
    """
    @notice Voids what a wallet signed with a nonce.
    """
    self._spend(wallet, nonce)
    log NonceCancelled(wallet=wallet, nonce=nonce)


@internal
@view
def _is_used(wallet: address, nonce: uint256) -> bool:
    """
    @notice Whether a wallet's nonce was used or cancelled.
    """
    return (self._nonces[wallet][nonce >> 8] >> (nonce & 255)) & 1 != 0


@internal
def _spend(wallet: address, nonce: uint256):
    assert not self._is_used(wallet, nonce), "ledger: nonce is used"
    self._nonces[wallet][nonce >> 8] |= 1 << (nonce & 255)
