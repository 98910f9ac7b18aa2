# SPDX-License-Identifier: Apache-2.0
"""What a wallet signs of a text (EIP-191), for signing in."""

from __future__ import annotations

from eth_utils.crypto import keccak


def digest_of(text: str) -> bytes:
    """The hash that a wallet signs of a text (``personal_sign``)."""
    data = text.encode()
    return bytes(keccak(b"\x19Ethereum Signed Message:\n" + str(len(data)).encode() + data))
