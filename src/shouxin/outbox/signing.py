# SPDX-License-Identifier: Apache-2.0
"""Signs a row of the outbox: its call, a nonce, fees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eth_account.signers.local import LocalAccount

from shouxin.chain.fees import Fees


@dataclass(frozen=True, slots=True)
class Attempt:
    """One form of a transaction, signed.

    Attributes:
        id: the transaction's id in the outbox.
        nonce: its sender's.
        transaction_hash: of the form.
        raw: its bytes, ``0x…``.
        fees: what it offers.
    """

    id: str
    nonce: int
    transaction_hash: str
    raw: str
    fees: Fees


def sign_row(
    account: LocalAccount, chain_id: int, row: Mapping[str, Any], nonce: int, fees: Fees
) -> Attempt:
    """A row's call, signed; the same arguments give the same bytes."""
    signed = account.sign_transaction(
        {
            "type": 2,
            "chainId": chain_id,
            "nonce": nonce,
            "to": row["to_address"],
            "data": row["data"],
            "value": row["value_wei"],
            "gas": row["gas_limit"],
            "maxFeePerGas": fees.max_fee_wei,
            "maxPriorityFeePerGas": fees.tip_wei,
        }
    )
    return Attempt(
        id=row["id"],
        nonce=nonce,
        transaction_hash="0x" + bytes(signed.hash).hex(),
        raw="0x" + bytes(signed.raw_transaction).hex(),
        fees=fees,
    )
