# pragma version 0.4.3
# pragma evm-version cancun
# SPDX-License-Identifier: Apache-2.0
"""
@title A token that takes permits of contract wallets, by EIP-1271 over a hash of the permit
"""

interface IWallet:
    def isValidSignature(digest: bytes32, signature: Bytes[1_024]) -> bytes4: view


balanceOf: public(HashMap[address, uint256])
allowance: public(HashMap[address, HashMap[address, uint256]])
nonces: public(HashMap[address, uint256])


@external
def mint(owner: address, amount: uint256):
    self.balanceOf[owner] += amount


@external
def permit(
    owner: address, spender: address, amount: uint256, deadline: uint256, signature: Bytes[1_024]
):
    assert block.timestamp <= deadline, "token: deadline is over"
    digest: bytes32 = self._digest(owner, spender, amount, deadline)
    answer: bytes4 = staticcall IWallet(owner).isValidSignature(digest, signature)
    assert answer == 0x1626ba7e, "token: permit is not the owner's"
    self.nonces[owner] += 1
    self.allowance[owner][spender] = amount


@external
def transfer(receiver: address, amount: uint256) -> bool:
    self.balanceOf[msg.sender] -= amount
    self.balanceOf[receiver] += amount
    return True


@external
def approve(spender: address, amount: uint256) -> bool:
    self.allowance[msg.sender][spender] = amount
    return True


@external
def transferFrom(sender: address, receiver: address, amount: uint256) -> bool:
    self.allowance[sender][msg.sender] -= amount
    self.balanceOf[sender] -= amount
    self.balanceOf[receiver] += amount
    return True


@view
@external
def digest_of(owner: address, spender: address, amount: uint256, deadline: uint256) -> bytes32:
    return self._digest(owner, spender, amount, deadline)


@internal
@view
def _digest(owner: address, spender: address, amount: uint256, deadline: uint256) -> bytes32:
    return keccak256(
        abi_encode(self, chain.id, owner, spender, amount, self.nonces[owner], deadline)
    )
