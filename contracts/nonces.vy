# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Unordered nonces of signed actions: one bit a nonce, so that no action waits for another
@notice A signer picks any nonce; it is spent by the action that succeeds, in the same transaction,
        or cancelled by the signer before. Cancelling protects from the next block on.
"""

from . import signatures

uses: signatures


event NonceCancelled:
    signer: indexed(address)
    nonce: uint256


# What a signer signs to void its other signatures of a nonce.
struct Cancellation:
    signer: address
    nonce: uint256
    deadline: uint256  # Unix seconds, the last at which it serves


CANCELLATION_TYPEHASH: constant(bytes32) = keccak256(
    "Cancellation(address signer,uint256 nonce,uint256 deadline)"
)

# Signer -> nonce // 256 -> a bit a nonce, set once it is spent or cancelled, for ever.
_spent: HashMap[address, HashMap[uint256, uint256]]


@internal
def _spend(signer: address, nonce: uint256):
    """
    @dev Uses a nonce up.
    """
    word: uint256 = self._spent[signer][nonce >> 8]
    bit: uint256 = 1 << (nonce & 255)
    assert word & bit == 0, "signature: nonce is spent"
    self._spent[signer][nonce >> 8] = word | bit


@internal
def _cancel(signer: address, nonce: uint256):
    self._spend(signer, nonce)
    log NonceCancelled(signer=signer, nonce=nonce)


@external
def cancel_nonce(nonce: uint256):
    """
    @notice Voids what the caller has signed with a nonce, for ever.
    """
    self._cancel(msg.sender, nonce)


@external
def cancel_nonce_signed(cancellation: Cancellation, signature: Bytes[1_024]):
    """
    @notice The same by the signer's `Cancellation`, submitted by anyone.
    """
    c: Cancellation = cancellation
    signatures._check(
        c.signer, keccak256(abi_encode(CANCELLATION_TYPEHASH, c)), c.deadline, signature
    )
    self._cancel(c.signer, c.nonce)


@view
@external
def is_nonce_spent(signer: address, nonce: uint256) -> bool:
    """
    @notice Whether a signer's nonce was used by an action or cancelled.
    """
    return self._spent[signer][nonce >> 8] & (1 << (nonce & 255)) != 0
