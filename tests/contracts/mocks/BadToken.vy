# pragma version 0.4.3
# pragma evm-version cancun
# SPDX-License-Identifier: Apache-2.0
"""
@title A token that can be told to misbehave
"""

balanceOf: public(HashMap[address, uint256])
allowance: public(HashMap[address, HashMap[address, uint256]])

# What transfers answer: the constants below.
behaviour: uint256
# Parts per million of an amount sent that arrive.
arriving_ppm: uint256
# Addresses that neither send nor receive.
is_listed: HashMap[address, bool]
# What it calls before and after moving money; no call if empty.
target: address
payload: Bytes[4_096]
# Calls it made while moving, and those that succeeded.
tries: public(uint256)
successes: public(uint256)

ANSWERS_TRUE: constant(uint256) = 0
ANSWERS_NOTHING: constant(uint256) = 1
ANSWERS_FALSE: constant(uint256) = 2
ANSWERS_FALSE_AND_KEEPS: constant(uint256) = 3
ANSWERS_TRUE_AND_KEEPS: constant(uint256) = 4
PPM: constant(uint256) = 10**6


@deploy
def __init__():
    self.arriving_ppm = PPM


@external
def mint(owner: address, amount: uint256):
    self.balanceOf[owner] += amount


@external
def approve(spender: address, amount: uint256) -> bool:
    self.allowance[msg.sender][spender] = amount
    return True


@external
def behave(behaviour: uint256):
    self.behaviour = behaviour


@external
def let_arrive(ppm: uint256):
    self.arriving_ppm = ppm


@external
def rebase(owner: address, balance: uint256):
    self.balanceOf[owner] = balance


@external
def black_list(owner: address, is_listed: bool):
    self.is_listed[owner] = is_listed


@external
def strike(target: address, payload: Bytes[4_096]):
    self.target = target
    self.payload = payload


@external
def execute(target: address, payload: Bytes[4_096]):
    raw_call(target, payload)


@external
@raw_return
def transfer(receiver: address, amount: uint256) -> Bytes[32]:
    return self._moved(msg.sender, receiver, amount)


@external
@raw_return
def transferFrom(sender: address, receiver: address, amount: uint256) -> Bytes[32]:
    assert self.allowance[sender][msg.sender] >= amount, "token: allowance is less"
    self.allowance[sender][msg.sender] -= amount
    return self._moved(sender, receiver, amount)


@internal
def _moved(sender: address, receiver: address, amount: uint256) -> Bytes[32]:
    assert not self.is_listed[sender], "token: sender is black-listed"
    assert not self.is_listed[receiver], "token: receiver is black-listed"
    assert self.balanceOf[sender] >= amount, "token: balance is less"
    self._call_back()
    if self.behaviour not in [ANSWERS_FALSE_AND_KEEPS, ANSWERS_TRUE_AND_KEEPS]:
        self.balanceOf[sender] -= amount
        self.balanceOf[receiver] += amount * self.arriving_ppm // PPM
    self._call_back()
    if self.behaviour == ANSWERS_NOTHING:
        return b""
    is_false: bool = self.behaviour in [ANSWERS_FALSE, ANSWERS_FALSE_AND_KEEPS]
    return abi_encode(not is_false)


@internal
def _call_back():
    if self.target != empty(address):
        self.tries += 1
        if raw_call(self.target, self.payload, revert_on_failure=False):
            self.successes += 1
