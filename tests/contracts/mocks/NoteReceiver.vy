# pragma version 0.4.3
# pragma evm-version cancun
# SPDX-License-Identifier: Apache-2.0
"""
@title A holder of notes with code, honest or not
"""

# How it answers a note: the constants below.
behaviour: uint256
# What it calls while it is told of a note; no call if empty.
target: address
payload: Bytes[8_192]
# Calls it made while told, and those that succeeded.
tries: public(uint256)
successes: public(uint256)
# What it was told last.
told: public(Bytes[1_024])

HONEST: constant(uint256) = 0
WRONG_ANSWER: constant(uint256) = 1
OTHER_ANSWER: constant(uint256) = 2
REVERTS: constant(uint256) = 3
REVERTS_SILENTLY: constant(uint256) = 4
BURNS_GAS: constant(uint256) = 5


@external
def behave(behaviour: uint256):
    self.behaviour = behaviour


@external
def strike(target: address, payload: Bytes[8_192]):
    self.target = target
    self.payload = payload


@external
def execute(target: address, payload: Bytes[8_192]):
    raw_call(target, payload)


@external
def onERC1155Received(
    operator: address, sender: address, id: uint256, units: uint256, data: Bytes[1_024]
) -> bytes4:
    self.told = data
    return self._answer(0xf23a6e61, 0xbc197c81)


@external
def onERC1155BatchReceived(
    operator: address,
    sender: address,
    ids: DynArray[uint256, 16],
    units: DynArray[uint256, 16],
    data: Bytes[1_024],
) -> bytes4:
    self.told = data
    return self._answer(0xbc197c81, 0xf23a6e61)


@internal
def _answer(right: bytes4, other: bytes4) -> bytes4:
    if self.behaviour == WRONG_ANSWER:
        return 0xffffffff
    if self.behaviour == OTHER_ANSWER:
        return other
    assert self.behaviour != REVERTS, "receiver: no notes, please"
    if self.behaviour == REVERTS_SILENTLY:
        raise
    if self.behaviour == BURNS_GAS:
        raise UNREACHABLE
    if self.target != empty(address):
        self.tries += 1
        if raw_call(self.target, self.payload, revert_on_failure=False):
            self.successes += 1
    return right
