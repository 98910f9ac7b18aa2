# SPDX-License-Identifier: Apache-2.0
"""Identifiers on chain: addresses and 32-byte words, read strictly."""

import re

from eth_utils.address import to_checksum_address

from shouxin.primitives.errors import BadInput

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_BYTES32 = re.compile(r"0x[0-9a-fA-F]{64}")


def parse_address(text: str, name: str = "address") -> str:
    """The checksummed form (EIP-55) of an address.

    Raises:
        BadInput: ``input.address``; not 20 bytes of hex, or mixed case with a wrong checksum.
    """
    if _ADDRESS.fullmatch(text) is None:
        raise BadInput(
            "input.address",
            f"{name} {text[:80]!r} is not an address: write 0x and 40 hexadecimal digits",
            f"{name} 的值 {text[:80]!r} 不是有效地址：应为 0x 加 40 位十六进制字符",
        )
    address = str(to_checksum_address(text))
    digits = text[2:]
    if digits not in (digits.lower(), digits.upper()) and text != address:
        raise BadInput(
            "input.address",
            f"{name} {text} has a wrong checksum, so a character may be mistyped: copy it again",
            f"{name} 的值 {text} 校验和不符，可能有字符输错：请重新复制",
        )
    return address


def parse_bytes32(text: str, name: str = "id") -> bytes:
    """The 32 bytes of a party, a loan or a hash.

    Raises:
        BadInput: ``input.bytes32``; not 32 bytes of hex.
    """
    if _BYTES32.fullmatch(text) is None:
        raise BadInput(
            "input.bytes32",
            f"{name} {text[:80]!r} is not 32 bytes: write 0x and 64 hexadecimal digits",
            f"{name} 的值 {text[:80]!r} 不是 32 字节：应为 0x 加 64 位十六进制字符",
        )
    return bytes.fromhex(text[2:])
