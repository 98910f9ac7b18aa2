# SPDX-License-Identifier: Apache-2.0
"""Why a contract said no: its ``module: reason`` text, and the one table of what people read."""

from __future__ import annotations

import eth_abi

from shouxin.chain.revert_texts import REVERT_TEXTS
from shouxin.primitives.errors import Refused

_ERROR_SELECTOR = bytes.fromhex("08c379a0")
_PANIC_SELECTOR = bytes.fromhex("4e487b71")


class Reverted(Refused):
    """A contract refused a call; nothing has changed.

    Attributes:
        reason: the contract's own text, empty if it gave none.
    """

    def __init__(self, reason: str) -> None:
        english = reason or "the contract gave no reason (an overflow, or a value out of its type)"
        chinese = REVERT_TEXTS.get(reason, reason) or "合约未说明原因（数值溢出或超出类型范围）"
        super().__init__(revert_code(reason), f"refused: {english}", f"合约拒绝：{chinese}")
        self.reason = reason


def revert_code(reason: str) -> str:
    """``module: some reason`` as the stable code ``module.some_reason``."""
    module, separator, words = reason.partition(": ")
    if not separator:
        return "contract.reverted"
    return f"{module}.{''.join(c if c.isalnum() else '_' for c in words.lower())}"


def revert_reason(data: bytes) -> str:
    """The text that a revert's data carries, empty if it carries none."""
    if data[:4] == _ERROR_SELECTOR:
        return str(eth_abi.decode(["string"], data[4:])[0])
    if data[:4] == _PANIC_SELECTOR:
        return f"panic {int.from_bytes(data[4:36], 'big'):#x}"
    return ""
