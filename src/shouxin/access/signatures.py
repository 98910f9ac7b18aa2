# SPDX-License-Identifier: Apache-2.0
"""Whether an account signed a text: by its key (EIP-191), else by its contract (EIP-1271).

The same rule as the contracts': 65 bytes with a low s that recover to the account, or whatever its
code accepts, delegated code (EIP-7702) included.
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
"""``isValidSignature(bytes32,bytes)``, which is also the answer of a wallet that accepts."""
SIGNATURE_SIZE = 65
WORD = 32
S_MAX = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
"""Half of secp256k1's order: a larger s is the malleable twin."""
_RECOVERY_IDS = {0: 0, 1: 1, 27: 0, 28: 1}


def digest_of(text: str) -> bytes:
    """The hash that a wallet signs of a text (``personal_sign``)."""
    data = text.encode()
    return bytes(keccak(b"\x19Ethereum Signed Message:\n" + str(len(data)).encode() + data))


def signed_by_key(address: Address, digest: bytes, signature: bytes) -> bool:
    """Whether the account's own key signed."""
    return _recovered(digest, signature) == address


def signed_by_account(chain: Chain, address: Address, digest: bytes, signature: bytes) -> bool:
    """Whether the account signed, by its key or by its code.

    Raises:
        ChainError: the node can't be asked.
    """
    if signed_by_key(address, digest, signature):
        return True
    if not chain.code(address):
        return False
    data = MAGIC + encode(["bytes32", "bytes"], [digest, signature])
    try:
        answer = chain.call(address, data)
    except Reverted:
        return False
    return len(answer) >= WORD and answer[:WORD] == MAGIC.ljust(WORD, b"\0")


def _recovered(digest: bytes, signature: bytes) -> Address | None:
    """Whose key made a signature; None if nobody's could."""
    if len(signature) != SIGNATURE_SIZE or signature[-1] not in _RECOVERY_IDS:
        return None
    if int.from_bytes(signature[WORD : 2 * WORD], "big") > S_MAX:
        return None
    recoverable = signature[: 2 * WORD] + bytes([_RECOVERY_IDS[signature[-1]]])
    try:
        key = PublicKey.from_signature_and_message(recoverable, digest, hasher=None)
    except ValueError:
        return None
    return str(to_checksum_address(keccak(key.format(compressed=False)[1:])[-20:]))
