# SPDX-License-Identifier: Apache-2.0
"""Whose signature a client asks for: a key in a file, or anything else that signs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount

if TYPE_CHECKING:
    from shouxin.lending.signed_actions import Action


class Signer(Protocol):
    """A wallet."""

    @property
    def address(self) -> str:
        """Its address, checksummed."""
        ...

    def sign_text(self, text: str) -> bytes:
        """Sign a text (EIP-191)."""
        ...

    def sign_action(self, action: Action) -> bytes:
        """Sign typed data (EIP-712) that was checked."""
        ...


class KeySigner:
    """A wallet whose key is here."""

    def __init__(self, account: LocalAccount) -> None:
        self._account = account

    @property
    def address(self) -> str:
        """The key's address."""
        return str(self._account.address)

    def sign_text(self, text: str) -> bytes:
        """The key's signature of a text."""
        return bytes(self._account.sign_message(encode_defunct(text=text)).signature)

    def sign_action(self, action: Action) -> bytes:
        """The key's signature of typed data."""
        return action.signed_by(self._account)


def signer_in(path: Path) -> KeySigner:
    """The wallet whose key is in a file.

    Raises:
        BadInput: ``input.key_file``; the file holds no key.
    """
    # web3 takes seconds to import
    from shouxin.chain.sender import read_key  # noqa: PLC0415

    return KeySigner(read_key(path))
