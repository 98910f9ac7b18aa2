# SPDX-License-Identifier: Apache-2.0
"""Reads a transaction that a user signed: who, what, and on which chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import rlp
from eth_account import Account
from eth_account.typed_transactions import TypedTransaction
from eth_utils import keccak, to_checksum_address
from hexbytes import HexBytes

from shouxin.chain.abi import Address
from shouxin.primitives.errors import BadInput

RAW_BYTES_MAX = 128 * 1024
LEGACY_FROM = 0xC0
_LEGACY_FIELDS = 9
_V_OF_CHAIN = 35


@dataclass(frozen=True, slots=True)
class SignedByUser:
    """A transaction as its signer made it.

    Attributes:
        raw: its bytes.
        hash: of them.
        sender: who signed, checksummed.
        to: what it calls; None if it creates a contract.
        nonce: the signer's.
        gas: its limit.
        value: wei that go with it.
        data: calldata.
        max_fee_wei: what it pays at most for a unit of gas.
    """

    raw: bytes
    hash: str
    sender: Address
    to: Address | None
    nonce: int
    gas: int
    value: int
    data: bytes
    max_fee_wei: int


def read_signed(raw: bytes, chain_id: int) -> SignedByUser:
    """A signed transaction, legacy or typed.

    Raises:
        BadInput: ``outbox.bad_raw``, ``outbox.wrong_chain``.
    """
    if not 0 < len(raw) <= RAW_BYTES_MAX:
        raise _bad(f"it has {len(raw)} bytes")
    try:
        fields = _legacy_fields(raw) if raw[0] >= LEGACY_FROM else _typed_fields(raw)
        sender = str(Account.recover_transaction(raw))
    except Exception as error:
        raise _bad(type(error).__name__) from error
    if fields["chainId"] != chain_id:
        raise BadInput(
            "outbox.wrong_chain",
            f"the transaction is for chain {fields['chainId']}, and this is {chain_id}: sign again",
            f"交易用于链 {fields['chainId']}，而本链为 {chain_id}：请重新签名",
        )
    return SignedByUser(
        raw=raw,
        hash="0x" + bytes(keccak(raw)).hex(),
        sender=sender,
        to=str(to_checksum_address(fields["to"])) if fields["to"] else None,
        nonce=fields["nonce"],
        gas=fields["gas"],
        value=fields["value"],
        data=bytes(fields["data"]),
        max_fee_wei=fields["fee"],
    )


def _typed_fields(raw: bytes) -> dict[str, Any]:
    found = TypedTransaction.from_bytes(HexBytes(raw)).as_dict()
    return {
        "chainId": int(found["chainId"]),
        "to": bytes(HexBytes(found["to"])),
        "nonce": int(found["nonce"]),
        "gas": int(found["gas"]),
        "value": int(found["value"]),
        "data": HexBytes(found["data"]),
        "fee": int(found.get("maxFeePerGas", found.get("gasPrice", 0))),
    }


def _legacy_fields(raw: bytes) -> dict[str, Any]:
    """Of a transaction before types; without a chain's id in its signature it is for none."""
    words = rlp.decode(raw)
    if len(words) != _LEGACY_FIELDS:
        raise ValueError("fields")
    nonce, price, gas, to, value, data, v = words[:7]
    return {
        "chainId": (int.from_bytes(v) - _V_OF_CHAIN) // 2,
        "to": to,
        "nonce": int.from_bytes(nonce),
        "gas": int.from_bytes(gas),
        "value": int.from_bytes(value),
        "data": data,
        "fee": int.from_bytes(price),
    }


def _bad(why: str) -> BadInput:
    return BadInput(
        "outbox.bad_raw",
        f"this is no signed transaction ({why}): send what the wallet signed, unchanged",
        f"这不是已签名的交易（{why}）：请原样发送钱包签名的内容",
    )
