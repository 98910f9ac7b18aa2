# SPDX-License-Identifier: Apache-2.0
"""Calls that somebody else sends: their calldata, from the same typed bindings that send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shouxin.chain.abi import Address
from shouxin.chain.sender import Receipt, Sender

_NOWHERE = Receipt(bytes(32), 0, 0, None, ())


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a contract, not sent.

    Attributes:
        to: the contract.
        data: calldata.
        value: wei that come along.
    """

    to: Address
    data: bytes
    value: int = 0


class _Writer(Sender):
    """A sender without a key, which writes down the one call that it is given."""

    def __init__(self) -> None:
        self.written: list[Call] = []

    def send(self, to: Address, data: bytes = b"", *, value: int = 0) -> Receipt:
        """Write the call down."""
        self.written.append(Call(to, data, value))
        return _NOWHERE


def call_of(move: Callable[[Sender], Receipt]) -> Call:
    """The call that a move would send, such as ``lambda sender: book.claim(…, sender=sender)``.

    Raises:
        BadInput: ``input.argument``; a value that does not fit its ABI type.
    """
    writer = _Writer()
    move(writer)
    (call,) = writer.written
    return call
