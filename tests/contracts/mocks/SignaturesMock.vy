# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: Apache-2.0
"""
@title The signatures module, callable by tests
"""

import signatures

initializes: signatures

exports: signatures.eip712Domain


@deploy
def __init__():
    signatures.__init__("Signatures Mock", "1")


@view
@external
def digest(struct_hash: bytes32) -> bytes32:
    return signatures._digest(struct_hash)


@view
@external
def is_valid(signer: address, digest: bytes32, signature: Bytes[1024]) -> bool:
    return signatures._is_valid(signer, digest, signature)
