# pragma version 0.4.3
# SPDX-License-Identifier: Apache-2.0
"""
@title A token that mints to anyone and misbehaves as it is told
"""

HONEST: constant(uint256) = 0
RETURNS_FALSE: constant(uint256) = 1
RETURNS_NOTHING: constant(uint256) = 2
TAKES_FEE: constant(uint256) = 3
CALLS_BACK: constant(uint256) = 4
REFUSES_APPROVAL: constant(uint256) = 5

# What it does on transfers and approvals, one of the above.
behaviour: public(uint256)
balanceOf: public(HashMap[address, uint256])
allowance: public(HashMap[address, HashMap[address, uint256]])
# Whether an address can neither send nor receive.
is_blacklisted: public(HashMap[address, bool])
# What it calls on a transfer, if it calls back, and whether that call went through.
target: address
payload: Bytes[4096]
has_called_back: public(bool)


@external
def behave(behaviour: uint256):
    self.behaviour = behaviour


@external
def blacklist(owner: address, is_blacklisted: bool):
    self.is_blacklisted[owner] = is_blacklisted


@external
def call_back(target: address, payload: Bytes[4096]):
    self.target = target
    self.payload = payload
    self.behaviour = CALLS_BACK


@external
def mint(owner: address, amount: uint256):
    self.balanceOf[owner] += amount


@external
def rebase(owner: address, amount: uint256):
    self.balanceOf[owner] = amount


@raw_return
@external
def approve(spender: address, amount: uint256) -> Bytes[32]:
    if self.behaviour == REFUSES_APPROVAL:
        return abi_encode(False)
    self.allowance[msg.sender][spender] = amount
    return self._answer()


@raw_return
@external
def transfer(receiver: address, amount: uint256) -> Bytes[32]:
    self._move(msg.sender, receiver, amount)
    return self._answer()


@raw_return
@external
def transferFrom(sender: address, receiver: address, amount: uint256) -> Bytes[32]:
    self.allowance[sender][msg.sender] -= amount
    self._move(sender, receiver, amount)
    return self._answer()


@internal
def _move(sender: address, receiver: address, amount: uint256):
    assert not self.is_blacklisted[sender], "token: sender is blacklisted"
    assert not self.is_blacklisted[receiver], "token: receiver is blacklisted"
    if self.behaviour == RETURNS_FALSE:
        return
    self.balanceOf[sender] -= amount
    self.balanceOf[receiver] += amount
    if self.behaviour == TAKES_FEE:
        self.balanceOf[receiver] -= 1
    if self.behaviour == CALLS_BACK:
        self.has_called_back = raw_call(self.target, self.payload, revert_on_failure=False)


@internal
@view
def _answer() -> Bytes[32]:
    if self.behaviour == RETURNS_NOTHING:
        return b""
    return abi_encode(self.behaviour != RETURNS_FALSE)
