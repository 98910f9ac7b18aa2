# pragma version 0.4.3
# pragma evm-version cancun
# SPDX-License-Identifier: Apache-2.0
"""
@title A contract wallet that calls somebody before it accepts whatever it is asked about
"""

# What it calls; no call if empty.
target: address
payload: Bytes[4_096]


@external
def strike(target: address, payload: Bytes[4_096]):
    self.target = target
    self.payload = payload


@external
def execute(target: address, payload: Bytes[4_096]):
    raw_call(target, payload)


@external
def isValidSignature(digest: bytes32, signature: Bytes[1_024]) -> bytes4:
    if self.target != empty(address):
        success: bool = raw_call(self.target, self.payload, revert_on_failure=False)
    return 0x1626ba7e


@external
def onERC1155Received(
    operator: address, sender: address, id: uint256, units: uint256, data: Bytes[1_024]
) -> bytes4:
    return 0xf23a6e61
