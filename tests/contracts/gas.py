# SPDX-License-Identifier: Apache-2.0
"""What a call would cost as a transaction of its own.

revm in process keeps one transaction open for ever: what an earlier call touched stays warm, and
a slot's original value is the one before all calls. So a traced call's account and storage
accesses are priced anew here, by EIP-2929 (warm and cold), EIP-2200 (SSTORE) and EIP-3529
(refunds). Calls that catch a revert inside are priced as if what it touched had stayed warm.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from eth_utils import to_checksum_address

WARM, COLD_SLOT, COLD_ACCOUNT = 100, 2_100, 2_600
SET, RESET, CLEAR_REFUND = 20_000, 2_900, 4_800
PRECOMPILES = 10

_ACCOUNT_AT = {
    "BALANCE": -1,
    "EXTCODESIZE": -1,
    "EXTCODECOPY": -1,
    "EXTCODEHASH": -1,
    "CALL": -2,
    "CALLCODE": -2,
    "DELEGATECALL": -2,
    "STATICCALL": -2,
}
_CALLS = {"CALL", "CALLCODE", "DELEGATECALL", "STATICCALL"}


@dataclass(slots=True)
class Meter:
    """Prices one trace; `original` reads a slot as it was before the call."""

    target: str
    known: set[str]
    original: Callable[[str, int], int]
    accounts: set[str] = field(default_factory=set)
    words: dict[tuple[str, int], int] = field(default_factory=dict)
    correction: int = 0
    refund: int = 0

    def total(self, spent: int, lines: Iterable[str]) -> int:
        """The whole transaction's gas; `spent` is what revm charged before refunds."""
        for owner, step in self._steps(lines):
            self._price(owner, step)
        true = spent + self.correction
        return true - min(self.refund, true // 5)

    def _steps(self, lines: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        owners, called = [self.target], self.target
        for line in lines:
            step = json.loads(line)
            if "opName" not in step:
                continue
            depth = int(step["depth"])
            if depth > len(owners):
                owners.append(called)
            del owners[depth:]
            if step["opName"] in _CALLS:
                is_own = step["opName"] in ("DELEGATECALL", "CALLCODE")
                called = owners[-1] if is_own else _address(step["stack"][-2])
            yield owners[-1], step

    def _price(self, owner: str, step: dict[str, Any]) -> None:
        name, stack = step["opName"], step["stack"]
        if name == "SLOAD":
            slot = (owner, int(stack[-1], 16))
            cost = WARM if slot in self.words else COLD_SLOT
            self.words.setdefault(slot, self.original(*slot))
            self.correction += cost - int(step["gasCost"], 16)
        elif name == "SSTORE":
            cost = self._store((owner, int(stack[-1], 16)), int(stack[-2], 16))
            self.correction += cost - int(step["gasCost"], 16)
        elif name in _ACCOUNT_AT:
            self._access(_address(stack[_ACCOUNT_AT[name]]))

    def _access(self, address: str) -> None:
        if int(address, 16) <= PRECOMPILES:
            return
        is_warm = address == self.target or address in self.accounts
        was_charged = WARM if address in self.known else COLD_ACCOUNT
        self.accounts.add(address)
        self.known.add(address)
        self.correction += (WARM if is_warm else COLD_ACCOUNT) - was_charged

    def _store(self, slot: tuple[str, int], new: int) -> int:
        original = self.original(*slot)
        cold = 0 if slot in self.words else COLD_SLOT
        current = self.words.get(slot, original)
        self.words[slot] = new
        if new == current:
            return cold + WARM
        self._refund(original, current, new)
        if current != original:
            return cold + WARM
        return cold + (SET if original == 0 else RESET)

    def _refund(self, original: int, current: int, new: int) -> None:
        if original != 0:
            self.refund += CLEAR_REFUND * ((new == 0) - (current == 0))
        if new == original:
            self.refund += (SET if original == 0 else RESET) - WARM


def _address(word: str) -> str:
    return to_checksum_address(f"{int(word, 16) & (2**160 - 1):040x}")
