# SPDX-License-Identifier: Apache-2.0
"""Call others in a contract's name, to see what its address alone may do.

A puppet takes a contract's place: its own code goes on working, from another address, by
delegation; but whatever its master sends it, it calls. The chain refuses a contract as a
transaction's sender, so this is the only way.
"""

from tests.contracts.evm import Actor, Chain, Contract

ADDRESS_BYTES = 20
_CALLER_IS, _THEN_JUMP_TO, _JUMP_TO, _LABEL = "33 73 {} 14", "60 {:02x} 57", "60 {:02x} 56", "5b"
_DELEGATE = "36 5f 5f 37  5f 5f 36 5f 73 {} 5a f4"
"""Copy calldata to memory; delegatecall(gas, address, 0, calldatasize, 0, 0)."""
_FORWARD = "60 14 36 03 60 14 5f 37  5f 5f 60 14 36 03 5f 5f 5f 35 60 60 1c 5a f1"
"""Copy calldata after its first 20 bytes; call(gas, those, 0, 0, calldatasize - 20, 0, 0)."""
_ANSWER = "3d 5f 5f 3e"
_REVERT, _RETURN = "3d 5f fd", "3d 5f f3"


class Puppet:
    """A contract that still does what it did, and calls others when its master says so."""

    def __init__(self, chain: Chain, contract: Contract, master: Actor) -> None:
        self.chain = chain
        self.address = contract.address
        self.master = master
        elsewhere = chain.actor(f"code of {contract.address}")
        chain.set_code(elsewhere, chain.code_at(contract))
        chain.set_code(contract, _code(master.address[2:], elsewhere.address[2:]))

    def call(self, target: Contract, data: bytes) -> bytes:
        """Call another contract as this one."""
        named = bytes.fromhex(target.address[2:]) + data
        return self.chain.call(self.address, named, sender=self.master)


def _code(master: str, elsewhere: str) -> bytes:
    """If the master calls, forward, else delegate; then answer as the callee did."""

    def written(forward: int, tail: int, success: int) -> list[str]:
        return [
            _CALLER_IS.format(master) + _THEN_JUMP_TO.format(forward),
            _DELEGATE.format(elsewhere) + _JUMP_TO.format(tail),
            _LABEL + _FORWARD,
            _LABEL + _ANSWER + _THEN_JUMP_TO.format(success) + _REVERT,
            _LABEL + _RETURN,
        ]

    sizes = [len(bytes.fromhex(part)) for part in written(0, 0, 0)]
    return bytes.fromhex("".join(written(sum(sizes[:2]), sum(sizes[:3]), sum(sizes[:4]))))
