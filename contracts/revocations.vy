# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Revocations: who signed typed data that waits for others may take its signature back
@notice By a call or by a signature; it protects from the next block on, for ever.
"""

from . import signatures

uses: signatures


event SignatureRevoked:
    signer: indexed(address)
    digest: indexed(bytes32)


REVOCATION_TYPEHASH: constant(bytes32) = keccak256("Revocation(address signer,bytes32 digest)")

# Signer -> digest -> whether it took its signature back; set for ever.
_revoked: HashMap[address, HashMap[bytes32, bool]]


@external
def revoke(digest: bytes32):
    """
    @notice Takes the caller's signature over an EIP-712 digest back, for ever.
    """
    self._revoke(msg.sender, digest)


@external
def revoke_signed(signer: address, digest: bytes32, signature: Bytes[1_024]):
    """
    @notice The same by the signer's `Revocation`, submitted by anyone.
    """
    hashed: bytes32 = keccak256(abi_encode(REVOCATION_TYPEHASH, signer, digest))
    signatures._check(signer, hashed, max_value(uint256), signature)
    self._revoke(signer, digest)


@view
@external
def is_revoked(signer: address, digest: bytes32) -> bool:
    """
    @notice Whether a signer took its signature over a digest back.
    """
    return self._revoked[signer][digest]


@internal
def _revoke(signer: address, digest: bytes32):
    self._revoked[signer][digest] = True
    log SignatureRevoked(signer=signer, digest=digest)


@internal
@view
def _is_agreed(signer: address, digest: bytes32, signature: Bytes[1_024]) -> bool:
    """
    @notice Whether a signer signed a digest and stands by it.
    """
    return not self._revoked[signer][digest] and signatures._is_valid(
        signer, digest, signature
    )
