# SPDX-License-Identifier: Apache-2.0
"""Whether an account signed a digest, exactly as ``contracts/signatures.vy`` judges it.

65 bytes with a low s and a v of 27 or 28 that recover to the account, or whatever its code accepts
(EIP-1271), delegated code (EIP-7702) included.
"""

from __future__ import annotations

from coincurve import PublicKey
from eth_abi.abi import encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from shouxin.chain.abi import Address
from shouxin.chain.reverts import Reverted
from shouxin.chain.rpc import Chain

MAGIC = bytes.fromhex("1626ba7e")
"""``isValidSignature(bytes32,bytes)``, and the answer of a wallet that accepts."""
SIGNATURE_BYTES, SIGNATURE_BYTES_MAX, WORD = 65, 1_024, 32
S_MAX = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
"""Half of secp256k1's order: a larger s is the malleable twin."""
_V = {27: 0, 28: 1}


def is_signed_by_key(signer: Address, digest: bytes, signature: bytes) -> bool:
    """Whether the account's own key signed."""
    if len(signature) != SIGNATURE_BYTES or signature[-1] not in _V:
        return False
    if int.from_bytes(signature[WORD : 2 * WORD]) > S_MAX:
        return False
    recoverable = signature[: 2 * WORD] + bytes([_V[signature[-1]]])
    try:
        key = PublicKey.from_signature_and_message(recoverable, digest, hasher=None)
    except ValueError:
        return False
    return str(to_checksum_address(keccak(key.format(compressed=False)[1:])[-20:])) == signer


def is_signed_by(chain: Chain, signer: Address, digest: bytes, signature: bytes) -> bool:
    """Whether the account signed, by its key or by its contract.

    Raises:
        ChainError: the node can't be asked.
    """
    if is_signed_by_key(signer, digest, signature):
        return True
    if len(signature) > SIGNATURE_BYTES_MAX or not chain.code(signer):
        return False
    try:
        answer = chain.call(signer, MAGIC + encode(["bytes32", "bytes"], [digest, signature]))
    except Reverted:
        return False
    return answer == MAGIC.ljust(WORD, b"\0")
