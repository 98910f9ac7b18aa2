# SPDX-License-Identifier: Apache-2.0
"""Sends transactions of one key: nonce, EIP-1559 fees, receipt, and why it was refused."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import HexAddress, HexStr
from eth_utils import to_checksum_address
from web3.types import Nonce
from web3.utils import get_create_address

from shouxin.chain.abi import Address, E, Log, decode_logs
from shouxin.chain.fees import suggested_fees, with_margin
from shouxin.chain.reverts import Reverted
from shouxin.chain.rpc import Chain, log_of
from shouxin.primitives.errors import BadInput, ChainError

RECEIPT_SECONDS = 120
POLL_SECONDS_MIN = 0.005
POLL_SECONDS_MAX = 1.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """A transaction that is in a block and succeeded.

    Attributes:
        transaction_hash: 32 bytes.
        block_number: the block it is in.
        gas_used: units of gas.
        contract: the address it created, if it did.
        logs: its events, in order.
    """

    transaction_hash: bytes
    block_number: int
    gas_used: int
    contract: Address | None
    logs: tuple[Log, ...]

    def events(self, kind: type[E], address: Address | None = None) -> list[E]:
        """Its events of one kind, such as ``receipt.events(loan_book.Paid)``."""
        return decode_logs(kind, self.logs, address)

    def event(self, kind: type[E], address: Address | None = None) -> E:
        """Its one event of a kind; a bug if there are none or several."""
        (event,) = self.events(kind, address)
        return event


@dataclass(frozen=True, slots=True)
class Signed:
    """A transaction that is signed and not yet sent."""

    raw: bytes
    transaction_hash: bytes
    created: Address | None


class Sender:
    """A key with funds on one chain; safe to share between threads."""

    def __init__(self, chain: Chain, account: LocalAccount) -> None:
        self.chain = chain
        self.account = account
        self.address: Address = str(account.address)
        self._nonce: int | None = None
        self._lock = Lock()

    def send(self, to: Address, data: bytes = b"", *, value: int = 0) -> Receipt:
        """Send a call and wait for its block.

        Raises:
            Reverted: the contract refused; nothing has changed.
            ChainError: ``chain.no_funds``, ``chain.no_receipt``, or the node's own failure.
        """
        return self._send({"to": to, "data": "0x" + data.hex(), "value": hex(value)}, None)

    def deploy(
        self, initcode: bytes, before_send: Callable[[Signed], None] | None = None
    ) -> Receipt:
        """Create a contract.

        Args:
            initcode: creation code with the constructor's arguments.
            before_send: told the hash and the address before the chain is.
        """
        return self._send({"data": "0x" + initcode.hex(), "value": "0x0"}, before_send)

    def wait(self, transaction_hash: bytes) -> Receipt | None:
        """The receipt of a transaction once it is in a block; None if it failed there.

        Raises:
            ChainError: ``chain.no_receipt``; in no block after two minutes.
        """
        text = "0x" + transaction_hash.hex()
        deadline, pause = time.monotonic() + RECEIPT_SECONDS, POLL_SECONDS_MIN
        while time.monotonic() < deadline:
            found = self.chain.receipt(text)
            if found is not None and found["blockNumber"] is not None:
                return _receipt(found) if int(found["status"], 16) == 1 else None
            time.sleep(pause)
            pause = min(2 * pause, POLL_SECONDS_MAX)
        raise ChainError(
            "chain.no_receipt",
            f"transaction {text} is in no block after {RECEIPT_SECONDS} s: see the node's log",
            f"交易 {text} 在 {RECEIPT_SECONDS} 秒后仍未入块：请查看节点日志",
        )

    def _send(self, call: dict[str, Any], before_send: Callable[[Signed], None] | None) -> Receipt:
        with self._lock:
            gas = self._gas(call)
            signed = self._sign(call, gas)
            if before_send is not None:
                before_send(signed)
            try:
                self.chain.request("eth_sendRawTransaction", "0x" + signed.raw.hex())
            except ChainError:
                self._nonce = None  # read it again: the node may or may not have taken this one
                raise
            assert self._nonce is not None
            self._nonce += 1
        receipt = self.wait(signed.transaction_hash)
        if receipt is None:
            raise self._refusal(call)
        return receipt

    def _gas(self, call: dict[str, Any]) -> int:
        estimate = self.chain.request("eth_estimateGas", {**call, "from": self.address})
        return with_margin(int(estimate, 16))

    def _sign(self, call: dict[str, Any], gas: int) -> Signed:
        if self._nonce is None:
            count = self.chain.request("eth_getTransactionCount", self.address, "pending")
            self._nonce = int(count, 16)
        fees = suggested_fees(self.chain)
        self._check_funds(gas * fees.max_fee_wei + int(call["value"], 16))
        signed = self.account.sign_transaction(
            {
                **call,
                "type": 2,
                "chainId": self.chain.chain_id,
                "nonce": self._nonce,
                "gas": gas,
                "maxFeePerGas": fees.max_fee_wei,
                "maxPriorityFeePerGas": fees.tip_wei,
            }
        )
        return Signed(bytes(signed.raw_transaction), bytes(signed.hash), self._created(call))

    def _created(self, call: dict[str, Any]) -> Address | None:
        if "to" in call or self._nonce is None:
            return None
        return str(get_create_address(HexAddress(HexStr(self.address)), Nonce(self._nonce)))

    def _check_funds(self, needed: int) -> None:
        held = self.chain.balance(self.address)
        if held < needed:
            raise ChainError(
                "chain.no_funds",
                f"{self.address} holds {held} wei and the transaction may need {needed}: fund it",
                f"{self.address} 余额为 {held} wei，交易可能需要 {needed} wei：请充值",
            )

    def _refusal(self, call: dict[str, Any]) -> Reverted:
        """Why a transaction failed in its block although its estimate passed."""
        try:
            self.chain.request("eth_call", {**call, "from": self.address}, "latest")
        except Reverted as refusal:
            return refusal
        return Reverted("")


def read_key(path: Path) -> LocalAccount:
    """The key in a file: 32 bytes in hexadecimal.

    Raises:
        BadInput: ``input.key_file``; no such file, or no key in it.
    """
    try:
        return _account(path.read_text().strip())
    except (OSError, ValueError) as error:
        raise BadInput(
            "input.key_file",
            f"{path} holds no private key: write 0x and 64 hexadecimal digits into it",
            f"{path} 中没有私钥：应为 0x 加 64 位十六进制字符",
        ) from error


def new_key(path: Path | None = None) -> LocalAccount:
    """A fresh key; kept in a file that only its owner reads, if a path is given."""
    account = _account("0x" + os.urandom(32).hex())
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.part")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write("0x" + bytes(account.key).hex() + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(partial, path)  # whole or not at all, and never over another key
        finally:
            partial.unlink()
    return account


def _account(key: str) -> LocalAccount:
    account = Account.from_key(key)
    assert isinstance(account, LocalAccount)
    return account


def _receipt(found: dict[str, Any]) -> Receipt:
    created = found.get("contractAddress")
    return Receipt(
        transaction_hash=bytes.fromhex(found["transactionHash"][2:]),
        block_number=int(found["blockNumber"], 16),
        gas_used=int(found["gasUsed"], 16),
        contract=str(to_checksum_address(created)) if created else None,
        logs=tuple(log_of(item) for item in found["logs"]),
    )
