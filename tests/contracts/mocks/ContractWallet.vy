# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: Apache-2.0
"""
@title A contract wallet for tests: accepts digests it was told of, and can misbehave
"""

# What isValidSignature does: 0 honest, 1 reverts, 2 answers nothing but zeros.
behaviour: public(uint256)
# Digests it accepts, with the signature's hash that must come along.
accepted: public(HashMap[bytes32, bytes32])


@external
def accept(digest: bytes32, signature: Bytes[1024]):
    self.accepted[digest] = keccak256(signature)


@external
def behave(behaviour: uint256):
    self.behaviour = behaviour


@external
def execute(target: address, payload: Bytes[4096]):
    raw_call(target, payload)


@view
@external
def isValidSignature(digest: bytes32, signature: Bytes[1024]) -> bytes4:
    assert self.behaviour != 1, "wallet: refuses"
    if self.behaviour == 2 or self.accepted[digest] != keccak256(signature):
        return 0x00000000
    return 0x1626ba7e
