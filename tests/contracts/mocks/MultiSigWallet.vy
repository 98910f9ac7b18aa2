# pragma version 0.4.3
# pragma evm-version cancun
# SPDX-License-Identifier: Apache-2.0
"""
@title A wallet of three owners, two of whom sign: r, s and v of each, in ascending order of address
"""

# Its owners, in no order.
owners: public(address[3])


@deploy
def __init__(owners: address[3]):
    self.owners = owners


@external
def execute(target: address, payload: Bytes[8_192], signatures: Bytes[130]):
    assert self._are_owners(keccak256(payload), signatures), "wallet: two owners did not sign"
    raw_call(target, payload)


@view
@external
def isValidSignature(digest: bytes32, signature: Bytes[1_024]) -> bytes4:
    return 0x1626ba7e if self._are_owners(digest, signature) else 0xffffffff


@external
def onERC1155Received(
    operator: address, sender: address, id: uint256, units: uint256, data: Bytes[1_024]
) -> bytes4:
    return 0xf23a6e61


@internal
@view
def _are_owners(digest: bytes32, signatures: Bytes[1_024]) -> bool:
    if len(signatures) != 130:
        return False
    first: address = self._signer(digest, slice(signatures, 0, 65))
    second: address = self._signer(digest, slice(signatures, 65, 65))
    return (
        convert(first, uint160) < convert(second, uint160)
        and first in self.owners
        and second in self.owners
    )


@internal
@pure
def _signer(digest: bytes32, signature: Bytes[65]) -> address:
    v: uint256 = convert(slice(signature, 64, 1), uint256)
    return ecrecover(digest, v, extract32(signature, 0), extract32(signature, 32))
