# SPDX-License-Identifier: Apache-2.0
"""The tests' contract wallet on a node: it accepts the digests that it was told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shouxin.chain.abi import Address, Function
from shouxin.chain.sender import Sender
from tests.contracts.compiler import compiled, find

_ACCEPT = Function("accept", ("bytes32", "bytes"), ())
_EXECUTE = Function("execute", ("address", "bytes"), ())


@dataclass(frozen=True, slots=True)
class ContractWallet:
    """A wallet at an address, told what to do by anybody."""

    address: Address
    sender: Sender

    def accept(self, digest: bytes, signature: bytes) -> None:
        """It will say that it signed this digest, with these bytes alone."""
        self.sender.send(self.address, _ACCEPT.encode((digest, signature)))

    def execute(self, to: Address, signature: str, *values: Any) -> None:
        """It calls a function, such as ``approve(address,uint256)``."""
        name, _, kinds = signature.rstrip(")").partition("(")
        data = Function(name, tuple(kinds.split(",")), ()).encode(values)
        self.sender.send(self.address, _EXECUTE.encode((to, data)))


def deployed(sender: Sender) -> ContractWallet:
    """A new one."""
    receipt = sender.deploy(compiled(find("ContractWallet")).bytecode)
    assert receipt.contract is not None
    return ContractWallet(receipt.contract, sender)
