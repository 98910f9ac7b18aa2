# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Permits that come along with a signed action (ERC-2612)
@notice A permit that fails is ignored: it may have been used up by somebody who saw it, or the
        token may know none. The pull that follows decides.
"""


@internal
def _use(
    token: address,
    owner: address,
    spender: address,
    amount: uint256,
    deadline: uint256,
    signature: Bytes[1_024],
):
    """
    @dev Lets the spender take exactly `amount` of the owner's tokens, if the owner signed so:
         65 bytes are r, s and v, any other length is a contract wallet's, none is no permit.
    """
    size: uint256 = len(signature)
    if size == 0:
        return
    payload: Bytes[1_252] = b""
    if size == 65:
        payload = abi_encode(
            owner,
            spender,
            amount,
            deadline,
            convert(slice(signature, 64, 1), uint256),
            extract32(signature, 0),
            extract32(signature, 32),
            method_id=method_id(
                "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)"
            ),
        )
    else:
        payload = abi_encode(
            owner,
            spender,
            amount,
            deadline,
            signature,
            method_id=method_id("permit(address,address,uint256,uint256,bytes)"),
        )
    is_used: bool = raw_call(token, payload, revert_on_failure=False)
