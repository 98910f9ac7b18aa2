# SPDX-License-Identifier: Apache-2.0
"""Why a contract said no: its ``module: reason`` text, and what people read instead."""

from __future__ import annotations

import eth_abi

from shouxin.chain.revert_texts import REVERT_TEXTS
from shouxin.chain.revert_texts.text import RevertText
from shouxin.primitives.errors import Refused

_ERROR_SELECTOR = bytes.fromhex("08c379a0")
_PANIC_SELECTOR = bytes.fromhex("4e487b71")

_NO_REASON = RevertText(
    "contract.no_reason",
    "the contract refused and gave no reason, as for an overflow or a value out of its type: "
    "check the figures and the addresses given",
    "合约拒绝且未说明原因，可能是数值溢出或超出类型范围：请核对所填数值和地址",
)


class Reverted(Refused):
    """A contract refused a call; nothing has changed.

    Attributes:
        reason: the contract's own text, empty if it gave none.
    """

    def __init__(self, reason: str) -> None:
        text = revert_text(reason)
        super().__init__(text.code, text.message, text.message_zh)
        self.reason = reason


def revert_text(reason: str) -> RevertText:
    """The code and messages of a contract's text; one that is no text of ours is quoted."""
    if not reason:
        return _NO_REASON
    known = REVERT_TEXTS.get(reason)
    if known is not None:
        return known
    return RevertText(
        "contract.unknown_reason",
        f"the contract refused with {reason!r}: see what that contract asks for",
        f"合约以 {reason!r} 为由拒绝：请查阅该合约的要求",
    )


def revert_reason(data: bytes) -> str:
    """The text that a revert's data carries, empty if it carries none."""
    if data[:4] == _ERROR_SELECTOR:
        return str(eth_abi.decode(["string"], data[4:])[0])
    if data[:4] == _PANIC_SELECTOR:
        return f"panic {int.from_bytes(data[4:36], 'big'):#x}"
    return ""
