# SPDX-License-Identifier: Apache-2.0
"""Whether an account signed a digest: by its key, or by whatever its code accepts (EIP-1271).

Delegated code (EIP-7702) counts as code. What the contracts will judge is judged exactly as
``contracts/signatures.vy`` does it; a text signed for this service alone (signing in) may have a
v of 0 or 1 as some devices write it, a longer signature, and an answer with bytes after the word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coincurve import PublicKey
from eth_abi.abi import encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from shouxin.chain.abi import Address
from shouxin.chain.reverts import Reverted
from shouxin.chain.rpc import Chain

MAGIC = bytes.fromhex("1626ba7e")
"""``isValidSignature(bytes32,bytes)``, and the answer of a wallet that accepts."""
SIGNATURE_BYTES, WORD = 65, 32
S_MAX = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
"""Half of secp256k1's order: a larger s is the malleable twin."""


@dataclass(frozen=True, slots=True)
class SignatureRule:
    """What of a signature is accepted.

    Attributes:
        recovery_ids: by the last byte of a key's signature.
        bytes_max: of a signature that code judges.
        is_answer_exact: whether code must answer one word and nothing after it.
    """

    recovery_ids: Mapping[int, int]
    bytes_max: int
    is_answer_exact: bool


BY_CONTRACTS = SignatureRule({27: 0, 28: 1}, 1_024, is_answer_exact=True)
"""What the contracts accept."""
BY_SERVICE = SignatureRule({0: 0, 1: 1, 27: 0, 28: 1}, 4_096, is_answer_exact=False)
"""What this service accepts of texts that no contract sees."""


def is_signed_by_key(
    signer: Address, digest: bytes, signature: bytes, rule: SignatureRule = BY_CONTRACTS
) -> bool:
    """Whether the account's own key signed."""
    if len(signature) != SIGNATURE_BYTES or signature[-1] not in rule.recovery_ids:
        return False
    if int.from_bytes(signature[WORD : 2 * WORD]) > S_MAX:
        return False
    recoverable = signature[: 2 * WORD] + bytes([rule.recovery_ids[signature[-1]]])
    try:
        key = PublicKey.from_signature_and_message(recoverable, digest, hasher=None)
    except ValueError:
        return False
    return str(to_checksum_address(keccak(key.format(compressed=False)[1:])[-20:])) == signer


def is_signed_by(
    chain: Chain,
    signer: Address,
    digest: bytes,
    signature: bytes,
    rule: SignatureRule = BY_CONTRACTS,
) -> bool:
    """Whether the account signed, by its key or by its code.

    Raises:
        ChainError: the node can't be asked.
    """
    if is_signed_by_key(signer, digest, signature, rule):
        return True
    if len(signature) > rule.bytes_max or not chain.code(signer):
        return False
    try:
        answer = chain.call(signer, MAGIC + encode(["bytes32", "bytes"], [digest, signature]))
    except Reverted:
        return False
    word = answer if rule.is_answer_exact else answer[:WORD]
    return word == MAGIC.ljust(WORD, b"\0")
