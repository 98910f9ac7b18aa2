# SPDX-License-Identifier: Apache-2.0
"""What an account needs that signs and pays for its transactions itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from shouxin.chain.abi import Address
from shouxin.chain.fees import suggested_fees
from shouxin.chain.rpc import Chain


@dataclass(frozen=True, slots=True)
class Sending:
    """An account at this moment; all but the nonce in wei.

    Attributes:
        next_nonce: of the transaction that it signs next, those that wait counted.
        balance_wei: its coins.
        max_fee_wei: what to offer for a unit of gas at most.
        tip_wei: what of it to offer the block's maker.
    """

    address: Address
    next_nonce: int
    balance_wei: int
    max_fee_wei: int
    tip_wei: int


class Accounts:
    """The accounts of one chain."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain

    async def sending(self, address: Address) -> Sending:
        """What an account needs now.

        Raises:
            ChainError: the node is away.
        """
        return await asyncio.to_thread(self._sending, address)

    def _sending(self, address: Address) -> Sending:
        fees = suggested_fees(self._chain)
        nonce = self._chain.request("eth_getTransactionCount", address, "pending")
        return Sending(
            address=address,
            next_nonce=int(nonce, 16),
            balance_wei=self._chain.balance(address),
            max_fee_wei=fees.max_fee_wei,
            tip_wei=fees.tip_wei,
        )
