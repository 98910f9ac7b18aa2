# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Signatures of keys and of contract wallets over EIP-712 typed data
@notice A signature is ECDSA in 65 bytes (r, s, v; low s; v 27 or 28) or whatever the signer's
        own contract accepts by EIP-1271, multi-signature wallets and accounts with delegated
        code (EIP-7702) included. The 64-byte form (EIP-2098) is not ECDSA here.
@dev Replay protection belongs on digests and nonces, never on signature bytes. The domain holds
     chain id and contract; on a changed chain id it is computed anew, so a fork's signatures
     don't count here.
"""

from snekmate.utils import eip712_domain_separator

initializes: eip712_domain_separator

exports: eip712_domain_separator.eip712Domain


# The largest EIP-1271 signature, in bytes: fifteen owners of 65 bytes.
SIGNATURE_SIZE_MAX: constant(uint256) = 1024
# isValidSignature(bytes32,bytes), which is also the answer of a wallet that accepts.
EIP_1271_MAGIC: constant(bytes4) = 0x1626ba7e
# Half of secp256k1's order: a larger s is the malleable twin.
S_MAX: constant(uint256) = (
    57896044618658097711785492504343953926418782139537452191302581570759080747168
)


@deploy
def __init__(name: String[50], version: String[20]):
    eip712_domain_separator.__init__(name, version)


@internal
@view
def _digest(struct_hash: bytes32) -> bytes32:
    """
    @notice The EIP-712 digest that is signed for a struct's hash in this contract's domain.
    """
    return eip712_domain_separator._hash_typed_data_v4(struct_hash)


@internal
@view
def _is_valid(signer: address, digest: bytes32, signature: Bytes[SIGNATURE_SIZE_MAX]) -> bool:
    """
    @notice Whether `signer` signed `digest`: by its key, else by its contract.
    """
    if len(signature) == 65 and self._recovered(digest, signature) == signer:
        return signer != empty(address)
    if not signer.is_contract:
        return False
    return self._is_accepted(signer, digest, signature)


@internal
@view
def _check(
    signer: address,
    struct_hash: bytes32,
    deadline: uint256,
    signature: Bytes[SIGNATURE_SIZE_MAX],
):
    """
    @notice Refuses what `signer` did not sign for this contract, or not for so late.
    """
    assert block.timestamp <= deadline, "signature: deadline is over"
    assert self._is_valid(
        signer, self._digest(struct_hash), signature
    ), "signature: not the signer's"


@internal
@pure
def _recovered(digest: bytes32, signature: Bytes[SIGNATURE_SIZE_MAX]) -> address:
    """
    @dev The key's address behind a 65-byte signature, empty if malformed or malleable.
    """
    s: uint256 = extract32(signature, 32, output_type=uint256)
    v: uint256 = convert(slice(signature, 64, 1), uint256)
    if s > S_MAX or (v != 27 and v != 28):
        return empty(address)
    return ecrecover(digest, v, extract32(signature, 0, output_type=uint256), s)


@internal
@view
def _is_accepted(signer: address, digest: bytes32, signature: Bytes[SIGNATURE_SIZE_MAX]) -> bool:
    """
    @dev Whether the signer's contract accepts the signature. A wallet that reverts or answers
         anything but the magic word refuses.
    """
    success: bool = False
    answer: Bytes[32] = b""
    success, answer = raw_call(
        signer,
        abi_encode(digest, signature, method_id=EIP_1271_MAGIC),
        max_outsize=32,
        is_static_call=True,
        revert_on_failure=False,
    )
    return (
        success
        and len(answer) == 32
        and convert(answer, bytes32) == convert(EIP_1271_MAGIC, bytes32)
    )
