# SPDX-License-Identifier: Apache-2.0
"""Tries a call before anything is kept: a refusal costs nothing and comes back as its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shouxin.chain.abi import Address
from shouxin.chain.fees import Fees, FeeWatch, with_margin
from shouxin.chain.rpc import Chain
from shouxin.outbox.signed import SignedByUser
from shouxin.outbox.transaction import Call
from shouxin.primitives.errors import Refused

GAS_ROOM = 100_000
"""Above the margin of what one sends oneself: between trial and block others may empty words of
storage that the call then fills anew (22,100 gas each), or a day begins. What is not used costs
nothing."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a call will need.

    Attributes:
        gas_limit: units of gas, with a margin for a state that moves meanwhile.
        fees: as they were now.
    """

    gas_limit: int
    fees: Fees

    def cost_max(self, value: int) -> int:
        """Wei that it costs at most by these fees, with what goes with it."""
        return self.gas_limit * self.fees.max_fee_wei + value


def try_call(chain: Chain, fees: FeeWatch, call: Call, sender: Address) -> Trial:
    """See what a call needs.

    Raises:
        Reverted: the contract refuses.
        ChainError: the node is away.
    """
    given = _given(sender, call.to, call.data, call.value)
    gas = int(chain.request("eth_estimateGas", given), 16)
    return Trial(with_margin(gas) + GAS_ROOM, fees.now())


def try_signed(chain: Chain, signed: SignedByUser) -> Trial:
    """See that what a user signed can be sent; one that waits for others of its signer is not run.

    Raises:
        Refused: ``outbox.nonce_used``.
        Reverted: the contract refuses.
        ChainError: the node is away.
    """
    count = int(chain.request("eth_getTransactionCount", signed.sender, "latest"), 16)
    if signed.nonce < count:
        if chain.transaction(signed.hash) is None:
            raise Refused(
                "outbox.nonce_used",
                f"{signed.sender} has used the nonce {signed.nonce} already, the next is {count}: "
                "sign again",
                f"{signed.sender} 已使用过 nonce {signed.nonce}，下一个为 {count}：请重新签名",
            )
    elif signed.nonce == count and signed.to is not None:
        given = _given(signed.sender, signed.to, signed.data, signed.value)
        chain.request("eth_call", given | {"gas": hex(signed.gas)}, "latest")
    return Trial(signed.gas, Fees(signed.max_fee_wei, 0))


def _given(sender: Address, to: Address, data: bytes, value: int) -> dict[str, Any]:
    return {"from": sender, "to": to, "data": "0x" + data.hex(), "value": hex(value)}
