# SPDX-License-Identifier: Apache-2.0
"""A block's header, whole: its fields as JSON-RPC names them, and the hash that they make.

The hash is keccak of the fields' RLP list (Ethereum Yellow Paper, section 4.3, and the EIPs that
appended fields: 1559, 4895, 4844, 4788, 7685; Osaka appends none). A chain that has none of the
later ones leaves them out from some place on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rlp
from eth_utils import keccak

from shouxin.primitives.errors import BadInput, ChainError
from shouxin.primitives.hexadecimal import parse_hex, parse_number, to_hex

NUMBER, ANY_SIZE = "number", "any size"
HASH_SIZE, ADDRESS_SIZE, BLOOM_SIZE, NONCE_SIZE = 32, 20, 256, 8

# Name by name in RLP's order: a number, bytes of any size, or bytes of that size.
FIELDS: dict[str, str | int] = {
    "parentHash": HASH_SIZE,
    "sha3Uncles": HASH_SIZE,
    "miner": ADDRESS_SIZE,
    "stateRoot": HASH_SIZE,
    "transactionsRoot": HASH_SIZE,
    "receiptsRoot": HASH_SIZE,
    "logsBloom": BLOOM_SIZE,
    "difficulty": NUMBER,
    "number": NUMBER,
    "gasLimit": NUMBER,
    "gasUsed": NUMBER,
    "timestamp": NUMBER,
    "extraData": ANY_SIZE,
    "mixHash": HASH_SIZE,
    "nonce": NONCE_SIZE,
    # what forks appended, oldest first
    "baseFeePerGas": NUMBER,
    "withdrawalsRoot": HASH_SIZE,
    "blobGasUsed": NUMBER,
    "excessBlobGas": NUMBER,
    "parentBeaconBlockRoot": HASH_SIZE,
    "requestsHash": HASH_SIZE,
}
REQUIRED_COUNT = 15

# What Besu's QBFT and IBFT 2.0 put into mixHash ("practical byzantine fault tolerance").
BFT_MIX_HASH = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")
BFT_PARTS = 5  # vanity, validators, vote, round, seals


@dataclass(frozen=True, slots=True)
class Header:
    """A header's fields in RLP's order; numbers as integers, all else as bytes."""

    values: tuple[int | bytes, ...]

    @property
    def hash(self) -> bytes:
        """The block's hash."""
        return bytes(keccak(rlp.encode([_encoded(value) for value in self.values])))

    @property
    def number(self) -> int:
        """The block's height."""
        return self._number("number")

    @property
    def timestamp(self) -> int:
        """Unix seconds."""
        return self._number("timestamp")

    @property
    def state_root(self) -> bytes:
        """The root of all accounts' trie after the block."""
        root = self.values[list(FIELDS).index("stateRoot")]
        assert isinstance(root, bytes)
        return root

    def to_json(self) -> dict[str, str]:
        """The fields by name, each in its one form."""
        return {
            name: hex(value) if isinstance(value, int) else to_hex(value)
            for name, value in zip(FIELDS, self.values, strict=False)
        }

    def _number(self, name: str) -> int:
        value = self.values[list(FIELDS).index(name)]
        assert isinstance(value, int)
        return value


def parse_header(fields: Mapping[str, object], place: str) -> Header:
    """A header that was written by ``Header.to_json``.

    Raises:
        BadInput: ``header.fields``, ``input.hex``, ``input.number``; a field too few or too many,
            or in another form.
    """
    names = list(FIELDS)[: len(fields)]
    if set(fields) != set(names) or len(fields) < REQUIRED_COUNT:
        raise BadInput(
            "header.fields",
            f"{place} has not the fields of a header: they are {', '.join(FIELDS)}, "
            f"at least the first {REQUIRED_COUNT}",
            f"{place} 的字段不是区块头的字段：应为 {', '.join(FIELDS)}，至少前 {REQUIRED_COUNT} 个",
        )
    return Header(tuple(_parsed(fields[name], name, f"{place}.{name}") for name in names))


def header_of(block: Mapping[str, Any]) -> Header:
    """The header of a block as a node's ``eth_getBlockByNumber`` gives it.

    Clients write numbers with zeros in front, addresses in capitals, absent fields as null, and
    more fields beside; all of that is let pass. The seals of Besu's QBFT and IBFT 2.0, which stand
    in ``extraData`` but not under the hash, are left out.

    Raises:
        ChainError: ``chain.unknown_header``; the fields don't make the hash that the node states.
    """
    stated = bytes.fromhex(block["hash"][2:])
    given = [(name, block[name]) for name in FIELDS if block.get(name) is not None]
    if [name for name, _ in given] == list(FIELDS)[: max(len(given), REQUIRED_COUNT)]:
        header = Header(tuple(_lenient(name, value) for name, value in given))
        for candidate in (header, *_without_seals(header)):
            if candidate.hash == stated:
                return candidate
    raise ChainError(
        "chain.unknown_header",
        f"the fields of block {block.get('number')} don't make its hash {to_hex(stated)}: the "
        "node's chain has header fields that this version doesn't know; use a later version",
        f"区块 {block.get('number')} 的字段推不出其哈希 {to_hex(stated)}："
        "该链的区块头含有本版本未知的字段，请使用更新的版本",
    )


def _lenient(name: str, value: str) -> int | bytes:
    return int(value, 16) if FIELDS[name] == NUMBER else bytes.fromhex(value[2:])


def _parsed(value: object, name: str, place: str) -> int | bytes:
    kind = FIELDS[name]
    if kind == NUMBER:
        return parse_number(value, place)
    return parse_hex(value, place, kind if isinstance(kind, int) else None)


def _encoded(value: int | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.to_bytes((value.bit_length() + 7) // 8)


def _without_seals(header: Header) -> tuple[Header, ...]:
    """The forms of a Besu BFT header that its hash may be of: QBFT's, then IBFT 2.0's."""
    names = list(FIELDS)
    extra_at, mix_at = names.index("extraData"), names.index("mixHash")
    extra = header.values[extra_at]
    assert isinstance(extra, bytes)
    if header.values[mix_at] != BFT_MIX_HASH:
        return ()
    try:
        parts = list(rlp.decode(extra))
    except (rlp.exceptions.RLPException, TypeError):
        return ()
    if len(parts) != BFT_PARTS:
        return ()
    kept = parts[:-2]
    forms = (rlp.encode([*kept, b"", []]), rlp.encode(kept))
    before, after = header.values[:extra_at], header.values[extra_at + 1 :]
    return tuple(Header((*before, form, *after)) for form in forms)
