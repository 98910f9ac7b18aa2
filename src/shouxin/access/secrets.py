# SPDX-License-Identifier: Apache-2.0
"""Tokens and keys: 256 random bits that are shown once; the database has their hash alone."""

import secrets
import string
from hashlib import sha256

SESSION_PREFIX, KEY_PREFIX = "sxs_", "sxk_"
SECRET_BYTES = 32
SECRET_CHARACTERS = 47
NONCE_CHARACTERS = 24
ID_BYTES = 16
_LETTERS = string.ascii_letters + string.digits


def new_secret(prefix: str) -> str:
    """A secret; its prefix says what it is, to people and to scanners of leaked files."""
    return prefix + secrets.token_urlsafe(SECRET_BYTES)


def new_nonce() -> str:
    """A nonce as EIP-4361 wants it, letters and digits alone, of 142 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(NONCE_CHARACTERS))


def new_id() -> str:
    """The id of a session or a key; no secret."""
    return secrets.token_hex(ID_BYTES)


def hash_of(secret: str) -> str:
    """What is kept of a secret. It has 256 bits, so no slow hash is needed."""
    return "0x" + sha256(secret.encode()).hexdigest()
