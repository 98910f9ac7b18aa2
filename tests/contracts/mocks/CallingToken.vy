# pragma version 0.4.3
# pragma evm-version cancun
# SPDX-License-Identifier: Apache-2.0
"""
@title A currency that calls somebody whenever it is called, made like a DepositToken
"""

# What it calls before and after each move, approval and permit; no call if empty.
target: address
payload: Bytes[8_192]
# Calls it made while called, and those that succeeded.
tries: public(uint256)
successes: public(uint256)

balanceOf: public(HashMap[address, uint256])
allowance: public(HashMap[address, HashMap[address, uint256]])
nonces: public(HashMap[address, uint256])


@deploy
def __init__(bank: address, name: String[25], symbol: String[5], decimals: uint8):
    pass


@external
def mint(owner: address, amount: uint256, reference: bytes32):
    self.balanceOf[owner] += amount


@external
def strike(target: address, payload: Bytes[8_192]):
    self.target = target
    self.payload = payload
    self.tries = 0
    self.successes = 0


@external
def execute(target: address, payload: Bytes[8_192]):
    """
    @notice Calls somebody in its own name, as its strikes do.
    """
    raw_call(target, payload)


@external
def approve(spender: address, amount: uint256) -> bool:
    self._call_back()
    self.allowance[msg.sender][spender] = amount
    self._call_back()
    return True


@external
def permit(
    owner: address,
    spender: address,
    amount: uint256,
    deadline: uint256,
    v: uint256,
    r: bytes32,
    s: bytes32,
):
    """
    @notice Believes anyone, for what it calls is on trial and not what it is told.
    """
    self._call_back()
    self.nonces[owner] += 1
    self.allowance[owner][spender] = amount
    self._call_back()


@external
def transfer(receiver: address, amount: uint256) -> bool:
    self._move(msg.sender, receiver, amount)
    return True


@external
def transferFrom(sender: address, receiver: address, amount: uint256) -> bool:
    self.allowance[sender][msg.sender] -= amount
    self._move(sender, receiver, amount)
    return True


@internal
def _move(sender: address, receiver: address, amount: uint256):
    self._call_back()
    self.balanceOf[sender] -= amount
    self.balanceOf[receiver] += amount
    self._call_back()


@internal
def _call_back():
    if self.target != empty(address):
        self.tries += 1
        if raw_call(self.target, self.payload, revert_on_failure=False):
            self.successes += 1
